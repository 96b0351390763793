/**
 * Processor time of some work in microseconds: the least of several turns, and not time on a clock, so that a busy machine does not count.
 */
export function effort(work: () => void, turns = 3): number {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < turns; turn += 1) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, user + system);
  }
  return least;
}

/** Below this a measurement is mostly noise. */
const NOISE_MICROSECONDS = 4_000;

/**
 * How many times the work at four times the size is that at one. About 4 for linear work and 16 for a square: tests allow 12, because
 * caches and the garbage collector have their say.
 */
export function growth(work: (size: number) => () => void, size: number): number {
  const [small, large] = [work(size), work(4 * size)];
  small();
  return effort(large) / Math.max(effort(small), NOISE_MICROSECONDS);
}

/** The most that `growth` may be. */
export const LINEAR_GROWTH = 12;
