import { hash as digest } from 'node:crypto';
import type { RunData } from './placed-run.ts';
import { type WasmModule, wasmRuntime } from './wasm.ts';

/** What the module exports; kernel/index.ts documents each. Places are byte offsets into its memory. */
interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  version(): number;
  inputPlace(): number;
  inputBytes(): number;
  placesPlace(): number;
  hashedPlace(): number;
  storedPlace(): number;
  digitsPlace(): number;
  slotsPlace(): number;
  slotBytes(): number;
  slotCount(): number;
  takenRows(): number;
  stopPlace(): number;
  runFirstSeq(): number;
  runFirstPrevious(): number;
  runFirstHash(): number;
  gatherDigits(count: number): number;
  beginRun(): void;
  take(from: number, to: number, lines: boolean, most: number): number;
}

/** VERSION of kernel/layout.ts. */
const KERNEL_VERSION = 1;
const STOP = { end: 0, unsure: 1, full: 2, break: 3, closed: 4 } as const;
const HASH_DIGITS = 64;
const HASH_BYTES = 32;

/** What the kernel made of a segment, up to the first row that it does not take or to the end of what it was given. */
export interface Taken {
  /** Null when the first row was not taken already. */
  readonly run: RunData | null;
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
  private readonly hashed: number;
  private readonly stored: number;
  private readonly slots: number;
  private readonly slotBytes: number;
  /** Views of what is hashed, by slot and length: to make one for each row takes longer than to hash it. */
  private readonly views: (Buffer | undefined)[][];
  /** Rows for the next call: few behind one that does not recompute, because what is taken behind another is taken in vain. */
  private most: number;

  /**
   * SECURITY: parts of two builds that lie together by mistake would take rows by rules that nobody wrote, or go round for ever. Test:
   * kernel.test.ts "refuses a kernel of another version, and names the remedy".
   *
   * @throws Error that names the remedy, when the module is a kernel of another version than the one that this program was written for
   */
  constructor(module: WasmModule) {
    const runtime = wasmRuntime();
    if (runtime === null) throw new Error('this runtime has no WebAssembly');
    const { exports } = new runtime.Instance(module);
    const version = typeof exports.version === 'function' ? Number(exports.version()) : 'none';
    if (version !== KERNEL_VERSION) throw new Error(otherKernel(String(version)));
    this.exports = exports as unknown as KernelExports;
    this.memory = Buffer.from(this.exports.memory.buffer);
    this.words = new Uint32Array(this.exports.memory.buffer);
    this.input = this.exports.inputPlace();
    this.hashed = this.exports.hashedPlace() >>> 2;
    this.stored = this.exports.storedPlace();
    this.slots = this.exports.slotsPlace();
    this.slotBytes = this.exports.slotBytes();
    this.views = Array.from({ length: this.exports.slotCount() }, () => []);
    this.most = this.views.length;
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
    const { exports, input } = this;
    exports.beginRun();
    let count = 0;
    for (let next = from; ; ) {
      const stop = exports.take(input + next, input + to, lines, this.most);
      const taken = exports.takenRows();
      const sound = this.soundRows(taken);
      count += sound;
      this.most = sound < taken ? 1 : Math.min(2 * this.most, this.views.length);
      if (sound < taken) {
        // The row's content does not give its hash: the plain path says so, and what the kernel took behind it is taken again.
        const place = this.words[(exports.placesPlace() >>> 2) + 2 * count] ?? 0;
        return { run: this.run(count), next: place, stop: 'unsure' };
      }
      next = exports.stopPlace() - input;
      if (stop === STOP.full && taken > 0) continue;
      const words = ['end', 'unsure', 'full', 'break', 'closed'] as const;
      const word = words[stop];
      if (word === undefined || word === 'full') throw new RangeError(`the kernel stopped with ${stop}`);
      return { run: this.run(count), next, stop: word };
    }
  }

  /** How many of the rows taken last recompute, up to the first that does not. Hashes are compared as one text: each by itself takes longer. */
  private soundRows(taken: number): number {
    let together = '';
    for (let row = 0; row < taken; row += 1) together += digest('sha256', this.hashedFor(row), 'binary');
    const stored = this.memory.toString('latin1', this.stored, this.stored + HASH_BYTES * taken);
    if (together === stored) return taken;
    let row = 0;
    while (together.startsWith(stored.slice(HASH_BYTES * row, HASH_BYTES * (row + 1)), HASH_BYTES * row)) row += 1;
    return row;
  }

  private hashedFor(row: number): Buffer {
    const { words, memory } = this;
    const place = words[this.hashed + 2 * row] ?? 0;
    const length = words[this.hashed + 2 * row + 1] ?? 0;
    const views = this.views[row] ?? [];
    const atSlot = place === this.slots + this.slotBytes * row;
    // Hashing takes longer than making a view for long ones, and a view would be kept for each length.
    if (!atSlot) return memory.subarray(place, place + length);
    const view = views[length] ?? memory.subarray(place, place + length);
    views[length] = view;
    return view;
  }

  private run(count: number): RunData | null {
    if (count === 0) return null;
    const { exports, memory, words } = this;
    const places = exports.placesPlace() >>> 2;
    const digits = exports.digitsPlace();
    const kept = exports.gatherDigits(count);
    return {
      count,
      firstSeq: exports.runFirstSeq(),
      firstPrevHash: this.hashAt(exports.runFirstPrevious()),
      firstHash: this.hashAt(exports.runFirstHash()) ?? '',
      digits: new Uint8Array(memory.subarray(digits, digits + HASH_DIGITS * kept)),
      places: words.slice(places, places + 2 * count),
    };
  }

  private hashAt(place: number): string | null {
    return place === 0 ? null : this.memory.toString('latin1', place, place + HASH_DIGITS);
  }
}

function otherKernel(version: string): string {
  return `The replay kernel beside this program is of version ${version}, and the program is written for version ${KERNEL_VERSION}: parts of two builds lie together. Build all of it again (npm run build), or install it again.`;
}
