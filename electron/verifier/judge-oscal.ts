import { failed, type Leg, type LegSubject, passed, unsettled, worstOf } from '../../shared/anchors/leg.ts';
import { checkOscal } from '../../shared/anchors/oscal-check.ts';
import { type Archive, checkPackDigest } from '../../shared/anchors/oscal-digest.ts';
import type { Finding } from '../../shared/base/finding.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { counted } from '../../shared/base/number-words.ts';
import type { CheckResult, Claim, Verdict } from '../../shared/base/verification.ts';
import type { ControlManifest } from '../../shared/formats/control-pack.ts';
import { FindingList } from '../../shared/formats/finding-list.ts';
import { oscalContent } from '../../shared/formats/oscal-tables.ts';
import type { CancelToken } from './cancel.ts';
import { inSteps } from './in-steps.ts';
import type { JudgedControlPack } from './judge-control-pack.ts';
import { type JudgedPack, questionOf } from './judged-pack.ts';
import type { SealedDocument } from './sealed-documents.ts';

type OscalDocument = Extract<SealedDocument, { kind: 'oscal' }>;

/** What an OSCAL document can be held against. */
export interface OscalSurroundings {
  /** All control packs of the container, judged. */
  readonly packs: readonly JudgedControlPack[];
  /** All zips of the container. */
  readonly archives: readonly Archive[];
  /** Nothing else in the container carries a verdict. */
  readonly alone: boolean;
}

const READ: LegSubject = { id: 'oscal.read', question: 'Can it be read as OSCAL, as far as it is compared and shown?' };
const PACK: LegSubject = { id: 'oscal.pack', question: 'Is there one control pack to compare it with?' };
const BASIS: LegSubject = { id: 'oscal.basis', question: 'Does the pack that it is compared with hold by itself?' };

/**
 * Judges an OSCAL file against the control pack of the same container (docs/formats/oscal.md). It can contradict the pack; that it agrees
 * raises nothing, and by itself it proves nothing. Throws Cancelled.
 */
export async function judgeOscal(
  document: OscalDocument,
  around: OscalSurroundings,
  id: string,
  token: CancelToken,
): Promise<JudgedPack> {
  const { name, read, value } = document;
  const list = new FindingList();
  for (const finding of document.findings) list.add(finding);
  list.addAll(read);
  const whole = [...document.findings, ...read.findings].every(({ severity }) => severity !== 'fail');
  const partner = partnerOf(around.packs);
  const input = read.bundle === null ? null : { bundle: read.bundle, file: name, whole };
  const compared =
    input === null || partner.manifest === null
      ? null
      : await inSteps(checkOscal(input, partner.manifest, list), token);
  const digest = input === null ? null : await inSteps(checkPackDigest(input, around.archives, list), token);
  if (compared === null) list.add(notCompared(name, partner.leg));
  const checks = [...(compared?.legs ?? []), ...(digest?.legs ?? [])];
  const asked = [{ leg: readLeg(whole, list), records: 1 }, { leg: partner.leg, records: 1 }, ...checks];
  const legs = [...asked.map(({ leg }) => leg), ...(compared === null ? [] : [basisLeg(partner.verdict)])];
  const contradicted = checks.some(({ leg }) => leg.result === 'fail');
  const worst = worstOf(legs.map((leg) => leg.result));
  const result: CheckResult = worst === 'pass' || worst === 'fail' ? worst : 'undetermined';
  const why = legs.find((leg) => leg.result === worst && !(contradicted && leg.id === READ.id));
  const sentence = sentenceOf(document, { whole, contradicted, result, why });
  const content =
    read.bundle === null ? { facts: [], tables: [] } : await inSteps(oscalContent(read.bundle, value), token);
  return {
    input: {
      verdict: verdictOf(contradicted, whole, around.alone),
      sentence,
      rows: null,
      findings: list.findings,
      counts: list.counts,
      checks: asked.map(({ leg, records }) => ({
        id: leg.id,
        result: leg.result,
        records: leg.result === 'pass' || leg.result === 'fail' ? records : 0,
        message: leg.message,
      })),
    },
    attestations: [],
    rowStates: null,
    view: {
      id,
      kind: 'oscal',
      title: titleOf(document),
      file: name,
      fileIndex: document.file.entry.index,
      result,
      sentence,
      questions: legs.map(questionOf),
      facts: [...content.facts],
      computedFacts: [],
      tables: [...content.tables],
      claims: [...(compared?.claims ?? []), ...(digest?.claims ?? [])].sort(differingFirst).slice(0, LIMITS.tableRows),
      findings: [...list.findings],
    },
    used: [],
  };
}

interface Partner {
  /** Null when there is not exactly one pack all of whose controls can be read. */
  readonly manifest: ControlManifest | null;
  readonly verdict: Verdict | null;
  readonly leg: Leg;
}

/** The one control pack whose manifest can be compared with; why there is none. */
function partnerOf(packs: readonly JudgedControlPack[]): Partner {
  const none = (message: string): Partner => ({
    manifest: null,
    verdict: null,
    leg: unsettled(PACK, 'undetermined', message),
  });
  const [only] = packs;
  if (only === undefined)
    return none('No control pack lies beside it. Open it together with the pack that it was made from, in one folder.');
  if (packs.length > 1)
    return none(
      `${packs.length} control packs lie beside it. Open it with the one that it was made from, and no other.`,
    );
  const { read } = only.judgement;
  if (read.kind !== 'manifest' || read.rejected.size > 0 || read.manifest.controls === undefined)
    return none(
      'The control pack beside it can not be read whole. Ask for the pack anew, and open both in one folder.',
    );
  const message = `It is compared with the manifest of "${only.pack.view.file}".`;
  return { manifest: read.manifest, verdict: only.pack.input?.verdict ?? null, leg: passed(PACK, message) };
}

function readLeg(whole: boolean, list: FindingList): Leg {
  if (whole)
    return passed(
      READ,
      'What is compared and shown of it has the form of OSCAL. It was not held against the whole schema of OSCAL.',
    );
  const first = list.findings.find(({ severity, class: kind }) => severity === 'fail' && kind !== 'claim-differs');
  return failed(READ, first?.class ?? 'malformed-file', `It can not be read whole: ${first?.message ?? ''}`);
}

/** What agrees with a pack is worth what the pack is worth, and no more. */
function basisLeg(verdict: Verdict | null): Leg {
  if (verdict === 'verified')
    return passed(
      BASIS,
      'The pack was verified. OSCAL carries no signature of its own: who made it, and when, is not shown.',
    );
  return unsettled(
    BASIS,
    'undetermined',
    'The pack itself is not verified: see there. What agrees with it is worth no more than it.',
  );
}

function notCompared(file: string, { message, result }: Leg): Finding {
  const why = result === 'pass' ? 'It can not be read.' : message;
  return {
    class: 'missing-part',
    severity: 'warning',
    message: `${file}: what it states of controls was compared with nothing. ${why}`,
    where: { file, rule: 'oscal.pack' },
  };
}

function differingFirst(a: Claim, b: Claim): number {
  return Number(b.agrees === false) - Number(a.agrees === false);
}

/** A contradiction counts wherever it lies. That it agrees, or could not be compared, takes nothing away from what lies beside it. */
function verdictOf(contradicted: boolean, whole: boolean, alone: boolean): Verdict | null {
  if (contradicted) return 'tampered';
  if (!whole) return 'malformed';
  return alone ? 'unverifiable' : null;
}

function titleOf({ read }: OscalDocument): string {
  const kinds = new Set(read.bundle?.documents.map(({ kind }) => kind));
  if (kinds.size === 2) return 'OSCAL assessment results, plan of action and milestones';
  if (kinds.has('results')) return 'OSCAL assessment results';
  return kinds.has('plan') ? 'OSCAL plan of action and milestones' : 'OSCAL document';
}

interface Outcome {
  readonly whole: boolean;
  readonly contradicted: boolean;
  readonly result: CheckResult;
  /** The first of the worst answers; of a contradiction, the answer that shows it. */
  readonly why: Leg | undefined;
}

function sentenceOf({ read }: OscalDocument, { whole, contradicted, result, why }: Outcome): string {
  const { bundle } = read;
  if (bundle === null) return 'An OSCAL document that can not be read.';
  const findings = counted(bundle.findings.length, 'finding', 'findings');
  const items = counted(bundle.planItems.length, 'item', 'items');
  const head = `OSCAL of ${findings} and ${items} of a plan of action.`;
  if (contradicted) return `${head} It is contradicted: ${why?.message ?? ''}`;
  if (!whole) return `${head} It can not be read whole.`;
  if (result === 'pass')
    return `${head} It states what the evidence of the pack gives; that a control is satisfied stays its own claim.`;
  return `${head} Nothing contradicts it, and it is not settled: ${why?.message ?? ''}`;
}
