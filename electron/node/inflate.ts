import { createInflateRaw, type InflateRaw } from 'node:zlib';

/** Stored bytes handed to the inflater at a time: what they inflate to (at most 1032 times as much) is held at once. */
export const INFLATE_STEP_BYTES = 32 * 1024;
const OUTPUT_BYTES = 256 * 1024;

/** What became of the stored bytes that were handed in. */
export interface InflateStep {
  /** What they inflated to, in order, in fresh arrays. */
  readonly output: readonly Uint8Array[];
  /** `open`: more is expected. `ended`: the last block is complete. `broken`: no Deflate data. */
  readonly state: 'open' | 'ended' | 'broken';
}

/**
 * Inflates raw Deflate (RFC 1951) step by step. Piped through a stream, the output before an error would be lost or kept
 * depending on timing; here only what the broken step itself would have given is lost, so the same input always gives the
 * same output.
 */
export class Inflater {
  readonly #stream: InflateRaw = createInflateRaw({ chunkSize: OUTPUT_BYTES });
  #output: Uint8Array[] = [];
  #state: InflateStep['state'] = 'open';
  #handedIn = 0;
  #settle: () => void = () => undefined;

  constructor() {
    this.#stream.on('data', (bytes: Uint8Array) => this.#output.push(bytes));
    this.#stream.on('end', () => this.#stop('ended'));
    this.#stream.on('error', () => this.#stop('broken'));
  }

  /** Stored bytes that were used so far; fewer than were handed in when the data ended before them. */
  get consumed(): number {
    return this.#stream.bytesWritten;
  }

  /** @param stored the next stored bytes, at most INFLATE_STEP_BYTES; only while the state is `open`. */
  async step(stored: Uint8Array): Promise<InflateStep> {
    this.#handedIn += stored.length;
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      this.#stream.write(stored, () => resolve());
    });
    // The inflater leaves input unused only behind its last block, and says 'end' for it at a time of its own.
    if (this.#state === 'open' && this.consumed < this.#handedIn) this.#state = 'ended';
    return this.#take();
  }

  /** To be called when there are no more stored bytes and the state is `open`: `ended` when the last block is complete, else `broken`. */
  async finish(): Promise<InflateStep> {
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      this.#stream.end();
    });
    return this.#take();
  }

  /** Frees the memory of the inflater; may be called at any time. */
  close(): void {
    this.#stream.destroy();
  }

  #take(): InflateStep {
    const output = this.#output;
    this.#output = [];
    return { output, state: this.#state };
  }

  #stop(state: 'ended' | 'broken'): void {
    if (this.#state === 'open') this.#state = state;
    this.#settle();
  }
}
