/** The bytes of one entry inside a file, before anything is known of them. */
export interface Frame {
  /** Bytes from the start of the file to the first byte of the entry. */
  readonly offset: number;
  /** Length in bytes, also when `bytes` was not kept. */
  readonly length: number;
  /** The entry as written; null when it is longer than LIMITS.entryBytes. May be a view that is only good during the call. */
  readonly bytes: Uint8Array | null;
}

/** Something wrong with the file around its entries. */
export interface FramingProblem {
  /** `framing.bom`, `framing.trailing`, `framing.truncated`, `framing.not-array`, `framing.blank-lines`. */
  readonly rule: string;
  readonly message: string;
  readonly byteOffset: number;
  /** A note leaves every entry readable and exact; otherwise the file as a whole is malformed. */
  readonly note: boolean;
}

/** Takes the chunks of a file in order and hands out its entries. */
export interface Framer {
  push(chunk: Uint8Array, emit: (frame: Frame) => void): void;
  /**
   * Passes over bytes that are known to hold whole entries with what separates them, and nothing else. Only between entries, and inside the
   * array where there is one.
   *
   * @param closed the last of the bytes is the array's closing bracket
   */
  skip(bytes: number, closed: boolean): void;
  /** Call once after the last chunk. */
  finish(emit: (frame: Frame) => void): void;
  readonly problems: readonly FramingProblem[];
}

/** UTF-8 byte order mark. */
export const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** JSON white space (RFC 8259 section 2). */
export function isJsonSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
