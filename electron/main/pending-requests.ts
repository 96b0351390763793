import { type Fault, failure, type Result } from '../../shared/base/result.ts';

/** Requests that wait for a reply, by number. Each is settled once: by its reply, or by `failAll` when none can come any more. */
export class PendingRequests {
  readonly #waiting = new Map<number, (result: Result<unknown>) => void>();
  #last = 0;

  /** Number of requests without a reply. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Opens a request: its number, never used twice, and the reply to come. */
  open(): { readonly requestId: number; readonly reply: Promise<Result<unknown>> } {
    this.#last += 1;
    const requestId = this.#last;
    const reply = new Promise<Result<unknown>>((resolve) => this.#waiting.set(requestId, resolve));
    return { requestId, reply };
  }

  /** Settles one request; false when no such request waits (never asked, or answered already). */
  settle(requestId: number, result: Result<unknown>): boolean {
    const resolve = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    resolve?.(result);
    return resolve !== undefined;
  }

  /** Settles all waiting requests with the same fault. */
  failAll(fault: Fault): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const resolve of waiting) resolve(failure(fault));
  }
}
