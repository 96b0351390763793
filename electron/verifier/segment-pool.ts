import { Worker } from 'node:worker_threads';
import type { SegmentAnswer, SegmentTask } from './replay-worker.ts';
import type { SegmentResult } from './segment.ts';
import type { WasmModule } from './wasm.ts';

/** Runs segments on worker threads and hands the answers back in the order in which the segments were given. */
export class SegmentPool {
  private readonly workers: Worker[];
  private readonly waiting = new Map<
    number,
    { resolve: (result: SegmentResult) => void; reject: (error: Error) => void }
  >();
  private readonly order: { readonly bytes: Uint8Array<SharedArrayBuffer>; readonly answer: Promise<SegmentResult> }[] =
    [];
  private nextId = 0;
  private failed: Error | null = null;

  /** @param entry the built worker; @param count number of threads, at least 1 */
  constructor(entry: URL, kernel: WasmModule, count: number) {
    this.workers = Array.from({ length: count }, () => this.start(entry, kernel));
  }

  /** Segments that were given and not taken back. */
  get pending(): number {
    return this.order.length;
  }

  /** How many segments keep all workers busy while answers are used. */
  get depth(): number {
    return 2 * this.workers.length;
  }

  /** @param bytes a segment in shared memory, not to be written to before it is taken back */
  give(bytes: Uint8Array<SharedArrayBuffer>, lines: boolean): void {
    const id = this.nextId;
    this.nextId += 1;
    const answer = new Promise<SegmentResult>((resolve, reject) => {
      if (this.failed !== null) reject(this.failed);
      this.waiting.set(id, { resolve, reject });
    });
    // Whoever takes the answers sees the failure; without this line an answer that is never taken would end the process.
    answer.catch(() => undefined);
    this.order.push({ bytes, answer });
    const task: SegmentTask = { id, bytes, lines };
    this.workers[id % this.workers.length]?.postMessage(task);
  }

  /** The oldest segment that was given and not taken back, with what became of it. Rejects when a worker failed. */
  async takeBack(): Promise<{ readonly bytes: Uint8Array<SharedArrayBuffer>; readonly result: SegmentResult }> {
    const oldest = this.order.shift();
    if (oldest === undefined) throw new RangeError('no segment was given');
    return { bytes: oldest.bytes, result: await oldest.answer };
  }

  /** Ends all threads. */
  close(): void {
    for (const worker of this.workers) void worker.terminate();
  }

  private start(entry: URL, kernel: WasmModule): Worker {
    const worker = new Worker(entry, { name: 'replay', workerData: { kernel }, env: {}, argv: [], execArgv: [] });
    worker.on('message', (answer: SegmentAnswer) => {
      this.waiting.get(answer.id)?.resolve(answer.result);
      this.waiting.delete(answer.id);
    });
    worker.on('error', (error) => this.fail(error));
    // A thread that ends by itself answers nothing more; one that is closed has nobody waiting.
    worker.on('exit', () => this.fail(new Error('a thread of the replay ended')));
    return worker;
  }

  private fail(error: Error): void {
    this.failed ??= error;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
