import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toTsv } from '../../../renderer/components/tsv.ts';
import { hasHidden } from '../../../shared/base/text.ts';

describe('toTsv', () => {
  it('writes one line for each row', () => {
    expect(
      toTsv([
        ['a', 'b'],
        ['1', ''],
      ]),
    ).toBe('a\tb\n1\t\n');
  });

  it('keeps a spreadsheet from running what evidence says', () => {
    expect(toTsv([['=HYPERLINK("http://x")', '+1+1', '@SUM(A1)', '-2+3']])).toBe(
      `'=HYPERLINK("http://x")\t'+1+1\t'@SUM(A1)\t'-2+3\n`,
    );
  });

  it('leaves numbers alone', () => {
    expect(toTsv([['-12', '3.5']])).toBe('-12\t3.5\n');
  });

  it('spells out what would hide, break a line or start a cell', () => {
    expect(toTsv([['a\u202Eb\tc\nd']])).toBe('a⟨U+202E⟩b⟨U+0009⟩c⟨U+000A⟩d\n');
  });

  it('gives back the same grid for any cells', () => {
    const cell = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 })), (rows) => {
        const lines = toTsv(rows).split('\n').slice(0, -1);
        expect(lines).toHaveLength(rows.length);
        for (const line of lines) {
          const cells = line.split('\t');
          expect(cells).toHaveLength(3);
          for (const text of cells) {
            expect(hasHidden(text)).toBe(false);
            expect(text).not.toMatch(/^[=@+]/);
          }
        }
      }),
    );
  });
});
