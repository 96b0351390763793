import type { RunHashes, SoundRun } from '../../shared/chain/sound-run.ts';

const HASH_DIGITS = 64;

/** A run as it is handed from thread to thread. */
export interface RunData {
  readonly count: number;
  readonly firstSeq: number;
  readonly firstPrevHash: string | null;
  readonly firstHash: string;
  /** The digits of the last hashes, 64 each, one behind the other. */
  readonly digits: Uint8Array;
  /** Of each entry the offset from the segment's start and the length, in pairs. */
  readonly places: Uint32Array;
}

/** A run of sound entries inside one segment, with the place of each. */
export class PlacedRun implements SoundRun {
  readonly count: number;
  readonly firstSeq: number;
  readonly firstPrevHash: string | null;
  readonly firstHash: string;
  readonly lastHashes: RunHashes;
  readonly places: Uint32Array;
  private readonly digits: Uint8Array;

  constructor({ count, firstSeq, firstPrevHash, firstHash, digits, places }: RunData) {
    this.count = count;
    this.firstSeq = firstSeq;
    this.firstPrevHash = firstPrevHash;
    this.firstHash = firstHash;
    this.lastHashes = new HashDigits(digits);
    this.places = places;
    this.digits = digits;
  }

  /** The digits of the last `count` hashes, or of all that there are. */
  lastDigits(count: number): Uint8Array {
    return this.digits.subarray(Math.max(0, this.digits.length - HASH_DIGITS * count));
  }
}

/** Hashes that are made texts only when they are asked for: of most runs nobody asks for more than the last. */
class HashDigits implements RunHashes {
  private readonly digits: Buffer;

  constructor(digits: Uint8Array) {
    this.digits = Buffer.from(digits.buffer, digits.byteOffset, digits.length);
  }

  get length(): number {
    return this.digits.length / HASH_DIGITS;
  }

  at(index: number): string | undefined {
    const place = HASH_DIGITS * (index < 0 ? index + this.length : index);
    return this.digits[place] === undefined ? undefined : this.digits.toString('latin1', place, place + HASH_DIGITS);
  }

  slice(start = 0): string[] {
    const first = start < 0 ? Math.max(0, start + this.length) : start;
    return Array.from({ length: Math.max(0, this.length - first) }, (_, at) => this.at(first + at) ?? '');
  }
}
