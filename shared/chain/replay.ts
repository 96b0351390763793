import { numberText } from '../base/chain-canonical.ts';
import type { Uncovered } from '../base/chain-coverage.ts';
import type { Sha256 } from '../base/hash.ts';
import { showText } from '../base/text.ts';
import { detached } from '../base/utf8.ts';
import { type Entry, entryHash } from './entry.ts';
import type { FaultSink } from './fault.ts';
import { prevHashReplaced, shownHash } from './fault-words.ts';
import { LinkTracker } from './links.ts';
import { PlainRule } from './plain-rule.ts';
import { linkOf, type RowFact } from './row-fact.ts';
import type { SoundRun } from './sound-run.ts';

/** What a replay established. */
export interface ReplayTotals {
  /** Entries in the file, readable or not. */
  readonly rows: number;
  /** First position where the plain rule fails; null when it holds throughout. */
  readonly firstBroken: number | null;
  /** Hash stored in the first and in the last entry; null when there is none or it is not readable. */
  readonly genesis: string | null;
  readonly tip: string | null;
  /** Entries that are not readable as entries. */
  readonly malformed: number;
  /** Entries that a stated cap of this tool kept from being read. */
  readonly overLimit: number;
  /** Entries whose hash was recomputed. */
  readonly recomputed: number;
  /** Escaped names of members beside the four, at most EXTRA_NAMES and one more when there are more; and how many entries carry any. */
  readonly extraMembers: readonly string[];
  readonly withExtraMembers: number;
  /** False when the file could not be read to its end: then neither its length nor its tip is known. */
  readonly readToEnd: boolean;
}

/** Names of extra members that are listed. */
export const EXTRA_NAMES = 20;

/**
 * Replays a chain in file order (formats section 2). A reducer: entries go in one by one, faults come out through the sink as soon
 * as they can be told, totals at the end. Memory does not grow with the chain.
 */
export class Replay {
  private readonly sha256: Sha256;
  private readonly sink: FaultSink;
  private readonly rule = new PlainRule();
  private readonly links: LinkTracker;
  private readonly extraNames = new Set<string>();
  private rows = 0;
  private genesis: string | null = null;
  private tip: string | null = null;
  private malformed = 0;
  private overLimit = 0;
  private recomputed = 0;
  private withExtraMembers = 0;

  constructor(sha256: Sha256, sink: FaultSink) {
    this.sha256 = sha256;
    this.sink = sink;
    this.links = new LinkTracker(sink);
  }

  /** Entries so far. */
  get length(): number {
    return this.rows;
  }

  /** Hash stored in the last entry; null when there is none or it is not readable. */
  get lastHash(): string | null {
    return this.tip;
  }

  /** Takes the next entry; `byteOffset` is where it starts in the file. Returns its hash, recomputed; undefined when it is not defined. */
  push(entry: Entry, byteOffset: number): string | undefined {
    const position = this.rows;
    this.rows += 1;
    const computed =
      entry.prevHash === undefined ? undefined : entryHash(this.sha256, entry.prevHash, entry.payloadText);
    if (computed !== undefined) this.recomputed += 1;
    const row = this.rowOf(entry, position, computed);
    if (position === 0) this.genesis = row.hash ?? null;
    this.tip = row.hash ?? null;
    this.rule.push(entry, computed);
    this.reportProblem(entry, row, byteOffset);
    this.reportUncovered(entry, position, byteOffset);
    this.links.push(this.repairLink(entry, row));
    return computed;
  }

  /** Takes an entry that was longer than the cap and so was not read. */
  pushOverLimit(byteOffset: number, length: number, cap: number): void {
    const message = `the entry is ${length} bytes long, more than the ${cap} that this tool reads`;
    const problem = { rule: 'entryBytes', message, byteOffset: 0, limit: true };
    const nothing = { seq: undefined, prevHash: undefined, hash: undefined, payloadText: undefined };
    this.push({ ...nothing, problem, uncovered: [], extraMembers: [] }, byteOffset);
  }

  /**
   * Takes a run of sound entries at once, with the same outcome as pushing each. Refuses it (false, nothing changed) while a fault is
   * open or when the run does not follow what came before; its entries then have to be pushed.
   */
  pushRun(run: SoundRun): boolean {
    if (run.count === 0) return true;
    const last = run.lastHashes.at(-1);
    if (last === undefined || !this.links.continues(run) || !this.rule.continues(run.firstSeq, run.firstPrevHash)) {
      return false;
    }
    this.links.skip(run, this.rows);
    this.rule.skip(run.count, last);
    if (this.rows === 0) this.genesis = run.firstHash;
    this.tip = last;
    this.rows += run.count;
    this.recomputed += run.count;
    return true;
  }

  /**
   * Call once after the last entry.
   *
   * @param readToEnd false when the file gave out before its end
   */
  finish(readToEnd = true): ReplayTotals {
    this.links.finish();
    return {
      rows: this.rows,
      firstBroken: this.rule.firstBroken,
      genesis: this.genesis,
      tip: this.tip,
      malformed: this.malformed,
      overLimit: this.overLimit,
      recomputed: this.recomputed,
      extraMembers: [...this.extraNames],
      withExtraMembers: this.withExtraMembers,
      readToEnd,
    };
  }

  /** What is kept of an entry. In a sound chain its hashes are texts that are kept anyway; others are copied out of the entry. */
  private rowOf({ seq, prevHash, hash }: Entry, position: number, computed: string | undefined): RowFact {
    const before = this.links.previous.hash;
    return {
      position,
      seq,
      prevHash: prevHash === before ? before : prevHash && detached(prevHash),
      hash: hash === computed ? computed : hash && detached(hash),
      computed,
    };
  }

  /**
   * When link and hash are both off, but the hash recomputes over the entry before, only the member `prevHash` was changed:
   * one fault, and the entry links.
   */
  private repairLink(entry: Entry, row: RowFact): RowFact {
    const { hash, computed } = row;
    const previous = this.links.previous;
    if (previous.hash === undefined || hash === undefined || computed === hash) return row;
    if (linkOf(previous, row) !== 'broken') return row;
    if (entryHash(this.sha256, previous.hash, entry.payloadText) !== hash) return row;
    this.sink.report(prevHashReplaced(previous, row));
    return { ...row, prevHash: previous.hash, computed: hash };
  }

  private reportProblem({ problem }: Entry, { position, seq, hash }: RowFact, byteOffset: number): void {
    if (problem === null) return;
    if (problem.limit) this.overLimit += 1;
    else this.malformed += 1;
    this.sink.report({
      class: problem.limit ? 'limit-exceeded' : 'malformed-entry',
      severity: problem.limit ? 'warning' : 'fail',
      message: `The entry at position ${position} can not be ${problem.limit ? 'judged' : 'read'}: ${problem.message}.`,
      first: position,
      last: position,
      seq,
      rule: problem.rule,
      byteOffset: byteOffset + problem.byteOffset,
      ...(hash === undefined ? {} : { actual: shownHash(hash) }),
    });
  }

  private reportUncovered(entry: Entry, position: number, byteOffset: number): void {
    if (entry.extraMembers.length > 0) {
      this.withExtraMembers += 1;
      for (const name of entry.extraMembers) {
        // One more than is listed, so that a report can say that there are more.
        if (this.extraNames.size <= EXTRA_NAMES) this.extraNames.add(detached(showText(name, 60)));
      }
    }
    const parts = entry.uncovered.filter((part) => part.reason !== 'extra-member');
    if (parts.length === 0) return;
    const listed = parts.slice(0, 3).map(uncoveredWords).join('; ');
    const more = parts.length > 3 ? `; and ${parts.length - 3} more` : '';
    this.sink.report({
      class: 'not-fully-committed',
      severity: 'warning',
      message: `The entry at position ${position} carries text that its hash does not cover: ${listed}${more}.`,
      first: position,
      last: position,
      seq: entry.seq,
      byteOffset,
    });
  }
}

function uncoveredWords(part: Uncovered): string {
  const subject = detached(showText(part.subject, 60));
  switch (part.reason) {
    case 'proto-member':
      return 'a member named __proto__, whose value the hash leaves out';
    case 'earlier-duplicate':
      return `an earlier member "${subject}" that a later one of the same name replaces`;
    case 'number-precision':
      return `the number ${subject}, which counts as ${numberText(Number(part.subject))}`;
    case 'extra-member':
      return `the member "${subject}" beside seq, prevHash, payload and hash`;
  }
}
