import { LIMITS } from '../base/limits.ts';
import { type EntryFault, overLimit, showName, unsafe } from './bundle-finding.ts';
import { crc32 } from './crc32.ts';
import { nameFaults } from './paths.ts';
import type { CentralRecord } from './zip-central.ts';
import { FLAG } from './zip-flags.ts';
import { decodeCp437, decodeUtf8, escapeBytes, isAscii } from './zip-text.ts';

/** A name and what is wrong with it. */
export interface DecodedName {
  readonly name: string;
  readonly faults: readonly EntryFault[];
}

/**
 * The name of an entry as its directory record spells it: UTF-8 when the record says so, CP437 otherwise
 * (APPNOTE 6.3.10, appendix D), and the Unicode path field (4.6.9) where it spells out what CP437 can not.
 *
 * SECURITY: a record with two different names is refused. Test: zip-names.test.ts "refuses an entry with two names".
 */
export function decodeEntryName(record: CentralRecord): DecodedName {
  if (record.nameLength > LIMITS.nameBytes) {
    const why = `its name has ${record.nameLength} bytes; the cap is ${LIMITS.nameBytes}.`;
    return { name: `${escapeBytes(record.nameBytes)}…`, faults: [overLimit('nameBytes', why)] };
  }
  const header = decodeHeaderName(record);
  const unicode = unicodePathOf(record);
  if (unicode === null || unicode === header.name) return judged(header);
  const speaksForHeader = !isAscii(record.nameBytes) && (record.flags & FLAG.utf8) === 0;
  if (speaksForHeader) return judged({ name: unicode, faults: [] });
  const why = `the archive gives it a second name, "${showName(unicode)}", which other programs would show.`;
  return judged({ name: header.name, faults: [...header.faults, unsafe('zip.name.unicode-path', why)] });
}

function judged({ name, faults }: DecodedName): DecodedName {
  const undecodable = faults.some(({ rule }) => rule === 'zip.name.encoding');
  return undecodable ? { name, faults } : { name, faults: [...nameFaults(name, 'zip'), ...faults] };
}

function decodeHeaderName({ nameBytes, flags }: CentralRecord): DecodedName {
  const utf8 = decodeUtf8(nameBytes);
  if ((flags & FLAG.utf8) !== 0) {
    return utf8 === null
      ? {
          name: escapeBytes(nameBytes),
          faults: [unsafe('zip.name.encoding', 'its name is said to be UTF-8 and is not.')],
        }
      : { name: utf8, faults: [] };
  }
  const name = decodeCp437(nameBytes);
  if (isAscii(nameBytes) || utf8 === null) return { name, faults: [] };
  const why = `its name does not say that it is UTF-8, but reads as "${showName(utf8)}" in it. It is shown in CP437, as the format says; other programs may show the other.`;
  return {
    name,
    faults: [{ rule: 'zip.name.encoding-unstated', class: 'encoding-note', severity: 'warning', refuses: false, why }],
  };
}

/** Null without a field, or when it is of another version, was made for another name, or is not UTF-8 (it is to be ignored then). */
function unicodePathOf({ unicodePath, nameBytes }: CentralRecord): string | null {
  if (unicodePath === null || unicodePath.length < 6 || unicodePath[0] !== 1) return null;
  const forName = new DataView(unicodePath.buffer, unicodePath.byteOffset).getUint32(1, true);
  return forName === crc32(nameBytes) ? decodeUtf8(unicodePath.subarray(5)) : null;
}
