import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDays, formatDuration } from '../../../renderer/format/duration.ts';
import { readInstant } from '../../../renderer/format/instant.ts';
import { formatBytes, formatCount, formatCounted, formatRate } from '../../../renderer/format/number.ts';

const plain = (text: string): string => text.replaceAll('\u202f', '_').replaceAll('\u00a0', ' ');

describe('formatCount', () => {
  it('puts thin spaces between thousands only', () => {
    expect([0, 999, 1_000, 41_984, 10_000_000, -1_234].map(formatCount).map(plain)).toEqual([
      '0',
      '999',
      '1_000',
      '41_984',
      '10_000_000',
      '-1_234',
    ]);
  });

  it('loses no digit of any safe integer', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(Number(formatCount(value).replaceAll('\u202f', ''))).toBe(value);
      }),
    );
  });
});

describe('formatCounted', () => {
  it('uses the singular for one only', () => {
    expect([0, 1, 2].map((value) => plain(formatCounted(value, 'entry', 'entries')))).toEqual([
      '0 entries',
      '1 entry',
      '2 entries',
    ]);
  });
});

describe('formatBytes and formatRate', () => {
  it('keeps small sizes exact and large ones to three digits', () => {
    expect([1, 812, 1_024, 12_345_678, 200 * 1024 ** 3, 5_000 * 1024 ** 4].map(formatBytes).map(plain)).toEqual([
      '1 byte',
      '812 bytes',
      '1.0 KiB',
      '11.8 MiB',
      '200 GiB',
      '5000 TiB',
    ]);
  });

  it('says rates in units that a reader can hold', () => {
    expect([0, 930, 48_190, 1_104_000].map(formatRate).map(plain)).toEqual(['0 /s', '930 /s', '48.2 k/s', '1.1 M/s']);
  });
});

describe('formatDuration', () => {
  it('says the two largest units in words, rounded up', () => {
    expect([0, 0.2, 1, 61, 187, 3_600, 3_661, 90_000].map(formatDuration).map(plain)).toEqual([
      'less than a second',
      '1 second',
      '1 second',
      '1 minute 1 second',
      '3 minutes 7 seconds',
      '1 hour',
      '1 hour 1 minute',
      '1 day 1 hour',
    ]);
  });

  it('says days apart', () => {
    expect([0.4, -1, 147.9].map(formatDays).map(plain)).toEqual(['the same day', '1 day', '147 days']);
  });
});

describe('readInstant', () => {
  it('shows instants in UTC whatever offset they were written with', () => {
    expect(readInstant('2026-06-28T16:02:11.5+02:00')?.utc).toBe('2026-06-28 14:02:11 UTC');
    expect(readInstant('2026-06-28T14:02Z')?.utc).toBe('2026-06-28 14:02:00 UTC');
  });

  it('gives the local time with its offset', () => {
    const shown = readInstant('2026-06-28T14:02:11Z');
    expect(shown?.local).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} UTC[+−]\d{2}:\d{2}$/);
  });

  it('takes a calendar day as a day, without a time or a zone', () => {
    expect(readInstant('2026-06-28')).toEqual({ utc: '2026-06-28', local: null, epoch: Date.UTC(2026, 5, 28) });
  });

  it('refuses what only looks like a date', () => {
    for (const text of [
      '',
      '28.06.2026',
      '2026-02-30',
      '2026-06-28T25:00:00Z',
      '2026-06-28 14:02',
      'June',
      '2026-06-28T14:02:11',
    ]) {
      expect(readInstant(text), text).toBeNull();
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789-:TZ+.') })), (text) => {
        const shown = readInstant(text);
        expect(shown === null || Number.isFinite(shown.epoch)).toBe(true);
      }),
    );
  });
});
