import { hash as digest } from 'node:crypto';
import type { SoundRun } from '../../shared/chain/sound-run.ts';
import { type WasmModule, wasmRuntime } from './wasm.ts';

/** What the module exports; kernel/index.ts documents each. Places are byte offsets into its memory. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  inputPlace(): number;
  inputBytes(): number;
  recordsPlace(): number;
  hashesPlace(): number;
  stagePlace(): number;
  stageBytes(): number;
  rowCount(): number;
  stopPlace(): number;
  runFirstSeq(): number;
  runFirstPrevious(): number;
  beginRun(): void;
  take(from: number, to: number, lines: boolean): number;
}

const STOP = { end: 0, unsure: 1, full: 2, break: 3, closed: 4 } as const;
const RECORD_WORDS = 4;
/** Rows whose hashes are compared as one text, which takes less than to compare each. */
const HASHES_TOGETHER = 64;
const HASH_DIGITS = 64;
/** Hashes of the last rows of a run that a replay wants to have: LIMITS.resyncWindow twice. */
const LAST_HASHES = 1_024;

/** A run of sound rows inside one segment, with the place of each: offset from the segment's start and length, in pairs. */
export interface PlacedRun extends SoundRun {
  readonly places: Uint32Array;
}

/** What the kernel made of a segment, up to the first row that it does not take or to the end of what it was given. */
export interface Taken {
  /** Null when the first row was not taken already. */
  readonly run: PlacedRun | null;
  /** Bytes from the segment's start that were taken. */
  readonly next: number;
  /**
   * `end`: no whole row is left. `unsure`: the row at `next` is left to the plain path. `break`: the row at `next` begins another run.
   * `closed`: the array ended.
   */
  readonly stop: 'end' | 'unsure' | 'break' | 'closed';
}

/**
 * One instance of the replay kernel. The kernel proves the form, the link and the label of rows; their digests are taken here, by the
 * runtime's own SHA-256, which uses the processor's instructions for it.
 */
export class Kernel {
  private readonly exports: KernelExports;
  private readonly memory: Buffer;
  private readonly words: Uint32Array;
  private readonly input: number;
  private readonly stage: number;
  private readonly stageBytes: number;
  /** What is hashed is put on the stage, and views of the stage are kept by their length: to make one for each row takes longer. */
  private readonly staged: Buffer[] = [];

  constructor(module: WasmModule) {
    const runtime = wasmRuntime();
    if (runtime === null) throw new Error('this runtime has no WebAssembly');
    this.exports = new runtime.Instance(module).exports as unknown as KernelExports;
    this.memory = Buffer.from(this.exports.memory.buffer);
    this.words = new Uint32Array(this.exports.memory.buffer);
    this.input = this.exports.inputPlace();
    this.stage = this.exports.stagePlace();
    this.stageBytes = this.exports.stageBytes();
  }

  /** Bytes that a segment may have. */
  get capacity(): number {
    return this.exports.inputBytes();
  }

  /** Puts a segment where the kernel reads; at most `capacity` bytes. */
  load(segment: Uint8Array): void {
    this.memory.set(segment, this.input);
  }

  /**
   * Takes sound rows from the loaded segment.
   *
   * @param from where a row begins
   * @param to end of the segment; of lines, the end of a line
   */
  take(from: number, to: number, lines: boolean): Taken {
    const rows = new RunRows();
    this.exports.beginRun();
    for (let next = from; ; ) {
      const stop = this.exports.take(this.input + next, this.input + to, lines);
      const sound = this.checkDigests(rows);
      if (sound < this.exports.rowCount()) {
        // The row's content does not give its hash: the plain path says so, and what the kernel took behind it is taken again.
        return { run: rows.run(), next: this.rowStart(sound), stop: 'unsure' };
      }
      next = this.exports.stopPlace() - this.input;
      if (stop === STOP.full) continue;
      const words = ['end', 'unsure', 'full', 'break', 'closed'] as const;
      const word = words[stop];
      if (word === undefined || word === 'full') throw new RangeError(`the kernel stopped with ${stop}`);
      return { run: rows.run(), next, stop: word };
    }
  }

  private rowStart(row: number): number {
    return (this.words[(this.exports.recordsPlace() >>> 2) + row * RECORD_WORDS] ?? 0) - this.input;
  }

  /** Returns how many of the rows taken last recompute, up to the first that does not, and adds them to `rows`. */
  private checkDigests(rows: RunRows): number {
    const { words, memory, exports } = this;
    const count = exports.rowCount();
    if (rows.count === 0 && count > 0) rows.begin(exports.runFirstSeq(), this.firstPrevious());
    const records = exports.recordsPlace() >>> 2;
    for (let from = 0; from < count; from += HASHES_TOGETHER) {
      const to = Math.min(count, from + HASHES_TOGETHER);
      const computed: string[] = [];
      let together = '';
      for (let row = from, at = records + RECORD_WORDS * from; row < to; row += 1, at += RECORD_WORDS) {
        const hash = this.digestAt(words[at + 2] ?? 0, words[at + 3] ?? 0);
        computed.push(hash);
        together += hash;
      }
      const place = exports.hashesPlace();
      const stored = memory.toString('latin1', place + HASH_DIGITS * from, place + HASH_DIGITS * to);
      const sound = together === stored ? to : from + soundHashes(computed, stored);
      for (let row = from, at = records + RECORD_WORDS * from; row < sound; row += 1, at += RECORD_WORDS) {
        rows.add((words[at] ?? 0) - this.input, words[at + 1] ?? 0, computed[row - from] ?? '');
      }
      if (sound < to) return sound;
    }
    return count;
  }

  private digestAt(place: number, length: number): string {
    const { memory, stage, staged } = this;
    // Hashing takes longer than making a view for these, and a view would be kept for each length.
    if (length > this.stageBytes) return digest('sha256', memory.subarray(place, place + length), 'hex');
    memory.copyWithin(stage, place, place + length);
    const view = staged[length] ?? memory.subarray(stage, stage + length);
    staged[length] = view;
    return digest('sha256', view, 'hex');
  }

  private firstPrevious(): string | null {
    const place = this.exports.runFirstPrevious();
    return place === 0 ? null : this.memory.toString('latin1', place, place + HASH_DIGITS);
  }
}

/** How many of the computed hashes, up to the first that does not, stand in the text of stored ones. */
function soundHashes(computed: readonly string[], stored: string): number {
  const differing = computed.findIndex((hash, at) => stored.slice(HASH_DIGITS * at, HASH_DIGITS * (at + 1)) !== hash);
  return differing === -1 ? computed.length : differing;
}

/** Gathers the rows of one run over several calls of the kernel. */
class RunRows {
  count = 0;
  private firstSeq = 0;
  private firstPrevHash: string | null = null;
  private firstHash = '';
  private readonly ring: string[] = [];
  private places = new Uint32Array(2 * 4_096);

  begin(firstSeq: number, firstPrevHash: string | null): void {
    this.firstSeq = firstSeq;
    this.firstPrevHash = firstPrevHash;
  }

  add(offset: number, length: number, hash: string): void {
    if (this.count === 0) this.firstHash = hash;
    if (2 * this.count === this.places.length) {
      const wider = new Uint32Array(2 * this.places.length);
      wider.set(this.places);
      this.places = wider;
    }
    this.places[2 * this.count] = offset;
    this.places[2 * this.count + 1] = length;
    this.ring[this.count % LAST_HASHES] = hash;
    this.count += 1;
  }

  run(): PlacedRun | null {
    if (this.count === 0) return null;
    const { count, firstSeq, firstPrevHash, firstHash } = this;
    const split = count > LAST_HASHES ? count % LAST_HASHES : 0;
    const lastHashes = [...this.ring.slice(split), ...this.ring.slice(0, split)];
    return { count, firstSeq, firstPrevHash, firstHash, lastHashes, places: this.places.slice(0, 2 * count) };
  }
}
