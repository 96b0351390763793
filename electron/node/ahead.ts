/**
 * The same values in the same order, the next ones being made while the one at hand is used. An error comes where it would have come.
 * Whoever stops early waits for the values that were begun, so that what they are read from may be closed then.
 *
 * @param source a generator, which makes one value after another however many are asked for
 * @param count values that are made ahead, at least 1: so many more than were taken, at most
 */
export async function* ahead<T>(source: AsyncGenerator<T>, count: number): AsyncGenerator<T> {
  const begun: Promise<IteratorResult<T>>[] = [];
  const begin = (): void => {
    const made = source.next();
    // It may fail while one before it is still in use; whoever waits for it next is told.
    made.catch(() => undefined);
    begun.push(made);
  };
  try {
    begin();
    for (let next = begun.shift(); next !== undefined; next = begun.shift()) {
      const made = await next;
      if (made.done) return;
      while (begun.length < count) begin();
      yield made.value;
    }
  } finally {
    await Promise.allSettled(begun);
    await source.return(undefined);
  }
}
