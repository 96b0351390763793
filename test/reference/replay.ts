import { referencePayloadHash } from './canonical.ts';

/** What the plain rule says of a list of entries. Positions count from 0 in the order given. */
export interface ReferenceReplay {
  readonly rows: number;
  /** First position where `seq`, then `prevHash`, then `hash` is not what the rule demands; null when all hold. */
  readonly firstBroken: number | null;
  /** First position that is no entry at all: not JSON, not an object, a member missing or of another type. Also counted as broken. */
  readonly firstMalformed: number | null;
  /** `hash` as stored in the last entry; null without entries, or when the last one is malformed. */
  readonly tip: string | null;
  /** `hash` as stored in the first entry. */
  readonly genesis: string | null;
  /** Stored hash of each entry; null where malformed. */
  readonly hashes: readonly (string | null)[];
}

/** An anchor's core, see docs/formats/chain.md. */
export interface ReferenceAnchor {
  readonly length: number;
  readonly tipHash: string;
  readonly genesisHash?: string;
}

interface ReferenceEntry {
  readonly seq: number;
  readonly prevHash: string | null;
  readonly payload: unknown;
  readonly hash: string;
}

function readEntry(line: string): ReferenceEntry | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'payload')) {
    return null;
  }
  const { seq, prevHash, payload, hash } = value as Record<string, unknown>;
  if (typeof seq !== 'number' || typeof hash !== 'string' || (prevHash !== null && typeof prevHash !== 'string')) {
    return null;
  }
  return { seq, prevHash, payload, hash };
}

function holds(entry: ReferenceEntry, position: number, before: string | null): boolean {
  if (entry.seq !== position || entry.prevHash !== before) {
    return false;
  }
  try {
    return referencePayloadHash(entry.prevHash, entry.payload) === entry.hash;
  } catch {
    return false;
  }
}

/** Replays entries, each the JSON text of one, by the plain rule. Keeps all in memory: for tests, not for evidence. */
export function referenceReplay(lines: Iterable<string>): ReferenceReplay {
  const hashes: (string | null)[] = [];
  let firstBroken: number | null = null;
  let firstMalformed: number | null = null;
  for (const line of lines) {
    const position = hashes.length;
    const entry = readEntry(line);
    if (entry === null) {
      firstMalformed ??= position;
    }
    const before = position === 0 ? null : (hashes[position - 1] ?? null);
    if (entry === null || !holds(entry, position, before)) {
      firstBroken ??= position;
    }
    hashes.push(entry?.hash ?? null);
  }
  return {
    rows: hashes.length,
    firstBroken,
    firstMalformed,
    tip: hashes.at(-1) ?? null,
    genesis: hashes[0] ?? null,
    hashes,
  };
}

/**
 * Compares a replayed chain with an anchor, in the order of the rule: genesis hash, number of entries, hash of entry `length - 1`.
 * @returns the position that the rule reports (0, then the smaller of both lengths, then the last entry), or null when all agree.
 */
export function referenceAnchorBreak(replay: ReferenceReplay, anchor: ReferenceAnchor): number | null {
  if (anchor.genesisHash !== undefined && anchor.genesisHash !== replay.genesis) {
    return 0;
  }
  if (anchor.length !== replay.rows) {
    return Math.min(anchor.length, replay.rows);
  }
  return replay.hashes[anchor.length - 1] === anchor.tipHash ? null : Math.max(anchor.length - 1, 0);
}

/** First broken position over entries and then anchors, as the plain rule reports it; null when nothing is broken. */
export function referenceFirstBroken(replay: ReferenceReplay, anchors: readonly ReferenceAnchor[]): number | null {
  if (replay.firstBroken !== null) {
    return replay.firstBroken;
  }
  for (const anchor of anchors) {
    const position = referenceAnchorBreak(replay, anchor);
    if (position !== null) {
      return position;
    }
  }
  return null;
}
