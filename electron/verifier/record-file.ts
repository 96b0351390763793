import { open, stat } from 'node:fs/promises';
import { parseJson } from '../../shared/base/json.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import {
  type RecordHeader,
  type RecordLine,
  type RecordMark,
  recordHeaderSchema,
  recordLineSchema,
} from '../../shared/chain/replay-record.ts';
import { RecordError, recordFault } from './record-error.ts';

const READ_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

/** A record as it was found: what stands behind its last mark is left out, as a run that ended suddenly leaves it. */
export interface OpenedRecord {
  readonly header: RecordHeader;
  /** Null when no mark was written yet. */
  readonly end: RecordMark | null;
  /** Bytes of the record up to its last mark, or behind its header when it has none. */
  readonly bytes: number;
}

/**
 * Reads what a record is about, without keeping its lines.
 *
 * @param name for messages
 * @returns null for an empty file, which a run leaves that ended before it began
 * @throws RecordError when it is no record, or may not be read; SystemFault
 */
export async function readRecord(path: string, name: string): Promise<OpenedRecord | null> {
  let header: RecordHeader | null = null;
  let end: RecordMark | null = null;
  let bytes = 0;
  // A pipe would be waited for, and what is no file would be renamed over.
  const { isFile, size } = await statOf(path);
  if (!isFile) throw new RecordError(name, 'it is not a regular file');
  for await (const line of textLines(path, name)) {
    if (header === null) {
      const parsed = recordHeaderSchema.safeParse(jsonOf(line.text));
      if (!parsed.success) throw new RecordError(name, 'its first line is not the header of a replay record');
      header = parsed.data;
      bytes = line.end;
      continue;
    }
    // Marks alone are looked at; the others are parsed when they are used.
    if (!line.text.startsWith('{"kind":"mark"')) continue;
    const mark = recordLineSchema.safeParse(jsonOf(line.text));
    if (!mark.success || mark.data.kind !== 'mark')
      throw new RecordError(name, `line ${line.number} is not well formed`);
    end = mark.data;
    bytes = line.end;
  }
  if (header !== null) return { header, end, bytes };
  if (size > 0) throw new RecordError(name, 'it has no header');
  return null;
}

/**
 * The lines behind the header, up to a place between two lines.
 *
 * @throws RecordError at the first line that is none; SystemFault
 */
export async function* recordLines(path: string, name: string, bytes: number): AsyncIterable<RecordLine> {
  for await (const { text, number, end } of textLines(path, name)) {
    if (number === 1) continue;
    if (end > bytes) return;
    const parsed = recordLineSchema.safeParse(jsonOf(text));
    if (!parsed.success) throw new RecordError(name, `line ${number} is not well formed`);
    yield parsed.data;
  }
}

async function statOf(path: string): Promise<{ readonly isFile: boolean; readonly size: number }> {
  try {
    const stats = await stat(path);
    return { isFile: stats.isFile(), size: stats.size };
  } catch (error) {
    throw recordFault(path, 'read', error, true);
  }
}

interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** Bytes of the file up to and with its line feed. */
  readonly end: number;
}

/** Whole lines; what stands behind the last line feed is left out. */
async function* textLines(path: string, name: string): AsyncIterable<TextLine> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw recordFault(path, 'read', error, true);
  });
  try {
    let carry: Buffer = Buffer.alloc(0);
    let [at, number] = [0, 0];
    for (;;) {
      const target = Buffer.alloc(READ_BYTES);
      const { buffer, bytesRead } = await file
        .read(target, 0, READ_BYTES, at + carry.length)
        .catch((error: unknown) => {
          throw recordFault(path, 'read', error);
        });
      if (bytesRead === 0) return;
      const bytes = Buffer.concat([carry, buffer.subarray(0, bytesRead)]);
      let from = 0;
      for (let feed = bytes.indexOf(LINE_FEED); feed !== -1; feed = bytes.indexOf(LINE_FEED, from)) {
        number += 1;
        yield { text: lineText(bytes.subarray(from, feed), name, number), number, end: at + feed + 1 };
        from = feed + 1;
      }
      at += from;
      carry = bytes.subarray(from);
      if (carry.length > LIMITS.recordLineBytes) throw new RecordError(name, `line ${number + 1} is too long`);
    }
  } finally {
    await file.close();
  }
}

function lineText(bytes: Uint8Array, name: string, number: number): string {
  const text = bytes.length > LIMITS.recordLineBytes ? null : decodeUtf8(bytes);
  if (text === null) throw new RecordError(name, `line ${number} is too long or not UTF-8`);
  return text;
}

/** Undefined for what is not JSON. */
function jsonOf(text: string): unknown {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value.value : undefined;
}
