import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../shared/base/utf8.ts';
import { FaultCollector } from '../../shared/chain/collector.ts';
import { readEntry } from '../../shared/chain/entry.ts';
import { Replay } from '../../shared/chain/replay.ts';
import { referencePayloadHash } from '../reference/canonical.ts';
import { testSha256 } from '../support/chain/build-chain.ts';

const PAYLOAD_BYTES = 150_000;
const ROWS = 300;

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

type Break = (entry: { seq: number; prevHash: string | null; payload: unknown; hash: string }, line: string) => string;

const SHAPES: readonly (readonly [string, Break])[] = [
  ['sound', (_entry, line) => line],
  ['with every hash replaced', (entry) => JSON.stringify({ ...entry, hash: `z${entry.hash.slice(1)}` })],
  [
    'with every predecessor replaced',
    (entry) => JSON.stringify({ ...entry, prevHash: `${entry.seq}`.padStart(64, 'y') }),
  ],
  [
    'with a member of its own in each',
    (_entry, line) => line.replace('{', `{"member-with-a-name-${line.slice(7, 12)}":1,`),
  ],
  ['with a duplicate in each', (entry, line) => line.replace('{', `{"hash":"earlier ${entry.seq}",`)],
  ['with hashes as long as payloads', (entry) => JSON.stringify({ ...entry, hash: String(entry.payload) })],
];

describe('what a replay keeps of large entries', () => {
  it.each(SHAPES)('is little: a chain %s', (_name, apply) => {
    const replay = new Replay(testSha256, new FaultCollector());
    const before = heapBytes();
    let prevHash: string | null = null;
    for (let seq = 0; seq < ROWS; seq += 1) {
      const payload = `${'x'.repeat(PAYLOAD_BYTES)}${seq}`;
      const hash = referencePayloadHash(prevHash, payload);
      const entry = { seq, prevHash, payload, hash };
      replay.push(readEntry(encodeUtf8(apply(entry, JSON.stringify(entry)))), 0);
      prevHash = hash;
    }
    // Kept whole, they would be 45 MB.
    expect(heapBytes() - before).toBeLessThan(6_000_000);
    expect(replay.finish().rows).toBe(ROWS);
  });
});
