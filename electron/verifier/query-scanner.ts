import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { RowQuery } from '../../shared/ipc/model.ts';
import { BlockBuffers } from './block-buffers.ts';
import { Cancelled, type CancelToken } from './cancel.ts';
import { BLOCK_SIZE, type BlockSize, rowBlockOf, type SharedBlock } from './query-block.ts';
import type { Matcher } from './query-match.ts';
import { QueryPool } from './query-pool.ts';

/** More threads than this wait for the thread that reads for them. */
const THREADS = 8;
/** Bytes that are looked through faster than threads start. */
const INLINE_BYTES = 32 * 1024 * 1024;
/** How many bytes of a text search take as long as one of a search that reads each entry. */
const SLOW_FACTOR = 8;

/** Threads for searches. */
export interface QueryPlan {
  /** The built worker. */
  readonly entry: URL;
  readonly threads: number;
  /** Bytes of one search that are looked through by the calling thread before threads are started. */
  readonly inlineBytes: number;
}

/** Null where the built worker is missing: then the calling thread gives the same answers. */
export function queryPlan(folder: URL = new URL('.', import.meta.url)): QueryPlan | null {
  const entry = new URL('query-worker.js', folder);
  if (!existsSync(entry)) return null;
  return { entry, threads: Math.min(THREADS, availableParallelism()), inlineBytes: INLINE_BYTES };
}

/** How the blocks of one search are looked through. */
export interface BlockScan {
  readonly buffers: BlockBuffers;
  /** Entries that a block of this search has at most. */
  readonly mostRows: number;
  /** The matching entries of a block, by their place in it, ascending. */
  matches(block: SharedBlock): Promise<ArrayLike<number>>;
}

/** Looks through blocks for all searches of a verifier: on threads, which are started when a search turns out to be long, and kept. */
export class QueryScanner {
  private readonly buffers: BlockBuffers;
  private readonly plan: QueryPlan | null;
  private pool: QueryPool | null = null;
  private closed = false;

  /** @param plan null to look through everything in the calling thread */
  constructor(plan: QueryPlan | null, size: BlockSize = BLOCK_SIZE) {
    this.plan = plan;
    // Two blocks a thread: one that it looks at, one that is read meanwhile.
    this.buffers = new BlockBuffers(2 * (plan?.threads ?? 1), size);
  }

  /**
   * @param matcher that of the query
   * @returns for one search. Its blocks go to threads when there are any, or when it turns out to be long enough to start them.
   */
  begin(query: RowQuery, matcher: Matcher, token: CancelToken): BlockScan {
    const { buffers, plan } = this;
    const { slow } = matcher;
    let inlineBytes = plan === null ? 0 : plan.inlineBytes / (slow ? SLOW_FACTOR : 1);
    let pool: QueryPool | null = null;
    return {
      buffers,
      mostRows: slow ? buffers.size.slowRows : buffers.size.rows,
      matches: async (block) => {
        if (this.closed) throw new Cancelled();
        inlineBytes -= block.bytes;
        pool ??= this.threads(inlineBytes < 0);
        return pool === null ? matcher.matches(rowBlockOf(block)) : await pool.scan(query, block, token);
      },
    };
  }

  /** Ends all threads and whatever is still searched; nothing is looked through after that. */
  close(): void {
    this.closed = true;
    this.pool?.close();
  }

  /** Threads that failed are not asked again: the search that they failed ends with an error, and the next one gets others. */
  private threads(start: boolean): QueryPool | null {
    if (this.pool?.ended) this.pool = null;
    if (start && this.plan !== null) this.pool ??= new QueryPool(this.plan.entry, this.plan.threads);
    return this.pool;
  }
}
