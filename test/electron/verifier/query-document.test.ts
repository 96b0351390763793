import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenDocument } from '../../../electron/verifier/document.ts';
import type { QueryPlan } from '../../../electron/verifier/query-scanner.ts';
import type { QueryView, RowQuery } from '../../../shared/ipc/model.ts';
import { bundleModule } from '../../support/bundle-module.ts';
import { buildChain, linesOf } from '../../support/chain/build-chain.ts';
import { withEvidence, zipped } from '../../support/verifier/evidence.ts';

const folder = mkdtempSync(join(tmpdir(), 'bathyscope-query-document-'));
const workerFile = join(folder, 'query-worker.mjs');
const silentFile = join(folder, 'silent-worker.mjs');
const ROWS = 2_000;
const LINES = linesOf(buildChain(ROWS));
const TEXT = LINES.join('\n');
const documentId = 'document-1';

const threadsOf = (file: string): QueryPlan => ({ entry: pathToFileURL(file), threads: 2, inlineBytes: 0 });

beforeAll(async () => {
  await bundleModule('electron/verifier/query-worker.ts', workerFile);
  writeFileSync(
    silentFile,
    "import { parentPort } from 'node:worker_threads';\nparentPort.on('message', () => undefined);",
  );
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function finished(document: OpenDocument, query: RowQuery): Promise<QueryView> {
  const { id } = document.startQuery({ documentId, query });
  while (document.query(id).view.state === 'running') await new Promise((resolve) => setImmediate(resolve));
  return document.query(id).view;
}

describe('a document that is searched on threads', () => {
  it('finds what it finds without them, in a file and in an archive', async () => {
    const files = { 'c.ndjson': TEXT, 'c.zip': zipped({ 'audit-chain.ndjson': TEXT }) };
    await withEvidence(files, async (evidence, open) => {
      for (const name of Object.keys(files)) {
        const { document: plain } = await open(join(evidence, name));
        const { document } = await open(join(evidence, name), { threads: threadsOf(workerFile) });
        for (const query of [{ text: '7' }, { text: 'EVENT-1', ignoreCase: true }]) {
          const [one, many] = [await finished(plain, query), await finished(document, query)];
          expect(one).toMatchObject({ state: 'done', scanned: ROWS });
          expect(one.matches).toBeGreaterThan(0);
          expect(many).toEqual(one);
          expect(document.query(many.id).page(0, ROWS)).toEqual(plain.query(one.id).page(0, ROWS));
        }
      }
    });
  });

  it('shows its entries while every thread is at work, and cancels the search when it is closed', async () => {
    await withEvidence({ 'c.ndjson': TEXT }, async (evidence, open) => {
      const { document, events } = await open(join(evidence, 'c.ndjson'), { threads: threadsOf(silentFile) });
      const { id } = document.startQuery({ documentId, query: { text: 'event' } });
      for (const from of [0, 900, ROWS - 10]) {
        const page = await document.rows({ documentId, from, count: 10 });
        expect(page.rows.map(({ position }) => position)).toEqual(Array.from({ length: 10 }, (_, at) => from + at));
        expect(await document.row(from)).toMatchObject({ position: from, raw: LINES[from] });
      }
      expect(document.query(id).view).toMatchObject({ state: 'running', scanned: 0 });
      await document.close();
      await new Promise((resolve) => setImmediate(resolve));
      const last = events.filter((event) => event.type === 'query').at(-1);
      expect(last).toMatchObject({ query: { id, state: 'cancelled', scanned: 0, matches: 0 } });
    });
  });

  it('gives no result over a file that was changed', async () => {
    await withEvidence({ 'c.ndjson': TEXT }, async (evidence, open) => {
      const path = join(evidence, 'c.ndjson');
      const { document } = await open(path, { threads: threadsOf(workerFile) });
      expect((await finished(document, { text: 'event' })).state).toBe('done');
      appendFileSync(path, '\n');
      expect(await finished(document, { text: 'event' })).toMatchObject({ state: 'error', scanned: 0, matches: 0 });
    });
  });
});
