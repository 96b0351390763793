import { createReadStream } from 'node:fs';
import { LIMITS } from '../../shared/base/limits.ts';
import { FaultCollector } from '../../shared/chain/collector.ts';
import { readEntry } from '../../shared/chain/entry.ts';
import type { Frame } from '../../shared/chain/framing/frame.ts';
import { LineFramer } from '../../shared/chain/framing/lines.ts';
import { Replay } from '../../shared/chain/replay.ts';
import type { CustodyPage } from '../../shared/ipc/contract.ts';
import { custodyWords } from './custody-entry.ts';
import { nodeSha256 } from './hasher.ts';

const CHUNK_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;

/** A custody log as it stands in its file. */
export interface CustodyReplay {
  readonly rows: number;
  readonly tip: string | null;
  readonly bytes: number;
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** Null when every entry holds and the last line is whole; else one sentence on the first thing that does not. */
  readonly problem: string | null;
  /** The entries that were asked for. */
  readonly entries: CustodyPage['entries'];
}

/**
 * Replays a custody log with the engine that replays evidence. Reads it as a stream: memory does not grow with the log. Stricter than for
 * evidence: the program wrote every byte itself, so notes and uncovered parts are problems too.
 *
 * @param from position of the first entry to return
 * @param count how many of them
 * @throws the error of the file system
 */
export async function replayCustody(path: string, from = 0, count = 0): Promise<CustodyReplay> {
  const collector = new FaultCollector();
  const replay = new Replay(nodeSha256, collector);
  const framer = new LineFramer();
  const digest = nodeSha256.start();
  const entries: CustodyPage['entries'] = [];
  let rows = 0;
  let bytes = 0;
  let last: number | undefined = LINE_FEED;
  const take = (frame: Frame): void => {
    const position = rows;
    rows += 1;
    if (frame.bytes === null) {
      replay.pushOverLimit(frame.offset, frame.length, LIMITS.entryBytes);
      return;
    }
    const entry = readEntry(frame.bytes);
    replay.push(entry, frame.offset);
    if (position < from || position >= from + count) return;
    entries.push({ seq: entry.seq ?? position, ...custodyWords(entry.payloadText), hash: entry.hash ?? '' });
  };
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Uint8Array>) {
    digest.update(chunk);
    bytes += chunk.length;
    last = chunk.at(-1);
    framer.push(chunk, take);
  }
  framer.finish(take);
  const totals = replay.finish();
  const [fault] = collector.faults;
  const [framing] = framer.problems;
  const problem =
    fault?.message ??
    (totals.firstBroken === null ? null : `The chain does not hold from position ${totals.firstBroken} on.`) ??
    (framing === undefined ? null : `In the file: ${framing.message}.`) ??
    (totals.withExtraMembers > 0 ? 'An entry carries members that its hash does not cover.' : null) ??
    (last === LINE_FEED ? null : 'The last line was not written to its end.');
  return { rows, tip: totals.tip, bytes, sha256: digest.digestHex(), problem, entries };
}
