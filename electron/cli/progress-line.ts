import type { Progress } from '../../shared/ipc/model.ts';
import type { Sink } from './terminal.ts';

const ERASE_LINE = '\r\u001b[K';

/** One line on standard error that is written over and over while a replay runs. */
export interface ProgressLine {
  show(progress: Progress): void;
  /** Removes the line; anything may be written after that. */
  clear(): Promise<void>;
}

/** A progress line on a terminal; on anything else, or when it is not wanted, one that does nothing. */
export function progressLine(sink: Sink, wanted: boolean): ProgressLine {
  if (!wanted || !sink.isTerminal) {
    return { show: () => undefined, clear: async () => undefined };
  }
  let shown = false;
  return {
    show: (progress) => {
      shown = true;
      void sink.write(`${ERASE_LINE}${describeProgress(progress).slice(0, Math.max((sink.columns ?? 80) - 1, 20))}`);
    },
    clear: async () => {
      if (shown) {
        shown = false;
        await sink.write(ERASE_LINE);
      }
    },
  };
}

/** For example `replaying · 6412000 rows · 64 % · 1.1 M rows/s · 3 s left · 0 breaks so far`. */
export function describeProgress(progress: Progress): string {
  const parts = [progress.phase as string, `${progress.rows} rows`];
  if (progress.bytesTotal !== null && progress.bytesTotal > 0) {
    parts.push(`${Math.min(100, Math.floor((100 * progress.bytesDone) / progress.bytesTotal))} %`);
  }
  if (progress.rowsPerSecond !== null) {
    parts.push(`${shortCount(progress.rowsPerSecond)} rows/s`);
  }
  if (progress.secondsLeft !== null) {
    parts.push(`${shortDuration(progress.secondsLeft)} left`);
  }
  parts.push(`${progress.breaks} breaks so far`);
  return parts.join(' · ');
}

function shortCount(count: number): string {
  if (count >= 999_500) {
    return `${(count / 1_000_000).toFixed(1)} M`;
  }
  return count >= 10_000 ? `${Math.round(count / 1_000)} k` : String(Math.round(count));
}

function shortDuration(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < 100) {
    return `${whole} s`;
  }
  const minutes = Math.ceil(whole / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}
