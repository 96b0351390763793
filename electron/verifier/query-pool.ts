import { Worker } from 'node:worker_threads';
import type { RowQuery } from '../../shared/ipc/model.ts';
import { Cancelled, type CancelToken } from './cancel.ts';
import type { SharedBlock } from './query-block.ts';
import type { QueryAnswer, QueryTask } from './query-worker.ts';

interface Job {
  readonly task: QueryTask;
  readonly token: CancelToken;
  readonly resolve: (rows: QueryAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Looks through blocks of entries on worker threads. A thread has one block at a time, so no more than that is left of a cancelled search. */
export class QueryPool {
  private readonly workers: Worker[];
  private readonly idle: Worker[];
  private readonly busy = new Map<Worker, Job>();
  private waiting: Job[] = [];
  private failure: Error | null = null;

  /** @param entry the built worker; @param count number of threads, at least 1 */
  constructor(entry: URL, count: number) {
    this.workers = Array.from({ length: count }, () => this.start(entry));
    this.idle = [...this.workers];
  }

  /** Whether it was closed, or a worker failed: then it answers no more. */
  get ended(): boolean {
    return this.failure !== null;
  }

  /**
   * The matching entries of a block, by their place in it, ascending. Rejects with Cancelled when the search was cancelled before a
   * thread took the block, and with the error of any worker that failed: a pool with a failed worker gives no more answers.
   */
  scan(query: RowQuery, block: SharedBlock, token: CancelToken): Promise<QueryAnswer> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) {
        reject(this.failure);
        return;
      }
      this.waiting.push({ task: { query, block }, token, resolve, reject });
      this.next();
    });
  }

  /** Ends all threads; what was not answered is rejected. */
  close(): void {
    this.fail(new Cancelled());
  }

  private start(entry: URL): Worker {
    // SECURITY: as little as the thread that started it has (test/electron/verifier/query-stopped.test.ts).
    const worker = new Worker(entry, { name: 'query', env: {}, argv: [], execArgv: [] });
    worker.on('message', (rows: QueryAnswer) => {
      this.busy.get(worker)?.resolve(rows);
      this.busy.delete(worker);
      this.idle.push(worker);
      this.next();
    });
    worker.on('error', (error) => this.fail(error));
    worker.on('messageerror', (error) => this.fail(error));
    worker.on('exit', () => this.fail(new Error('a thread of the search ended')));
    return worker;
  }

  private next(): void {
    for (let worker = this.idle.at(-1); worker !== undefined; worker = this.idle.at(-1)) {
      const job = this.waiting.shift();
      if (job === undefined) return;
      if (job.token.cancelled) {
        job.reject(new Cancelled());
        continue;
      }
      this.idle.pop();
      this.busy.set(worker, job);
      worker.postMessage(job.task);
    }
  }

  private fail(error: Error): void {
    if (this.failure !== null) return;
    this.failure = error;
    for (const { reject } of [...this.busy.values(), ...this.waiting]) reject(error);
    this.busy.clear();
    this.waiting = [];
    for (const worker of this.workers) void worker.terminate();
  }
}
