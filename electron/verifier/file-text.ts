import { decodeUtf8 } from '../../shared/base/utf8.ts';
import type { FileText } from '../../shared/ipc/model.ts';
import type { OpenedFile } from './bundle-files.ts';

/**
 * A window of a file for reading: UTF-8 text, or hexadecimal when the bytes are not text. Begins at `from` bytes into the inflated file;
 * a window that would cut a character begins and ends at whole ones.
 */
export async function fileText(file: OpenedFile, from: number, count: number): Promise<FileText> {
  const { bytes, size } = await readWindow(file, from, count);
  const text = decodeWhole(bytes);
  if (text !== null) return { text, from, size, encoding: 'utf-8' };
  return { text: hexLines(bytes, from), from, size, encoding: 'hex' };
}

async function readWindow(file: OpenedFile, from: number, count: number): Promise<{ bytes: Uint8Array; size: number }> {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for await (const chunk of file.entry.stream()) {
    const start = Math.max(0, from - at);
    const end = Math.min(chunk.length, from + count - at);
    if (start < end) pieces.push(chunk.subarray(start, end));
    at += chunk.length;
    if (at >= from + count) break;
  }
  return { bytes: Buffer.concat(pieces), size: file.entry.size ?? at };
}

/** Decodes, leaving out at most three bytes at either end that belong to a character outside the window. */
function decodeWhole(bytes: Uint8Array): string | null {
  const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80;
  let start = 0;
  while (start < 3 && isContinuation(bytes[start])) start += 1;
  for (let end = bytes.length; end >= Math.max(start, bytes.length - 3); end -= 1) {
    const text = decodeUtf8(bytes.subarray(start, end));
    if (text !== null) return text;
  }
  return null;
}

function hexLines(bytes: Uint8Array, from: number): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = Buffer.from(bytes.subarray(at, at + 16));
    const hex = row.toString('hex').replace(/../g, '$& ').trimEnd().padEnd(47);
    const ascii = row.toString('latin1').replace(/[^ -~]/g, '.');
    lines.push(`${(from + at).toString(16).padStart(10, '0')}  ${hex}  ${ascii}`);
  }
  return lines.join('\n');
}
