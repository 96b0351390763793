/**
 * The same values in the same order, the next one being made while the one at hand is used. An error comes where it would have come.
 * Whoever stops early waits for the value that was begun, so that what it is read from may be closed then.
 *
 * @param source asked for at most one value more than was taken
 */
export async function* oneAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const values = source[Symbol.asyncIterator]();
  const begin = (): Promise<IteratorResult<T>> => {
    const made = values.next();
    // It may fail while the value before it is still in use; whoever waits for it next is told.
    made.catch(() => undefined);
    return made;
  };
  let next = begin();
  try {
    for (;;) {
      const made = await next;
      if (made.done) return;
      next = begin();
      yield made.value;
    }
  } finally {
    await next.catch(() => undefined);
    await values.return?.();
  }
}
