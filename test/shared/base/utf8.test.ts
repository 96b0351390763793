import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, detached, encodeUtf8, utf8Length } from '../../../shared/base/utf8.ts';

describe('strict UTF-8', () => {
  it('gives back what was encoded, a byte order mark included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUtf8(encodeUtf8(text))).toBe(text);
        expect(decodeUtf8(encodeUtf8(`\uFEFF${text}`))).toBe(`\uFEFF${text}`);
      }),
    );
  });

  it('refuses exactly the bytes that would not come back the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const text = decodeUtf8(bytes);
        const lenient = Buffer.from(bytes).toString('utf8');
        const comesBack = Buffer.from(lenient, 'utf8').equals(Buffer.from(bytes));
        expect(text !== null).toBe(comesBack);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['overlong slash', [0xc0, 0xaf]],
    ['overlong zero', [0xe0, 0x80, 0x80]],
    ['surrogate', [0xed, 0xa0, 0x80]],
    ['above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['continuation alone', [0x80]],
    ['cut character', [0xe2, 0x82]],
  ])('refuses: %s', (_name, bytes) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toBeNull();
  });

  it('counts the bytes of a part of a text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        expect(utf8Length(before + after, before.length)).toBe(Buffer.byteLength(before));
      }),
    );
  });
});

describe('a detached text', () => {
  it('is the same text, lone surrogates included', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
        (text) => {
          expect(detached(text)).toBe(text);
        },
      ),
    );
  });
});
