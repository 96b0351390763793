import { crc32 as nodeCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../shared/bundle/crc32.ts';
import { detectHead } from '../../../shared/bundle/detect.ts';
import { readExtraFields, resolveZip64 } from '../../../shared/bundle/zip-extra.ts';
import { decodeCp437, decodeUtf8, escapeBytes } from '../../../shared/bundle/zip-text.ts';
import { zipTime } from '../../../shared/bundle/zip-time.ts';
import { extraField, littleEndian } from '../../support/zip-builder.ts';

const NONE = readExtraFields(new Uint8Array(0));
const ONES = 0xffffffff;

describe('readExtraFields', () => {
  it('splits what was joined, and lets padding pass', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 0xffff }), fc.uint8Array({ maxLength: 30 })), {
          selector: ([id]) => id,
          maxLength: 6,
        }),
        fc.integer({ min: 0, max: 3 }),
        (fields, padding) => {
          const bytes = Buffer.concat([...fields.map(([id, data]) => extraField(id, data)), Buffer.alloc(padding)]);
          const { fields: read, problem } = readExtraFields(bytes);
          expect(problem).toBeNull();
          expect([...read].map(([id, data]) => [id, [...data]])).toEqual(fields.map(([id, data]) => [id, [...data]]));
        },
      ),
    );
  });

  it('keeps what stands before a cut, and never throws', () => {
    const bytes = Buffer.concat([extraField(7, Uint8Array.of(1)), littleEndian([8, 2], [9, 2], [0, 1])]);
    expect(readExtraFields(bytes)).toMatchObject({ problem: 'cut' });
    expect([...readExtraFields(bytes).fields.keys()]).toEqual([7]);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => void readExtraFields(noise)));
  });

  it('tells when a deciding field stands twice', () => {
    const twice = (id: number): Uint8Array =>
      Buffer.concat([extraField(id, Uint8Array.of(1)), extraField(id, Uint8Array.of(2))]);
    expect([0x0001, 0x7075, 0x5455].map((id) => readExtraFields(twice(id)).problem)).toEqual([
      'repeated',
      'repeated',
      null,
    ]);
  });
});

describe('resolveZip64', () => {
  const field = (...values: number[]) =>
    readExtraFields(extraField(1, littleEndian(...values.map((value) => [value, 8] as const))));

  it('takes only what is announced, in fixed order', () => {
    const narrow = { size: 1, storedSize: 2, localOffset: 3, disk: 0 };
    expect(resolveZip64(narrow, field(9, 9, 9))).toEqual(narrow);
    expect(resolveZip64({ ...narrow, storedSize: ONES }, field(2 ** 40))).toEqual({ ...narrow, storedSize: 2 ** 40 });
    expect(resolveZip64({ ...narrow, size: ONES, localOffset: ONES }, field(5, 6))).toEqual({
      ...narrow,
      size: 5,
      localOffset: 6,
    });
  });

  it('gives null for what is missing or too large', () => {
    expect(resolveZip64({ size: ONES, storedSize: ONES }, field(5))).toMatchObject({ size: 5, storedSize: null });
    expect(resolveZip64({ size: ONES, storedSize: 1 }, NONE)).toMatchObject({ size: null, storedSize: 1 });
    const huge = readExtraFields(extraField(1, Buffer.alloc(8, 0xff)));
    expect(resolveZip64({ size: ONES, storedSize: 1 }, huge)).toMatchObject({ size: null, storedSize: 1 });
  });
});

describe('zipTime', () => {
  const dos = (year: number, month: number, day: number): number => ((year - 1980) << 9) | (month << 5) | day;

  it('reads DOS fields as UTC', () => {
    expect(zipTime(dos(2026, 6, 28), (13 << 11) | (5 << 5) | 29, NONE)).toBe('2026-06-28T13:05:58Z');
    expect(zipTime(dos(2107, 12, 31), 0, NONE)).toBe('2107-12-31T00:00:00Z');
  });

  it('gives null for the zero of the format and for dates that do not exist', () => {
    expect(zipTime(0x21, 0, NONE)).toBeNull();
    expect(zipTime(0, 0, NONE)).toBeNull();
    expect(zipTime(dos(2025, 2, 29), 0, NONE)).toBeNull();
    expect(zipTime(dos(2025, 13, 1), 0, NONE)).toBeNull();
    expect(zipTime(dos(2025, 1, 1), 24 << 11, NONE)).toBeNull();
    expect(zipTime(dos(2025, 1, 1), 30, NONE)).toBeNull();
  });

  it('prefers the fields that state UTC', () => {
    const unix = readExtraFields(extraField(0x5455, littleEndian([1, 1], [1_000_000_000, 4])));
    expect(zipTime(dos(2026, 1, 1), 0, unix)).toBe('2001-09-09T01:46:40Z');
    const ticks = (1_000_000_000n + 11_644_473_600n) * 10_000_000n;
    const data = Buffer.concat([Buffer.alloc(4), littleEndian([1, 2], [24, 2]), Buffer.alloc(24)]);
    data.writeBigUInt64LE(ticks, 8);
    expect(zipTime(dos(2026, 1, 1), 0, readExtraFields(extraField(0x0a, data)))).toBe('2001-09-09T01:46:40Z');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffff),
        fc.nat(0xffff),
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom(0x5455, 0x0a),
        (date, time, data, id) => {
          const text = zipTime(date, time, readExtraFields(extraField(id, data)));
          if (text !== null) expect(new Date(text).toISOString().replace('.000Z', 'Z')).toBe(text);
        },
      ),
    );
  });
});

describe('text of a zip', () => {
  it('has one character for every byte of CP437', () => {
    const all = decodeCp437(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    expect(all).toHaveLength(256);
    expect(new Set(all).size).toBe(256);
    expect(all.slice(0x80, 0x90)).toBe('ÇüéâäàåçêëèïîìÄÅ');
    expect(all.slice(0xe0, 0xf0)).toBe('αßΓπΣσµτΦΘΩδ∞φε∩');
  });

  it('decodes UTF-8 strictly, keeping a byte order mark', () => {
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
    expect(decodeUtf8(Uint8Array.of(0xc0, 0xaf))).toBeNull();
    expect(decodeUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeNull();
  });

  it('escapes bytes so that no two texts are one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6 }), fc.uint8Array({ maxLength: 6 }), (one, other) => {
        expect(escapeBytes(one) === escapeBytes(other)).toBe(Buffer.compare(one, other) === 0);
      }),
    );
  });
});

describe('crc32', () => {
  it('agrees with zlib', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => crc32(bytes) === nodeCrc32(bytes)));
  });
});

describe('detectHead', () => {
  it('knows the signatures a zip can begin with', () => {
    const heads = ['PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0007\u0008', 'PK00', 'PK\u0001\u0002', '{"a"', 'PK', ''];
    expect(heads.map((head) => detectHead(Buffer.from(head)))).toEqual([
      'zip',
      'zip',
      'zip',
      'zip',
      'other',
      'other',
      'other',
      'other',
    ]);
  });
});
