/** U+202F: as thin as a printed thousands mark, and never a place to break a line. */
const THIN_SPACE = '\u202f';

/**
 * Writes a whole number with thin spaces between thousands (ISO 80000-1, 7.3.1).
 * @param value any safe integer.
 * @returns for example `41 984`.
 */
export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, THIN_SPACE);
}

/**
 * Writes a count with its noun.
 * @returns for example `1 entry`, `41 984 entries`.
 */
export function formatCounted(value: number, one: string, many: string): string {
  return `${formatCount(value)}\u00a0${value === 1 ? one : many}`;
}

const BYTE_UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/**
 * Writes a size in binary units (IEC 80000-13), three digits at most; the exact number belongs into the title.
 * @param bytes non-negative.
 * @returns for example `812 bytes`, `11.8 MiB`.
 */
export function formatBytes(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 1024 && unit < BYTE_UNITS.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  if (unit === 0) return formatCounted(bytes, 'byte', 'bytes');
  return `${amount.toFixed(amount < 100 ? 1 : 0)}\u00a0${BYTE_UNITS[unit] ?? ''}`;
}

/**
 * Writes a rate of entries.
 * @param perSecond non-negative.
 * @returns for example `1.1 M/s`, `48.2 k/s`, `930 /s`.
 */
export function formatRate(perSecond: number): string {
  if (perSecond >= 1_000_000) return `${(perSecond / 1_000_000).toFixed(1)}\u00a0M/s`;
  if (perSecond >= 1_000) return `${(perSecond / 1_000).toFixed(1)}\u00a0k/s`;
  return `${Math.round(perSecond)}\u00a0/s`;
}
