/** What the first bytes of a file say. */
export type HeadKind = 'zip' | 'other';

/** Signatures a zip can begin with: entry, empty archive, spanned archive, one-segment span (APPNOTE 6.3.10, 4.3.7, 4.3.16, 8.5.3, 8.5.4). */
const ZIP_HEADS = [0x504b0304, 0x504b0506, 0x504b0708, 0x504b3030];

/**
 * Tells a zip by its content, never by its name. A file that does not begin like one can still be a zip with bytes before
 * it: `locateZipEnd` finds that out.
 * @param head first bytes of the file; four are looked at.
 */
export function detectHead(head: Uint8Array): HeadKind {
  if (head.length < 4) return 'other';
  const magic = new DataView(head.buffer, head.byteOffset, 4).getUint32(0);
  return ZIP_HEADS.includes(magic) ? 'zip' : 'other';
}
