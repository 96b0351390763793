/**
 * Every cap that bounds what a hostile bundle can make the app do, in one table.
 * Passing a cap is a finding of class `limit-exceeded` that names the cap; what lies below it stays readable.
 */
export const LIMITS = {
  /** Bytes of one chain entry as written; the row index keeps lengths in 24 bits. */
  entryBytes: 16 * 1024 * 1024 - 1,
  /** Bytes of one file that holds entries, inflated; the row index keeps offsets in 40 bits. */
  entriesFileBytes: 1024 ** 4 - 1,
  /** Bytes of a JSON document that is read as a whole (everything but entries). */
  documentBytes: 32 * 1024 * 1024,
  /** Nesting of JSON arrays and objects. */
  jsonDepth: 10_000,
  /** Members or elements of one JSON value tree. */
  jsonNodes: 4_000_000,
  /** UTF-16 units of one member name. */
  jsonNameLength: 1024 * 1024,
  /** Characters of one number literal. */
  jsonNumberLength: 100_000,
  /** Files in a bundle. */
  bundleFiles: 65_535,
  /** Bytes of one name in a bundle. */
  nameBytes: 1_024,
  /** Folders that a name may be nested in. */
  nameDepth: 32,
  /** Inflated bytes per stored byte of one zip entry, once it is above `ratioFloorBytes`. Deflate itself can not pass 1032. */
  zipRatio: 200,
  /** Entries inflate to less than this without a look at the ratio. */
  ratioFloorBytes: 64 * 1024 * 1024,
  /** Bytes of all files of a bundle together, inflated. */
  bundleBytes: 1024 ** 4,
  /** Bytes of the archives inside a bundle that are held together, as they are stored; an archive beyond is not opened. */
  nestedBytes: 32 * 1024 * 1024,
  /** Files of the archives inside a bundle together. */
  nestedFiles: 4_096,
  /** Bytes that the files of the archives inside a bundle inflate to together, as they state them; of an archive without a pack, the first of each file. */
  nestedInflatedBytes: 256 * 1024 * 1024,
  /** OSCAL documents of one bundle that are read: each goes to the screen with all that it states. */
  oscalDocuments: 16,
  /** Findings that are kept with all details, for each class; counts go on exactly. */
  findingsPerClass: 1_000,
  /** Entries whose state is kept one by one for filter and table; counts and strip go on exactly. */
  markedEntries: 1_000_000,
  /** Rows around a break that are kept to tell missing, inserted and reordered entries apart. */
  resyncWindow: 512,
  /** Positions that one search keeps; the count goes on exactly. */
  queryMatches: 1_000_000,
  /** Characters of one text from a bundle that are shown before "show all". */
  shownText: 2_000,
  /** Characters of one text from a bundle that ever reach the screen at once. */
  shownTextMax: 256 * 1024,
  /** Rows of one table of an evidence part that go to the screen; the total is exact. */
  tableRows: 1_000,
  /** Characters of all cells of one evidence part that go to the screen together. */
  partText: 1024 * 1024,
  /** Parts that the replay of one chain can be divided into. */
  recordParts: 10_000,
  /** Bytes of one line of a replay record. */
  recordLineBytes: 128 * 1024,
  /** Longest search text, in characters. */
  queryText: 1_000,
} as const;

/** Names of the caps, used as rule names in findings. */
export type LimitName = keyof typeof LIMITS;
