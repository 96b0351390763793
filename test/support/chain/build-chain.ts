import type { Finding } from '../../../shared/base/finding.ts';
import type { Sha256 } from '../../../shared/base/hash.ts';
import { encodeUtf8 } from '../../../shared/base/utf8.ts';
import { readEntry } from '../../../shared/chain/entry.ts';
import { type ChainFault, type FaultSink, toFinding } from '../../../shared/chain/fault.ts';
import { Replay, type ReplayTotals } from '../../../shared/chain/replay.ts';
import { referencePayloadHash, referenceSha256 } from '../../reference/canonical.ts';

/** An entry as a test builds and breaks it. */
export interface TestEntry {
  seq: number;
  prevHash: string | null;
  payload: unknown;
  hash: string;
}

/** A sound chain of `count` entries; `salt` makes another one of the same length. */
export function buildChain(count: number, salt = ''): TestEntry[] {
  const entries: TestEntry[] = [];
  let prevHash: string | null = null;
  for (let seq = 0; seq < count; seq += 1) {
    const payload = { event: `event-${seq}${salt}`, at: seq };
    const hash: string = referencePayloadHash(prevHash, payload);
    entries.push({ seq, prevHash, payload, hash });
    prevHash = hash;
  }
  return entries;
}

/** The entries as lines of NDJSON. */
export function linesOf(entries: readonly TestEntry[]): string[] {
  return entries.map((entry) => JSON.stringify(entry));
}

/** SHA-256 for tests, through the reference. */
export const testSha256: Sha256 = {
  hexOfText: referenceSha256,
  hexOfBytes: () => {
    throw new Error('not used here');
  },
  start: () => {
    throw new Error('not used here');
  },
};

/** Collects faults, amended ones in place. */
export class CollectingSink implements FaultSink {
  readonly faults: ChainFault[] = [];

  report(fault: ChainFault): number {
    this.faults.push(fault);
    return this.faults.length - 1;
  }

  amend(handle: number, fault: ChainFault): void {
    this.faults[handle] = fault;
  }
}

/** Replays lines through the engine. */
export function replayLines(lines: readonly string[]): { totals: ReplayTotals; findings: Finding[] } {
  const sink = new CollectingSink();
  const replay = new Replay(testSha256, sink);
  let offset = 0;
  for (const line of lines) {
    const bytes = encodeUtf8(line);
    replay.push(readEntry(bytes), offset);
    offset += bytes.length + 1;
  }
  const totals = replay.finish();
  return { totals, findings: sink.faults.map((fault) => toFinding(fault, 'chain.ndjson')) };
}
