import type { QueryView, RowQuery } from '../../../shared/ipc/model.ts';
import { classesAt, type FakeChain, payloadText } from './chain.ts';

/** A query of the fake: its matches as a rule, and how far the scan got. */
export interface FakeQuery {
  view: QueryView;
  /** Position of match number `index`. */
  readonly positionOf: (index: number) => number;
  /** All matches there are. */
  readonly matches: number;
}

/** Above this length a text query is answered by arithmetic instead of a look at each entry. */
const SCANNED = 100_000;

function matcher(chain: FakeChain, query: RowQuery): (position: number) => boolean {
  const fold = (text: string) => (query.ignoreCase === true ? text.toLowerCase() : text);
  return (position) => {
    const payload = payloadText(position);
    if (query.text !== undefined && !fold(payload).includes(fold(query.text))) return false;
    if (query.field !== undefined && !payload.includes(`"${query.field.path}":${JSON.stringify(query.field.equals)}`)) {
      return false;
    }
    return query.classes === undefined || classesAt(chain, position).some((name) => query.classes?.includes(name));
  };
}

/** Prepares a query over a chain; nothing is scanned yet. */
export function fakeQuery(chain: FakeChain, query: RowQuery, id: string): FakeQuery {
  const view: QueryView = { id, state: 'running', matches: 0, kept: 0, scanned: 0, total: chain.total };
  if (query.text === undefined && query.field === undefined && query.classes !== undefined) {
    const ranges = chain.faults.filter((fault) => query.classes?.includes(fault.class));
    const positions = ranges.flatMap((fault) =>
      Array.from({ length: fault.to - fault.from + 1 }, (_, offset) => fault.from + offset),
    );
    return { view, positionOf: (index) => positions[index] ?? 0, matches: positions.length };
  }
  if (chain.total > SCANNED) {
    return { view, positionOf: (index) => 3 + 97 * index, matches: Math.ceil((chain.total - 3) / 97) };
  }
  const matches = matcher(chain, query);
  const positions = Array.from({ length: chain.total }, (_, position) => position).filter(matches);
  return { view, positionOf: (index) => positions[index] ?? 0, matches: positions.length };
}

/** Moves a running query to a share of its way, from 0 to 1. */
export function advanceQuery(query: FakeQuery, share: number): void {
  if (query.view.state !== 'running') return;
  const done = share >= 1;
  query.view = {
    ...query.view,
    state: done ? 'done' : 'running',
    scanned: done ? query.view.total : Math.floor(query.view.total * share),
    matches: done ? query.matches : Math.floor(query.matches * share),
    kept: Math.min(1_000_000, done ? query.matches : Math.floor(query.matches * share)),
  };
}
