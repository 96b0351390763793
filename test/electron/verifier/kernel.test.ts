import { beforeAll, describe, expect, it } from 'vitest';
import { Kernel } from '../../../electron/verifier/kernel.ts';
import { PlacedRun } from '../../../electron/verifier/placed-run.ts';
import { encodeUtf8 } from '../../../shared/base/utf8.ts';
import { referencePayloadHash } from '../../reference/canonical.ts';
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

/** A chain of rows as they are written, with these payloads. */
function linesWith(payloads: readonly object[]): string[] {
  let prevHash: string | null = null;
  return payloads.map((payload, seq) => {
    const hash: string = referencePayloadHash(prevHash, payload);
    const line = JSON.stringify({ seq, prevHash, payload, hash });
    prevHash = hash;
    return line;
  });
}

/** Where each of the lines begins and how long it is, in pairs. */
function placesOf(rows: readonly string[]): number[] {
  let at = 0;
  return rows.flatMap((row) => {
    const { length } = encodeUtf8(row);
    const place = [at, length];
    at += length + 1;
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

  it.each([
    ['one text', (text: string) => ({ text })],
    ['a text behind others, out of order', (text: string) => ({ z: [1, { y: 'é', x: null }], text, a: true })],
    ['a long name', (text: string) => ({ [`k${text}`]: 0, a: text.length })],
    ['many short members', (text: string) => Object.fromEntries([...text].map((_, at) => [`m${(at * 7) % 61}`, at]))],
  ])('takes rows of every length around that of a slot: %s', (_, payloadOf) => {
    const lengths = Array.from({ length: 90 }, (_, at) => 890 + at);
    const rows = linesWith(
      [0, 5, 4_000, ...lengths, 3, 2_000, 2_000, 1].map((length) => payloadOf('y'.repeat(length))),
    );
    const { run, stop } = taken(rows);
    expect({ count: run?.count, stop }).toEqual({ count: rows.length, stop: 'end' });
    for (const at of [2, 40, 69, 90, rows.length - 2]) {
      const forged = rows.map((row, place) => (place === at ? row.replace(/"hash":"./, '"hash":"g') : row));
      expect(taken(forged)).toMatchObject({ next: placesOf(rows)[2 * at], stop: 'unsure' });
    }
  });

  it('takes a payload of a mebibyte, and leaves a longer one', () => {
    // What the kernel writes may go on for a few bytes behind its bound, never as far as the free bytes behind it reach.
    const lengthsTaken = [1_000_000, 1_048_500, 1_049_000].filter((length) => {
      const { run } = taken(linesWith([{ a: 1 }, { text: 'y'.repeat(length) }, { a: 2 }]));
      return run?.count === 3;
    });
    expect(lengthsTaken).toEqual([1_000_000, 1_048_500]);
  });

  it('has places for as many rows as a segment can hold', () => {
    const all = linesWith(Array.from({ length: 65_536 }, () => []));
    let room = kernel.capacity;
    const rows = all.filter((row) => {
      room -= row.length + 1;
      return room >= 0;
    });
    expect(rows.length).toBeLessThan(all.length);
    const { run, stop } = taken(rows);
    expect({ count: run?.count, stop }).toEqual({ count: rows.length, stop: 'end' });
    expect([...(run?.places ?? [])].slice(-2)).toEqual(placesOf(rows).slice(-2));
  });
});
