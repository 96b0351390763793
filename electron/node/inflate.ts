import { createInflateRaw, type InflateRaw } from 'node:zlib';

/** Bytes that are inflated at a time; of data that is broken, at most so many before the broken place are lost. */
const OUTPUT_BYTES = 512 * 1024;

/** What became of the stored bytes that were handed in. */
export interface InflateStep {
  /** What they inflated to, in order, in fresh arrays; fewer than 2 × OUTPUT_BYTES. */
  readonly output: readonly Uint8Array[];
  /**
   * `open`: more is expected. `held`: what was handed in inflates to more. `ended`: the last block is complete. `broken`: no Deflate
   * data.
   */
  readonly state: 'open' | 'held' | 'ended' | 'broken';
}

/**
 * Inflates raw Deflate (RFC 1951) step by step. Piped through a stream, the output before an error would be lost or kept
 * depending on timing; here the same input in the same steps always gives the same output, and little of it is held at once.
 */
export class Inflater {
  readonly #stream: InflateRaw = createInflateRaw({ chunkSize: OUTPUT_BYTES });
  #output: Uint8Array[] = [];
  #outputBytes = 0;
  #state: 'open' | 'ended' | 'broken' = 'open';
  #handedIn = 0;
  /** Whether something of what was handed in is left. */
  #busy = false;
  #settle: () => void = () => undefined;

  constructor() {
    this.#stream.on('data', (bytes: Uint8Array) => {
      this.#output.push(bytes);
      this.#outputBytes += bytes.length;
      if (this.#outputBytes < OUTPUT_BYTES) return;
      // One piece more is inflated meanwhile, which the stream keeps until it is resumed, and stands still.
      this.#stream.pause();
      this.#settle();
    });
    this.#stream.on('end', () => this.#stop('ended'));
    this.#stream.on('error', () => this.#stop('broken'));
    // Whoever still waits when it is closed is told.
    this.#stream.on('close', () => this.#stop('broken'));
  }

  /** Stored bytes that were used so far; fewer than were handed in when the data ended before them. */
  get consumed(): number {
    return this.#stream.bytesWritten;
  }

  /** @param stored the next stored bytes, of any number; only while the state is `open`. */
  step(stored: Uint8Array): Promise<InflateStep> {
    this.#handedIn += stored.length;
    return this.#run(() => {
      this.#busy = true;
      this.#stream.write(stored, (error) => {
        // Input is left unused only behind the last block: 'end' follows then, behind whatever the stream still keeps while it is paused.
        if (error) this.#stop('broken');
        else if (this.consumed === this.#handedIn) this.#stop('open');
      });
    });
  }

  /** The next of what was handed in inflates to; only while the state is `held`. */
  more(): Promise<InflateStep> {
    return this.#run(() => undefined);
  }

  /** To be called when there are no more stored bytes and the state is `open`: `ended` when the last block is complete, else `broken`. */
  finish(): Promise<InflateStep> {
    return this.#run(() => {
      this.#busy = true;
      this.#stream.end();
    });
  }

  /** Frees the memory of the inflater; may be called at any time. */
  close(): void {
    this.#stream.destroy();
  }

  async #run(begin: () => void): Promise<InflateStep> {
    this.#stream.resume();
    begin();
    if (this.#busy) {
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
      });
    }
    return this.#take();
  }

  #take(): InflateStep {
    const output = this.#output;
    this.#output = [];
    this.#outputBytes = 0;
    return { output, state: this.#busy ? 'held' : this.#state };
  }

  #stop(state: 'open' | 'ended' | 'broken'): void {
    if (this.#state === 'open') this.#state = state;
    this.#busy = false;
    this.#settle();
  }
}
