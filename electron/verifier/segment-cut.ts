import { isJsonSpace } from '../../shared/chain/framing/frame.ts';

const LINE_FEED = 0x0a;
const COMMA = 0x2c;
const ROW_START = Buffer.from('{"seq"');

/**
 * Where to end a segment so that the next one probably starts with a row: for lines that is certain, for elements it is a guess that
 * the caller checks.
 *
 * @returns bytes that belong to the segment. No place found: null for lines; for elements all bytes, the caller sees where the last ends.
 */
export function findCut(bytes: Uint8Array, lines: boolean): number | null {
  if (lines) {
    const feed = bytes.lastIndexOf(LINE_FEED);
    return feed === -1 ? null : feed + 1;
  }
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = view.lastIndexOf(ROW_START);
  while (at > 0) {
    let before = at - 1;
    while (before > 0 && isJsonSpace(bytes[before] ?? 0)) before -= 1;
    if (bytes[before] === COMMA) return before + 1;
    at = view.lastIndexOf(ROW_START, at - 1);
  }
  return bytes.length;
}
