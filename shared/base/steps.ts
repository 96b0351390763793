/**
 * Long work in pieces: a generator that yields between two of them and returns what came of it. Whoever runs it can look up in between, and
 * leave off; the work itself knows of no clock and no event loop.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Values or records that one piece of work takes at most: a few milliseconds. */
export const STEP = 10_000;

/** Counts the values or records of a piece of work. */
export class Pace {
  private taken = 0;

  /** Counts one more; true when the piece is full, and it is time to yield. */
  full(): boolean {
    this.taken += 1;
    return this.taken % STEP === 0;
  }
}

/** Runs work in pieces to its end, without looking up. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}
