import type { Finding, FindingClass } from '../base/finding.ts';
import { jsonSteps } from '../base/json.ts';
import type { Steps } from '../base/steps.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import type { Claim, Verdict } from '../base/verification.ts';
import type { ZipHeader } from '../bundle/zip-header.ts';
import { type ReadManifest, readControlManifest } from '../formats/control-pack-read.ts';
import { type DetachedSignature, readDetachedSignature } from '../formats/detached-signature.ts';
import { FindingList } from '../formats/finding-list.ts';
import { valueAt } from '../formats/json-pointer.ts';
import { findWeakReferences } from './control-crosswalk.ts';
import { findInFacts } from './control-facts.ts';
import { compareControlFiles, type NamedBytes } from './control-files.ts';
import { deriveReadiness } from './control-readiness.ts';
import { deriveRollup } from './control-rollup.ts';
import { manifestSignatureLegs } from './control-signature.ts';
import { compareSummary } from './control-summary.ts';
import { zipNotes } from './control-zip.ts';
import type { Ed25519Equation } from './ed25519.ts';
import { type Leg, type LegSubject, legFindings, worstOf } from './leg.ts';
import type { PinnedKey } from './signed-by.ts';
import { tenantLeg } from './tenant-leg.ts';

const TENANT: LegSubject = { id: 'manifest.tenant', question: 'Is the pack of the tenant that you expect?' };

/** A control evidence pack as it was opened. */
export interface ControlPackInput {
  /** Escaped name of the pack, for findings. */
  readonly file: string;
  readonly files: readonly NamedBytes[];
  /** Headers of the zip that the pack is; empty for a folder. */
  readonly zip: readonly ZipHeader[];
  /** The detached signature beside the pack; null when none was found. */
  readonly signature: NamedBytes | null;
}

/** What a control pack is judged with. */
export interface ControlPackTrust {
  readonly keys: readonly PinnedKey[];
  /** Tenant that the auditor expects; null when none was named. */
  readonly expectedTenantId: string | null;
  readonly equation?: Ed25519Equation;
}

export interface ControlPackJudgement {
  readonly verdict: Verdict;
  readonly read: ReadManifest;
  readonly legs: readonly Leg[];
  readonly claims: readonly Claim[];
  readonly findings: readonly Finding[];
  readonly counts: ReadonlyMap<FindingClass, number>;
  /** The signature as far as it could be read; its time stamp is judged apart, because that is asynchronous. */
  readonly signature: Partial<DetachedSignature> | null;
  /** The receipt inside the pack as a plain value, judged apart; null when there is none that can be parsed. */
  readonly receipt: unknown;
  /** The statement of applicability as a plain value: shown, bound by nothing. */
  readonly statementOfApplicability: unknown;
}

/**
 * Judges a control evidence pack (docs/formats/control-pack.md): everything that the manifest derives is derived again, every file
 * is held against the manifest, and only then does the signature say whose words these are.
 */
export function* judgeControlPack(input: ControlPackInput, trust: ControlPackTrust): Steps<ControlPackJudgement> {
  const { file, files } = input;
  const list = new FindingList();
  const manifestText = textOf(files, 'manifest.json');
  const read = yield* readControlManifest(manifestText ?? '', 'manifest.json');
  if (manifestText === null) list.add(noManifest(file, files));
  else list.addAll(read);
  const receipt = yield* jsonOf(files, 'external-anchor-receipt.json', list);
  const statementOfApplicability = yield* jsonOf(files, 'soa/iso-27001.json', list);
  const derived: Claim[] = [];
  if (read.kind === 'manifest') {
    const { manifest } = read;
    derived.push(...(yield* deriveReadiness(manifest, !read.rejected.has('controls'), 'manifest.json', list)));
    derived.push(...(yield* deriveRollup(manifest, 'manifest.json', list)));
    yield* findInFacts(manifest, 'manifest.json', list);
    yield* findWeakReferences(manifest, 'manifest.json', list);
    yield* compareControlFiles(read, files, list);
    const grade = valueAt(receipt, ['grade']);
    const stated = typeof grade === 'string' ? grade : null;
    const summary = textOf(files, 'auditor-summary.txt');
    if (summary !== null) yield* compareSummary(summary, manifest, stated, 'auditor-summary.txt', list);
  }
  for (const claim of derived) if (claim.agrees === false) list.add(claimFinding(claim));
  for (const finding of zipNotes(input.zip, file)) list.add(finding);
  const signature = input.signature === null ? null : yield* readSignature(input.signature, list);
  const legs = [
    ...manifestSignatureLegs(read, signature, trust.keys, trust.equation),
    tenantLeg(TENANT, read.manifest.tenantId ?? read.blocked?.tenantId, trust.expectedTenantId),
  ];
  for (const finding of legFindings(legs, { file })) list.add(finding);
  return {
    verdict: verdictOf(read, legs, list, trust.keys.length > 0),
    read,
    legs,
    claims: derived,
    findings: list.findings,
    counts: list.counts,
    signature,
    receipt,
    statementOfApplicability,
  };
}

function verdictOf(read: ReadManifest, legs: readonly Leg[], list: FindingList, pinned: boolean): Verdict {
  if (read.kind === 'unreadable') return 'malformed';
  const worst = worstOf(legs.map((leg) => leg.result));
  // What can not be read or is not there proves nothing: it leaves the pack unsettled. Everything else that fails contradicts it.
  const unreadable: readonly FindingClass[] = ['malformed-file', 'limit-exceeded', 'missing-part'];
  const contradicted = list.findings.some(
    ({ severity, class: kind }) => severity === 'fail' && !unreadable.includes(kind),
  );
  if (worst === 'fail' || contradicted) return 'tampered';
  const incomplete = unreadable.some((kind) => list.counts.has(kind));
  if (read.kind === 'blocked' || incomplete || worst === 'undetermined') return 'unverifiable';
  if (pinned) return worst === 'pass' ? 'verified' : 'unverifiable';
  return 'consistent-not-anchored';
}

function* readSignature(file: NamedBytes, list: FindingList): Steps<Partial<DetachedSignature>> {
  const read = yield* readDetachedSignature(file.bytes, file.name);
  list.addAll(read);
  return (read.value ?? {}) as Partial<DetachedSignature>;
}

function textOf(files: readonly NamedBytes[], name: string): string | null {
  const file = files.find((candidate) => candidate.name === name);
  return file === undefined ? null : decodeUtf8(file.bytes);
}

function* jsonOf(files: readonly NamedBytes[], name: string, list: FindingList): Steps<unknown> {
  const file = files.find((candidate) => candidate.name === name);
  if (file === undefined) return null;
  const text = decodeUtf8(file.bytes);
  const json = text === null ? null : yield* jsonSteps(text);
  if (json?.ok) return json.value.value;
  const why = json === null ? 'the bytes are not UTF-8' : `${json.error.message} (character ${json.error.offset})`;
  const message = `${name}: ${why}.`;
  list.add({
    class: 'malformed-file',
    severity: 'fail',
    message,
    where: { file: name, rule: json?.error.rule ?? 'entry.utf-8' },
  });
  return null;
}

function noManifest(file: string, files: readonly NamedBytes[]): Finding {
  const there = files.some(({ name }) => name === 'manifest.json');
  const message = there ? `${file}: manifest.json is not UTF-8.` : `${file}: there is no manifest.json.`;
  return {
    class: there ? 'malformed-file' : 'missing-part',
    severity: 'fail',
    message,
    where: { file, rule: 'control.manifest' },
  };
}

function claimFinding(claim: Claim): Finding {
  return {
    class: 'claim-differs',
    severity: 'fail',
    message: `${claim.subject}: the manifest states ${claim.stated}, computed here: ${claim.computed ?? 'nothing'}.`,
    where: { ...claim.where, rule: 'control.derived' },
    ...(claim.computed === null ? {} : { expected: claim.computed }),
    actual: claim.stated,
  };
}
