import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capText, hasHidden, segmentText, showText } from '../../../shared/base/text.ts';

/** Independent of the implementation: the code points and ranges that the interface promises to make visible. */
const HIDDEN_RANGES: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0xa0],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x1680, 0x1680],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x2800, 0x2800],
  [0x3000, 0x3000],
  [0x3164, 0x3164],
  [0xd800, 0xf8ff],
  [0xfdd0, 0xfdef],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0x13430, 0x13438],
  [0x1bca0, 0x1bca3],
  [0x1d159, 0x1d159],
  [0x1d173, 0x1d17a],
  [0x1fffe, 0x1ffff],
  [0xe0000, 0xe0fff],
  [0xf0000, 0x10ffff],
];

function isHidden(codePoint: number): boolean {
  return HIDDEN_RANGES.some(([from, to]) => codePoint >= from && codePoint <= to);
}

const hiddenCodePoint = fc
  .constantFrom(...HIDDEN_RANGES)
  .chain(([from, to]) => fc.integer({ min: from, max: to }))
  .map((codePoint) => String.fromCodePoint(codePoint));
const anyText = fc
  .array(fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), hiddenCodePoint, fc.string({ maxLength: 6 })))
  .map((parts) => parts.join(''));

function codePoints(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

describe('showText', () => {
  it('spells out what a reader can not see', () => {
    expect(showText('evil\u202Egpj.exe')).toBe('evil⟨U+202E⟩gpj.exe');
    expect(showText('a\nb\tc\u0000')).toBe('a⟨U+000A⟩b⟨U+0009⟩c⟨U+0000⟩');
    expect(showText('\uD800x\u{E0041}\u00A0')).toBe('⟨U+D800⟩x⟨U+E0041⟩⟨U+00A0⟩');
  });

  it('shows every promised code point, and leaves letters of any script alone', () => {
    for (const [from, to] of HIDDEN_RANGES) {
      for (const codePoint of [from, Math.floor((from + to) / 2), to]) {
        const shown = showText(String.fromCodePoint(codePoint));
        expect(shown).toBe(`⟨U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}⟩`);
      }
    }
    const letters = 'Grüße, 東京, Ελλάδα, שלום, قاعدة, 😀 ~ | "quoted" \\ <img onerror=alert(1)>';
    expect(showText(letters)).toBe(letters);
  });

  it('never lets a hidden character through', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 40 }), (text, max) => {
        for (const shown of [showText(text), showText(text, max)]) {
          expect(codePoints(shown).filter(isHidden)).toEqual([]);
          expect(hasHidden(shown)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('does not escape what it made visible already', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = showText(text, Number.POSITIVE_INFINITY);
        expect(showText(once, Number.POSITIVE_INFINITY)).toBe(once);
      }),
    );
  });

  it('caps by units, never inside a surrogate pair, and counts what it left off', () => {
    expect(showText('abcdef', 4)).toBe('abcd… (2 more characters)');
    expect(showText('abcde', 4)).toBe('abcd… (1 more character)');
    expect(showText('abc😀', 4)).toBe('abc… (2 more characters)');
    expect(showText('abc😀', 5)).toBe('abc😀');
    expect(showText('abc', 0)).toBe('… (3 more characters)');
    expect(showText('x'.repeat(2_001))).toBe(`${'x'.repeat(2_000)}… (1 more character)`);
  });
});

describe('capText', () => {
  it('keeps a prefix within the cap and accounts for every unit', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: -2, max: 60 }), (text, max) => {
        const { kept, left } = capText(text, max);
        expect(text.startsWith(kept)).toBe(true);
        expect(kept.length + left).toBe(text.length);
        expect(kept.length).toBeLessThanOrEqual(Math.max(0, max));
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(text.length, Math.max(0, max) - 1));
        const before = text.codePointAt(kept.length - 1) ?? 0;
        expect(left > 0 && before > 0xffff).toBe(false);
      }),
    );
  });
});

describe('segmentText', () => {
  it('loses nothing: plain runs and code points give the text back', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const runs = segmentText(text);
        const back = runs
          .map((run) => (run.kind === 'plain' ? run.text : String.fromCodePoint(run.codePoint)))
          .join('');
        expect(back).toBe(text);
        expect(runs.every((run) => run.text.length > 0)).toBe(true);
        expect(runs.map((run) => run.text).join('')).toBe(showText(text, Number.POSITIVE_INFINITY));
      }),
    );
  });

  it('makes one run for each hidden character and at most one more than that for the rest', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const hidden = codePoints(text).filter(isHidden).length;
        const runs = segmentText(text);
        expect(runs.filter((run) => run.kind === 'hidden').length).toBeGreaterThanOrEqual(hidden);
        expect(runs.length).toBeLessThanOrEqual(2 * runs.filter((run) => run.kind === 'hidden').length + 1);
      }),
    );
  });

  it('does work in proportion to the length: runs of a hostile text grow by the same factor as the text', () => {
    const hostile = (size: number) => segmentText('\u202Ea\uD800'.repeat(size)).length;
    expect(hostile(100_000)).toBe(100 * hostile(1_000));
  });
});
