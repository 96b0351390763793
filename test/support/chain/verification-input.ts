import { encodeUtf8 } from '../../../shared/base/utf8.ts';
import type { VerificationReport } from '../../../shared/base/verification.ts';
import { checkAnchor } from '../../../shared/chain/anchor-check.ts';
import { FaultCollector } from '../../../shared/chain/collector.ts';
import { readEntry } from '../../../shared/chain/entry.ts';
import type { Framer } from '../../../shared/chain/framing/frame.ts';
import { Replay } from '../../../shared/chain/replay.ts';
import type { Anchor } from '../../../shared/formats/anchor.ts';
import { type AnchorInput, type ChainInput, type VerificationInput, verify } from '../../../shared/verify.ts';
import { testSha256 } from './build-chain.ts';

/** A line that stands for an entry above the cap. */
export const OVER_LIMIT = 'over the limit';

/** Replays lines and gives what the report is made of. */
export function chainInput(lines: readonly string[], readToEnd = true): ChainInput {
  const collector = new FaultCollector();
  const replay = new Replay(testSha256, collector);
  for (const line of lines) {
    if (line === OVER_LIMIT) replay.pushOverLimit(0, 20_000_000, 16_777_215);
    else replay.push(readEntry(encodeUtf8(line)), 0);
  }
  return {
    file: 'chain.ndjson',
    totals: replay.finish(readToEnd),
    faults: collector.faults,
    counts: collector.findingCounts,
    breaks: collector.breaks,
    framing: [],
    earlier: null,
  };
}

/** An anchor compared with a chain; null makes one that could not be read. */
export function anchorInput(
  origin: AnchorInput['origin'],
  anchor: Anchor | null,
  chain: ChainInput | null,
  hashWithin?: string,
): AnchorInput {
  const findings: AnchorInput['findings'] =
    anchor === null
      ? [{ class: 'anchor-invalid', severity: 'fail', message: '"a.json" is no anchor.', where: { file: 'a.json' } }]
      : [];
  const judgement = anchor === null || chain === null ? null : checkAnchor(anchor, chain.totals, hashWithin);
  return {
    origin,
    file: 'a.json',
    judgement,
    findings,
    unreadable: anchor === null,
    signature: null,
  };
}

/** Everything else of the input as a plain file gives it. */
export function verificationInput(chain: ChainInput | null, more: Partial<VerificationInput> = {}): VerificationInput {
  return {
    input: { path: 'chain.ndjson', sha256: null, kind: 'ndjson', bytes: null },
    toolVersion: '0.0.0-test',
    chain,
    noChain: 'The bundle holds no chain of entries; nothing was replayed.',
    fileCount: 1,
    anchors: [],
    packs: [],
    attestations: [],
    keyPinned: false,
    claims: [],
    bundleFindings: [],
    ...more,
  };
}

/** The report over the bytes of one file, without a file system: for tests that need thousands of them. */
export function reportOfBytes(bytes: Uint8Array, framer: Framer, anchor: Anchor | null): VerificationReport {
  const collector = new FaultCollector();
  const replay = new Replay(testSha256, collector);
  const take = (frame: { offset: number; length: number; bytes: Uint8Array | null }) => {
    if (frame.bytes === null) replay.pushOverLimit(frame.offset, frame.length, 0);
    else replay.push(readEntry(frame.bytes), frame.offset);
  };
  framer.push(bytes, take);
  framer.finish(take);
  const chain: ChainInput = {
    file: 'chain',
    totals: replay.finish(),
    faults: collector.faults,
    counts: collector.findingCounts,
    breaks: collector.breaks,
    framing: framer.problems,
    earlier: null,
  };
  const anchors = anchor === null ? [] : [anchorInput('auditor', anchor, chain)];
  return verify(verificationInput(chain, { anchors }));
}
