import * as crypto from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { Kernel } from '../../../electron/verifier/kernel.ts';
import { processSegment } from '../../../electron/verifier/segment.ts';
import { encodeUtf8 } from '../../../shared/base/utf8.ts';
import { buildChain, linesOf } from '../../support/chain/build-chain.ts';
import { testKernel } from '../../support/kernel.ts';

// The digests are taken as ever; they are only counted.
vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>();
  return { ...real, hash: vi.fn(real.hash) };
});

/** Digests that the kernel's caller takes for a segment of these rows, and the parts that it is found to have. */
async function digestsFor(rows: readonly string[]) {
  const kernel = new Kernel(await testKernel());
  vi.mocked(crypto.hash).mockClear();
  const { parts } = processSegment(kernel, encodeUtf8(`${rows.join('\n')}\n`), true);
  return { digests: vi.mocked(crypto.hash).mock.calls.length, runs: parts.map(({ run }) => run?.count ?? 0) };
}

describe('the work of the kernel', () => {
  it('is one digest for each entry of a sound chain', async () => {
    expect(await digestsFor(linesOf(buildChain(300)))).toEqual({ digests: 300, runs: [300] });
  });

  it('does not grow many times over where no entry recomputes', async () => {
    const altered = linesOf(buildChain(300)).map((line) => line.replace('"event-', '"events-'));
    const { digests, runs } = await digestsFor(altered);
    expect(runs).toEqual(altered.map(() => 0));
    expect(digests).toBeLessThan(300 + 32);
  });

  it('is that of a sound chain again behind an entry that does not recompute', async () => {
    const rows = linesOf(buildChain(300));
    rows[100] = rows[100]?.replace('"event-', '"events-') ?? '';
    const { digests, runs } = await digestsFor(rows);
    expect(runs).toEqual([100, 0, 199]);
    expect(digests).toBeLessThan(300 + 32);
  });
});
