import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerifierConnection } from '../../../electron/node/verifier-connection.ts';
import { startVerifierProcess } from '../../../electron/node/verifier-process.ts';
import { build } from '../../../scripts/build.mjs';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import { rowPageSchema } from '../../../shared/ipc/model.ts';
import { NO_VERIFIER_TRUST, type VerifierInit } from '../../../shared/ipc/verifier.ts';
import { Session } from '../../bench/session.ts';

const folder = mkdtempSync(join(tmpdir(), 'bathyscope-query-built-'));
const chain = join(folder, 'chain.ndjson');
const ROWS = 240;
/** So long that the whole file is far above what one thread looks through alone. */
const FILLER = 'The quick brown fox. '.repeat(12_000);

beforeAll(async () => {
  await build();
  const line = (seq: number) => JSON.stringify({ seq, payload: { event: `event-${seq % 7}`, text: FILLER } });
  writeFileSync(chain, Array.from({ length: ROWS }, (_, seq) => line(seq)).join('\n'));
  const built = fileURLToPath(new URL('../../../out/verifier/', import.meta.url));
  for (const name of ['whole', 'alone', 'broken']) cpSync(built, join(folder, name), { recursive: true });
  rmSync(join(folder, 'alone', 'query-worker.js'));
  writeFileSync(join(folder, 'broken', 'query-worker.js'), "throw new Error('no worker today');");
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The built verifier of a folder, as a process of its own, with the chain opened. */
async function withVerifier(
  name: string,
  use: (session: Session, connection: VerifierConnection) => Promise<void>,
): Promise<void> {
  const program = (file: string) => join(folder, name, file);
  const connection = startVerifierProcess({ child: program('child.js'), entry: program('index.js') });
  const init: VerifierInit = {
    type: 'init',
    documentId: 'document-1',
    path: chain,
    name: 'chain.ndjson',
    sample: false,
    openedAt: '2026-01-01T00:00:00.000Z',
    spoolFolder: mkdtempSync(join(folder, 'spool-')),
    anchors: [],
    trust: NO_VERIFIER_TRUST,
    browse: true,
    toolVersion: '0.0.0-test',
  };
  const session = new Session(connection, init);
  try {
    await session.opened();
    await use(session, connection);
  } finally {
    session.end();
  }
}

/** What searches of the built verifier come to, with the positions that they kept. */
async function found(name: string): Promise<unknown[]> {
  const results: unknown[] = [];
  await withVerifier(name, async (session) => {
    for (const query of [
      { text: 'event-3' },
      { text: 'EVENT-3', ignoreCase: true },
      { text: 'É', ignoreCase: true },
      { field: { path: 'event', equals: 'event-3' } },
    ]) {
      const { id, ...view } = await session.search(query);
      const page = await session.ask(CHANNELS.rowsGet, { from: 0, count: 1_000, queryId: id });
      results.push({ view, positions: rowPageSchema.parse(page).rows.map(({ position }) => position) });
    }
  });
  return results;
}

describe('the built verifier', () => {
  it('finds on its threads what it finds without them', async () => {
    const positions = Array.from({ length: ROWS }, (_, at) => at).filter((at) => at % 7 === 3);
    const view = { state: 'done', scanned: ROWS, total: ROWS, matches: positions.length, kept: positions.length };
    const one = { view, positions };
    const none = { view: { ...view, matches: 0, kept: 0 }, positions: [] };
    for (const name of ['whole', 'alone']) expect(await found(name), name).toEqual([one, one, none, one]);
  }, 120_000);

  it('says that a search failed when its worker does not start, and still shows entries', async () => {
    await withVerifier('broken', async (session) => {
      const { state, scanned } = await session.search({ text: 'event-3' });
      expect(state).toBe('error');
      expect(scanned).toBeLessThan(ROWS);
      const page = rowPageSchema.parse(await session.ask(CHANNELS.rowsGet, { from: 5, count: 1 }));
      expect(page.rows.map(({ position }) => position)).toEqual([5]);
    });
  }, 60_000);

  it('ends when it is closed in the middle of a search', async () => {
    await withVerifier('whole', async (session, connection) => {
      const exit = new Promise((resolve) => connection.onExit(resolve));
      await session.ask(CHANNELS.queryStart, { query: { text: 'nothing says this', ignoreCase: true } });
      connection.send({ type: 'request', requestId: 1_000_000, method: 'close' });
      expect(await exit).toBe(0);
    });
  }, 60_000);
});
