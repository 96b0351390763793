/** General purpose bits that change how an entry is read (APPNOTE 6.3.10, 4.4.4). */
export const FLAG = {
  encrypted: 1 << 0,
  /** Sizes and checksum stand behind the data. */
  descriptor: 1 << 3,
  patched: 1 << 5,
  strongEncryption: 1 << 6,
  utf8: 1 << 11,
  /** Values of the local header are masked. */
  masked: 1 << 13,
} as const;

/** All of them: the bits in which a local header must agree with the directory. */
export const DECIDING_FLAGS = Object.values(FLAG).reduce((bits, bit) => bits | bit, 0);

/** Storage methods that are read (APPNOTE 6.3.10, 4.4.5). */
export const METHOD = { stored: 0, deflated: 8 } as const;

const METHOD_NAMES: ReadonlyMap<number, string> = new Map([
  [0, 'stored'],
  [8, 'Deflate'],
  [9, 'Deflate64'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [93, 'Zstandard'],
  [95, 'XZ'],
  [98, 'PPMd'],
  [99, 'AES'],
]);

/** For example `method 93 (Zstandard)`. */
export function methodName(method: number): string {
  const name = METHOD_NAMES.get(method);
  return name === undefined ? `method ${method}` : `method ${method} (${name})`;
}
