import { Pace, STEP, type Steps } from './steps.ts';

/**
 * The items in order, in pieces: the same as `[...items].sort(compare)`, items that compare equal in the order they came in.
 *
 * @param compare negative when the first goes before the second
 */
export function* sortedSteps<T>(items: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  const pace = new Pace();
  let runs: T[][] = [];
  for (let from = 0; from < items.length; from += STEP) {
    runs.push(items.slice(from, from + STEP).sort(compare));
    if (from > 0) yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(yield* merge(runs[at] ?? [], runs[at + 1] ?? [], compare, pace));
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(first: readonly T[], second: readonly T[], compare: (a: T, b: T) => number, pace: Pace): Steps<T[]> {
  const merged: T[] = [];
  let [left, right] = [0, 0];
  for (;;) {
    const [a, b] = [first[left], second[right]];
    if (left === first.length && right === second.length) return merged;
    if (right === second.length || (left < first.length && compare(a as T, b as T) <= 0)) {
      merged.push(a as T);
      left += 1;
    } else {
      merged.push(b as T);
      right += 1;
    }
    if (pace.full()) yield;
  }
}
