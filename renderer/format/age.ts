import { readInstant } from './instant.ts';
import { formatCount, formatCounted } from './number.ts';

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365.25;

/**
 * Says how old a piece of trust is: nobody sees at a date alone that it lies years back.
 * @param obtainedAt when it was obtained, as stated.
 * @param at the moment to count from, milliseconds since 1970-01-01 UTC.
 * @returns for example `147 days old`, `812 days old, more than 2 years`, `obtained on this day`; null when the text is no date.
 */
export function formatAge(obtainedAt: string, at: number): string | null {
  const instant = readInstant(obtainedAt);
  if (instant === null) return null;
  const days = Math.floor((at - instant.epoch) / DAY_MS);
  if (days < 0) return `dated ${formatCounted(Math.ceil((instant.epoch - at) / DAY_MS), 'day', 'days')} ahead`;
  if (days === 0) return 'obtained on this day';
  const years = Math.floor(days / YEAR_DAYS);
  const old = `${formatCounted(days, 'day', 'days')} old`;
  return years === 0 ? old : `${old}, more than ${years === 1 ? 'a year' : `${formatCount(years)} years`}`;
}
