import { beforeAll, describe, expect, it } from 'vitest';
import { Kernel } from '../../../electron/verifier/kernel.ts';
import { PlacedRun } from '../../../electron/verifier/placed-run.ts';
import { encodeUtf8 } from '../../../shared/base/utf8.ts';
import { buildChain, linesOf } from '../../support/chain/build-chain.ts';
import { testKernel } from '../../support/kernel.ts';

const entries = buildChain(1_200);
const lines = linesOf(entries);
let kernel: Kernel;
beforeAll(async () => {
  kernel = new Kernel(await testKernel());
});

function taken(rows: readonly string[]) {
  const bytes = encodeUtf8(`${rows.join('\n')}\n`);
  kernel.load(bytes);
  const { run, ...rest } = kernel.take(0, bytes.length, true);
  return { bytes, run: run === null ? null : new PlacedRun(run), ...rest };
}

/** Where each of the lines begins and how long it is, in pairs. */
function placesOf(rows: readonly string[]): number[] {
  let at = 0;
  return rows.flatMap((row) => {
    const place = [at, row.length];
    at += row.length + 1;
    return place;
  });
}

describe('the kernel', () => {
  // Digests are compared 32 at a time; of the last 1024 the hash is kept.
  it.each([1, 31, 32, 33, 63, 64, 65, 1_023, 1_024, 1_025, 1_200])(
    'takes %i sound rows in one run, each in its place',
    (count) => {
      const rows = lines.slice(0, count);
      const { run, next, stop, bytes } = taken(rows);
      expect({ next, stop }).toEqual({ next: bytes.length, stop: 'end' });
      expect(run).toMatchObject({ count, firstSeq: 0, firstPrevHash: null, firstHash: entries[0]?.hash });
      expect(run?.lastHashes.slice()).toEqual(entries.slice(Math.max(0, count - 1_024), count).map(({ hash }) => hash));
      expect([...(run?.places ?? [])]).toEqual(placesOf(rows));
    },
  );

  it.each([0, 1, 30, 31, 32, 33, 63, 64, 65])('stops at row %i when its content does not give its hash', (at) => {
    const rows = lines.slice(0, 200);
    rows[at] = (rows[at] ?? '').replace('"event":"event-', '"event":"forged-');
    const { run, next, stop } = taken(rows);
    expect({ next, stop }).toEqual({ next: placesOf(rows)[2 * at], stop: 'unsure' });
    expect(run?.count ?? 0).toBe(at);
    expect([...(run?.places ?? [])]).toEqual(placesOf(rows.slice(0, at)));
    expect(run?.lastHashes.slice() ?? []).toEqual(entries.slice(0, at).map(({ hash }) => hash));
  });

  it('stops at a row of which one digit of the hash is another, wherever in it, though the next one names it', () => {
    for (const digit of [0, 31, 63]) {
      for (const at of [0, 31, 32, 63, 64, 130]) {
        const { hash = '' } = entries[at] ?? {};
        const other = `${hash.slice(0, digit)}${hash[digit] === 'a' ? 'b' : 'a'}${hash.slice(digit + 1)}`;
        const rows = lines.slice(0, 200).map((line) => line.replace(hash, other));
        expect(taken(rows)).toMatchObject({ next: placesOf(rows)[2 * at], stop: 'unsure' });
      }
    }
  });
});
