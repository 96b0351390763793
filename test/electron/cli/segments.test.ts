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
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerificationReport } from '../../../shared/base/verification.ts';
import { bundleModule } from '../../support/bundle-module.ts';
import { buildChain, linesOf } from '../../support/chain/build-chain.ts';
import { ndjson, proofText, zipped } from '../../support/verifier/evidence.ts';

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

const anchorOf = (length: number) => ({ length, tipHash: chain[length - 1]?.hash ?? '' });

/** A proof over the first rows of the chain, which states of them what `head` says. */
function proofOf(rows: number, head: object = {}, anchors: readonly unknown[] = []): string {
  return proofText(chain.slice(0, rows), { head, anchors });
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
  }, 60_000);

  it('are refused of what is no file of entries one a line, and it is the input that is named', () => {
    put('packed.zip', zipped({ 'audit-chain.ndjson': ndjson(chain) }));
    put('array.json', `[${linesOf(chain).join(',')}]`);
    put('nothing.json', '{"hello":"world"}');
    mkdirSync(join(root, 'unpacked'), { recursive: true });
    put('unpacked/audit-chain.ndjson', ndjson(chain));
    for (const [input, way, why] of [
      ['packed.zip', 'replayed by segments', 'name "audit-chain.ndjson", unpacked'],
      ['unpacked', 'replayed by segments', 'name "audit-chain.ndjson", unpacked'],
      ['array.json', 'replayed by segments', 'the entries in "array.json" do not stand one a line'],
      ['nothing.json', 'replayed by segments', 'it holds no chain'],
    ] as const) {
      const { status, stdout, stderr } = run('verify', input, '--segment', '1/2', '--result', 'unfit.jsonl');
      expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
      expect(stderr).toContain(`"${input}" can not be ${way}: `);
      expect(stderr).toContain(why);
      expect(stderr).toContain('Nothing was verified.');
      expect(stderr).not.toContain('record');
    }
    expect(existsSync(join(root, 'unfit.jsonl'))).toBe(false);
    expect(run('verify', 'array.json', '--checkpoint', 'unfit.jsonl').stderr).toContain(
      '"array.json" can not be replayed with a checkpoint',
    );
  }, 60_000);

  it('are refused when another version of the program wrote one of them, and replayed again where one is asked for', async () => {
    const results = await segments('sound.ndjson', 2, 'version');
    const [first = '', second = ''] = results;
    put(second, readFileSync(join(root, second), 'utf8').replace('"toolVersion":"0.0.0"', '"toolVersion":"0.0.1"'));
    const { status, stdout, stderr } = run('merge-segments', 'sound.ndjson', first, second);
    expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
    expect(stderr).toContain(`${second} can not be used: it was written by version 0.0.1 of this program`);
    expect(stderr).toContain('this is version 0.0.0');
    expect(run('verify', 'sound.ndjson', '--segment', '2/2', '--result', second, '--quiet').status).toBe(0);
    expect(run('merge-segments', 'sound.ndjson', first, second, '-q').status).toBe(2);
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
        expect(stderr).toContain(
          `The replay record "${join(root, words.at(-1) ?? '')}" can not be written: the system answers`,
        );
      }
      expect(readdirSync(root).filter((name) => name.includes('cramped'))).toEqual(['cramped-too.jsonl']);
      expect(report('verify', 'sound.ndjson', '--checkpoint', 'cramped-too.jsonl').verdict).toBe(
        'consistent-not-anchored',
      );
    },
    60_000,
  );
});

describe('what the system refuses', () => {
  it.runIf(process.platform !== 'win32')(
    'is named with what it was wanted for',
    () => {
      const refused = (...words: string[]) => {
        const { status, stdout, stderr } = run('verify', 'sound.ndjson', ...words);
        expect([status, stdout]).toEqual([70, '']);
        return stderr;
      };
      symlinkSync('loop.jsonl', join(root, 'loop.jsonl'));
      const [loop, long] = [join(root, 'loop.jsonl'), `${'x'.repeat(250)}`];
      expect(refused('--checkpoint', 'loop.jsonl')).toContain(
        `The replay record "${loop}" can not be read: the system answers ELOOP`,
      );
      for (const words of [
        ['--checkpoint', long],
        ['--segment', '1/1', '--result', long],
      ]) {
        expect(refused(...words)).toContain(
          `The replay record "${join(root, long)}" can not be written: the system answers ENAMETOOLONG`,
        );
      }
      mkdirSync(join(root, 'taken.xml'));
      const junit = run('verify', 'sound.ndjson', '-q', '--junit', 'taken.xml');
      expect(junit.status).toBe(70);
      expect(junit.stderr).toMatch(/The JUnit report taken\.xml can not be written: the system answers E[A-Z]+\./);
      const nowhere = spawnSync(process.execPath, [program, 'verify', 'sound.ndjson'], {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, TMPDIR: join(root, 'no-folder') },
      });
      expect([nowhere.status, nowhere.stdout]).toEqual([70, '']);
      expect(nowhere.stderr).toContain(
        `sound.ndjson: A folder for temporary files can not be made in ${join(root, 'no-folder')}: the system answers ENOENT`,
      );
    },
    60_000,
  );
});

describe('a checkpoint', () => {
  it('of another version of the program is refused and left as it is', () => {
    put('versions.ndjson', ndjson(chain));
    const version = (words: string[]) => run('verify', 'versions.ndjson', '--checkpoint', 'versions.jsonl', ...words);
    expect(version(['-q']).status).toBe(2);
    const written = readFileSync(join(root, 'versions.jsonl'), 'utf8');
    for (const other of ['0.0.1', '', '0.0.0 ', '\u202e']) {
      const text = written.replace('"toolVersion":"0.0.0"', `"toolVersion":${JSON.stringify(other)}`);
      put('versions.jsonl', text);
      const { status, stdout, stderr } = version([]);
      expect({ status, stdout }).toEqual({ status: 64, stdout: '' });
      expect(stderr).toContain('of this program, and this is version 0.0.0, whose rules may differ');
      expect(stderr).not.toContain('\u202e');
      expect(readFileSync(join(root, 'versions.jsonl'), 'utf8')).toBe(text);
    }
    put('versions.jsonl', written);
    expect(version(['-q']).status).toBe(2);
  }, 60_000);

  it.each([
    ['claims that agree', (rows: number) => proofOf(rows), {}],
    ['claims that differ', (rows: number) => proofOf(rows, { entryCount: rows - 1, tipHash: 'ab'.repeat(32) }), {}],
    ['anchors of its own', (rows: number) => proofOf(rows, {}, [1, 300, 700, 899, 900, rows].map(anchorOf)), {}],
    [
      'anchors of its own, one of which another chain had',
      (rows: number) =>
        proofOf(rows, {}, [anchorOf(2), { ...anchorOf(100), tipHash: 'cd'.repeat(32) }, anchorOf(rows)]),
      {},
    ],
    [
      'anchors in files of their own',
      (rows: number) => proofOf(rows),
      { 'anchors/1.json': anchorOf(1), 'anchors/250.json': anchorOf(250), 'anchors/640.json': anchorOf(640) },
    ],
    [
      'anchors in files of their own, one of which another chain had',
      (rows: number) => proofOf(rows),
      { 'anchors/7.json': { ...anchorOf(7), tipHash: 'cd'.repeat(32) }, 'anchors/640.json': anchorOf(640) },
    ],
  ] as const)(
    'of a folder gives the report of a run without it: %s',
    (_what, proof, more) => {
      const folder = mkdtempSync(join(root, 'grown-'));
      const [name, record] = [basename(folder), `${basename(folder)}.jsonl`];
      const fill = (rows: number) => {
        put(`${name}/audit-chain.ndjson`, ndjson(chain.slice(0, rows)));
        put(`${name}/audit-chain-proof.json`, proof(rows));
      };
      if (Object.keys(more).length > 0) mkdirSync(join(folder, 'anchors'));
      for (const [file, value] of Object.entries(more)) put(`${name}/${file}`, JSON.stringify(value));
      fill(900);
      const first = report('verify', name, '--checkpoint', record);
      expect(first).toEqual(report('verify', name));
      fill(1_500);
      const resumed = report('verify', name, '--checkpoint', record);
      const plain = report('verify', name);
      expect(resumed.head).toContain('900 of them by earlier runs');
      expect(resumed.findings.filter((finding) => finding.class === 'replayed-earlier')).toHaveLength(1);
      expect(apartFromRecords(resumed)).toEqual(apartFromRecords(plain));
      expect(plain.claims.length).toBeGreaterThan(0);
      expect(plain.verdict).toBe(
        _what.includes('differ') || _what.includes('another') ? 'tampered' : 'consistent-not-anchored',
      );
      // Once more with nothing that is new: all rows are taken over.
      expect(apartFromRecords(report('verify', name, '--checkpoint', record))).toEqual(apartFromRecords(plain));
    },
    60_000,
  );

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
