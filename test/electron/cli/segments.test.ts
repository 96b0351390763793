import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerificationReport } from '../../../shared/base/verification.ts';
import { bundleModule } from '../../support/bundle-module.ts';
import { buildChain, linesOf } from '../../support/chain/build-chain.ts';
import { ndjson, zipped } from '../../support/verifier/evidence.ts';

const root = mkdtempSync(join(tmpdir(), 'bathyscope-cli-segments-'));
const chain = buildChain(1_500);
const program = join(root, 'out/cli/index.js');
const put = (name: string, content: string | Uint8Array) => writeFileSync(join(root, name), content);

/** The chain with an entry edited, one deleted, some moved, one uncovered, a line that is none, and blank lines. */
function damaged(): string {
  const lines = linesOf(chain);
  lines[200] = (lines[200] ?? '').replace('"at":200', '"at":201');
  lines[700] = (lines[700] ?? '').replace('"payload":{', '"payload":{"__proto__":1,');
  lines.splice(900, 1);
  lines.splice(1_200, 0, '{"seq":', '', ' ');
  lines.push(...lines.splice(400, 3));
  return `${lines.join('\r\n')}\r\n`;
}

beforeAll(async () => {
  await bundleModule('electron/cli/index.ts', program);
  await bundleModule('electron/verifier/index.ts', join(root, 'out/verifier/index.js'));
  put('package.json', JSON.stringify({ type: 'module', version: '0.0.0' }));
  put('sound.ndjson', ndjson(chain));
  put('damaged.ndjson', damaged());
  for (const length of [1, 611, 1_500]) {
    put(`anchor-${length}.json`, JSON.stringify({ length, tipHash: chain[length - 1]?.hash }));
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function run(...words: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [program, ...words], { cwd: root, encoding: 'utf8' });
}

function report(...words: string[]): VerificationReport {
  const { stdout, stderr } = run(...words, '--json');
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as VerificationReport;
}

/** All segments at the same time, each by a process of its own, as a job runner has it. */
async function segments(input: string, of: number, name: string): Promise<string[]> {
  const results = Array.from({ length: of }, (_, at) => `${name}-${at + 1}.jsonl`);
  const ends = results.map(
    (result, at) =>
      new Promise<number | null>((resolve) => {
        const words = ['verify', input, '--segment', `${at + 1}/${of}`, '--result', result, '--quiet'];
        spawn(process.execPath, [program, ...words], { cwd: root }).on('close', resolve);
      }),
  );
  expect(await Promise.all(ends)).toEqual(results.map(() => 0));
  return results;
}

/** What a report says beside that it rests on earlier runs. */
function apartFromRecords({
  head: _h,
  exposure: _e,
  axes,
  checks,
  findings,
  findingCounts,
  ...rest
}: VerificationReport) {
  const { 'replayed-earlier': _count, ...counts } = findingCounts;
  const { integrity, ...others } = axes;
  return {
    ...rest,
    others,
    integrity: integrity.result,
    counts,
    checks: checks.map((check) => (check.id === 'chain.integrity' ? { ...check, message: '' } : check)),
    findings: findings.filter((finding) => finding.class !== 'replayed-earlier'),
  };
}

describe('segments of a chain, joined', () => {
  it.each([1, 2, 5, 16])(
    'give the report of one run: a damaged chain in %i',
    async (of) => {
      const results = await segments('damaged.ndjson', of, `damaged-${of}`);
      const joined = report('merge-segments', 'damaged.ndjson', ...results.reverse());
      expect(apartFromRecords(joined)).toEqual(apartFromRecords(report('verify', 'damaged.ndjson')));
      expect(joined).toMatchObject({ verdict: 'tampered', firstBrokenSeq: 200 });
      expect(joined.head).toContain('of them by earlier runs');
    },
    60_000,
  );

  it('give the report of one run: a sound chain with anchors anywhere in it', async () => {
    const anchors = [1, 611, 1_500].flatMap((length) => ['--anchor', `anchor-${length}.json`]);
    const results = await segments('sound.ndjson', 4, 'sound');
    const joined = report('merge-segments', 'sound.ndjson', ...results, ...anchors);
    expect(apartFromRecords(joined)).toEqual(apartFromRecords(report('verify', 'sound.ndjson', ...anchors)));
    expect(joined.verdict).toBe('verified');
    expect(joined.findings.map((finding) => finding.class)).toContain('replayed-earlier');
    expect(joined.exposure?.sentence).toContain('rests on the records of earlier runs');
    expect(run('merge-segments', 'sound.ndjson', ...results, ...anchors, '-q').status).toBe(0);
    expect(run('merge-segments', 'sound.ndjson', ...results, '-q').status).toBe(2);
  }, 60_000);

  it('are no verdict by themselves', async () => {
    const one = run('verify', 'damaged.ndjson', '--segment', '1/3', '--result', 'alone.jsonl');
    expect({ status: one.status, stdout: one.stdout }).toEqual({ status: 0, stdout: '' });
    expect(one.stderr).toContain('no verdict before merge-segments');
    const words = ['--segment', '1/3', '--result', 'alone.jsonl', '--json', '--junit', 'alone.xml'];
    expect(run('verify', 'damaged.ndjson', ...words)).toMatchObject({ status: 0, stdout: '' });
    expect(readFileSync(join(root, 'alone.xml'), 'utf8')).toContain('<skipped message="a segment has no verdict"/>');
  });

  it('are refused when they are not all, not of this file, or not whole, and nothing is verified', async () => {
    const results = await segments('sound.ndjson', 3, 'refused');
    const [first = '', second = '', third = ''] = results;
    const refusal = (...words: string[]) => {
      const { status, stdout, stderr } = run('merge-segments', ...words);
      expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
      return stderr;
    };
    expect(refusal('sound.ndjson', first, third)).toContain('part 2 of 3 is missing');
    expect(refusal('sound.ndjson', first, second)).toContain('part 3 of 3 is missing');
    expect(refusal('sound.ndjson', first, second, second, third)).toContain('part 2 of 3 is there twice');
    expect(refusal('damaged.ndjson', ...results)).toContain('can not be used');
    const text = readFileSync(join(root, 'sound.ndjson'), 'utf8');
    put('edited.ndjson', text.replace('"at":1400', '"at":1401'));
    expect(refusal('edited.ndjson', ...results)).toMatch(
      /refused-3\.jsonl can not be used: it was made over other bytes/,
    );
    put('longer-line.ndjson', text.trimEnd());
    expect(refusal('longer-line.ndjson', ...results)).toContain('the file is shorter than it was');
    put('torn.jsonl', readFileSync(join(root, third), 'utf8').split('\n').slice(0, -2).join('\n'));
    expect(refusal('sound.ndjson', first, second, 'torn.jsonl')).toContain('it is not whole');
    put('other.jsonl', '{"format":"bathyscope/bundle"}\n');
    expect(refusal('sound.ndjson', first, second, 'other.jsonl')).toContain('is not the header');
    put('packed.zip', zipped({ 'audit-chain.ndjson': text }));
    const packed = run('verify', 'packed.zip', '--segment', '1/2', '--result', 'packed.jsonl');
    expect([packed.status, existsSync(join(root, 'packed.jsonl'))]).toEqual([64, false]);
    put('array.json', `[${linesOf(chain).join(',')}]`);
    expect(run('verify', 'array.json', '--segment', '1/2', '--result', 'array.jsonl').stderr).toContain('one a line');
  }, 60_000);
});

describe('a record', () => {
  it('is written over nothing but a record, and never into the evidence', () => {
    const text = ndjson(chain);
    put('kept.ndjson', text);
    put('kept.json', '{"length":1}');
    put('empty.ndjson', '');
    mkdirSync(join(root, 'folder/within'), { recursive: true });
    put('folder/audit-chain.ndjson', text);
    symlinkSync('kept.ndjson', join(root, 'link.ndjson'));
    const refused = (...words: string[]) => {
      const { status, stdout, stderr } = run('verify', ...words);
      expect([status, stdout]).toEqual([64, '']);
      return stderr;
    };
    const segment = (input: string, result: string) => refused(input, '--segment', '1/1', '--result', result);
    expect(segment('kept.ndjson', 'kept.ndjson')).toContain('it would stand in the evidence');
    expect(segment('kept.ndjson', 'link.ndjson')).toContain('it would stand in the evidence');
    expect(segment('link.ndjson', 'kept.ndjson')).toContain('it would stand in the evidence');
    expect(segment('kept.ndjson', 'kept.json')).toContain('it has no header');
    expect(segment('kept.ndjson', 'folder')).toContain('it is not a regular file');
    expect(segment('folder', 'folder/within/part.jsonl')).toContain('it would stand in the evidence');
    expect(refused('empty.ndjson', '--checkpoint', 'empty.ndjson')).toContain('it would stand in the evidence');
    expect(refused('folder', '--checkpoint', 'folder/..checkpoint')).toContain('it would stand in the evidence');
    expect(run('verify', 'folder', '--checkpoint', 'folder.jsonl', '-q').status).toBe(2);
    expect(readFileSync(join(root, 'kept.ndjson'), 'utf8')).toBe(text);
    expect(readFileSync(join(root, 'kept.json'), 'utf8')).toBe('{"length":1}');
    expect(readFileSync(join(root, 'empty.ndjson'), 'utf8')).toBe('');
    expect(readdirSync(join(root, 'folder'), { recursive: true }).sort()).toEqual(['audit-chain.ndjson', 'within']);
  }, 60_000);
});

describe('a record for which there is no room', () => {
  it.runIf(process.platform !== 'win32')(
    'ends the run without a verdict, and the next one goes on',
    () => {
      const cramped = (...words: string[]) =>
        spawnSync('sh', ['-c', 'ulimit -f 16 && exec "$@"', 'sh', process.execPath, program, 'verify', ...words], {
          cwd: root,
          encoding: 'utf8',
        });
      for (const words of [
        ['sound.ndjson', '--segment', '1/1', '--result', 'cramped.jsonl'],
        ['sound.ndjson', '--checkpoint', 'cramped-too.jsonl'],
      ]) {
        const { status, stdout, stderr } = cramped(...words);
        expect([status, stdout]).toEqual([70, '']);
        expect(stderr).toContain('no verdict');
      }
      expect(readdirSync(root).filter((name) => name.includes('cramped'))).toEqual(['cramped-too.jsonl']);
      expect(report('verify', 'sound.ndjson', '--checkpoint', 'cramped-too.jsonl').verdict).toBe(
        'consistent-not-anchored',
      );
    },
    60_000,
  );
});

describe('a checkpoint', () => {
  it('lets a chain that grew be verified from where the last run ended', () => {
    const lines = linesOf(chain);
    put('growing.ndjson', `${lines.slice(0, 900).join('\n')}\n`);
    expect(report('verify', 'growing.ndjson', '--checkpoint', 'growing.jsonl').head).not.toContain('earlier');
    appendFileSync(join(root, 'growing.ndjson'), `${lines.slice(900, 1_400).join('\n')}\n`);
    const grown = report('verify', 'growing.ndjson', '--checkpoint', 'growing.jsonl');
    expect(grown.head).toMatch(/^1\s400 entries replayed, 900 of them by earlier runs, 0 breaks/);
    expect(apartFromRecords(grown)).toEqual(apartFromRecords(report('verify', 'growing.ndjson')));
    const [edited = ''] = (lines[1_400] ?? '').split('"at"');
    appendFileSync(join(root, 'growing.ndjson'), `${edited}"at":7},"hash":"${'ab'.repeat(32)}"}\n`);
    const broken = report('verify', 'growing.ndjson', '--checkpoint', 'growing.jsonl');
    expect(broken).toMatchObject({ verdict: 'tampered', firstBrokenSeq: 1_400 });
    expect(apartFromRecords(broken)).toEqual(apartFromRecords(report('verify', 'growing.ndjson')));
  }, 60_000);

  it('is refused for other bytes, and for what is none', () => {
    put('before.ndjson', ndjson(chain));
    expect(run('verify', 'before.ndjson', '--checkpoint', 'before.jsonl', '-q').status).toBe(2);
    put('before.ndjson', ndjson(chain).replace('"at":3,', '"at":4,').replace('"at":3}', '"at":4}'));
    const other = run('verify', 'before.ndjson', '--checkpoint', 'before.jsonl');
    expect([other.status, other.stdout]).toEqual([64, '']);
    expect(other.stderr).toContain('it was made over other bytes');
    put('none.jsonl', 'something that is not a record\n');
    expect(run('verify', 'before.ndjson', '--checkpoint', 'none.jsonl').status).toBe(64);
    expect(readFileSync(join(root, 'none.jsonl'), 'utf8')).toBe('something that is not a record\n');
  }, 60_000);

  it('is good up to its last mark, wherever its end was lost', () => {
    put('lost.ndjson', damaged());
    expect(run('verify', 'lost.ndjson', '--checkpoint', 'lost.jsonl', '-q').status).toBe(1);
    const whole = readFileSync(join(root, 'lost.jsonl'));
    const expected = apartFromRecords(report('verify', 'lost.ndjson'));
    const header = whole.indexOf(0x0a) + 1;
    for (const length of [0, header, header + 7, Math.floor(whole.length / 2), whole.length - 1, whole.length]) {
      put('lost.jsonl', whole.subarray(0, length));
      const after = report('verify', 'lost.ndjson', '--checkpoint', 'lost.jsonl');
      expect(apartFromRecords(after)).toEqual(expected);
      expect(after.head.includes('earlier')).toBe(length === whole.length);
    }
  }, 60_000);
});
