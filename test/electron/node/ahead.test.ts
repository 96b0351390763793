import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ahead } from '../../../electron/node/ahead.ts';

/** Counts what it was asked for; fails at the place given, if any. */
class Source {
  asked = 0;
  closed = false;

  async *values(count: number, failAt: number | null): AsyncGenerator<number> {
    try {
      for (let value = 0; value < count; value += 1) {
        this.asked += 1;
        await Promise.resolve();
        if (value === failAt) throw new Error(`at ${value}`);
        yield value;
      }
    } finally {
      this.closed = true;
    }
  }
}

async function taken(values: AsyncIterable<number>, most: number): Promise<{ got: number[]; error: string | null }> {
  const got: number[] = [];
  try {
    if (most > 0) {
      for await (const value of values) {
        got.push(value);
        if (got.length === most) break;
      }
    }
    return { got, error: null };
  } catch (error) {
    return { got, error: error instanceof Error ? error.message : String(error) };
  }
}

describe('ahead', () => {
  it('gives what the source gives, errors in their place, wherever one stops, and closes the source', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(6),
        fc.option(fc.nat(6)),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 9 }),
        async (count, failAt, most, early) => {
          const source = new Source();
          const plain = await taken(new Source().values(count, failAt), most);
          expect(await taken(ahead(source.values(count, failAt), early), most)).toEqual(plain);
          expect(source.closed).toBe(true);
        },
      ),
    );
  });

  it.each([1, 3])('makes %i values more than were taken, and no more', async (early) => {
    const source = new Source();
    const values = ahead(source.values(10, null), early);
    for (let at = 1; at <= 5; at += 1) {
      await values.next();
      await new Promise((resolve) => setTimeout(resolve, 0));
      expect(source.asked).toBe(at + early);
    }
    await values.return(undefined);
    expect([source.asked, source.closed]).toEqual([5 + early, true]);
  });
});
