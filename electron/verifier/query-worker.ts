import { parentPort } from 'node:worker_threads';
import type { RowQuery } from '../../shared/ipc/model.ts';
import { rowBlockOf, type SharedBlock } from './query-block.ts';
import { matcherOf } from './query-match.ts';

/** A block for a worker. Nobody writes to its memory before the answer. */
export interface QueryTask {
  readonly query: RowQuery;
  readonly block: SharedBlock;
}

/** What comes back: the matching entries by their place in the block, ascending. */
export type QueryAnswer = Uint32Array<ArrayBuffer>;

/* One worker of a search: takes blocks one at a time, answers each. Reads no files and holds no state between blocks. */
const port = parentPort;
if (port !== null) {
  port.on('message', ({ query, block }: QueryTask) => {
    const matcher = matcherOf(query);
    if (matcher === null) throw new TypeError('this query looks at no bytes');
    const answer: QueryAnswer = Uint32Array.from(matcher.matches(rowBlockOf(block)));
    port.postMessage(answer, [answer.buffer]);
  });
}
