import { crc32, deflateRawSync } from 'node:zlib';

/** Fields of a local header or directory record; what is given replaces what would be true. */
export interface HeaderFields {
  readonly name?: string | Uint8Array;
  readonly flags?: number;
  readonly method?: number;
  readonly crc32?: number;
  readonly storedSize?: number;
  readonly size?: number;
  readonly extra?: Uint8Array;
}

export interface DirectoryFields extends HeaderFields {
  readonly signature?: number;
  readonly madeBy?: number;
  readonly disk?: number;
  readonly externalAttributes?: number;
  readonly localOffset?: number;
  readonly comment?: string;
}

/** How the data descriptor is written. */
export type Descriptor = 'signed32' | 'plain32' | 'signed64' | 'plain64';

export interface ZipEntrySpec {
  readonly name: string | Uint8Array;
  readonly data?: string | Uint8Array;
  /** 0 stored (default) or 8 deflated; any other number stores the data as it is. */
  readonly method?: number;
  /** Stored bytes, in place of what the method makes of the data. */
  readonly stored?: Uint8Array;
  readonly dosDate?: number;
  readonly dosTime?: number;
  readonly descriptor?: Descriptor;
  /** Sizes and offset go to zip64 fields. */
  readonly zip64?: boolean;
  readonly local?: HeaderFields & { readonly signature?: number };
  readonly central?: DirectoryFields;
  /** Bytes between this entry and the next. */
  readonly gapAfter?: Uint8Array;
}

export interface ZipSpec {
  readonly entries: readonly ZipEntrySpec[];
  readonly prefix?: Uint8Array;
  /** Offsets count the prefix, as self-extracting archives do. */
  readonly prefixCounted?: boolean;
  /** Bytes in place of all local headers and data. */
  readonly rawFiles?: Uint8Array;
  readonly trailing?: Uint8Array;
  readonly comment?: string | Uint8Array;
  readonly end?: EndFields;
  /** Write a zip64 end record and locator; fields replace what would be true. */
  readonly zip64?: boolean | EndFields;
  /** Bytes between directory and end record. */
  readonly gapBeforeEnd?: Uint8Array;
}

export interface EndFields {
  readonly disk?: number;
  readonly directoryDisk?: number;
  readonly entriesHere?: number;
  readonly entries?: number;
  readonly directorySize?: number;
  readonly directoryOffset?: number;
  readonly commentLength?: number;
  readonly locatorOffset?: number;
}

export interface BuiltZip {
  readonly bytes: Uint8Array;
  /** Where each local header begins. */
  readonly localAt: readonly number[];
  readonly directoryAt: number;
  /** Where the end record begins. */
  readonly endAt: number;
}

const ONES = 0xffffffff;

/** Little-endian bytes; each number with its width. */
export function littleEndian(...parts: readonly (readonly [value: number, width: 1 | 2 | 4 | 8])[]): Uint8Array {
  const bytes = Buffer.alloc(parts.reduce((sum, [, width]) => sum + width, 0));
  let at = 0;
  for (const [value, width] of parts) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(value, at, width);
    at += width;
  }
  return bytes;
}

/** One extra field. */
export function extraField(id: number, data: Uint8Array): Uint8Array {
  return Buffer.concat([littleEndian([id, 2], [data.length, 2]), data]);
}

export function utf8(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
}

/** Writes a zip as specified, byte for byte: true where nothing is said, a lie where a field is given. */
export function buildZip(spec: ZipSpec): BuiltZip {
  const parts: Uint8Array[] = [];
  let length = 0;
  const put = (bytes: Uint8Array): void => {
    parts.push(bytes);
    length += bytes.length;
  };
  const prefix = spec.prefix ?? new Uint8Array(0);
  const uncounted = spec.prefixCounted === true ? 0 : prefix.length;
  put(prefix);
  const records: Uint8Array[] = [];
  const localAt: number[] = [];
  if (spec.rawFiles !== undefined) put(spec.rawFiles);
  for (const entry of spec.entries) {
    const facts = factsOf(entry);
    localAt.push(length);
    records.push(directoryRecord(entry, facts, length - uncounted));
    if (spec.rawFiles !== undefined) continue;
    put(localHeader(entry, facts));
    put(facts.stored);
    if (entry.descriptor !== undefined) put(descriptorOf(entry.descriptor, facts));
    if (entry.gapAfter !== undefined) put(entry.gapAfter);
  }
  const directoryAt = length;
  for (const record of records) put(record);
  const truth = {
    entries: records.length,
    directorySize: length - directoryAt,
    directoryOffset: directoryAt - uncounted,
  };
  if (spec.gapBeforeEnd !== undefined) put(spec.gapBeforeEnd);
  if (spec.zip64) put(zip64End({ ...truth, ...(spec.zip64 === true ? {} : spec.zip64) }, length - uncounted));
  const endAt = length;
  put(
    endRecord(
      { ...(spec.zip64 ? { entries: 0xffff, directorySize: ONES, directoryOffset: ONES } : truth), ...spec.end },
      utf8(spec.comment ?? ''),
    ),
  );
  if (spec.trailing !== undefined) put(spec.trailing);
  return { bytes: Buffer.concat(parts), localAt, directoryAt, endAt };
}

interface Facts {
  readonly name: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly stored: Uint8Array;
  readonly size: number;
}

function factsOf(entry: ZipEntrySpec): Facts {
  const data = utf8(entry.data ?? '');
  const method = entry.method ?? 0;
  const ascii = utf8(entry.name).every((byte) => byte < 0x80);
  return {
    name: utf8(entry.name),
    flags: (entry.descriptor === undefined ? 0 : 8) | (typeof entry.name === 'string' && !ascii ? 0x800 : 0),
    method,
    crc32: crc32(data),
    stored: entry.stored ?? (method === 8 ? deflateRawSync(data) : data),
    size: data.length,
  };
}

function localHeader(entry: ZipEntrySpec, facts: Facts): Uint8Array {
  const streamed = entry.descriptor !== undefined;
  const truth = streamed
    ? { crc32: 0, storedSize: 0, size: 0 }
    : { crc32: facts.crc32, storedSize: facts.stored.length, size: facts.size };
  const wide = entry.zip64 === true && !streamed;
  const fields = { ...facts, ...truth, ...(wide ? { storedSize: ONES, size: ONES } : {}), ...entry.local };
  const zip64 = wide ? extraField(1, littleEndian([facts.size, 8], [facts.stored.length, 8])) : new Uint8Array(0);
  const name = utf8(fields.name);
  const extra = fields.extra ?? zip64;
  return Buffer.concat([
    littleEndian(
      [entry.local?.signature ?? 0x04034b50, 4],
      [20, 2],
      [fields.flags, 2],
      [fields.method, 2],
      [entry.dosTime ?? 0, 2],
      [entry.dosDate ?? 0x21, 2],
      [fields.crc32, 4],
      [fields.storedSize, 4],
      [fields.size, 4],
      [name.length, 2],
      [extra.length, 2],
    ),
    name,
    extra,
  ]);
}

function directoryRecord(entry: ZipEntrySpec, facts: Facts, localOffset: number): Uint8Array {
  const truth = { storedSize: facts.stored.length, size: facts.size, localOffset };
  const wide = entry.zip64 === true;
  const fields = {
    ...facts,
    ...(wide ? { storedSize: ONES, size: ONES, localOffset: ONES } : truth),
    ...entry.central,
  };
  const zip64 = wide
    ? extraField(1, littleEndian([truth.size, 8], [truth.storedSize, 8], [truth.localOffset, 8]))
    : new Uint8Array(0);
  const name = utf8(fields.name);
  const extra = fields.extra ?? zip64;
  const comment = utf8(fields.comment ?? '');
  return Buffer.concat([
    littleEndian(
      [fields.signature ?? 0x02014b50, 4],
      [fields.madeBy ?? 20, 2],
      [20, 2],
      [fields.flags, 2],
      [fields.method, 2],
      [entry.dosTime ?? 0, 2],
      [entry.dosDate ?? 0x21, 2],
      [fields.crc32, 4],
      [fields.storedSize, 4],
      [fields.size, 4],
      [name.length, 2],
      [extra.length, 2],
      [comment.length, 2],
      [fields.disk ?? 0, 2],
      [0, 2],
      [fields.externalAttributes ?? 0, 4],
      [fields.localOffset, 4],
    ),
    name,
    extra,
    comment,
  ]);
}

function descriptorOf(form: Descriptor, facts: Facts): Uint8Array {
  const width = form.endsWith('64') ? 8 : 4;
  const body = littleEndian([facts.crc32, 4], [facts.stored.length, width], [facts.size, width]);
  return form.startsWith('signed') ? Buffer.concat([littleEndian([0x08074b50, 4]), body]) : body;
}

function zip64End(
  fields: EndFields & { entries: number; directorySize: number; directoryOffset: number },
  at: number,
): Uint8Array {
  return Buffer.concat([
    littleEndian(
      [0x06064b50, 4],
      [44, 8],
      [45, 2],
      [45, 2],
      [fields.disk ?? 0, 4],
      [fields.directoryDisk ?? 0, 4],
      [fields.entriesHere ?? fields.entries, 8],
      [fields.entries, 8],
      [fields.directorySize, 8],
      [fields.directoryOffset, 8],
    ),
    littleEndian([0x07064b50, 4], [0, 4], [fields.locatorOffset ?? at, 8], [1, 4]),
  ]);
}

function endRecord(
  fields: EndFields & { entries: number; directorySize: number; directoryOffset: number },
  comment: Uint8Array,
): Uint8Array {
  const entries = fields.entries & 0xffff;
  return Buffer.concat([
    littleEndian(
      [0x06054b50, 4],
      [fields.disk ?? 0, 2],
      [fields.directoryDisk ?? 0, 2],
      [fields.entriesHere ?? entries, 2],
      [entries, 2],
      [fields.directorySize, 4],
      [fields.directoryOffset, 4],
      [fields.commentLength ?? comment.length, 2],
    ),
    comment,
  ]);
}
