import { isJsonSpace } from '../../shared/chain/framing/frame.ts';

const LINE_FEED = 0x0a;
const COMMA = 0x2c;
const OPENING_BRACE = 0x7b;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** How the entries of most arrays begin. */
const USUAL_START = Buffer.from('{"seq"');
/** Bytes that are looked at for the beginning of an entry: white space, a brace, white space, a name. */
const START_BYTES = 256;

/**
 * How the first entry of an array begins, up to the end of its first name: the others of the same writer begin like it.
 *
 * @param bytes what follows the array's opening bracket
 */
export function rowStartOf(bytes: Uint8Array): Uint8Array {
  const within = bytes.subarray(0, START_BYTES);
  const brace = skipSpace(within, 0);
  const name = skipSpace(within, brace + 1);
  const end = within.indexOf(QUOTE, name + 1);
  const found = within[brace] === OPENING_BRACE && within[name] === QUOTE && end !== -1;
  // Behind a backslash the quote is part of the name.
  return found && within[end - 1] !== BACKSLASH ? within.slice(brace, end + 1) : USUAL_START;
}

/** Where to end a segment of lines: behind the last line feed; null when there is none. */
export function cutOfLines(bytes: Uint8Array): number | null {
  const feed = bytes.lastIndexOf(LINE_FEED);
  return feed === -1 ? null : feed + 1;
}

/**
 * Where to end a segment of elements so that the next one probably starts with a row. It is a guess that the caller checks.
 *
 * @param rowStart how rows begin
 * @returns bytes that belong to the segment: all, where no place is found
 */
export function cutOfElements(bytes: Uint8Array, rowStart: Uint8Array): number {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = view.lastIndexOf(rowStart);
  while (at > 0) {
    let before = at - 1;
    while (before > 0 && isJsonSpace(bytes[before] ?? 0)) before -= 1;
    if (bytes[before] === COMMA) return before + 1;
    at = view.lastIndexOf(rowStart, at - 1);
  }
  return bytes.length;
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isJsonSpace(bytes[at] ?? 0)) at += 1;
  return at;
}
