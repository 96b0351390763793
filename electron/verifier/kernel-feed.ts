import type { Frame, Framer, FramingProblem } from '../../shared/chain/framing/frame.ts';
import { isJsonSpace } from '../../shared/chain/framing/frame.ts';
import { LeadingMark } from '../../shared/chain/framing/leading-mark.ts';
import type { Feed, RowSink } from './feed.ts';
import { Kernel } from './kernel.ts';
import { PlacedRun } from './placed-run.ts';
import { tailOf } from './run-tail.ts';
import { processSegment, type SegmentPart, type SegmentResult } from './segment.ts';
import { cutOfElements, cutOfLines, rowStartOf } from './segment-cut.ts';
import { SegmentMemory } from './segment-memory.ts';
import type { SegmentPool } from './segment-pool.ts';
import type { WasmModule } from './wasm.ts';

const LINE_FEED = 0x0a;
const COMMA = 0x2c;

/** How the kernel is to be used. */
export interface KernelPlan {
  readonly module: WasmModule;
  /** Starts the threads; null to work in this thread. Called once, when the file turned out to be large enough. */
  readonly startPool: (() => SegmentPool) | null;
  /** Bytes of one segment; at most half of what the kernel takes. */
  readonly segmentBytes: number;
}

/**
 * The fast path: cuts the file into segments, has the kernel go through them on all threads, and joins the results in order. The framer
 * sees every byte that the kernel did not prove, and is told of every byte that it did, so framing has one implementation.
 * A segment that does not end with a whole row makes the guess behind it void: the next one is then gone through again from the right place.
 */
export class KernelFeed implements Feed {
  private readonly framer: Framer;
  private readonly sink: RowSink;
  private readonly plan: KernelPlan;
  private readonly lines: boolean;
  private readonly emit: (frame: Frame) => void;
  private readonly kernel: Kernel;
  private readonly memory: SegmentMemory;
  private readonly mark = new LeadingMark();
  private pool: SegmentPool | null = null;
  private filling: Uint8Array<SharedArrayBuffer>;
  private filled = 0;
  private started: boolean;
  /** How entries of an array begin, as the first does. */
  private rowStart: Uint8Array | null = null;
  /** Bytes of an element that the last segment ended in. */
  private carry: Uint8Array = new Uint8Array(0);
  /** Where the first entry may begin. */
  private start = 0;
  /** Offset in the file of the first byte that is not taken. */
  private offset = 0;
  private plain = false;

  constructor(framer: Framer, sink: RowSink, plan: KernelPlan, lines: boolean) {
    this.framer = framer;
    this.sink = sink;
    this.plan = plan;
    this.lines = lines;
    this.emit = (frame) => sink.frame(frame);
    this.kernel = new Kernel(plan.module);
    this.memory = new SegmentMemory(plan.segmentBytes);
    this.filling = this.memory.take();
    this.started = lines;
  }

  get problems(): readonly FramingProblem[] {
    return this.framer.problems;
  }

  startAt(offset: number): void {
    this.start = offset;
    this.offset = offset;
  }

  readonly lend = (): Uint8Array => this.memory.lend();

  async push(chunk: Uint8Array): Promise<void> {
    if (!this.memory.takeBack(chunk)) return await this.pushCopied(chunk);
    if (this.started && (await this.giveLent(chunk))) return;
    await this.pushCopied(chunk);
    this.memory.release(chunk);
  }

  /** Makes a segment of bytes where they are; false when they have to be copied. */
  private async giveLent(chunk: Uint8Array<SharedArrayBuffer>): Promise<boolean> {
    const whole = this.memory.joined(this.filling.subarray(0, this.filled), chunk);
    const cut = whole === null ? null : this.cutOf(whole);
    if (whole === null || cut === null) return false;
    this.filling.set(whole.subarray(cut));
    this.filled = whole.length - cut;
    await this.give(whole.subarray(0, cut));
    return true;
  }

  private async pushCopied(chunk: Uint8Array): Promise<void> {
    let rest = this.started ? chunk : this.findArray(chunk);
    while (rest.length > 0) {
      const room = this.filling.length - this.filled;
      this.filling.set(rest.subarray(0, room), this.filled);
      this.filled += Math.min(room, rest.length);
      rest = rest.subarray(room);
      if (this.filled === this.filling.length) await this.giveFilled();
    }
  }

  async flush(): Promise<void> {
    const held = this.filling.subarray(0, this.filled);
    // A file that never filled a segment is gone through faster than threads start.
    if (this.pool === null && this.offset === this.start && this.plan.startPool !== null) {
      this.pushPlain(held);
    } else {
      // A last line without an end is whole only when the file ends there, which the framer is told and the kernel is not.
      const end = this.lines ? held.lastIndexOf(LINE_FEED) + 1 : held.length;
      const begun = held.slice(end);
      await this.give(held.subarray(0, end));
      await this.drain();
      // The one that was given is spare now, and may be handed out again while more is pushed.
      this.filling = this.memory.take();
      this.pushPlain(begun);
    }
    this.filled = 0;
    this.pushPlain(this.carry);
    this.carry = new Uint8Array(0);
  }

  async finish(): Promise<void> {
    await this.flush();
    this.close();
    this.framer.finish(this.emit);
  }

  close(): void {
    this.pool?.close();
    this.pool = null;
  }

  /** The head of an array goes to the framer, up to its opening bracket; anything else is left to the plain path altogether. */
  private findArray(chunk: Uint8Array): Uint8Array {
    let at = this.mark.take(chunk);
    while (at < chunk.length && isJsonSpace(chunk[at] ?? 0)) at += 1;
    if (at === chunk.length) {
      this.pushPlain(chunk);
      return new Uint8Array(0);
    }
    this.started = true;
    this.plain = chunk[at] !== 0x5b || this.mark.partial;
    this.pushPlain(chunk.subarray(0, at + 1));
    this.start = this.offset;
    return chunk.subarray(at + 1);
  }

  private async giveFilled(): Promise<void> {
    const full = this.filling;
    const cut = this.cutOf(full);
    if (cut === null) {
      // A line longer than a segment: where the next line starts is not known to any segment behind it.
      await this.drain();
      this.goPlain(full);
      this.filled = 0;
      return;
    }
    this.filling = this.memory.take();
    this.filling.set(full.subarray(cut));
    this.filled = full.length - cut;
    await this.give(full.subarray(0, cut));
  }

  private cutOf(bytes: Uint8Array): number | null {
    if (this.lines) return cutOfLines(bytes);
    this.rowStart ??= rowStartOf(bytes);
    return cutOfElements(bytes, this.rowStart);
  }

  private async drain(): Promise<void> {
    while (this.pool !== null && this.pool.pending > 0) await this.takeBack(this.pool);
  }

  private async give(segment: Uint8Array<SharedArrayBuffer>): Promise<void> {
    if (this.pool === null && this.plan.startPool !== null && !this.plain) this.pool = this.plan.startPool();
    const pool = this.pool;
    if (pool === null) {
      this.use(segment, this.plain ? { parts: [], next: 0 } : processSegment(this.kernel, segment, this.lines));
      return;
    }
    pool.give(segment, this.lines);
    while (pool.pending >= pool.depth) await this.takeBack(pool);
  }

  private async takeBack(pool: SegmentPool): Promise<void> {
    const { bytes, result } = await pool.takeBack();
    this.use(bytes, result);
  }

  /** Joins one segment to what came before it. */
  private use(segment: Uint8Array<SharedArrayBuffer>, result: SegmentResult): void {
    if (this.plain) this.pushPlain(segment);
    else if (this.carry.length === 0) this.apply(segment, result);
    else this.applyWithCarry(segment);
    this.memory.release(segment);
  }

  private applyWithCarry(segment: Uint8Array): void {
    const whole = Buffer.concat([this.carry, segment]);
    this.carry = new Uint8Array(0);
    if (whole.length > this.kernel.capacity) this.goPlain(whole);
    else this.apply(whole, processSegment(this.kernel, whole, this.lines));
  }

  private apply(segment: Uint8Array, { parts, next }: SegmentResult): void {
    const base = this.offset;
    for (const part of parts) this.applyPart(part, segment, base);
    const closed = parts.at(-1)?.closed ?? false;
    if (closed) this.goPlain(segment.subarray(next));
    else if (next === 0 && segment.length >= this.plan.segmentBytes) this.goPlain(segment);
    else if (next < segment.length) this.carry = segment.slice(next);
  }

  /** From here on the framer sees every byte: the array is closed, or an element is longer than a segment. */
  private goPlain(rest: Uint8Array): void {
    this.plain = true;
    this.pushPlain(rest);
  }

  private applyPart(part: SegmentPart, segment: Uint8Array, base: number): void {
    const { from, to, closed } = part;
    if (part.run === null) {
      this.pushPlain(segment.subarray(from, to));
      return;
    }
    const run = new PlacedRun(part.run);
    if (this.sink.takeRun(run, segment, base)) {
      this.skip(to - from, closed);
      return;
    }
    let at = from;
    for (let row = 1; row < run.count; row += 1) {
      const next = this.behindRow(run, row - 1, segment);
      this.pushPlain(segment.subarray(at, next));
      at = next;
      if (this.sink.takeRun(tailOf(run, row, segment), segment, base)) {
        this.skip(to - at, closed);
        return;
      }
    }
    this.pushPlain(segment.subarray(at, to));
  }

  /** Where a row of a run ends with what separates it from the next: between the two stands nothing else but white space. */
  private behindRow(run: PlacedRun, row: number, segment: Uint8Array): number {
    const end = (run.places[2 * row] ?? 0) + (run.places[2 * row + 1] ?? 0);
    return segment.indexOf(this.lines ? LINE_FEED : COMMA, end) + 1;
  }

  private skip(bytes: number, closed: boolean): void {
    this.framer.skip(bytes, closed);
    this.offset += bytes;
  }

  private pushPlain(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.framer.push(bytes, this.emit);
    this.offset += bytes.length;
  }
}
