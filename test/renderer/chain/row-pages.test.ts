import { describe, expect, it } from 'vitest';
import { createRowPages, PAGE_ROWS } from '../../../renderer/screens/chain/row-pages.ts';
import { failure, type Result, success } from '../../../shared/base/result.ts';
import type { RowPage, RowSummary } from '../../../shared/ipc/model.ts';

function row(position: number): RowSummary {
  return { position, seq: position, state: 'recomputed', classes: [], hash: null, preview: '', bytes: 1 };
}

/** A source of rows whose answers come when the test says so. */
function source(total: () => number) {
  const asked: { from: number; answer: (reply: Result<RowPage>) => void }[] = [];
  const fetchPage = (from: number, count: number): Promise<Result<RowPage>> => {
    expect(count).toBe(PAGE_ROWS);
    return new Promise((answer) => {
      asked.push({ from, answer });
    });
  };
  const answerAll = async (): Promise<void> => {
    for (const { from, answer } of asked.splice(0)) {
      const rows = Array.from({ length: Math.max(0, Math.min(PAGE_ROWS, total() - from)) }, (_, at) => row(from + at));
      answer(success({ from, total: total(), rows }));
    }
    await Promise.resolve();
    await Promise.resolve();
  };
  return { asked, fetchPage, answerAll };
}

describe('the pages of rows', () => {
  it('asks for the pages in view, and gives their rows', async () => {
    const { asked, fetchPage, answerAll } = source(() => 1_000);
    const pages = createRowPages(fetchPage, () => {});
    pages.want(90, 110, 1_000);
    expect(asked.map(({ from }) => from)).toEqual([0, 100]);
    expect(pages.get(95)).toBeUndefined();
    await answerAll();
    expect(pages.get(95)?.position).toBe(95);
    expect(pages.get(105)?.position).toBe(105);
    pages.want(90, 110, 1_000);
    expect(asked).toHaveLength(0);
  });

  it('drops what is out of view before it was asked for: a drag over everything asks for its end', async () => {
    const { asked, fetchPage, answerAll } = source(() => 10_000_000);
    const pages = createRowPages(fetchPage, () => {});
    for (let first = 0; first < 10_000_000; first += 100_000) pages.want(first, first + 20, 10_000_000);
    pages.want(9_999_900, 9_999_920, 10_000_000);
    expect(asked).toHaveLength(2);
    await answerAll();
    await answerAll();
    expect(pages.get(9_999_910)?.position).toBe(9_999_910);
  });

  it('keeps a bounded number of rows', async () => {
    const { fetchPage, answerAll } = source(() => 1_000_000);
    const pages = createRowPages(fetchPage, () => {});
    for (let page = 0; page < 200; page += 1) {
      pages.want(page * PAGE_ROWS, page * PAGE_ROWS, 1_000_000);
      await answerAll();
    }
    let kept = 0;
    for (let page = 0; page < 200; page += 1) if (pages.get(page * PAGE_ROWS) !== undefined) kept += 1;
    expect(kept).toBe(60);
    expect(pages.get(199 * PAGE_ROWS)).toBeDefined();
  });

  it('completes a page when the chain has grown, and shows what it had meanwhile', async () => {
    let total = 130;
    const { asked, fetchPage, answerAll } = source(() => total);
    const pages = createRowPages(fetchPage, () => {});
    pages.want(100, 129, total);
    await answerAll();
    expect(pages.get(131)).toBeUndefined();
    total = 180;
    pages.want(100, 150, total);
    expect(asked.map(({ from }) => from)).toEqual([100]);
    expect(pages.get(120)?.position).toBe(120);
    await answerAll();
    expect(pages.get(150)?.position).toBe(150);
  });

  it('asks again for rows whose state may have changed, and shows the old ones until then', async () => {
    const { asked, fetchPage, answerAll } = source(() => 50);
    const pages = createRowPages(fetchPage, () => {});
    pages.want(0, 49, 50);
    await answerAll();
    pages.refresh();
    pages.want(0, 49, 50);
    expect(asked).toHaveLength(1);
    expect(pages.get(3)?.position).toBe(3);
  });

  it('does not repeat a request that failed until it is wanted again', async () => {
    let calls = 0;
    const pages = createRowPages(
      async () => {
        calls += 1;
        return failure({ code: 'gone', message: 'Gone.' });
      },
      () => {},
    );
    pages.want(0, 20, 1_000);
    await Promise.resolve();
    await Promise.resolve();
    expect(calls).toBe(1);
    expect(pages.fault()).toEqual({ code: 'gone', message: 'Gone.' });
    pages.want(0, 20, 1_000);
    expect(calls).toBe(2);
  });
});
