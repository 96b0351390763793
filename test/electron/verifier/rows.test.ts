import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenDocument } from '../../../electron/verifier/document.ts';
import type { FindingClass } from '../../../shared/base/finding.ts';
import { LIMITS } from '../../../shared/base/limits.ts';
import {
  type QueryView,
  type RowQuery,
  rowDetailSchema,
  rowPageSchema,
  stripSchema,
} from '../../../shared/ipc/model.ts';
import { referencePayloadHash } from '../../reference/canonical.ts';
import { buildChain, linesOf } from '../../support/chain/build-chain.ts';
import { withEvidence, zipped } from '../../support/verifier/evidence.ts';

const ROWS = 9_000;
const ACTORS = ['Ada', 'Grace', 'Édith', 'ada'];

/** A chain with fields to look for, edited at some places, unreadable at one and with an uncovered part at one. */
function lines(): string[] {
  let prevHash: string | null = null;
  const list = Array.from({ length: ROWS }, (_, seq) => {
    const payload = { event: `event-${seq % 97}`, actor: { name: ACTORS[seq % 4] }, at: seq, tags: ['x', seq % 5] };
    const hash = referencePayloadHash(prevHash, payload);
    const line = JSON.stringify({ seq, prevHash, payload, hash });
    prevHash = hash;
    return line;
  });
  for (const at of [10, 11, 4_000, 8_999]) list[at] = (list[at] ?? '').replace('"event-', '"edited-');
  list[5_000] = `${(list[5_000] ?? '').slice(0, 60)}`;
  list[6_000] = (list[6_000] ?? '').replace('"payload":{', '"payload":{"__proto__":"ada",');
  return list;
}

const LINES = lines();

async function finished(document: OpenDocument, query: RowQuery): Promise<QueryView> {
  const { id } = document.startQuery({ documentId: 'document-1', query });
  while (document.query(id).view.state === 'running') await new Promise((resolve) => setImmediate(resolve));
  return document.query(id).view;
}

async function positionsOf(document: OpenDocument, view: QueryView): Promise<number[]> {
  const positions: number[] = [];
  for (let from = 0; from < view.kept; from += 1_000) {
    const page = rowPageSchema.parse(
      await document.rows({ documentId: 'document-1', from, count: 1_000, queryId: view.id }),
    );
    expect(page.total).toBe(view.kept);
    positions.push(...page.rows.map(({ position }) => position));
  }
  return positions;
}

function everywhere(run: (document: OpenDocument, view: { classes: Map<number, FindingClass[]> }) => Promise<void>) {
  const text = LINES.map((line) => `${line}\n`).join('');
  return withEvidence({ 'c.ndjson': text, 'c.zip': zipped({ 'audit-chain.ndjson': text }) }, async (folder, open) => {
    for (const name of ['c.ndjson', 'c.zip']) {
      const { document } = await open(join(folder, name));
      const classes = new Map<number, FindingClass[]>();
      for (let from = 0; from < ROWS; from += 1_000) {
        for (const row of (await document.rows({ documentId: 'document-1', from, count: 1_000 })).rows)
          classes.set(row.position, row.classes);
      }
      await run(document, { classes });
    }
  });
}

describe('rows', () => {
  it('are those of the file, wherever one looks, each with its state', async () => {
    await everywhere(async (document) => {
      for (const from of [0, 9, 3_998, 4_999, 8_990]) {
        const page = rowPageSchema.parse(await document.rows({ documentId: 'document-1', from, count: 15 }));
        expect(page).toMatchObject({ from, total: ROWS });
        expect(page.rows).toHaveLength(Math.min(15, ROWS - from));
        for (const row of page.rows) {
          const line = LINES[row.position] ?? '';
          expect(row.bytes).toBe(Buffer.byteLength(line));
          expect(line).toContain(row.preview);
          const state = { 10: 'tampered', 11: 'tampered', 4000: 'tampered', 8999: 'tampered', 5000: 'malformed' };
          expect(row.state).toBe(Reflect.get(state, row.position) ?? 'recomputed');
          if (row.position !== 5_000) expect(row.seq).toBe(row.position);
        }
      }
      expect((await document.rows({ documentId: 'document-1', from: ROWS, count: 5 })).rows).toEqual([]);
      expect((await document.rows({ documentId: 'document-1', from: 2 ** 40, count: 5 })).rows).toEqual([]);
    });
  });

  it('show their legs, their bytes and what the hash leaves out', async () => {
    await everywhere(async (document) => {
      const results = async (position: number) =>
        rowDetailSchema.parse(await document.row(position)).legs.map(({ result }) => result);
      expect(await results(0)).toEqual(['pass', 'pass', 'pass']);
      expect(await results(10)).toEqual(['pass', 'pass', 'fail']);
      expect(await results(5_000)).toEqual(['undetermined', 'undetermined', 'undetermined']);
      expect(await results(5_001)).toEqual(['undetermined', 'undetermined', 'pass']);
      const edited = await document.row(10);
      expect(edited.findings.map(({ class: of }) => of)).toEqual(['payload-altered']);
      expect(edited.computedHash).not.toBe(edited.storedHash);
      expect(edited.nextPrevHash).toBe(edited.storedHash);
      const proto = await document.row(6_000);
      expect(proto).toMatchObject({ state: 'warning', raw: LINES[6_000], storedHash: proto.computedHash });
      expect(proto.uncovered.map(({ start, end }) => proto.raw.slice(start, end))).toEqual(['"__proto__":"ada"']);
      expect(proto.canonical).not.toContain('__proto__');
      await expect(document.row(ROWS)).rejects.toThrow('no entry at position');
    });
  });

  it('are found from one fault to the next, both ways', async () => {
    await everywhere(async (document, { classes }) => {
      const faulty = [...classes].filter(([, of]) => of.length > 0).map(([position]) => position);
      expect(faulty).toEqual([10, 11, 4_000, 5_000, 6_000, 8_999]);
      const forward: number[] = [];
      for (let at = document.nextFault(0, 'next'); at !== null; at = document.nextFault(at, 'next')) forward.push(at);
      expect(forward).toEqual(faulty);
      const back: number[] = [];
      for (let at = document.nextFault(ROWS, 'previous'); at !== null; at = document.nextFault(at, 'previous'))
        back.push(at);
      expect(back).toEqual([...faulty].reverse());
    });
  });

  it('are drawn with the worst state of each range', async () => {
    await everywhere(async (document, { classes }) => {
      const strip = stripSchema.parse(document.strip(90));
      const codes = { 'payload-altered': 4, 'malformed-entry': 3, 'not-fully-committed': 2 } as const;
      const expected = Array.from({ length: 90 }, (_, cell) => {
        let worst = 1;
        for (let at = cell * 100; at < (cell + 1) * 100; at += 1) {
          for (const of of classes.get(at) ?? []) worst = Math.max(worst, Reflect.get(codes, of));
        }
        return worst;
      });
      expect(strip).toEqual({ total: ROWS, cells: expected });
    });
  });
});

describe('searching', () => {
  const naive: Readonly<Record<string, (line: string, position: number, classes: FindingClass[]) => boolean>> = {
    text: (line) => line.includes('ada'),
    ignoreCase: (line) => line.toLowerCase().includes('édith'),
    label: (line) => line.includes('"seq":123'),
    field: (_line, position) => position !== 5_000 && ACTORS[position % 4] === 'Ada',
    element: (_line, position) => position !== 5_000 && position % 5 === 3,
    classes: (_line, _position, classes) => classes.includes('payload-altered'),
    combined: (line, _position, classes) => classes.length > 0 && line.includes('ada'),
    nothing: () => false,
  };
  const queries: Readonly<Record<string, RowQuery>> = {
    text: { text: 'ada' },
    ignoreCase: { text: 'ÉDITH', ignoreCase: true },
    label: { text: '"seq":123' },
    field: { field: { path: 'actor.name', equals: 'Ada' } },
    element: { field: { path: 'tags.1', equals: '3' } },
    classes: { classes: ['payload-altered'] },
    combined: { text: 'ada', classes: ['payload-altered', 'malformed-entry', 'not-fully-committed'] },
    nothing: { text: 'no such text' },
  };

  it('finds exactly what a plain scan finds', async () => {
    await everywhere(async (document, { classes }) => {
      for (const [name, query] of Object.entries(queries)) {
        const view = await finished(document, query);
        const expected = LINES.flatMap((line, at) => (naive[name]?.(line, at, classes.get(at) ?? []) ? [at] : []));
        expect(view, name).toMatchObject({ state: 'done', matches: expected.length, scanned: ROWS, total: ROWS });
        expect(await positionsOf(document, view), name).toEqual(expected);
      }
    });
  });

  it('finds any text that stands in an entry, and only there', async () => {
    const text = LINES.slice(0, 400).join('\n');
    await withEvidence({ 'c.ndjson': text }, async (folder, open) => {
      const { document } = await open(join(folder, 'c.ndjson'));
      const part = fc.tuple(fc.nat(399), fc.nat(200), fc.integer({ min: 1, max: 12 }));
      await fc.assert(
        fc.asyncProperty(part, async ([row, at, length]) => {
          const needle = (LINES[row] ?? '').slice(at, at + length);
          fc.pre(needle !== '');
          const expected = LINES.slice(0, 400).filter((line) => line.includes(needle)).length;
          expect((await finished(document, { text: needle })).matches).toBe(expected);
        }),
        { numRuns: 60 },
      );
    });
  });

  it('stops when it is cancelled, and keeps what was found', async () => {
    await withEvidence({ 'c.ndjson': LINES.join('\n') }, async (folder, open) => {
      const { document, events } = await open(join(folder, 'c.ndjson'));
      const { id } = document.startQuery({ documentId: 'document-1', query: { text: 'event' } });
      document.query(id).cancel();
      while (document.query(id).view.state === 'running') await new Promise((resolve) => setImmediate(resolve));
      const { state, scanned, matches, kept } = document.query(id).view;
      expect({ state, partial: scanned < ROWS, kept }).toEqual({ state: 'cancelled', partial: true, kept: matches });
      const last = events.filter((event) => event.type === 'query').at(-1);
      expect(last).toMatchObject({ query: { id, state: 'cancelled' } });
    });
  });

  it('keeps the last few searches, and says so of an older one', async () => {
    await withEvidence({ 'c.ndjson': LINES.slice(0, 50).join('\n') }, async (folder, open) => {
      const { document } = await open(join(folder, 'c.ndjson'));
      const views: QueryView[] = [];
      for (let at = 0; at < 9; at += 1) views.push(await finished(document, { text: 'event' }));
      expect(() => document.query(views[0]?.id ?? '')).toThrow('Start it again');
      expect(document.query(views[1]?.id ?? '').view.matches).toBe(50);
    });
  });

  it('counts exactly beyond what it keeps', async () => {
    const rows = LIMITS.queryMatches + 1;
    const text = '1\n'.repeat(rows);
    await withEvidence({ 'c.ndjson': text }, async (folder, open) => {
      const { document, view } = await open(join(folder, 'c.ndjson'));
      expect(view.report).toMatchObject({ verdict: 'malformed', summary: { rows, breaks: rows } });
      for (const query of [{ text: '1' }, { classes: ['malformed-entry' as const] }]) {
        expect(await finished(document, query)).toMatchObject({
          state: 'done',
          matches: rows,
          kept: LIMITS.queryMatches,
          scanned: rows,
        });
      }
      expect((await document.rows({ documentId: 'document-1', from: rows - 1, count: 5 })).rows).toMatchObject([
        { state: 'malformed' },
      ]);
    });
  });
});

describe('entries about the largest size', () => {
  it('are read up to the cap; one above it is not judged, and nothing around it is blamed', async () => {
    const chain = buildChain(2);
    const [first = '', second = ''] = linesOf(chain);
    const frame = `{"seq":2,"prevHash":"${chain[1]?.hash}","payload":"","hash":""}`.length + 64;
    const sized = (bytes: number) => {
      const payload = 'x'.repeat(bytes - frame);
      const hash = referencePayloadHash(chain[1]?.hash ?? null, payload);
      return { line: `{"seq":2,"prevHash":"${chain[1]?.hash}","payload":"${payload}","hash":"${hash}"}`, hash };
    };
    const [fits, above] = [sized(LIMITS.entryBytes), sized(LIMITS.entryBytes + 1)];
    expect(fits.line.length).toBe(LIMITS.entryBytes);
    const successor = (hash: string) =>
      JSON.stringify({ seq: 3, prevHash: hash, payload: 1, hash: referencePayloadHash(hash, 1) });
    const files = {
      'fits.ndjson': `${first}\n${second}\n${fits.line}\n${successor(fits.hash)}\n`,
      'above.ndjson': `${first}\n${second}\n${above.line}\n${successor(above.hash)}\n`,
      'above.json': `[${first},${second},${above.line},${successor(above.hash)}]`,
    };
    await withEvidence(files, async (folder, open) => {
      const read = await open(join(folder, 'fits.ndjson'));
      expect(read.view.report).toMatchObject({ verdict: 'consistent-not-anchored', summary: { rows: 4, breaks: 0 } });
      const detail = await read.document.row(2);
      expect(detail).toMatchObject({
        bytes: LIMITS.entryBytes,
        rawTruncated: true,
        canonicalTruncated: true,
        command: null,
      });
      expect(detail.legs.map(({ result }) => result)).toEqual(['pass', 'pass', 'pass']);
      expect(detail.raw.length).toBe(LIMITS.shownTextMax);
      for (const name of ['above.ndjson', 'above.json']) {
        const { view, document } = await open(join(folder, name));
        expect(view.report).toMatchObject({
          verdict: 'unverifiable',
          firstBrokenSeq: null,
          summary: { rows: 4, breaks: 0 },
        });
        expect(view.report?.findingCounts).toEqual({ 'limit-exceeded': 1 });
        const { rows } = await document.rows({ documentId: 'document-1', from: 0, count: 10 });
        expect(rows.map(({ seq, state }) => [seq, state])).toEqual([
          [0, 'recomputed'],
          [1, 'recomputed'],
          [null, 'malformed'],
          [3, 'recomputed'],
        ]);
        expect((await finished(document, { text: '"seq":' })).matches).toBe(3);
      }
    });
  });
});
