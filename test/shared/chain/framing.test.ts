import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../shared/base/limits.ts';
import { decodeUtf8, encodeUtf8 } from '../../../shared/base/utf8.ts';
import { ArrayFramer } from '../../../shared/chain/framing/array.ts';
import type { Framer } from '../../../shared/chain/framing/frame.ts';
import { LineFramer } from '../../../shared/chain/framing/lines.ts';
import { ProofFramer } from '../../../shared/chain/framing/proof.ts';
import { jsonText } from '../../support/chain/json-text.ts';

interface Framed {
  readonly texts: (string | null)[];
  readonly offsets: number[];
  readonly rules: string[];
}

/** Starts of a file: a mark, parts of one, and what only looks like one. */
const STARTS: readonly (readonly number[])[] = [
  [],
  [0xef, 0xbb, 0xbf],
  [0xef],
  [0xef, 0xbb],
  [0xbb, 0xbf],
  [0x20, 0xef, 0xbb, 0xbf],
  [0xef, 0xbb, 0xbf, 0x20],
  [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf],
  [0xef, 0xef, 0xbb, 0xbf],
];

function frame(framer: Framer, bytes: Uint8Array, sizes: readonly number[]): Framed {
  const texts: (string | null)[] = [];
  const offsets: number[] = [];
  const emit = (found: { offset: number; bytes: Uint8Array | null }) => {
    texts.push(found.bytes === null ? null : decodeUtf8(found.bytes));
    offsets.push(found.offset);
  };
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % Math.max(1, sizes.length)] ?? bytes.length);
    framer.push(bytes.slice(at, at + size), emit);
    at += size;
  }
  framer.finish(emit);
  return { texts, offsets, rules: framer.problems.map((problem) => problem.rule) };
}

/** As {@link frame}, with all that is said of the file. */
function framedWithPlaces(framer: Framer, bytes: Uint8Array, sizes: readonly number[]): object {
  return { ...frame(framer, bytes, sizes), problems: framer.problems };
}

const chunkSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const oneLine = jsonText().map((text) =>
  JSON.stringify(JSON.parse(text.replaceAll('1e400', '1').replaceAll('1E400', '1'))),
);

describe('lines', () => {
  it('hands out each line at its offset, wherever chunks are cut', () => {
    fc.assert(
      fc.property(
        fc.array(oneLine),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        chunkSizes,
        (lines, end, last, sizes) => {
          const text = lines.join(end) + (last && lines.length > 0 ? end : '');
          const bytes = encodeUtf8(text);
          const framed = frame(new LineFramer(), bytes, sizes);
          expect(framed.texts).toEqual(lines);
          for (const [at, offset] of framed.offsets.entries()) {
            const line = encodeUtf8(lines[at] ?? '');
            expect(bytes.slice(offset, offset + line.length)).toEqual(line);
          }
          expect(framed.rules).toEqual([]);
        },
      ),
    );
  });

  it('passes over blank lines and a byte order mark, and says so', () => {
    const framed = frame(new LineFramer(), encodeUtf8('\uFEFF{"a":1}\n\n  \n{"b":2}\n'), [5]);
    expect(framed).toEqual({
      texts: ['{"a":1}', '{"b":2}'],
      offsets: [3, 15],
      rules: ['framing.bom', 'framing.blank-lines'],
    });
  });

  it('hands out a line above the cap without its bytes, and reads on behind it', () => {
    const framer = new LineFramer();
    const lengths: (number | null)[] = [];
    const emit = (found: { length: number; bytes: Uint8Array | null }) =>
      lengths.push(found.bytes === null ? -found.length : found.length);
    const block = new Uint8Array(1024 * 1024).fill(0x61);
    for (let i = 0; i < 300; i += 1) framer.push(block, emit);
    framer.push(encodeUtf8('\n{"a":1}\n'), emit);
    framer.finish(emit);
    expect(lengths).toEqual([-300 * 1024 * 1024, 7]);
    expect(LIMITS.entryBytes).toBeLessThan(300 * 1024 * 1024);
  });
});

describe('array', () => {
  it('hands out each element at its offset, wherever chunks are cut', () => {
    const space = fc.constantFrom('', ' ', '\r\n  ');
    fc.assert(
      fc.property(fc.array(jsonText()), space, chunkSizes, (elements, pad, sizes) => {
        const text = `${pad}[${elements.map((element) => `${pad}${element}${pad}`).join(',')}]${pad}`;
        const framed = frame(new ArrayFramer(), encodeUtf8(text), sizes);
        expect(framed.texts).toEqual(elements.map((element) => element.replace(/^[ \r\n\t]+|[ \r\n\t]+$/g, '')));
        expect(framed.rules).toEqual([]);
      }),
    );
  });

  it.each([
    ['[]', [], []],
    ['[ ]', [], []],
    ['[1,]', ['1', ''], []],
    ['[,1]', ['', '1'], []],
    ['[1', ['1'], ['framing.truncated']],
    ['[1,', ['1'], ['framing.truncated']],
    ['[', [], ['framing.truncated']],
    ['[1] 2', ['1'], ['framing.trailing']],
    ['{"a":1}', [], ['framing.not-array']],
    ['', [], ['framing.not-array']],
    ['["]",{"a":"[\\""}]', ['"]"', '{"a":"[\\""}'], []],
  ])('%s', (text, texts, rules) => {
    const framed = frame(new ArrayFramer(), encodeUtf8(text), [1]);
    expect([framed.texts, framed.rules]).toEqual([texts, rules]);
  });
});

describe('a byte order mark', () => {
  const framers: readonly (readonly [string, () => Framer, string])[] = [
    ['lines', () => new LineFramer(), '{"a":1}\n2'],
    ['an array', () => new ArrayFramer(), '[{"a":1},2]'],
    ['nothing', () => new ArrayFramer(), ''],
  ];
  it.each(framers)('is read the same however the bytes are cut: %s', (_name, framer, text) => {
    for (const start of STARTS) {
      const bytes = Uint8Array.of(...start, ...encodeUtf8(text));
      const whole = framedWithPlaces(framer(), bytes, [bytes.length]);
      for (let first = 1; first <= bytes.length; first += 1) {
        for (let second = 1; second <= bytes.length - first; second += 1)
          expect(
            framedWithPlaces(framer(), bytes, [first, second, bytes.length]),
            `${start} cut at ${first}, ${first + second}`,
          ).toEqual(whole);
      }
      expect(framedWithPlaces(framer(), bytes, [1])).toEqual(whole);
    }
  });

  it('is passed over before an array, byte by byte, and nothing else is', () => {
    const rules = (...start: number[]) => frame(new ArrayFramer(), Uint8Array.of(...start, ...encodeUtf8('[1]')), [1]);
    expect(rules(0xef, 0xbb, 0xbf)).toEqual({ texts: ['1'], offsets: [4], rules: ['framing.bom'] });
    expect(rules(0xef, 0xbb)).toEqual({ texts: [], offsets: [], rules: ['framing.not-array'] });
    expect(rules(0x20, 0xef, 0xbb, 0xbf)).toEqual({ texts: [], offsets: [], rules: ['framing.not-array'] });
  });
});

describe('proof with inline entries', () => {
  it('streams the entries and keeps the rest of the document, wherever chunks are cut', () => {
    const members = fc.array(fc.tuple(fc.constantFrom('"a"', '"Entries"', '"entries "', '"x\\"y"'), jsonText()), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(members, fc.array(jsonText()), members, chunkSizes, (before, entries, after, sizes) => {
        const print = (list: [string, string][]) => list.map(([key, value]) => `${key}:${value}`);
        const whole = (inner: string) =>
          `{ ${[...print(before), ` "entries" : [${inner}]`, ...print(after)].join(',')} }`;
        const framer = new ProofFramer();
        const framed = frame(framer, encodeUtf8(whole(entries.join(','))), sizes);
        expect(framed.texts).toEqual(entries.map((entry) => entry.replace(/^[ \r\n\t]+|[ \r\n\t]+$/g, '')));
        expect(decodeUtf8(framer.takeRest() ?? new Uint8Array(0))).toBe(whole(''));
        expect(framer.hasEntries).toBe(true);
      }),
    );
  });

  it('leaves a second member of that name, a nested one and an escaped one in the rest', () => {
    const text = '{"a":{"entries":[1]},"\\u0065ntries":[2],"entries":[3],"entries":[4]}';
    const framer = new ProofFramer();
    expect(frame(framer, encodeUtf8(text), [3]).texts).toEqual(['3']);
    expect(decodeUtf8(framer.takeRest() ?? new Uint8Array(0))).toBe(text.replace('[3]', '[]'));
  });
});
