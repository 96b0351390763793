import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutWritten, lineBreaks, MARKED_SPANS } from '../../../renderer/screens/chain/as-written.ts';

const spans = fc.array(
  fc.tuple(fc.nat(80), fc.nat(30)).map(([start, length]) => ({ start, end: start + length })),
  { maxLength: 12 },
);

describe('cutWritten', () => {
  it('loses no character and marks exactly those that a span covers', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 70 }), spans, (text, marked) => {
        const pieces = cutWritten(text, marked, lineBreaks(text));
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        for (const piece of pieces) {
          for (let at = piece.start; at < piece.start + piece.text.length; at += 1) {
            const covering = marked.flatMap((span, index) => (span.start <= at && at < span.end ? [index + 1] : []));
            expect(piece.marks).toEqual(covering);
          }
        }
        const begun = pieces.flatMap((piece) => piece.begins);
        const visible = marked.filter((span) => span.start < Math.min(span.end, text.length));
        expect(begun).toHaveLength(visible.length);
      }),
    );
  });

  it('marks no more spans than it says', () => {
    const text = 'x'.repeat(10_000);
    const many = Array.from({ length: 5_000 }, (_, index) => ({ start: 2 * index, end: 2 * index + 1 }));
    const pieces = cutWritten(text, many, new Map());
    expect(pieces.filter((piece) => piece.marks.length > 0)).toHaveLength(MARKED_SPANS);
    expect(pieces.length).toBeLessThanOrEqual(2 * MARKED_SPANS + 1);
  });
});

describe('lineBreaks', () => {
  it('lays JSON out as JSON.stringify with an indent does, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        const breaks = lineBreaks(text);
        const laid = cutWritten(text, [], breaks)
          .map((piece) => (piece.indent === null ? '' : `\n${'  '.repeat(piece.indent)}`) + piece.text)
          .join('');
        expect(laid).toBe(spacedColons(JSON.stringify(value, null, 2)));
      }),
      { numRuns: 300 },
    );
  });

  it('never breaks inside a string, whatever it holds', () => {
    const text = '{"a\\"b,[{":"c,d]\\\\","e":1}';
    const cuts = [...lineBreaks(text).keys()].map((at) => text.slice(at));
    expect(cuts).toEqual(['"a\\"b,[{":"c,d]\\\\","e":1}', '"e":1}', '}']);
  });

  it('stays bounded for nesting and for endless commas', () => {
    expect(Math.max(...lineBreaks('['.repeat(100_000)).values())).toBeLessThanOrEqual(24);
    expect(lineBreaks(`[${','.repeat(200_000)}]`).size).toBeLessThanOrEqual(20_000);
  });
});

/** JSON.stringify writes `": "` between name and value; the laid-out view adds line breaks and indents only. */
function spacedColons(text: string): string {
  return text.replaceAll(/^(\s*"(?:[^"\\]|\\.)*":) /gm, '$1');
}
