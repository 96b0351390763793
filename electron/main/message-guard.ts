/**
 * Weight of a value as it came from a structured clone: UTF-16 units of strings and names, bytes of buffers, and a fixed
 * share for each value. Stops counting above `cap`, so its own work is bounded.
 *
 * @returns the weight, or a number above `cap`
 */
export function messageWeight(value: unknown, cap: number): number {
  const queue: unknown[] = [value];
  const seen = new Set<object>();
  let weight = 0;
  while (queue.length > 0 && weight <= cap) {
    const item = queue.pop();
    weight += 8;
    if (typeof item === 'string') weight += item.length;
    if (typeof item === 'bigint') weight += item.toString(16).length;
    if (typeof item !== 'object' || item === null || seen.has(item)) continue;
    seen.add(item);
    if (ArrayBuffer.isView(item) || item instanceof ArrayBuffer) weight += item.byteLength;
    else if (item instanceof Map || item instanceof Set) weight += cap + 1;
    else if (weight + Object.keys(item).length > cap) weight += cap + 1;
    else
      for (const [name, member] of Object.entries(item)) {
        weight += name.length;
        queue.push(member);
      }
  }
  return weight;
}

/** Counts what happens in each second of a monotonic clock and says when it is too much. */
export class RateGauge {
  readonly #perSecond: number;
  readonly #now: () => number;
  #second = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** @param now milliseconds of a monotonic clock */
  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Counts one more; false when this second has had its share already. */
  admit(): boolean {
    const second = Math.floor(this.#now() / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#count = 0;
    }
    this.#count += 1;
    return this.#count <= this.#perSecond;
  }
}
