import type { ChainFault } from '../../shared/chain/fault.ts';
import { type Strip as ChainStrip, STRIP_CODES } from '../../shared/chain/strip.ts';
import type { Strip } from '../../shared/ipc/model.ts';
import type { ReplayRun } from './replay-run.ts';

/** Worst state of each of `cells` ranges: what the replay found, and over it what anchors found. */
export function stripOf(strip: ChainStrip | null, anchorFaults: readonly ChainFault[], cells: number): Strip {
  const total = strip?.length ?? 0;
  const codes: number[] = strip?.cells(cells) ?? new Array<number>(cells).fill(STRIP_CODES.notRead);
  for (const fault of anchorFaults) {
    const code = fault.severity === 'fail' ? STRIP_CODES.tampered : STRIP_CODES.warning;
    for (let cell = 0; cell < cells; cell += 1) {
      const first = Math.floor((cell * total) / cells);
      const last = Math.max(first, Math.ceil(((cell + 1) * total) / cells) - 1);
      if (fault.first <= last && first <= fault.last && (codes[cell] ?? 0) < code) codes[cell] = code;
    }
  }
  return { total, cells: codes };
}

/** Position of the nearest entry with a fault in the given direction; null when there is none. */
export function nextFaultOf(
  run: ReplayRun | null,
  anchorFaults: readonly ChainFault[],
  from: number,
  direction: 'next' | 'previous',
): number | null {
  const marks = run?.collector.marks;
  const own = (direction === 'next' ? marks?.nextAfter(from) : marks?.previousBefore(from)) ?? null;
  const starts = anchorFaults.map((fault) => fault.first).filter((first) => first < (run?.rows ?? 0));
  const ahead = starts.filter((first) => (direction === 'next' ? first > from : first < from));
  const all = own === null ? ahead : [...ahead, own];
  if (all.length === 0) return null;
  return direction === 'next' ? Math.min(...all) : Math.max(...all);
}
