/**
 * Decodes UTF-8 (RFC 3629) without repair: a byte sequence that is not UTF-8 gives null, a byte order mark is kept as U+FEFF.
 * A lenient decoder would map several byte sequences to one text, and so to one hash.
 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-8 bytes of a text; lone surrogates become U+FFFD, so only for text that has none. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Number of bytes that the first `units` UTF-16 units of a well-formed text take in UTF-8. */
export function utf8Length(text: string, units: number = text.length): number {
  return encoder.encode(text.slice(0, units)).length;
}

/**
 * The same text with storage of its own. A piece cut from a text keeps the whole text in memory: a hash that is kept for its
 * neighbours would keep megabytes of payload with it. For short texts.
 */
export function detached(text: string): string {
  // Joining makes a new text, and cutting the joined one back makes it flat: engines have no plainer way to say "copy".
  return ` ${text}`.slice(1);
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
