const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES: ReadonlyMap<string, number> = new Map([...ALPHABET].map((letter, code) => [letter, code]));
const SHAPE = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Decodes base64 (RFC 4648 section 4): standard alphabet, padded, nothing else, and the unused bits of the last letter zero,
 * so that one byte sequence has exactly one text.
 *
 * @returns null when the text is not that
 */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !SHAPE.test(text)) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let from = 0, to = 0; from < text.length; from += 4, to += 3) {
    const group =
      (code(text, from) << 18) | (code(text, from + 1) << 12) | (code(text, from + 2) << 6) | code(text, from + 3);
    bytes[to] = group >> 16;
    if (to + 1 < bytes.length) bytes[to + 1] = group >> 8;
    if (to + 2 < bytes.length) bytes[to + 2] = group;
    const unused = to + 1 >= bytes.length ? 0xffff : to + 2 >= bytes.length ? 0xff : 0;
    if ((group & unused) !== 0) return null;
  }
  return bytes;
}

/** Base64 (RFC 4648 section 4) of bytes, padded. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 3) {
    const group = ((bytes[from] ?? 0) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    const left = bytes.length - from;
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    text += left > 1 ? ALPHABET.charAt((group >> 6) & 63) : '=';
    text += left > 2 ? ALPHABET.charAt(group & 63) : '=';
  }
  return text;
}

/** Six bits of one letter; padding counts as zero. */
function code(text: string, at: number): number {
  return CODES.get(text.charAt(at)) ?? 0;
}
