import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../shared/ipc/channels.ts';
import { CONTRACT } from '../../shared/ipc/contract.ts';
import { createFakeApi, FAKE_SCENARIOS } from './fake-api.ts';

describe('the fake API', () => {
  it.each(FAKE_SCENARIOS)('answers by the contract for a document that is %s', async (scenario) => {
    const api = createFakeApi({ scenario });
    const opened = await api.openPicked('file');
    expect(opened.ok).toBe(true);
    const document = CONTRACT[CHANNELS.openPicked].response.parse(opened.ok ? opened.value : undefined);
    const documentId = document?.id ?? '';
    const rows = await api.rowsGet({ documentId, from: 0, count: 50 });
    const page = CONTRACT[CHANNELS.rowsGet].response.parse(rows.ok ? rows.value : undefined);
    expect(page.total).toBe(document?.progress.rows);
    for (const row of page.rows.slice(0, 12)) {
      const detail = await api.rowGet({ documentId, position: row.position });
      const parsed = CONTRACT[CHANNELS.rowGet].response.parse(detail.ok ? detail.value : undefined);
      expect(parsed.state).toBe(row.state);
      for (const span of parsed.uncovered) expect(parsed.raw.slice(span.start, span.end).length).toBeGreaterThan(3);
    }
    const strip = await api.stripGet({ documentId, cells: 300 });
    expect(CONTRACT[CHANNELS.stripGet].response.safeParse(strip.ok ? strip.value : undefined).success).toBe(true);
  });

  it('answers by the contract about the trust store and the custody log', async () => {
    const api = createFakeApi();
    const provenance = { how: 'Telephone', by: 'A. Auditor' };
    const replies = [
      await api.trustGet(),
      await api.trustImportPicked({ kind: 'trust-file' }),
      await api.trustImportDropped({ kind: 'log-key', origin: 'log.example', provenance }, []),
      await api.trustShippedLogs(true),
      await api.trustRemove('key-1'),
    ].map((reply) => CONTRACT[CHANNELS.trustGet].response.parse(reply.ok ? reply.value : undefined));
    expect(replies.map(({ items }) => items.length)).toEqual([0, 2, 3, 4, 3]);
    const page = await api.custodyGet({ from: 1, count: 2 });
    expect(CONTRACT[CHANNELS.custodyGet].response.parse(page.ok ? page.value : undefined)).toMatchObject({
      total: 5,
      entries: [{ seq: 1 }, { seq: 2 }],
      problem: null,
    });
  });

  it('finishes a running replay through events', async () => {
    const api = createFakeApi({ scenario: 'running' });
    const opened = await api.openPicked('file');
    const states: string[] = [];
    api.subscribe((event) => {
      if (event.type === 'document') states.push(`${event.document.state} ${event.document.report === null}`);
    });
    if (opened.ok && opened.value !== null) {
      api.advance(opened.value.id, 7_000_000);
      api.advance(opened.value.id, 10_000_000);
    }
    expect(states).toEqual(['running true', 'done false']);
  });
});
