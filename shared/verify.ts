import type { Finding, FindingClass } from './base/finding.ts';
import type { Check, CheckResult, Claim, Verdict, VerificationReport } from './base/verification.ts';
import { type AnchorJudgement, anchorFaults } from './chain/anchor-check.ts';
import { type ChainFault, toFinding } from './chain/fault.ts';
import type { FramingProblem } from './chain/framing/frame.ts';
import type { ReplayTotals } from './chain/replay.ts';
import type { Attestation } from './verify-attested.ts';
import { buildAxes } from './verify-axes.ts';
import { buildChecks } from './verify-checks.ts';
import { exposureOf } from './verify-exposure.ts';
import { boundedFindings } from './verify-findings.ts';
import { headSentence } from './verify-head.ts';
import { chainNotes } from './verify-notes.ts';
import { reachOf } from './verify-reach.ts';
import { counts, doubtOf, firstContradicting, sumOfRows } from './verify-rows.ts';
import { unsettled } from './verify-unsettled.ts';

/** What the replay of one chain gave. */
export interface ChainInput {
  /** Escaped name of the file that the entries came from. */
  readonly file: string;
  readonly totals: ReplayTotals;
  readonly faults: readonly ChainFault[];
  readonly counts: ReadonlyMap<FindingClass, number>;
  readonly breaks: number;
  readonly framing: readonly FramingProblem[];
  /** Entries that were taken over from records of earlier runs; null when all were replayed in this one. */
  readonly earlier: EarlierRuns | null;
}

/** What records of earlier runs (docs/formats/replay-record.md) stood in for. */
export interface EarlierRuns {
  readonly rows: number;
  /** Number of records. */
  readonly records: number;
}

/** One anchor and what comparing it gave; `judgement` is null when it could not be read or there is no chain. */
export interface AnchorInput {
  readonly origin: 'auditor' | 'bundle';
  readonly file: string;
  readonly judgement: AnchorJudgement | null;
  /** It could not be read as an anchor; `findings` say why. */
  readonly unreadable: boolean;
  /** What reading it found. */
  readonly findings: readonly Finding[];
  /** What its signature came to; null where there was nothing to ask. */
  readonly signature: CheckResult | null;
}

/** A pack or a receipt by itself, judged by its own rules. */
export interface PackInput {
  /** Null when it neither contradicts anything nor carries a verdict of its own, as OSCAL beside a pack: it raises and lowers nothing. */
  readonly verdict: Verdict | null;
  /** It is a receipt by itself: no key of the producer is asked about, and what it holds by is its own proof. */
  readonly isReceipt?: boolean;
  /** One or two sentences for the head. */
  readonly sentence: string;
  /** Rows that it carries, and what the plain rule found among them; null when it carries none. */
  readonly rows: {
    readonly count: number;
    readonly breaks: number;
    readonly firstBroken: number | null;
    readonly tip: string | null;
    readonly genesis: string | null;
    readonly recomputed: number;
  } | null;
  readonly findings: readonly Finding[];
  readonly counts: ReadonlyMap<FindingClass, number>;
  readonly checks: readonly Check[];
}

/** All that a report is made of. Nothing in here is a verdict of the bundle's own. */
export interface VerificationInput {
  readonly input: VerificationReport['input'];
  readonly toolVersion: string;
  readonly chain: ChainInput | null;
  /** Said in the head sentence when there is no chain. */
  readonly noChain: string;
  /** Files that were read to their end. */
  readonly fileCount: number;
  readonly anchors: readonly AnchorInput[];
  readonly packs: readonly PackInput[];
  readonly attestations: readonly Attestation[];
  /** A key was pinned for anchors: one without a signature then settles nothing. */
  readonly keyPinned: boolean;
  readonly claims: readonly Claim[];
  /** Findings about the container, its files and its parts. */
  readonly bundleFindings: readonly Finding[];
}

/** Classes that say that evidence contradicts itself or what it was checked against. */
const TAMPERED: ReadonlySet<FindingClass> = new Set<FindingClass>([
  'payload-altered',
  'hash-replaced',
  'link-broken',
  'entry-missing',
  'entry-inserted',
  'sequence-duplicated',
  'reordered',
  'genesis-invalid',
  'tail-truncated',
  'rewritten',
  'signature-invalid',
  'key-mismatch',
  'timestamp-invalid',
  'inclusion-invalid',
  'digest-differs',
  'claim-differs',
  'missing-part',
]);

/**
 * Makes the report: every finding, the six axes, the checks, and the verdict as the worst of them (docs/verification-semantics.md).
 * Pure: the same input gives the same report, offline or live, in the app and on the command line.
 */
export function verify(input: VerificationInput): VerificationReport {
  const chain = input.chain === null ? null : withExplanation(input.chain);
  const { anchors, packs, attestations } = input;
  const axes = buildAxes({ chain, anchors, packs, attestations, keyPinned: input.keyPinned });
  const findings = collectFindings(input, chain);
  const verdict = judge(input, chain);
  return {
    formatVersion: '1',
    verdict,
    head: headSentence(input, chain, verdict),
    firstBrokenSeq: firstBroken(input, chain),
    summary: summaryOf(input, chain),
    axes,
    findings: boundedFindings(findings),
    findingCounts: countFindings(input, chain),
    checks: buildChecks({ ...input, chain }, axes) satisfies Check[],
    exposure: exposureOf(verdict, reachOf(input, chain, axes), chain?.earlier != null, hasUncovered(chain)),
    claims: [...input.claims].sort((a, b) => rank(a) - rank(b)),
    input: input.input,
    tool: { name: 'bathyscope', version: input.toolVersion },
  };
}

function hasUncovered(chain: ChainInput | null): boolean {
  return chain !== null && (chain.totals.withExtraMembers > 0 || (chain.counts.get('not-fully-committed') ?? 0) > 0);
}

/**
 * The plain rule alone decides whether rows are sound. Should classification ever have no word for what the rule refuses, the
 * refusal stands, and says so.
 */
function withExplanation(chain: ChainInput): ChainInput {
  const { firstBroken: position } = chain.totals;
  if (position === null || chain.breaks > 0) return chain;
  const fault: ChainFault = {
    class: 'link-broken',
    severity: 'fail',
    message: `The rule of the chain does not hold at position ${position}.`,
    first: position,
    last: position,
  };
  const counts = new Map(chain.counts).set('link-broken', 1);
  return { ...chain, faults: [...chain.faults, fault], breaks: 1, counts };
}

function collectFindings(input: VerificationInput, chain: ChainInput | null): Finding[] {
  const file = chain?.file ?? '';
  return [
    ...(chain?.faults.map((fault) => toFinding(fault, file)) ?? []),
    ...(chain === null ? [] : chainNotes(chain)),
    ...anchorFindings(input, file),
    ...input.packs.flatMap((pack) => pack.findings),
    ...input.bundleFindings,
  ];
}

function anchorFindings(input: VerificationInput, file: string): Finding[] {
  const read = input.anchors.flatMap((anchor) => anchor.findings);
  return [...read, ...anchorFaults(input.anchors).map((fault) => toFinding(fault, file))];
}

/**
 * The worst of everything: tampered, malformed, unverifiable, consistent but not anchored, verified. What contradicts a pack its own judge has
 * said: a part that is not there leaves a pack unsettled, and a bundle contradicted.
 */
function judge(input: VerificationInput, chain: ChainInput | null): Verdict {
  const failures = collectFindings({ ...input, packs: [] }, chain).filter((finding) => finding.severity === 'fail');
  const contradicted =
    input.anchors.some((anchor) => anchor.judgement?.result === 'fail') ||
    input.packs.some((pack) => pack.verdict === 'tampered');
  if (contradicted || failures.some((finding) => TAMPERED.has(finding.class))) return 'tampered';
  const inPacks = input.packs.flatMap((pack) => pack.findings).filter((finding) => finding.severity === 'fail');
  const unreadInPacks = inPacks.filter((finding) => finding.class !== 'missing-part');
  if ([...failures, ...unreadInPacks].some((finding) => finding.class !== 'limit-exceeded')) return 'malformed';
  if (failures.length > 0) return 'unverifiable';
  const parts = input.packs.flatMap((pack) => pack.verdict ?? []);
  if (chain !== null) parts.push(judgeChain(input, chain));
  if (unsettled(input.bundleFindings).length > 0) parts.push('unverifiable');
  return WORST_FIRST.find((word) => parts.includes(word)) ?? 'unverifiable';
}

function judgeChain(input: VerificationInput, chain: ChainInput): Verdict {
  if (chain.totals.rows === 0 || doubtOf(chain) !== null) return 'unverifiable';
  const complete = input.anchors.filter((anchor) => counts(anchor) && anchor.judgement?.state === 'complete');
  if (complete.length === 0) return 'consistent-not-anchored';
  // A key that was pinned is a demand: what it did not sign is not settled by being the right length.
  return input.keyPinned && !complete.some((anchor) => anchor.signature === 'pass') ? 'unverifiable' : 'verified';
}

const WORST_FIRST: readonly Verdict[] = [
  'tampered',
  'malformed',
  'unverifiable',
  'consistent-not-anchored',
  'verified',
];

function summaryOf(input: VerificationInput, chain: ChainInput | null): VerificationReport['summary'] {
  const pack = sumOfRows(input.packs);
  if (chain === null && pack !== null) {
    return { rows: pack.count, breaks: pack.breaks, root: pack.tip, genesis: pack.genesis };
  }
  return {
    rows: chain?.totals.rows ?? 0,
    breaks: chain?.breaks ?? 0,
    root: chain?.totals.readToEnd ? chain.totals.tip : null,
    genesis: chain?.totals.genesis ?? null,
  };
}

function firstBroken(input: VerificationInput, chain: ChainInput | null): number | null {
  if (chain === null) return sumOfRows(input.packs)?.firstBroken ?? null;
  if (chain.totals.firstBroken !== null) return chain.totals.firstBroken;
  return firstContradicting(input.anchors)?.judgement?.position ?? null;
}

function countFindings(input: VerificationInput, chain: ChainInput | null): VerificationReport['findingCounts'] {
  const counts: Partial<Record<FindingClass, number>> = {};
  const add = (findingClass: FindingClass, by: number) => {
    counts[findingClass] = (counts[findingClass] ?? 0) + by;
  };
  for (const [findingClass, count] of chain?.counts ?? []) add(findingClass, count);
  for (const pack of input.packs) for (const [findingClass, count] of pack.counts) add(findingClass, count);
  const rest = collectFindings({ ...input, packs: [] }, chain === null ? null : { ...chain, faults: [] });
  for (const finding of rest) add(finding.class, 1);
  return counts;
}

/** Differences first, then what could not be computed, then what agrees. */
function rank(claim: Claim): number {
  if (claim.agrees === false) return 0;
  return claim.agrees === null ? 1 : 2;
}
