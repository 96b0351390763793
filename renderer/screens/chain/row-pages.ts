import type { Fault, Result } from '../../../shared/base/result.ts';
import type { RowPage, RowSummary } from '../../../shared/ipc/model.ts';

/** Rows of one request; the contract allows up to 1 000, short pages answer sooner. */
export const PAGE_ROWS = 100;
/** Pages that are kept: the rows of some sixty screens. */
const KEPT_PAGES = 60;
/** Requests under way at once; what is wanted beyond that waits, and is dropped when it is no longer in view. */
const IN_FLIGHT = 2;

type FetchPage = (from: number, count: number) => Promise<Result<RowPage>>;

interface Page {
  readonly rows: readonly RowSummary[];
  /** To be asked for again when it is next in view; shown until then. */
  stale: boolean;
}

/** The rows that a table may show soon: paged in when wanted, least recently wanted pages dropped. */
export interface RowPages {
  /** The row at an index; undefined while it is on its way. */
  get(index: number): RowSummary | undefined;
  /** Says which rows are in view, of how many; replaces what was said before. Rows that do not exist are left out. */
  want(first: number, last: number, total: number): void;
  /** Marks all that is kept as possibly out of date. */
  refresh(): void;
  /** Why the last request failed; null when it did not. */
  fault(): Fault | null;
}

/**
 * Makes an empty set of pages.
 * @param fetchPage asks for rows by index.
 * @param changed called when rows or the fault changed.
 */
export function createRowPages(fetchPage: FetchPage, changed: () => void): RowPages {
  const pages = new Map<number, Page>();
  const underWay = new Set<number>();
  let wanted: number[] = [];
  let total = 0;
  let fault: Fault | null = null;

  function isDue(page: number): boolean {
    const kept = pages.get(page);
    if (kept === undefined || kept.stale) return true;
    return kept.rows.length < Math.min(PAGE_ROWS, total - page * PAGE_ROWS);
  }

  function keep(number: number, page: Page): void {
    pages.delete(number);
    pages.set(number, page);
    for (const oldest of pages.keys()) {
      if (pages.size <= KEPT_PAGES) break;
      pages.delete(oldest);
    }
  }

  async function load(number: number): Promise<void> {
    underWay.add(number);
    const reply = await fetchPage(number * PAGE_ROWS, PAGE_ROWS);
    underWay.delete(number);
    if (reply.ok) {
      fault = null;
      keep(number, { rows: reply.value.rows, stale: false });
    } else {
      fault = reply.error;
      // A request that failed is not repeated by itself: the reader asks again by moving or through the notice.
      wanted = [];
    }
    changed();
    next();
  }

  function next(): void {
    while (underWay.size < IN_FLIGHT) {
      const page = wanted.find((candidate) => !underWay.has(candidate) && isDue(candidate));
      if (page === undefined) return;
      wanted = wanted.filter((candidate) => candidate !== page);
      void load(page);
    }
  }

  return {
    get: (index) => pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS],
    want(first, last, rows) {
      total = rows;
      wanted = [];
      if (rows === 0 || last < first) return;
      const from = Math.floor(Math.max(0, first) / PAGE_ROWS);
      const to = Math.floor(Math.min(last, rows - 1) / PAGE_ROWS);
      for (let page = from; page <= to; page += 1) {
        wanted.push(page);
        const kept = pages.get(page);
        if (kept !== undefined) keep(page, kept);
      }
      next();
    },
    refresh() {
      for (const page of pages.values()) page.stale = true;
    },
    fault: () => fault,
  };
}
