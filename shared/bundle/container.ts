import type { Finding } from '../base/finding.ts';
import type { ZipHeader } from './zip-header.ts';

/** Gives memory to read to, fresh or free again. */
export type Lend = () => Uint8Array;

/** One file of an opened bundle. */
export interface BundleEntry {
  /** Position in `BundleContainer.entries`, from 0. */
  readonly index: number;
  /**
   * As written: decoded as UTF-8 or CP437 as the zip states; bytes that do not decode stand as `\xNN`.
   * Untrusted text. Longer names than LIMITS.nameBytes are cut, end in `…`, and are refused.
   */
  readonly name: string;
  /** Last segment of `name`. */
  readonly baseName: string;
  /** Inflated bytes as the directory states them; null when it states none that can be. */
  readonly size: number | null;
  /** Bytes in the container; null like `size`. */
  readonly storedSize: number | null;
  /** ISO 8601 UTC; null when absent or nonsense. A zip without an extended time field has no time zone: its time is read as UTC. */
  readonly modified: string | null;
  /** A safety rule forbids reading it; the finding with severity `fail` says which. */
  readonly refused: boolean;
  readonly findings: readonly Finding[];
  /**
   * Inflated bytes in order, in fresh arrays; may be called again for another pass.
   * Throws EvidenceError on refusal, checksum mismatch, size mismatch, ratio, truncated data, a change of the file while
   * it was read, and read errors. Bytes already yielded stay usable.
   */
  stream(): AsyncIterable<Uint8Array>;
  /**
   * As `stream`, but each array is good only until the next one is asked for; absent where that saves nothing. What is lent is filled
   * from its start, as far as the file goes, and yielded as one array: it is good for as long as its owner says.
   */
  readonly streamOnce?: (lend?: Lend) => AsyncIterable<Uint8Array>;
  /**
   * Fills `target` with the bytes at `offset` of the very file that `stream` reads, and says how many there were: fewer than it holds only
   * where the file ends. Absent where bytes can only be had in order. Throws EvidenceError when the file is not what it was when it was
   * opened.
   */
  readonly readAt?: (target: Uint8Array, offset: number) => Promise<number>;
}

/** An opened zip, folder or plain file. */
export interface BundleContainer {
  readonly kind: 'zip' | 'folder' | 'file';
  /** Files only; a zip in the order of its directory, a folder sorted by name (UTF-16 units). */
  readonly entries: readonly BundleEntry[];
  /** Headers of a zip as its directory lists them, folders' own included; absent for a folder or a file. */
  readonly zipHeaders?: readonly ZipHeader[];
  /** What concerns the container and not one of its files. */
  readonly findings: readonly Finding[];
  /** Bytes of the zip or file itself; null for a folder. */
  readonly fileBytes: number | null;
  /** Modification time of the file or folder, ISO 8601 UTC. */
  readonly modified: string | null;
  /** Streams the outer file itself, for its SHA-256; null for a folder. Throws EvidenceError when the file changed since it was opened. */
  streamFile(): AsyncIterable<Uint8Array> | null;
  close(): Promise<void>;
}
