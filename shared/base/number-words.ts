/** A whole number with thin spaces (U+2009) between groups of three digits, as reports print it. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(?:[0-9]{3})+$)/g, '\u2009');
}

/** `1 entry`, `2 entries`. */
export function counted(value: number, singular: string, plural: string): string {
  return `${grouped(value)} ${value === 1 ? singular : plural}`;
}

/** Short form of a hash: first 8 and last 6 digits; shorter texts as they are. */
export function shortHash(hash: string): string {
  return hash.length <= 16 ? hash : `${hash.slice(0, 8)}…${hash.slice(-6)}`;
}
