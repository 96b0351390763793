import { webcrypto } from 'node:crypto';
import { type ControlPackJudgement, judgeControlPack } from '../../shared/anchors/control-pack.ts';
import { judgeManifestTimestamp } from '../../shared/anchors/control-timestamp.ts';
import { type Leg, legChecks, legFindings } from '../../shared/anchors/leg.ts';
import type { TimestampJudgement } from '../../shared/anchors/timestamp.ts';
import { type SubtleVerifier, webCryptoChecker } from '../../shared/anchors/web-crypto-checker.ts';
import type { Finding, FindingClass } from '../../shared/base/finding.ts';
import { counted } from '../../shared/base/number-words.ts';
import type { Steps } from '../../shared/base/steps.ts';
import type { CheckResult } from '../../shared/base/verification.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import type { Attestation } from '../../shared/verify-attested.ts';
import { nodeEquation } from '../node/ed25519.ts';
import { documentSteps } from '../node/json-document.ts';
import { broughtSignature, candidateOf } from './brought-signature.ts';
import type { CancelToken } from './cancel.ts';
import { controlsTable, statedFacts, unresolvedTable } from './control-pack-view.ts';
import { inSteps } from './in-steps.ts';
import {
  comparedPins,
  type JudgedPack,
  notRun,
  originFrom,
  questionOf,
  resultOf,
  signersOf,
  usedTenant,
  withLeg,
} from './judged-pack.ts';
import type { NamedFile, SealedDocument } from './sealed-documents.ts';
import { type BroughtFile, fingerprintLeg, pinnedKeys, type ResolvedTrust } from './trust-input.ts';

type ControlPackDocument = Extract<SealedDocument, { kind: 'control-pack' }>;

/** A judged control pack, with what is judged further: the anchor it names and the receipt it carries. */
export interface JudgedControlPack {
  readonly pack: JudgedPack;
  readonly judgement: ControlPackJudgement;
  /** The signature of the auditor that it was held against; null when it was one that came with it, or none. */
  readonly brought: BroughtFile | null;
}

/** Judges a control evidence pack with its detached signature and the time stamp of that (docs/formats/control-pack.md). Throws Cancelled. */
export async function judgeControlPackDocument(
  document: ControlPackDocument,
  trust: ResolvedTrust,
  id: string,
  token: CancelToken,
): Promise<JudgedControlPack> {
  const { name, files, zip } = document;
  const tenantId = await inSteps(tenantOf(files), token);
  const brought = await inSteps(broughtSignature(trust, files, tenantId), token);
  const signature: NamedFile | null = brought ?? document.signature;
  const candidate = await inSteps(candidateOf(signature), token);
  const judgement = await inSteps(
    judgeControlPack(
      { file: name, files, zip, signature },
      {
        keys: pinnedKeys(trust, 'control-pack', tenantId, candidate),
        expectedTenantId: trust.tenantId,
        equation: nodeEquation,
      },
    ),
    token,
  );
  const stamp = await judgeStamp(judgement, trust);
  const pinned = fingerprintLeg(trust, 'control-pack', tenantId, candidate);
  const furtherLegs = [...(pinned === null ? [] : [pinned]), ...(stamp?.legs ?? [])];
  const findings = [
    ...judgement.findings.map((finding) => withPrefix(finding, document, signature?.name)),
    ...legFindings(furtherLegs, { file: name }),
  ];
  const counts = new Map<FindingClass, number>(judgement.counts);
  for (const finding of legFindings(furtherLegs, { file: name }))
    counts.set(finding.class, (counts.get(finding.class) ?? 0) + 1);
  const failed = furtherLegs.find((leg) => leg.result === 'fail') ?? null;
  const verdict = withLeg(withLeg(judgement.verdict, pinned), failed);
  const sentence = sentenceOf(judgement, verdict, furtherLegs);
  const signed = judgement.legs.find((leg) => leg.id === 'manifest.signature');
  const compared = judgement.claims.filter((claim) => claim.agrees !== null);
  const differing = compared.filter((claim) => claim.agrees === false).length;
  const claimsResult: CheckResult = compared.length === 0 ? 'not-applicable' : differing > 0 ? 'fail' : 'pass';
  return {
    judgement,
    brought,
    pack: {
      input: {
        verdict,
        sentence,
        rows: null,
        findings,
        counts,
        checks: [
          ...legChecks([...judgement.legs, ...furtherLegs]),
          {
            id: 'manifest.derived',
            result: claimsResult,
            records: compared.length,
            message: derivedMessage(compared.length, differing),
          },
        ],
      },
      attestations: [
        ...originFrom(
          pinned === null || pinned.result === 'pass' ? signed : pinned,
          'the manifest',
          judgement.signature?.signature?.toLowerCase() ?? id,
        ),
        ...stampAttestation(stamp, judgement.signature?.timestamp?.token ?? id),
      ],
      rowStates: null,
      view: {
        id,
        kind: judgement.read.kind === 'blocked' ? 'blocked-report' : 'control-pack',
        title: titleOf(judgement),
        file: name,
        fileIndex: document.file.entry.index,
        result: resultOf(verdict),
        sentence,
        questions: [...judgement.legs, ...furtherLegs].map(questionOf),
        facts: statedFacts(judgement),
        computedFacts: [
          {
            label: 'Fingerprint of the key beside it (candidate)',
            value: candidate?.fingerprint ?? 'none',
          },
        ],
        tables: [controlsTable(judgement), unresolvedTable(judgement)].filter((table) => table.total > 0),
        claims: [...judgement.claims],
        findings,
      },
      used: [
        ...usedTenant(judgement.legs),
        ...comparedPins(pinned, trust.fingerprints),
        ...(signed?.result === 'pass' ? signersOf([signed]) : []),
        ...(brought !== null && (signed?.result === 'pass' || signed?.result === 'fail') ? [brought.sha256] : []),
      ],
    },
  };
}

/** The place of a finding in a file of the pack, by the name under which that file is listed. */
function withPrefix(finding: Finding, { name, prefix }: ControlPackDocument, signature: string | undefined): Finding {
  const { file } = finding.where;
  if (file === undefined || file === name || file === signature) return finding;
  // A manifest, or the report in its place, can go by another name than the one it has in a pack.
  const named = file === 'manifest.json' ? name : `${showName(prefix)}${file}`;
  return { ...finding, where: { ...finding.where, file: named } };
}

function* tenantOf(files: readonly NamedFile[]): Steps<string | null> {
  const manifest = files.find((file) => file.name === 'manifest.json');
  const value = manifest === undefined ? undefined : (yield* documentSteps(manifest.bytes, 'manifest.json')).value;
  const tenant = typeof value === 'object' && value !== null ? Reflect.get(value, 'tenantId') : undefined;
  return typeof tenant === 'string' ? tenant.trim() : null;
}

async function judgeStamp(
  { signature }: ControlPackJudgement,
  trust: ResolvedTrust,
): Promise<TimestampJudgement | null> {
  if (signature === null) return null;
  const checker = webCryptoChecker(webcrypto.subtle as unknown as SubtleVerifier);
  return await judgeManifestTimestamp(signature, { roots: trust.material.timestampRoots, checker });
}

function stampAttestation(stamp: TimestampJudgement | null, proof: string): Attestation[] {
  if (stamp === null) return [];
  const order: readonly CheckResult[] = ['fail', 'error', 'undetermined', 'not-checked', 'pass'];
  const result = order.find((word) => stamp.legs.some((leg) => leg.result === word)) ?? 'undetermined';
  const worst = stamp.legs.find((leg) => leg.result === result);
  const answer =
    result === 'pass'
      ? `The signature was stamped at ${stamp.genTime ?? '(no time)'} by an authority that you trust.`
      : (worst?.message ?? '');
  const settled = result === 'pass' || result === 'fail';
  return [
    {
      axis: 'time',
      result,
      answer,
      nextStep: settled ? null : 'Bring the root certificate of the time-stamp authority that you trust.',
      records: settled ? 1 : 0,
      proof,
      entries: null,
    },
  ];
}

function titleOf({ read }: ControlPackJudgement): string {
  if (read.kind === 'blocked') return 'Blocked report in the place of a control evidence pack';
  return `Control evidence pack${read.version === null ? '' : `, version ${read.version}`}`;
}

function sentenceOf(
  { read, claims, findings, legs }: ControlPackJudgement,
  verdict: string,
  furtherLegs: readonly Leg[],
): string {
  if (read.kind === 'blocked')
    return 'A blocked report: the producer says that evidence could not be collected. Nothing of it is proven.';
  if (read.kind === 'unreadable') return 'A control evidence pack whose manifest can not be read.';
  const stated = read.manifest.controls ?? [];
  const gaps = stated.filter(({ readiness }) => readiness === 'gap').length;
  // Beside the word verified nobody may miss what the pack itself says is lacking.
  const controls = `${counted(stated.length, 'control', 'controls')}, ${gaps === 0 ? 'none' : gaps} with a gap as stated`;
  const differing = claims.filter((claim) => claim.agrees === false).length;
  // A statement that differs is a finding as well: it is counted once.
  const failing = findings.filter((finding) => finding.severity === 'fail' && finding.where.rule !== 'control.derived');
  const failed = failing.length + furtherLegs.filter((leg) => leg.result === 'fail').length;
  const against = [
    ...(failed > 0 ? [`${counted(failed, 'finding contradicts', 'findings contradict')} it`] : []),
    ...(differing > 0
      ? [`${counted(differing, 'statement of it differs', 'statements of it differ')} from what was derived here`]
      : []),
  ];
  const first =
    failing[0] ??
    furtherLegs.find((leg) => leg.result === 'fail') ??
    findings.find((finding) => finding.severity === 'fail');
  const told = first === undefined ? '' : ` ${failed + differing === 1 ? '' : 'The first: '}${first.message}`;
  const words: Readonly<Record<string, string>> = {
    verified: 'What it derives was derived again and agrees; its signature holds under the key that you pinned.',
    tampered: against.length === 0 ? 'It does not hold.' : `It does not hold: ${against.join(', ')}.${told}`,
    // A time stamp is not needed for the verdict, so it is named last.
    unverifiable:
      failing.length > 0
        ? lacking(failing)
        : notRun([...furtherLegs.filter(({ id }) => id === 'trust.fingerprint'), ...legs, ...furtherLegs]),
    malformed: 'It can not be read whole.',
    'consistent-not-anchored': 'It agrees with itself; no key is pinned, so anybody could have made it.',
  };
  return `A control evidence pack of ${controls}. ${words[verdict] ?? ''}`;
}

/** What keeps a pack from being settled that nothing contradicts: parts that are missing or can not be read. */
function lacking([first, ...more]: readonly Finding[]): string {
  const rest = more.length === 0 ? '' : ` The same of ${counted(more.length, 'other part', 'other parts')}.`;
  return `It is not whole, so it is not settled: ${first?.message ?? ''}${rest}`;
}

function derivedMessage(compared: number, differing: number): string {
  if (compared === 0) return 'The pack states nothing that could be derived again.';
  return differing === 0
    ? 'Readiness, counts and roll-up are what was derived here.'
    : `${counted(differing, 'statement differs', 'statements differ')} from what was derived here.`;
}
