import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CustodyFacts } from '../../../electron/node/custody-entry.ts';
import { CustodyLog } from '../../../electron/node/custody-log.ts';
import { custodyPageSchema } from '../../../shared/ipc/contract.ts';
import { referenceReplay } from '../../reference/replay.ts';
import { openForTest } from '../../support/verifier/open-document.ts';

let folder = '';
let open: CustodyLog[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bathyscope-custody-'));
  open = [];
});
afterEach(async () => {
  for (const log of open) await log.close();
  rmSync(folder, { recursive: true, force: true });
});

const AT = '2026-11-22T10:00:00.000Z';
function start(fileBytes?: number): CustodyLog {
  const log = new CustodyLog({ folder, now: () => new Date(AT), ...(fileBytes === undefined ? {} : { fileBytes }) });
  open.push(log);
  return log;
}
const path = (): string => join(folder, 'custody.ndjson');
const lines = (): string[] => readFileSync(path(), 'utf8').trimEnd().split('\n');
const kept = (): string[] => readdirSync(folder).filter((name) => /^custody-.*\.ndjson$/.test(name));
const firstFacts = (): Record<string, unknown> =>
  (JSON.parse(lines()[0] ?? '') as { payload: { facts: Record<string, unknown> } }).payload.facts;

/** A log with some entries, closed. */
async function written(entries = 3): Promise<void> {
  const log = start();
  for (let number = 1; number < entries; number += 1) log.record('document.opened', { name: `bundle-${number}.zip` });
  await log.close();
}

describe('the custody log', () => {
  it('begins with an entry that says so, and keeps what was recorded in order', async () => {
    const log = start();
    log.record('app.started', { version: '0.1.0', shell: 'electron' });
    log.record('document.judged', { verdict: 'tampered', firstBrokenSeq: 3, sha256: null, anchors: ['a', 'b'] });
    const page = custodyPageSchema.parse(await log.page(0, 10));
    expect(page.problem).toBeNull();
    expect(page.entries.map(({ seq, at, event, detail }) => [seq, at, event, detail])).toEqual([
      [0, AT, 'log.begun', 'reason: there was no log'],
      [1, AT, 'app.started', 'shell: electron; version: 0.1.0'],
      [2, AT, 'document.judged', 'verdict: tampered; anchors: a, b; firstBrokenSeq: 3'],
    ]);
    expect(page.tip).toBe(page.entries.at(-1)?.hash);
    if (process.platform !== 'win32') expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it('never runs backwards in time, though it is begun after the event that it is begun for', async () => {
    let minute = 0;
    const log = new CustodyLog({ folder, now: () => new Date(Date.parse(AT) + 60_000 * minute++), fileBytes: 600 });
    open.push(log);
    for (let number = 0; number < 10; number += 1) log.record('document.opened', { number });
    await log.close();
    const files = [...kept().sort(), 'custody.ndjson'].map((name) => readFileSync(join(folder, name), 'utf8'));
    const times = files
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { payload: { at: string } }).payload.at);
    expect(times.length).toBeGreaterThan(11);
    expect(times).toEqual([...times].sort());
  });

  it('goes on where the run before ended', async () => {
    await written();
    const log = start();
    log.record('app.started', {});
    expect(await log.page(0, 10)).toMatchObject({ total: 4, problem: null });
    expect(kept()).toEqual([]);
  });

  it('holds by the plain rule of the format, whatever was recorded', async () => {
    const fact = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string({ unit: 'binary', maxLength: 10 }), { maxLength: 60 }),
    );
    const facts = fc.dictionary(fc.string({ minLength: 1, maxLength: 10 }), fact, { maxKeys: 5 });
    await fc.assert(
      fc.asyncProperty(fc.array(facts, { minLength: 1, maxLength: 5 }), async (all) => {
        rmSync(folder, { recursive: true, force: true });
        const log = start();
        for (const each of all) log.record('event', each as CustodyFacts);
        await log.close();
        const reference = referenceReplay(lines());
        expect(reference).toMatchObject({ rows: all.length + 1, firstBroken: null });
        expect(await log.page(0, 0)).toMatchObject({ total: all.length + 1, problem: null, tip: reference.tip });
        await log.close();
      }),
      { numRuns: 25 },
    );
  });

  it('is verified by the product itself, and an edited line is found', async () => {
    await written(5);
    const sound = await openForTest(path());
    expect(sound.view.report).toMatchObject({ verdict: 'consistent-not-anchored', firstBrokenSeq: null });
    expect(sound.view.report?.summary).toMatchObject({ rows: 5, breaks: 0 });
    await sound.document.close();
    writeFileSync(path(), readFileSync(path(), 'utf8').replace('bundle-2.zip', 'bundle-9.zip'));
    const edited = await openForTest(path());
    expect(edited.view.report).toMatchObject({ verdict: 'tampered', firstBrokenSeq: 2 });
    await edited.document.close();
  });

  it('gives pages from any place, and no more than there is', async () => {
    await written(12);
    const log = start();
    const page = await log.page(10, 5);
    expect(page).toMatchObject({ total: 12, from: 10, entries: [{ seq: 10 }, { seq: 11 }] });
    expect(await log.page(40, 5)).toMatchObject({ total: 12, entries: [] });
  });

  it('bounds what it keeps and spells out what can not be seen', async () => {
    const log = start();
    log.record('document.opened', {
      name: `gpj\u202E\n${'x'.repeat(5_000)}`,
      anchors: Array.from({ length: 1_000 }, () => 'y'.repeat(1_000)),
    });
    const page = await log.page(1, 1);
    expect(page.entries[0]?.detail).toContain('gpj⟨U+202E⟩⟨U+000A⟩x');
    expect(page.entries[0]?.detail).toMatch(/^name: /);
    expect(page.entries[0]?.detail.length).toBeLessThan(2_100);
    expect(lines()).toHaveLength(2);
    expect(lines()[1]).toContain('and 950 more');
    expect(lines()[1]?.length).toBeLessThan(20_000);
  });

  it('is exported byte for byte', async () => {
    const log = start();
    log.record('app.started', {});
    const exported = await log.export();
    expect(Buffer.from(exported.bytes).equals(readFileSync(path()))).toBe(true);
    expect(exported).toMatchObject({ entries: 2, tip: (await log.page(0, 0)).tip });
  });
});

describe('a log that does not hold', () => {
  it.each([
    ['an edited line', () => writeFileSync(path(), readFileSync(path(), 'utf8').replace('bundle-1', 'bundle-7'))],
    ['a half-written last line', () => truncateSync(path(), statSync(path()).size - 20)],
    ['no newline at its end', () => truncateSync(path(), statSync(path()).size - 1)],
    ['bytes that are no entry', () => appendFileSync(path(), 'nonsense\n')],
    ['a blank line', () => appendFileSync(path(), '\n')],
    [
      'a member that no hash covers',
      () => writeFileSync(path(), readFileSync(path(), 'utf8').replace('{"seq":1,', '{"note":1,"seq":1,')),
    ],
    ['a line taken out', () => writeFileSync(path(), `${[lines()[0], lines()[2]].join('\n')}\n`)],
  ])('is kept, and a new one begun whose first entry names it: %s', async (_, damage) => {
    await written();
    damage();
    const before = readFileSync(path());
    const log = start();
    log.record('app.started', {});
    const page = await log.page(0, 10);
    expect(page).toMatchObject({ total: 2, problem: null });
    expect(kept()).toHaveLength(1);
    expect(readFileSync(join(folder, kept()[0] ?? '')).equals(before)).toBe(true);
    expect(firstFacts()).toMatchObject({
      previousFile: kept()[0],
      previousSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(firstFacts().reason).not.toBe('there was no log');
  });

  it('keeps every file that was set aside', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await written();
      appendFileSync(path(), `damage ${turn}\n`);
    }
    await written();
    expect(kept()).toHaveLength(3);
    const texts = kept().map((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').at(-1));
    expect(texts.sort()).toEqual(['damage 0', 'damage 1', 'damage 2']);
    expect(firstFacts().previousFile).toBe(
      kept()
        .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
        .at(-1),
    );
  });

  it('names the last file that was kept when the log itself is gone', async () => {
    await written();
    appendFileSync(path(), 'damage\n');
    await written();
    unlinkSync(path());
    await written();
    expect(firstFacts()).toMatchObject({ reason: 'there was no log', previousFile: kept()[0] });
  });

  it('says so on the page when it is changed while the program runs, and begins a new one with the next entry', async () => {
    const log = start();
    for (let number = 0; number < 3; number += 1) log.record('document.opened', { name: `bundle-${number}` });
    const { tip } = await log.page(0, 0);
    const text = readFileSync(path(), 'utf8');
    writeFileSync(path(), text.replace('bundle-1', 'bundle-8'));
    expect((await log.page(0, 0)).problem).toContain('position 2');
    writeFileSync(path(), `${text.trimEnd().split('\n').slice(0, 2).join('\n')}\n`);
    expect((await log.page(0, 0)).problem).toContain('4 were written');
    log.record('document.closed', {});
    expect(await log.page(0, 0)).toMatchObject({ total: 2, problem: null });
    expect(firstFacts()).toMatchObject({ entriesWrittenBefore: 4, tipWrittenBefore: tip, previousEntries: 2 });
  });

  it('is read without fear when someone made it hostile', async () => {
    await written();
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const log = start();
    await log.page(0, 0);
    appendFileSync(
      path(),
      `{"seq":3,"prevHash":null,"payload":{"at":5,"event":{},"facts":{"a":${deep},"b":[${deep}],"c":"\u202E"}},"hash":"x"}\n`,
    );
    appendFileSync(path(), '{"seq":4}\n');
    const page = custodyPageSchema.parse(await log.page(0, 10));
    expect(page.problem).not.toBeNull();
    expect(page.entries[3]).toMatchObject({
      at: '',
      event: 'unknown',
      detail: 'a: (nested); b: (nested); c: ⟨U+202E⟩',
    });
    expect(page.entries[4]).toMatchObject({ event: 'unknown', hash: '' });
  });
});

describe('a log and its neighbours', () => {
  it('begins a new file when one is full, and names the old', async () => {
    const log = start(600);
    for (let number = 0; number < 10; number += 1) log.record('document.opened', { name: `bundle-${number}.zip` });
    expect((await log.page(0, 0)).problem).toBeNull();
    expect(kept().length).toBeGreaterThan(1);
    expect(firstFacts()).toMatchObject({ reason: 'full', previousTip: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const all = [...kept(), 'custody.ndjson'].map((name) => readFileSync(join(folder, name), 'utf8')).join('');
    for (let number = 0; number < 10; number += 1) expect(all).toContain(`bundle-${number}.zip`);
  });

  it('has one writer: a second program writes a log of its own', async () => {
    const [first, second] = [start(), start()];
    for (let number = 0; number < 20; number += 1) {
      first.record('a', { number });
      second.record('b', { number });
    }
    expect(await first.page(0, 0)).toMatchObject({ total: 21, problem: null });
    expect(await second.page(0, 0)).toMatchObject({ total: 21, problem: null });
    expect(readdirSync(folder).sort()).toEqual([
      'custody.2.lock',
      'custody.2.ndjson',
      'custody.lock',
      'custody.ndjson',
    ]);
    await Promise.all([first.close(), second.close()]);
    expect(readdirSync(folder).sort()).toEqual(['custody.2.ndjson', 'custody.ndjson']);
  });

  it.each([
    ['of a program that has ended', '999999999', Date.now()],
    ['from before the machine was started', String(process.pid), 1_000],
    ['that was never written to its end', '', 1_000],
  ])('takes over the lock %s', async (_, owner, modified) => {
    writeFileSync(join(folder, 'custody.lock'), owner);
    utimesSync(join(folder, 'custody.lock'), modified / 1_000, modified / 1_000);
    await written();
    expect(readdirSync(folder)).toEqual(['custody.ndjson']);
  });

  it('never keeps anyone from working when it can not be written, and says so as soon as it can be asked', async () => {
    rmSync(folder, { recursive: true, force: true });
    writeFileSync(folder, 'a file in its place');
    const log = start();
    log.record('app.started', {});
    await expect(log.page(0, 1)).rejects.toThrow();
    rmSync(folder);
    expect((await log.page(0, 10)).problem).toContain('"app.started" of 2026-11-22T10:00:00.000Z could not be written');
    log.record('document.opened', {});
    expect(await log.page(0, 10)).toMatchObject({ total: 2, problem: null });
    expect(existsSync(path())).toBe(true);
  });
});
