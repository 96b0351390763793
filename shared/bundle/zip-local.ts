import { type EntryFault, unsafe } from './bundle-finding.ts';
import type { ByteSource } from './byte-source.ts';
import { recordView } from './zip-bytes.ts';
import type { CentralRecord } from './zip-central.ts';
import { readExtraFields, resolveZip64 } from './zip-extra.ts';
import { DECIDING_FLAGS, FLAG, methodName } from './zip-flags.ts';

export const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const DESCRIPTOR_SIGNATURE = 0x08074b50;

/** The header that stands before the data of an entry (APPNOTE 6.3.10, 4.3.7). */
export interface LocalHeader {
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly storedSize: number | null;
  readonly size: number | null;
  /** A view; not kept. */
  readonly nameBytes: Uint8Array;
  readonly extraLength: number;
  readonly repeatedExtra: boolean;
  /** Where the data begins, in bytes from the start of the file. */
  readonly dataStart: number;
}

/**
 * Reads the local header at a place.
 * @returns null when the place is outside the file, or no local header begins there.
 */
export async function readLocalHeader(source: ByteSource, at: number): Promise<LocalHeader | null> {
  if (at + LOCAL_BYTES > source.size) return null;
  const view = recordView(await source.read(at, LOCAL_BYTES));
  if (view.length < LOCAL_BYTES || view.u32(0) !== LOCAL_SIGNATURE) return null;
  const fixed = { flags: view.u16(6), method: view.u16(8), crc32: view.u32(14) };
  const wide = { storedSize: view.u32(18), size: view.u32(22) };
  const nameLength = view.u16(26);
  const restLength = nameLength + view.u16(28);
  const rest = await source.read(at + LOCAL_BYTES, restLength);
  if (rest.length < restLength) return null;
  const extra = readExtraFields(rest.subarray(nameLength));
  const { storedSize, size } = resolveZip64(wide, extra);
  return {
    ...fixed,
    storedSize,
    size,
    nameBytes: rest.subarray(0, nameLength),
    extraLength: restLength - nameLength,
    repeatedExtra: extra.problem === 'repeated',
    dataStart: at + LOCAL_BYTES + restLength,
  };
}

/**
 * Compares a local header with its directory record. Programs that stream an archive believe the local header, others the
 * directory; where the two differ, they show different files. With a data descriptor the local sizes and checksum may be 0.
 *
 * SECURITY: an entry with two descriptions is refused. Test: zip-headers.test.ts "refuses an entry whose local header differs".
 */
export function localFaults(central: CentralRecord, local: LocalHeader): EntryFault[] {
  const faults: EntryFault[] = [];
  const differ = (word: string, what: string, expected: string, actual: string): void => {
    faults.push(
      unsafe(`zip.header.${word}`, `the directory and its own header state different ${what}.`, { expected, actual }),
    );
  };
  const { nameBytes, nameLength } = central;
  const sameName =
    local.nameBytes.length === nameLength && nameBytes.every((byte, position) => byte === local.nameBytes[position]);
  if (!sameName) {
    faults.push(unsafe('zip.header.name', 'the directory and its own header give it different names.'));
  }
  if (local.method !== central.method)
    differ('method', 'methods', methodName(central.method), methodName(local.method));
  if (((local.flags ^ central.flags) & DECIDING_FLAGS) !== 0) {
    differ('flags', 'flags', hex(central.flags, 4), hex(local.flags, 4));
  }
  const mayBeZero = (local.flags & FLAG.descriptor) !== 0;
  const numbers = [
    {
      word: 'crc',
      what: 'checksums',
      stated: central.crc32,
      there: local.crc32,
      show: (value: number) => hex(value, 8),
    },
    { word: 'size', what: 'sizes', stated: central.size, there: local.size, show: bytesText },
    { word: 'stored-size', what: 'stored sizes', stated: central.storedSize, there: local.storedSize, show: bytesText },
  ];
  for (const { word, what, stated, there, show } of numbers) {
    if (stated === null || stated === there || (mayBeZero && there === 0)) continue;
    differ(word, what, show(stated), there === null ? 'none' : show(there));
  }
  if (local.repeatedExtra) {
    faults.push(unsafe('zip.entry.extra', 'a field of its own header that decides its size or name stands twice.'));
  }
  return faults;
}

/**
 * Finds the data descriptor behind the data of an entry (APPNOTE 6.3.10, 4.3.9): with or without signature, with 32-bit or 64-bit sizes.
 * @param at where the data ends.
 * @returns its length in bytes; null when none of the four forms repeats what the directory states.
 */
export async function descriptorLength(source: ByteSource, at: number, central: CentralRecord): Promise<number | null> {
  const view = recordView(await source.read(at, 24));
  const forms = [
    { signed: 4, wide: true },
    { signed: 0, wide: true },
    { signed: 4, wide: false },
    { signed: 0, wide: false },
  ];
  for (const { signed, wide } of forms) {
    const length = signed + (wide ? 20 : 12);
    if (view.length < length || (signed === 4 && view.u32(0) !== DESCRIPTOR_SIGNATURE)) continue;
    const stored = wide ? view.u64(signed + 4) : view.u32(signed + 4);
    const size = wide ? view.u64(signed + 12) : view.u32(signed + 8);
    if (view.u32(signed) === central.crc32 && stored === central.storedSize && size === central.size) return length;
  }
  return null;
}

function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

function bytesText(value: number): string {
  return `${value} bytes`;
}
