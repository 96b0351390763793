import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppEvent } from '../../../shared/ipc/events.ts';
import { appEventSchema } from '../../../shared/ipc/events.ts';
import type { DocumentView, Progress } from '../../../shared/ipc/model.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import { anchorText, ndjson, withEvidence, zipped } from '../../support/verifier/evidence.ts';

const CHAIN = buildChain(50);
const ENTRIES = ndjson(CHAIN);
const LARGE_ROWS = 100_000;
/** Many reads of the file long, and longer than it takes until the first event that says how far the replay is. */
const LARGE = ndjson(buildChain(LARGE_ROWS));

function progressOf(events: readonly AppEvent[]): Progress[] {
  return events.flatMap((event) => (event.type === 'progress' ? [event.progress] : []));
}

function documentsOf(events: readonly AppEvent[]): DocumentView[] {
  return events.flatMap((event) => (event.type === 'document' ? [event.document] : []));
}

describe('a document while it is opened', () => {
  it('says how far it is, ever more, and gives no report before it is done', async () => {
    await withEvidence({ 'c.zip': zipped({ 'audit-chain.ndjson': LARGE }) }, async (folder, open) => {
      const { events, view } = await open(join(folder, 'c.zip'));
      for (const event of events) appEventSchema.parse(event);
      const progress = progressOf(events);
      const phases = progress.map(({ phase }) => phase);
      expect([...new Set(phases)]).toEqual(['opening', 'replaying', 'digesting', 'done']);
      for (const [at, one] of progress.entries()) {
        const before = progress[at - 1];
        expect(one.rows).toBeGreaterThanOrEqual(before?.rows ?? 0);
        if (before?.phase === one.phase) expect(one.bytesDone).toBeGreaterThanOrEqual(before.bytesDone);
        if (one.bytesTotal !== null) expect(one.bytesDone).toBeLessThanOrEqual(Math.max(one.bytesTotal, LARGE.length));
      }
      expect(progress.at(-1)).toMatchObject({ phase: 'done', rows: LARGE_ROWS, breaks: 0 });
      for (const document of documentsOf(events)) expect(document.report === null).toBe(document.state !== 'done');
      expect(documentsOf(events).map(({ state }) => state)).toEqual(['opening', 'running', 'done']);
      expect(view.report?.summary.rows).toBe(LARGE_ROWS);
    });
  });
});

describe('cancelling', () => {
  it('stops at the next chunk, gives no report, and leaves what was read to be looked at', async () => {
    await withEvidence({ 'c.ndjson': LARGE, 'anchor.json': anchorText(CHAIN) }, async (folder, open) => {
      let bytesAtCancel = 0;
      const opened = await open(join(folder, 'c.ndjson'), {
        anchors: [join(folder, 'anchor.json')],
        onEvent: (event, document) => {
          if (event.type !== 'progress' || event.progress.phase !== 'replaying' || event.progress.rows === 0) return;
          bytesAtCancel ||= event.progress.bytesDone;
          document.cancel();
        },
      });
      const { view, document } = opened;
      expect(view).toMatchObject({ state: 'cancelled', report: null, error: null });
      expect(view.anchors[0]?.result).toBe('not-checked');
      expect(view.progress.phase).toBe('cancelled');
      // The chunk in hand is finished, and not one more: a chunk is at most 1 MiB.
      expect(view.progress.bytesDone - bytesAtCancel).toBeLessThanOrEqual(1024 * 1024);
      expect(view.progress.rows).toBeGreaterThan(0);
      const page = await document.rows({ documentId: 'document-1', from: view.progress.rows - 2, count: 10 });
      expect(page.total).toBe(view.progress.rows);
      expect(page.rows.map(({ seq }) => seq)).toEqual([view.progress.rows - 2, view.progress.rows - 1]);
    });
  });

  it('before anything was read leaves nothing, and can be followed by another run', async () => {
    await withEvidence({ 'c.ndjson': ENTRIES }, async (folder, open) => {
      const { document, view } = await open(join(folder, 'c.ndjson'), {
        onEvent: (event, self) => {
          if (event.type === 'document' && event.document.state === 'running') self.cancel();
        },
      });
      expect(view).toMatchObject({ state: 'cancelled', report: null });
      // The listener above cancels every run.
      await document.restart();
      await document.restart();
      expect(document.view.report).toBeNull();
    });
  });

  it('leaves the rows of a zip readable to the last one that was counted', async () => {
    await withEvidence({ 'c.zip': zipped({ 'audit-chain.ndjson': LARGE }) }, async (folder, open) => {
      const { document, view } = await open(join(folder, 'c.zip'), {
        onEvent: (event, self) => {
          if (event.type === 'progress' && event.progress.rows > 0) self.cancel();
        },
      });
      const { total } = await document.rows({ documentId: 'document-1', from: 0, count: 1 });
      expect(total).toBe(view.progress.rows);
      expect(total).toBeGreaterThan(0);
      expect((await document.row(total - 1)).legs.map(({ result }) => result)).toEqual(['pass', 'pass', 'pass']);
    });
  });
});

async function settled(document: { view: DocumentView }): Promise<DocumentView> {
  while (['opening', 'running'].includes(document.view.state)) await new Promise((resolve) => setTimeout(resolve, 5));
  return document.view;
}

describe('starting again', () => {
  it('verifies anew with the anchors that were brought, from figures of zero', async () => {
    await withEvidence({ 'c.ndjson': ENTRIES, 'anchor.json': anchorText(CHAIN) }, async (folder, open) => {
      const { document, events } = await open(join(folder, 'c.ndjson'), { anchors: [join(folder, 'anchor.json')] });
      const before = events.length;
      const view = await document.restart();
      expect(view).toMatchObject({ report: null, state: 'opening' });
      expect(view.anchors.map(({ result }) => result)).toEqual(['not-checked']);
      expect((await settled(document)).report?.verdict).toBe('verified');
      expect(progressOf(events.slice(before))[0]).toMatchObject({ phase: 'opening', rows: 0 });
    });
  });

  it('twice at once is one run after the other, and ends in one report', async () => {
    await withEvidence({ 'c.ndjson': LARGE }, async (folder, open) => {
      const { document, events } = await open(join(folder, 'c.ndjson'));
      const before = events.length;
      await Promise.all([document.restart(), document.restart(), document.restart()]);
      const view = await settled(document);
      expect(view).toMatchObject({ state: 'done', error: null, report: { summary: { rows: LARGE_ROWS } } });
      expect(documentsOf(events.slice(before)).some(({ state }) => state === 'error')).toBe(false);
    });
  });

  it('does not take a file that is another one by now for what was anchored', async () => {
    await withEvidence({ 'c.ndjson': ENTRIES, 'anchor.json': anchorText(CHAIN) }, async (folder, open) => {
      const { document } = await open(join(folder, 'c.ndjson'), { anchors: [join(folder, 'anchor.json')] });
      await writeFile(join(folder, 'c.ndjson'), ndjson(buildChain(50, 'other')));
      await document.restart();
      expect((await settled(document)).report?.verdict).toBe('tampered');
    });
  });
});

describe('anchors', () => {
  it('are added and taken away without another replay', async () => {
    const files = {
      'c.ndjson': ENTRIES,
      'good.json': anchorText(CHAIN),
      'bad.json': anchorText(buildChain(50, 'other')),
    };
    await withEvidence({ ...files, 'short.json': anchorText(CHAIN, 20) }, async (folder, open) => {
      const { document, events } = await open(join(folder, 'c.ndjson'));
      const before = progressOf(events).length;
      expect(
        (await document.addAnchors([{ path: join(folder, 'short.json'), bytes: 'canonical' }])).report?.findingCounts,
      ).toEqual({
        'extended-past-anchor': 1,
      });
      expect(
        (await document.rows({ documentId: 'document-1', from: 19, count: 2 })).rows.map(({ state }) => state),
      ).toEqual(['recomputed', 'warning']);
      const good = await document.addAnchors([{ path: join(folder, 'good.json'), bytes: 'canonical' }]);
      expect(good.report?.verdict).toBe('verified');
      expect(
        (await document.rows({ documentId: 'document-1', from: 19, count: 2 })).rows.map(({ state }) => state),
      ).toEqual(['recomputed', 'recomputed']);
      const bad = await document.addAnchors([{ path: join(folder, 'bad.json'), bytes: 'canonical' }]);
      expect(bad.report).toMatchObject({ verdict: 'tampered', firstBrokenSeq: 49 });
      const id = bad.anchors.find(({ file }) => file === 'bad.json')?.id ?? '';
      expect((await document.removeAnchor(id)).report?.verdict).toBe('verified');
      expect(progressOf(events)).toHaveLength(before);
    });
  });

  it('that are no anchor, or hold more than they say, never verify', async () => {
    const { hash } = CHAIN[49] ?? { hash: '' };
    const texts = [
      '{}',
      '[]',
      'x',
      `{"length":50,"tipHash":"${hash}"}}`,
      `{"length":50,"tipHash":"${hash}","extra":1}`,
      `{"length":50,"tipHash":"${hash}","__proto__":{}}`,
      `{"length":50,"length":50,"tipHash":"${hash}"}`,
      `{"length":"50","tipHash":"${hash}"}`,
      `{"length":50.5,"tipHash":"${hash}"}`,
      `{"length":50,"tipHash":"${hash.toUpperCase()}"}`,
      `{"length":0,"tipHash":"${hash}"}`,
      ' '.repeat(70_000),
    ];
    for (const text of texts) {
      await withEvidence({ 'c.ndjson': ENTRIES, 'anchor.json': text }, async (folder, open) => {
        const { view } = await open(join(folder, 'c.ndjson'), { anchors: [join(folder, 'anchor.json')] });
        expect(['malformed', 'tampered'], text.slice(0, 60)).toContain(view.report?.verdict);
      });
    }
  });

  it('matches an anchor with what was replayed, never with the file as it is later', async () => {
    const rewritten = ndjson(buildChain(50, 'other'));
    await withEvidence({ 'c.ndjson': rewritten, 'anchor.json': anchorText(CHAIN) }, async (folder, open) => {
      const { document } = await open(join(folder, 'c.ndjson'));
      await writeFile(join(folder, 'c.ndjson'), ENTRIES);
      expect(
        (await document.addAnchors([{ path: join(folder, 'anchor.json'), bytes: 'canonical' }])).report?.verdict,
      ).toBe('tampered');
    });
  });
});

describe('closing', () => {
  it('empties the spool, of a zip too, and while work goes on', async () => {
    await withEvidence({ 'c.zip': zipped({ 'audit-chain.ndjson': LARGE }) }, async (folder, open) => {
      const seen: Promise<string[]>[] = [];
      const { document } = await open(join(folder, 'c.zip'), {
        onEvent: (event, self) => {
          if (event.type !== 'progress' || event.progress.rows === 0 || seen.length > 0) return;
          seen.push(readdir(Reflect.get(self, 'init').spoolFolder));
        },
      });
      const { spoolFolder } = Reflect.get(document, 'init') as { spoolFolder: string };
      expect((await readdir(spoolFolder)).sort()).toEqual(['entries', 'rows']);
      await document.restart();
      await document.close();
      await expect(readdir(spoolFolder)).rejects.toThrow('ENOENT');
    });
  });
});

describe('a file that changes after it was read', () => {
  it('is not shown as what was verified', async () => {
    await withEvidence({ 'c.ndjson': ENTRIES, 'short.json': anchorText(CHAIN, 20) }, async (folder, open) => {
      const path = join(folder, 'c.ndjson');
      const { document } = await open(path);
      await writeFile(path, ENTRIES.replace('event-7', 'event-X'));
      await utimes(path, new Date(), new Date(Date.now() + 5_000));
      await expect(document.rows({ documentId: 'document-1', from: 0, count: 5 })).rejects.toThrow('changed');
      await expect(document.row(3)).rejects.toThrow('changed');
      const view = await document.addAnchors([{ path: join(folder, 'short.json'), bytes: 'canonical' }]);
      expect(view.anchors[0]).toMatchObject({ result: 'undetermined' });
      expect(view.report?.verdict).toBe('consistent-not-anchored');
    });
  });
});
