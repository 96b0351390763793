import { setTimeout } from 'node:timers/promises';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Inflater, type InflateStep } from '../../../electron/node/inflate.ts';

const MEBIBYTE = 1024 * 1024;

interface Inflated {
  readonly bytes: Buffer;
  readonly state: InflateStep['state'];
  readonly consumed: number;
  /** Most bytes that one answer brought. */
  readonly most: number;
}

/** Hands `input` in by steps of `step` bytes, and ends it; what is held is asked for after `use`. */
async function inflate(
  input: Uint8Array,
  step: number,
  use: () => Promise<void> = () => Promise.resolve(),
): Promise<Inflated> {
  const inflater = new Inflater();
  const output: Uint8Array[] = [];
  let most = 0;
  const taken = async (answer: Promise<InflateStep>): Promise<InflateStep['state']> => {
    for (let next = await answer; ; next = await inflater.more()) {
      most = Math.max(
        most,
        next.output.reduce((sum, { length }) => sum + length, 0),
      );
      output.push(...next.output);
      if (next.state !== 'held') return next.state;
      await use();
    }
  };
  let state: InflateStep['state'] = 'open';
  for (let at = 0; at < input.length && state === 'open'; at += step) {
    state = await taken(inflater.step(input.subarray(at, at + step)));
  }
  if (state === 'open') state = await taken(inflater.finish());
  const { consumed } = inflater;
  inflater.close();
  return { bytes: Buffer.concat(output), state, consumed, most };
}

describe('Inflater', () => {
  it('inflates in steps of any size, and tells what follows the last block', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 5_000 }),
        fc.integer({ min: 0, max: 9 }),
        fc.uint8Array({ maxLength: 20 }),
        fc.integer({ min: 1, max: 700 }),
        async (data, level, after, step) => {
          const stored = deflateRawSync(data, { level });
          const { bytes, state, consumed } = await inflate(Buffer.concat([stored, after]), step);
          expect(state).toBe('ended');
          expect(consumed).toBe(stored.length);
          expect(Buffer.compare(bytes, data)).toBe(0);
        },
      ),
    );
  });

  it('holds less than a mebibyte of what a step inflates to, however much that is, and gives all of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 2 * MEBIBYTE })), { minLength: 1, maxLength: 6 }),
        fc.constantFrom(1_000, 32 * 1024, MEBIBYTE),
        fc.boolean(),
        async (runs, step, hidden) => {
          const data = Buffer.concat(runs.map(([byte, length]) => Buffer.alloc(length, byte)));
          const stored = deflateRawSync(data);
          const input = hidden ? Buffer.concat([stored, Buffer.from('hidden')]) : stored;
          const { bytes, state, consumed, most } = await inflate(input, step);
          expect(state).toBe('ended');
          expect(consumed).toBe(stored.length);
          expect(bytes.equals(data)).toBe(true);
          expect(most).toBeLessThan(MEBIBYTE);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives the same bytes before a broken place each time, all but the last half mebibyte', async () => {
    const data = Buffer.concat([1, 2, 3, 4, 5].map((byte) => Buffer.alloc(MEBIBYTE - 7, byte)));
    // 6 opens a block of a type that does not exist.
    const stored = deflateRawSync(data, { level: 0 });
    const broken = Buffer.concat([stored.subarray(0, 5 + 65_535), Buffer.from([6, 0])]);
    const inside = Buffer.concat([deflateRawSync(data, { finishFlush: 2 }), Buffer.from([6, 0, 0])]);
    for (const [input, whole] of [
      [broken, 65_535],
      [inside, data.length],
    ] as const) {
      for (const step of [1_000, 32 * 1024, MEBIBYTE]) {
        const first = await inflate(input, step);
        expect(first.state).toBe('broken');
        expect(data.subarray(0, first.bytes.length).equals(first.bytes)).toBe(true);
        expect(first.bytes.length).toBeGreaterThan(whole - MEBIBYTE / 2 - 1);
        for (let again = 0; again < 5; again += 1) {
          expect((await inflate(input, step)).bytes.length).toBe(first.bytes.length);
        }
      }
    }
  });

  it('gives all before hidden bytes to whoever is slow to ask', async () => {
    for (const length of [600_000, 1_300_000, 2_500_000]) {
      const stored = deflateRawSync(Buffer.alloc(length));
      const input = Buffer.concat([stored, Buffer.from('hidden')]);
      // Meanwhile the inflater gets as far as it can.
      const { bytes, state, consumed } = await inflate(input, input.length, () => setTimeout(30));
      expect({ length: bytes.length, state, consumed }).toEqual({ length, state: 'ended', consumed: stored.length });
    }
  });

  it('answers whoever waits when it is closed', async () => {
    for (const after of ['', 'hidden']) {
      const inflater = new Inflater();
      const step = inflater.step(Buffer.concat([deflateRawSync(Buffer.alloc(100_000)), Buffer.from(after)]));
      inflater.close();
      expect((await step).state).not.toBe('held');
    }
  });

  it('does not end before the last block', async () => {
    const stored = deflateRawSync(Buffer.from('evidence '.repeat(1_000)));
    expect((await inflate(stored.subarray(0, stored.length - 1), stored.length)).state).toBe('broken');
  });
});
