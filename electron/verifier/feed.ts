import type { Lend } from '../../shared/bundle/container.ts';
import type { Frame, Framer, FramingProblem } from '../../shared/chain/framing/frame.ts';
import type { PlacedRun } from './placed-run.ts';

/** Takes what a feed finds in the file, in order. */
export interface RowSink {
  /** An entry for the plain path. */
  frame(frame: Frame): void;
  /**
   * A run of sound entries.
   *
   * @param segment the bytes that the places of the run point into
   * @param base offset of the segment in the file
   * @returns false when its entries have to come as frames instead: nothing was taken then
   */
  takeRun(run: PlacedRun, segment: Uint8Array, base: number): boolean;
}

/** Takes the chunks of a file in order and hands its entries to a sink. */
export interface Feed {
  push(chunk: Uint8Array): Promise<void>;
  /** Says before anything is pushed that the framer was already led to `offset`, which is between two entries. */
  startAt(offset: number): void;
  /** Hands out every whole entry that was pushed so far. More may be pushed only when that ended with a whole line. */
  flush(): Promise<void>;
  /** Call once after the last chunk. */
  finish(): Promise<void>;
  /** Ends helpers; may be called at any time. */
  close(): void;
  readonly problems: readonly FramingProblem[];
  /** Gives memory to read the file to, which then is not copied. A chunk in it is pushed whole, and not looked at afterwards. */
  readonly lend?: Lend;
}

/** The plain path: every entry is read by the engine's own reader. */
export class PlainFeed implements Feed {
  private readonly framer: Framer;
  private readonly emit: (frame: Frame) => void;

  constructor(framer: Framer, sink: RowSink) {
    this.framer = framer;
    this.emit = (frame) => sink.frame(frame);
  }

  get problems(): readonly FramingProblem[] {
    return this.framer.problems;
  }

  startAt(): void {
    // The framer itself knows where it is.
  }

  async push(chunk: Uint8Array): Promise<void> {
    this.framer.push(chunk, this.emit);
  }

  async flush(): Promise<void> {
    // Every entry was handed out as it came.
  }

  async finish(): Promise<void> {
    this.framer.finish(this.emit);
  }

  close(): void {
    // Nothing to end.
  }
}
