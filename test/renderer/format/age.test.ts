import { describe, expect, it } from 'vitest';
import { formatAge } from '../../../renderer/format/age.ts';

const AT = Date.parse('2026-11-22T09:30:00Z');
const age = (text: string) => formatAge(text, AT)?.replaceAll(/\s/g, ' ') ?? null;

describe('formatAge', () => {
  it.each([
    ['2026-11-22T09:00:00Z', 'obtained on this day'],
    ['2026-11-21T09:30:00Z', '1 day old'],
    ['2026-06-28', '147 days old'],
    ['2025-11-21T00:00:00Z', '366 days old, more than a year'],
    ['2023-01-01', '1 421 days old, more than 3 years'],
    ['2026-11-25', 'dated 3 days ahead'],
    ['2026-11-22T10:30:00Z', 'dated 1 day ahead'],
  ])('says of %s: %s', (text, words) => {
    expect(age(text)).toBe(words);
  });

  it('gives no age to what is no date', () => {
    expect(age('last summer')).toBeNull();
  });
});
