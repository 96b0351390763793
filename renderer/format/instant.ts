/** An instant or a calendar day, ready to be shown. */
export interface ShownInstant {
  /** ISO 8601 in UTC: `2026-06-28 14:02:11 UTC`, or `2026-06-28` for a calendar day. */
  readonly utc: string;
  /** The same in the reader's own zone, with its offset; null for a calendar day, which has none. */
  readonly local: string | null;
  /** For arithmetic and drawing: milliseconds since 1970-01-01 UTC; a calendar day counts from its start. */
  readonly epoch: number;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function localTime(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const sign = offset < 0 ? '−' : '+';
  const zone = `UTC${sign}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())} ${zone}`;
}

/**
 * Reads a date as evidence states it (RFC 3339, or a calendar day).
 * @param text untrusted text.
 * @returns null when it is neither, or names a day that does not exist: then the text itself is to be shown.
 */
export function readInstant(text: string): ShownInstant | null {
  const calendarDay = DAY.test(text);
  if (!calendarDay && !INSTANT.test(text)) return null;
  const date = new Date(text);
  const epoch = date.getTime();
  if (Number.isNaN(epoch)) return null;
  const iso = date.toISOString();
  if (calendarDay) return iso.slice(0, 10) === text ? { utc: text, local: null, epoch } : null;
  return { utc: `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`, local: localTime(date), epoch };
}
