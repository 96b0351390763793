import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Inflater } from '../../../electron/node/inflate.ts';

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
          const input = Buffer.concat([stored, after]);
          const inflater = new Inflater();
          const output: Uint8Array[] = [];
          let state: string = 'open';
          for (let at = 0; at < input.length && state === 'open'; at += step) {
            const result = await inflater.step(input.subarray(at, at + step));
            output.push(...result.output);
            state = result.state;
          }
          if (state === 'open') {
            const result = await inflater.finish();
            output.push(...result.output);
            state = result.state;
          }
          expect(state).toBe('ended');
          expect(inflater.consumed).toBe(stored.length);
          expect(Buffer.compare(Buffer.concat(output), data)).toBe(0);
          inflater.close();
        },
      ),
    );
  });

  it('does not end before the last block', async () => {
    const stored = deflateRawSync(Buffer.from('evidence '.repeat(1_000)));
    const inflater = new Inflater();
    expect((await inflater.step(stored.subarray(0, stored.length - 1))).state).toBe('open');
    expect((await inflater.finish()).state).toBe('broken');
    inflater.close();
  });
});
