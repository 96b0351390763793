import type { Progress } from '../../shared/ipc/model.ts';

const EVENT_MILLISECONDS = 100;
/** Rate and time left are taken over this window, so that they follow a change of speed. */
const WINDOW_MILLISECONDS = 3_000;

/** Measures how far long work is, and says so at most ten times a second. */
export class ProgressMeter {
  private readonly publish: (progress: Progress) => void;
  private samples: { at: number; bytes: number; rows: number }[] = [];
  private lastPublished = 0;
  private state: Progress = {
    phase: 'opening',
    bytesDone: 0,
    bytesTotal: null,
    rows: 0,
    rowsPerSecond: null,
    secondsLeft: null,
    breaks: 0,
  };

  constructor(publish: (progress: Progress) => void) {
    this.publish = publish;
  }

  get current(): Progress {
    return this.state;
  }

  /** Begins another phase; published at once. With `opening` all figures begin anew. */
  start(phase: Progress['phase'], bytesTotal: number | null): void {
    this.samples = [];
    const figures = phase === 'opening' ? { ...this.state, rows: 0, breaks: 0 } : this.state;
    this.state = { ...figures, phase, bytesDone: 0, bytesTotal, rowsPerSecond: null, secondsLeft: null };
    this.send();
  }

  /** Says how far the phase is; published when the last time is long enough ago. */
  advance(bytesDone: number, rows: number, breaks: number): void {
    const now = performance.now();
    if (now - this.lastPublished < EVENT_MILLISECONDS) return;
    this.samples.push({ at: now, bytes: bytesDone, rows });
    while (this.samples.length > 2 && now - (this.samples[0]?.at ?? now) > WINDOW_MILLISECONDS) this.samples.shift();
    const first = this.samples[0];
    const seconds = first === undefined ? 0 : (now - first.at) / 1_000;
    const total = this.state.bytesTotal;
    const speed = first === undefined || seconds === 0 ? null : (bytesDone - first.bytes) / seconds;
    this.state = {
      ...this.state,
      bytesDone,
      rows,
      breaks,
      rowsPerSecond: first === undefined || seconds === 0 ? null : (rows - first.rows) / seconds,
      secondsLeft: speed === null || speed === 0 || total === null ? null : Math.max(0, total - bytesDone) / speed,
    };
    this.send();
  }

  /** Ends with the exact figures. */
  finish(phase: 'done' | 'cancelled' | 'error', bytesDone: number, rows: number, breaks: number): void {
    this.state = { ...this.state, phase, bytesDone, rows, breaks, secondsLeft: null };
    this.send();
  }

  private send(): void {
    this.lastPublished = performance.now();
    this.publish(this.state);
  }
}
