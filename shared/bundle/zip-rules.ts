import { LIMITS } from '../base/limits.ts';
import { type EntryFault, overLimit, unreadable, unsafe } from './bundle-finding.ts';
import type { CentralRecord } from './zip-central.ts';
import { FLAG, METHOD, methodName } from './zip-flags.ts';

/** File types in the upper half of the external attributes (POSIX `st_mode`). */
const TYPE = {
  mask: 0xf000,
  pipe: 0x1000,
  character: 0x2000,
  folder: 0x4000,
  block: 0x6000,
  file: 0x8000,
  link: 0xa000,
  socket: 0xc000,
};
const DOS_FOLDER = 0x10;
const WINDOWS_REPARSE = 0x400;
/** Systems (upper byte of "version made by") whose lower attribute half is that of Windows: FAT, NTFS, VFAT. */
const WINDOWS_HOSTS: readonly number[] = [0, 10, 11, 14];

/** Tells a folder's own entry, which has no data. */
export function isFolderRecord(name: string, record: CentralRecord): boolean {
  return name.endsWith('/') && record.size === 0 && record.crc32 === 0;
}

/**
 * Judges one directory record on its own.
 *
 * SECURITY: links, devices, encrypted entries and methods that are not read are refused. Test: zip-entries.test.ts
 * "refuses a link".
 * @param name decoded name.
 * @returns every rule that is broken.
 */
export function recordFaults(name: string, record: CentralRecord): EntryFault[] {
  return [...kindFaults(name, record), ...storageFaults(record), ...fieldFaults(record)];
}

function kindFaults(name: string, record: CentralRecord): EntryFault[] {
  const { externalAttributes, madeBy } = record;
  const type = (externalAttributes >>> 16) & TYPE.mask;
  const windows = WINDOWS_HOSTS.includes(madeBy >>> 8);
  if (type === TYPE.link || (windows && (externalAttributes & WINDOWS_REPARSE) !== 0)) {
    return [unsafe('zip.entry.link', 'it is a symbolic link. Links are never followed.')];
  }
  if ([TYPE.pipe, TYPE.character, TYPE.block, TYPE.socket].includes(type)) {
    return [unsafe('zip.entry.special', 'it stands for a device, a pipe or a socket.')];
  }
  const folderName = name.endsWith('/');
  if (folderName && !isFolderRecord(name, record))
    return [unsafe('zip.entry.folder', 'its name is that of a folder, and it has data.')];
  const folderBits = type === TYPE.folder || (type === 0 && (externalAttributes & DOS_FOLDER) !== 0);
  if (!folderName && folderBits) return [unsafe('zip.entry.folder', 'its attributes say that it is a folder.')];
  return [];
}

function storageFaults({ flags, method, size, storedSize, disk, localOffset }: CentralRecord): EntryFault[] {
  const faults: EntryFault[] = [];
  if ((flags & (FLAG.encrypted | FLAG.strongEncryption | FLAG.masked)) !== 0) {
    faults.push(unreadable('zip.entry.encrypted', 'it is encrypted.'));
  } else if (method !== METHOD.stored && method !== METHOD.deflated) {
    faults.push(
      unreadable(
        'zip.entry.method',
        `it is stored with ${methodName(method)}; only Deflate and plain storage are read.`,
      ),
    );
  }
  if ((flags & FLAG.patched) !== 0) {
    faults.push(unreadable('zip.entry.method', 'it is a patch against a file that is not here.'));
  }
  if (size === null || storedSize === null || localOffset === null || disk === null) {
    faults.push(
      unsafe(
        'zip.entry.zip64',
        'its sizes or its place are announced in a zip64 field that is missing, short or out of range.',
      ),
    );
  } else if (disk !== 0) {
    faults.push(unreadable('zip.entry.multi-disk', 'its data is on another part of a split archive.'));
  }
  if (
    method === METHOD.stored &&
    (flags & FLAG.encrypted) === 0 &&
    size !== storedSize &&
    size !== null &&
    storedSize !== null
  ) {
    const sizes = { expected: `${size} bytes`, actual: `${storedSize} bytes` };
    faults.push(unsafe('zip.entry.size', 'it is stored as it is, yet its two sizes differ.', sizes));
  }
  return faults;
}

function fieldFaults({ extraProblem, commentLength }: CentralRecord): EntryFault[] {
  const faults: EntryFault[] = [];
  if (extraProblem === 'repeated') {
    faults.push(unsafe('zip.entry.extra', 'a field that decides its size or name stands twice.'));
  }
  if (extraProblem === 'cut') {
    const why = 'its extra fields are cut short. They were read up to there.';
    faults.push({ rule: 'zip.entry.extra', class: 'unsafe-entry', severity: 'warning', refuses: false, why });
  }
  if (commentLength > 0) {
    const why = `it carries a comment of ${commentLength} bytes, which is not read.`;
    faults.push({ rule: 'zip.comment', class: 'encoding-note', severity: 'note', refuses: false, why });
  }
  return faults;
}

/** What the caps on inflated bytes look at. */
export interface StatedSizes {
  readonly size: number;
  readonly storedSize: number;
}

/**
 * Applies the caps on inflated bytes to the entries in order. Entries above the ratio share one allowance of
 * LIMITS.ratioFloorBytes, so many small bombs are one large one. Reading stops at the stated size, so what is
 * stated is what is bounded.
 *
 * SECURITY: what a bundle can make the reader inflate is bounded before anything is inflated. Test: zip-bombs.test.ts
 * "refuses a ratio bomb before inflating it".
 * @returns for each entry the fault, or null.
 */
export function volumeFaults(entries: readonly StatedSizes[]): (EntryFault | null)[] {
  let allowance: number = LIMITS.ratioFloorBytes;
  let total = 0;
  return entries.map(({ size, storedSize }) => {
    if (size > storedSize * LIMITS.zipRatio) {
      if (size > allowance) {
        return overLimit(
          'zipRatio',
          `it inflates to ${size} bytes from ${storedSize}; the cap is ${LIMITS.zipRatio} for one.`,
        );
      }
      allowance -= size;
    }
    if (total + size > LIMITS.bundleBytes) {
      return overLimit('bundleBytes', `with it the bundle inflates to more than ${LIMITS.bundleBytes} bytes.`);
    }
    total += size;
    return null;
  });
}
