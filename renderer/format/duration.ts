import { formatCounted } from './number.ts';

const UNITS = [
  { seconds: 86_400, one: 'day', many: 'days' },
  { seconds: 3_600, one: 'hour', many: 'hours' },
  { seconds: 60, one: 'minute', many: 'minutes' },
  { seconds: 1, one: 'second', many: 'seconds' },
] as const;

/**
 * Says a duration in words, in its two largest units.
 * @param seconds non-negative; fractions are rounded up, so that time left is never said too short.
 * @returns for example `3 minutes 7 seconds`, `less than a second` for 0.
 */
export function formatDuration(seconds: number): string {
  let rest = Math.ceil(seconds);
  const parts: string[] = [];
  for (const unit of UNITS) {
    const amount = Math.floor(rest / unit.seconds);
    rest -= amount * unit.seconds;
    if (amount > 0) parts.push(formatCounted(amount, unit.one, unit.many));
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? 'less than a second' : parts.join(' ');
}

/**
 * Says how far apart two instants are, in whole days.
 * @param days any number; its sign is ignored.
 * @returns for example `the same day`, `1 day`, `147 days`.
 */
export function formatDays(days: number): string {
  const whole = Math.floor(Math.abs(days));
  return whole === 0 ? 'the same day' : formatCounted(whole, 'day', 'days');
}
