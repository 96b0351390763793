/** A running SHA-256 (FIPS 180-4). Implemented by node:crypto in `electron/node/hasher.ts`, by @noble/hashes elsewhere. */
export interface RunningHash {
  update(bytes: Uint8Array): void;
  /** 64 lowercase hex digits over what was given so far; more may follow. */
  digestSoFar(): string;
  /** 64 lowercase hex digits. May be called once. */
  digestHex(): string;
}

/** SHA-256 as the engine needs it; handed in, so that `shared/` names no runtime. */
export interface Sha256 {
  /** SHA-256 over the UTF-8 bytes of a well-formed string; 64 lowercase hex digits. */
  hexOfText(text: string): string;
  hexOfBytes(bytes: Uint8Array): string;
  start(): RunningHash;
}
