import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../../electron/node/hasher.ts';
import { KnownReader } from '../../../electron/verifier/known-reader.ts';
import { encodeUtf8 } from '../../../shared/base/utf8.ts';
import { FaultCollector } from '../../../shared/chain/collector.ts';
import { LineFramer } from '../../../shared/chain/framing/lines.ts';
import { Replay } from '../../../shared/chain/replay.ts';
import { RECORDED_HASHES, type RecordLine } from '../../../shared/chain/replay-record.ts';
import { buildChain, linesOf } from '../../support/chain/build-chain.ts';

/** Counts the positions that are looked at. */
class CountedSet extends Set<number> {
  looks = 0;

  override *[Symbol.iterator](): SetIterator<number> {
    for (const one of super.values()) {
      this.looks += 1;
      yield one;
    }
  }

  override has(value: number): boolean {
    this.looks += 1;
    return super.has(value);
  }
}

const CHAIN = buildChain(1_500);
const LINES = linesOf(CHAIN).map((line) => encodeUtf8(`${line}\n`));

/** A record with a run for each `rows` entries. */
async function* recordOf(rows: number): AsyncIterable<RecordLine> {
  const digest = nodeSha256.start();
  let at = 0;
  for (let first = 0; first < CHAIN.length; first += rows) {
    const bytes = Buffer.concat(LINES.slice(first, first + rows));
    const hashes = CHAIN.slice(first, first + rows).map(({ hash }) => hash);
    digest.update(bytes);
    yield {
      kind: 'run',
      rows: hashes.length,
      from: at,
      to: at + bytes.length - 1,
      seq: first,
      prevHash: CHAIN[first - 1]?.hash ?? null,
      firstHash: hashes[0] ?? '',
      lastHashes: hashes.slice(-RECORDED_HASHES),
    };
    at += bytes.length;
  }
  yield { kind: 'mark', to: at, rows: CHAIN.length, sha256: digest.digestHex() };
}

describe('wanted hashes of entries that a record stands in for', () => {
  it.each([1, 7, 100, 1_500])('are found once each, looking at each position once, in runs of %i', async (rows) => {
    // Positions in no order, one before the chain, one behind it.
    const wanted = new CountedSet([599, 0, 3, -1, 6, 7, 8, 300, 5_000, 299, 301, ...CHAIN.map((_, at) => at)]);
    const found: [number, string][] = [];
    const framer = new LineFramer();
    const reader = new KnownReader({
      parts: [{ name: 'record', from: 0, lines: recordOf(rows) }],
      framer,
      replay: new Replay(nodeSha256, new FaultCollector()),
      sha256: nodeSha256,
      digest: nodeSha256.start(),
      wanted,
      onFrame: () => expect.unreachable(),
      onRows: () => undefined,
      onHash: (position, hash) => found.push([position, hash]),
    });
    await reader.take(Buffer.concat(LINES));
    expect(found.sort(([a], [b]) => a - b)).toEqual(CHAIN.map(({ hash }, at) => [at, hash]));
    expect(wanted.looks).toBeLessThanOrEqual(wanted.size);
  });
});
