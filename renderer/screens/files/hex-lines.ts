const BYTES_A_LINE = 16;

/**
 * Lays out hex digits the way a hex viewer does: offset, then sixteen bytes a line.
 * @param digits two lowercase hex digits for each byte; anything else is left as it is.
 * @param from offset of the first byte in the file.
 * @returns lines ended by line feeds.
 */
export function hexLines(digits: string, from: number): string {
  if (!/^(?:[0-9a-f]{2})*$/.test(digits)) return digits;
  const lines: string[] = [];
  for (let at = 0; at < digits.length; at += BYTES_A_LINE * 2) {
    const bytes = digits.slice(at, at + BYTES_A_LINE * 2).match(/../g) ?? [];
    const offset = (from + at / 2).toString(16).padStart(8, '0');
    lines.push(`${offset}  ${bytes.slice(0, 8).join(' ')}  ${bytes.slice(8).join(' ')}`.trimEnd());
  }
  return `${lines.join('\n')}\n`;
}
