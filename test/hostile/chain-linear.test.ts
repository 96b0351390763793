import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../shared/base/utf8.ts';
import { FaultCollector } from '../../shared/chain/collector.ts';
import { readEntry } from '../../shared/chain/entry.ts';
import { ArrayFramer } from '../../shared/chain/framing/array.ts';
import type { Framer } from '../../shared/chain/framing/frame.ts';
import { LineFramer } from '../../shared/chain/framing/lines.ts';
import { ProofFramer } from '../../shared/chain/framing/proof.ts';
import { Replay } from '../../shared/chain/replay.ts';
import { RowMarks } from '../../shared/chain/row-marks.ts';
import { buildChain, linesOf, testSha256 } from '../support/chain/build-chain.ts';
import { growth, LINEAR_GROWTH } from '../support/effort.ts';

function framing(make: () => Framer, text: (size: number) => string, chunk: number) {
  return (size: number) => {
    const bytes = encodeUtf8(text(size));
    return () => {
      const framer = make();
      for (let at = 0; at < bytes.length; at += chunk) framer.push(bytes.subarray(at, at + chunk), () => undefined);
      framer.finish(() => undefined);
    };
  };
}

const FRAMINGS: readonly (readonly [string, () => Framer, (size: number) => string])[] = [
  ['short lines', () => new LineFramer(), (size) => '{}\n'.repeat(size)],
  ['blank lines', () => new LineFramer(), (size) => '\n'.repeat(size)],
  ['one long line', () => new LineFramer(), (size) => 'x'.repeat(size * 4)],
  ['an array', () => new ArrayFramer(), (size) => `[${'{},'.repeat(size)}{}]`],
  ['an array of nothing', () => new ArrayFramer(), (size) => `[${','.repeat(size)}]`],
  ['nested brackets', () => new ArrayFramer(), (size) => '['.repeat(size)],
  ['a string that does not end', () => new ArrayFramer(), (size) => `["${'\\"'.repeat(size)}`],
  ['much behind the array', () => new ArrayFramer(), (size) => `[]${'x'.repeat(size * 4)}`],
  ['a proof', () => new ProofFramer(), (size) => `{"entries":[${'{},'.repeat(size)}{}]}`],
  ['a proof of names', () => new ProofFramer(), (size) => `{${'"entries":1,'.repeat(size)}"a":1}`],
  ['a proof of one long name', () => new ProofFramer(), (size) => `{"${'e'.repeat(size * 4)}`],
];

describe('work of the framers', () => {
  it.each(FRAMINGS)('grows no faster than the file: %s', (_name, make, text) => {
    expect(growth(framing(make, text, 64 * 1024), 100_000)).toBeLessThan(LINEAR_GROWTH);
    // A file that comes in small pieces, as a pipe may give it.
    expect(growth(framing(make, text, 100), 25_000)).toBeLessThan(LINEAR_GROWTH);
  });
});

const row = (seq: number, prevHash: string | null, hash: string) => JSON.stringify({ seq, prevHash, payload: 1, hash });
const CHAINS: readonly (readonly [string, (size: number) => string[]])[] = [
  ['sound', (size) => linesOf(buildChain(size))],
  ['backwards', (size) => linesOf(buildChain(size)).reverse()],
  ['each entry twice', (size) => linesOf(buildChain(size / 2)).flatMap((line) => [line, line])],
  ['one entry again and again', (size) => new Array<string>(size).fill(row(5, 'a', 'b'))],
  ['a beginning again and again', (size) => new Array<string>(size).fill(row(0, null, 'b'))],
  ['no entry links', (size) => Array.from({ length: size }, (_, at) => row(at, `p${at}`, `h${at}`))],
  ['forks without end', (size) => Array.from({ length: size }, (_, at) => row(at, `h${at >> 1}`, `h${at}`))],
  ['nothing readable', (size) => new Array<string>(size).fill('x')],
  [
    'even before odd',
    (size) => {
      const lines = linesOf(buildChain(size));
      return [...lines.filter((_, at) => at % 2 === 0), ...lines.filter((_, at) => at % 2 === 1)];
    },
  ],
];

describe('work of the replay', () => {
  it.each(CHAINS)('grows no faster than the chain: %s', (_name, make) => {
    const work = (size: number) => {
      const entries = make(size).map((line) => readEntry(encodeUtf8(line)));
      return () => {
        const replay = new Replay(testSha256, new FaultCollector());
        for (const entry of entries) replay.push(entry, 0);
        replay.finish();
      };
    };
    expect(growth(work, 4_000)).toBeLessThan(LINEAR_GROWTH);
  });
});

describe('work of the marks', () => {
  it('for one entry does not grow with their number', () => {
    const work = (size: number) => {
      const marks = new RowMarks();
      marks.add(0, 4 * size, 'reordered');
      for (let at = 0; at < size; at += 1) marks.add(3 * at, 3 * at + (at % 2), 'payload-altered');
      marks.classesAt(0);
      return () => {
        for (let turn = 0; turn < 100_000; turn += 1) {
          marks.classesAt((turn * 7) % (3 * size));
          marks.nextAfter((turn * 11) % (3 * size));
        }
      };
    };
    expect(growth(work, 25_000)).toBeLessThan(4);
  });
});
