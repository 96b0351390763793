import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../../electron/node/hasher.ts';
import { folderDigest } from '../../../shared/bundle/digest.ts';

const ONE = nodeSha256.hexOfText('1');
const TWO = nodeSha256.hexOfText('2');

describe('folderDigest', () => {
  it('is the digest of sorted lines, whatever the order of the files', () => {
    const expected = nodeSha256.hexOfText(`${TWO}  B.json\n${ONE}  a/ü.json\n`);
    const files = [
      { name: 'a/ü.json', sha256: ONE },
      { name: 'B.json', sha256: TWO },
    ];
    expect(folderDigest(nodeSha256, files)).toBe(expected);
    expect(folderDigest(nodeSha256, [...files].reverse())).toBe(expected);
    expect(folderDigest(nodeSha256, [])).toBe(nodeSha256.hexOfText(''));
  });

  it('sorts by UTF-16 units', () => {
    const files = [
      { name: '\uffee', sha256: ONE },
      { name: '\u{10000}', sha256: TWO },
    ];
    expect(folderDigest(nodeSha256, files)).toBe(nodeSha256.hexOfText(`${TWO}  \u{10000}\n${ONE}  \uffee\n`));
  });

  it('gives other digests to other folders, also when a name imitates a line', () => {
    const honest = [
      { name: 'a', sha256: ONE },
      { name: 'b', sha256: TWO },
    ];
    expect(folderDigest(nodeSha256, [{ name: `a\n${TWO}  b`, sha256: ONE }])).not.toBe(
      folderDigest(nodeSha256, honest),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[\\nr\n\r]{1,4}$/), fc.stringMatching(/^[\\nr\n\r]{1,4}$/), (one, other) => {
        const digest = (name: string): string => folderDigest(nodeSha256, [{ name, sha256: ONE }]);
        expect(digest(one) === digest(other)).toBe(one === other);
      }),
    );
  });

  it.runIf(process.platform === 'linux')('writes lines as sha256sum does', () => {
    const line = execFileSync(
      'sh',
      ['-c', 'cd "$(mktemp -d)" && printf 1 > "$1" && sha256sum -- "$1" && rm -r "$PWD"', 'sh', 'a\\b\nc'],
      {
        encoding: 'utf8',
      },
    );
    expect(folderDigest(nodeSha256, [{ name: 'a\\b\nc', sha256: ONE }])).toBe(nodeSha256.hexOfText(line));
  });
});
