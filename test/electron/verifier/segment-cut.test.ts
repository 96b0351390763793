import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutOfElements, cutOfLines, rowStartOf } from '../../../electron/verifier/segment-cut.ts';
import { encodeUtf8 } from '../../../shared/base/utf8.ts';
import { buildChain } from '../../support/chain/build-chain.ts';

const startOf = (text: string) => Buffer.from(rowStartOf(encodeUtf8(text))).toString();

describe('where a segment ends', () => {
  it.each([
    ['{"seq":0,"hash":""}', '{"seq"'],
    [' \n  { "hash" : ""', '{ "hash"'],
    ['{\r\n\t"payload": {}', '{\r\n\t"payload"'],
    // What does not begin like an entry, or not within reach, is taken for the usual.
    ['', '{"seq"'],
    ['{', '{"seq"'],
    ['{"se', '{"seq"'],
    ['[{"a":1}]', '{"seq"'],
    ['{}', '{"seq"'],
    [String.raw`{"a\"b":1}`, '{"seq"'],
    [`{"${'x'.repeat(300)}":1}`, '{"seq"'],
  ])('learns from %j that entries begin with %j', (text, start) => {
    expect(startOf(text)).toBe(start);
  });

  it('is where an element begins, however the writer orders and indents members', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(['seq', 'prevHash', 'payload', 'hash'] as const, { minLength: 4 }),
        fc.constantFrom(0, 1, 2, '\t'),
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 0, max: 400 }),
        (order, indent, count, missing) => {
          const rows = buildChain(count).map((entry) => Object.fromEntries(order.map((name) => [name, entry[name]])));
          const text = JSON.stringify(rows, null, indent).slice(1);
          const bytes = encodeUtf8(text).subarray(0, Math.max(1, text.length - missing));
          const cut = cutOfElements(bytes, rowStartOf(bytes));
          const start = Buffer.from(rowStartOf(bytes)).toString();
          const [read, before] = [bytes, bytes.subarray(0, cut)].map((part) => Buffer.from(part).toString());
          if (before === undefined || read === undefined) throw new Error('nothing was cut');
          if (cut === bytes.length) {
            // No element begins behind the first: the caller sees where the last one ends.
            expect(read.lastIndexOf(start)).toBe(read.indexOf(start));
          } else {
            const whole = JSON.parse(`[${before.replace(/,\s*$/, '')}]`);
            expect(whole).toEqual(rows.slice(0, whole.length));
            // It is the last place: less than one element and a beginning is left.
            expect(bytes.length - cut).toBeLessThan(2 * (text.length / count));
          }
        },
      ),
    );
  });

  it('is behind the last line feed of lines', () => {
    expect(cutOfLines(encodeUtf8('a\nb\nc'))).toBe(4);
    expect(cutOfLines(encodeUtf8('a\nb\n'))).toBe(4);
    expect(cutOfLines(encodeUtf8('abc'))).toBeNull();
  });
});
