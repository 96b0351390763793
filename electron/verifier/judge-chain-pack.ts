import { accountIdOf } from '../../shared/anchors/account-id.ts';
import { judgeAuditChainPack, type PackJudgement, packRowJudgement } from '../../shared/anchors/audit-chain-pack.ts';
import { type Leg, legChecks, legFindings } from '../../shared/anchors/leg.ts';
import { candidateKey } from '../../shared/anchors/pack-legs.ts';
import { sealOf } from '../../shared/anchors/pack-seal.ts';
import type { FindingClass } from '../../shared/base/finding.ts';
import { counted, shortHash } from '../../shared/base/number-words.ts';
import { showText } from '../../shared/base/text.ts';
import type { AuditChainPack } from '../../shared/formats/audit-chain-pack-read.ts';
import { nodeEquation } from '../node/ed25519.ts';
import { nodeSha256 } from '../node/hasher.ts';
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
import type { SealedDocument } from './sealed-documents.ts';
import { fingerprintLeg, pinnedKeys, type ResolvedTrust } from './trust-input.ts';

type ChainPackDocument = Extract<SealedDocument, { kind: 'audit-chain-pack' }>;

/** Trust with which an audit-chain pack is judged; the same for the pack and for each of its rows. */
export function packTrustOf({ pack }: ChainPackDocument, trust: ResolvedTrust) {
  const tenantId = pack.head.tenantId ?? null;
  return {
    keys: pinnedKeys(trust, 'audit-chain', tenantId, candidateKey(pack)),
    expectedTenantId: trust.tenantId,
    sha256: nodeSha256,
    equation: nodeEquation,
  };
}

/** Judges an audit-chain pack by itself (docs/formats/audit-chain-pack.md). */
export function judgeChainPack(document: ChainPackDocument, trust: ResolvedTrust, id: string): JudgedPack {
  const { pack, name } = document;
  const packTrust = packTrustOf(document, trust);
  const judged = judgeAuditChainPack(pack, packTrust, name);
  const pinned = fingerprintLeg(trust, 'audit-chain', pack.head.tenantId ?? null, judged.candidate);
  const verdict = withLeg(judged.verdict, pinned);
  const sentence = sentenceOf({ ...judged, verdict }, pack, pinned);
  const legs = pinned === null ? judged.legs : [pinned, ...judged.legs];
  const more = legFindings(pinned === null ? [] : [pinned], { file: name });
  const counts = new Map<FindingClass, number>(judged.counts);
  for (const finding of more) counts.set(finding.class, (counts.get(finding.class) ?? 0) + 1);
  const breaks = judged.states.filter((state) => state === 'tampered').length;
  const rowSignatures = judged.checks.find((check) => check.id === 'row.signature');
  const sealed = judged.legs.find((leg) => leg.id === 'pack.seal');
  const told = pinned === null || pinned.result === 'pass' ? sealed : pinned;
  const attestations = originFrom(told, 'the pack', sealOf(pack)?.sig ?? id);
  return {
    input: {
      verdict,
      sentence,
      rows: {
        count: pack.rows.length,
        breaks,
        firstBroken: judged.firstBroken,
        tip: pack.rows.at(-1)?.members.hash ?? null,
        genesis: pack.rows[0]?.members.hash ?? null,
        recomputed: pack.rows.filter((row) => row.payloadText !== undefined && row.members.redacted !== true).length,
      },
      findings: [...more, ...judged.findings],
      counts,
      checks: [...legChecks(legs), ...judged.checks],
    },
    attestations,
    rowStates: judged.states,
    view: {
      id,
      kind: 'audit-chain-pack',
      title: `Audit-chain pack${pack.version === null ? '' : `, version ${pack.version}`}`,
      file: name,
      fileIndex: document.file.entry.index,
      result: resultOf(verdict),
      sentence,
      questions: legs.map(questionOf),
      facts: statedFacts(document),
      computedFacts: computedFacts(document, judged),
      tables: [rowsTable(document, judged)],
      claims: [...judged.claims],
      findings: [...more, ...judged.findings],
    },
    used: [
      ...usedTenant(judged.legs),
      ...comparedPins(pinned, trust.fingerprints),
      ...(rowSignatures?.result === 'pass' || attestations[0]?.result === 'pass'
        ? signersOf([sealed, ...(packRowJudgement(pack, 0, packTrust)?.legs ?? [])])
        : []),
    ],
  };
}

function sentenceOf(
  { verdict, stateCounts, firstBroken, legs }: PackJudgement,
  pack: AuditChainPack,
  pinned: Leg | null,
): string {
  const rows = pack.rows.length;
  if (pinned?.result === 'fail') return `An audit-chain pack of ${counted(rows, 'row', 'rows')}. ${pinned.message}`;
  const hidden = stateCounts['anchor-confirmed-original-not-disclosed'];
  const masked =
    hidden === 0 || verdict === 'verified'
      ? ''
      : ` The original of ${counted(hidden, 'row is', 'rows are')} not disclosed.`;
  const head = `An audit-chain pack of ${counted(rows, 'row', 'rows')}.`;
  const place = firstBroken === null ? '' : ` The chain does not hold at position ${firstBroken}.`;
  const words = {
    verified: whatHolds(rows, hidden),
    tampered: `It does not hold: ${whatFails(stateCounts.tampered, legs)}`,
    'consistent-not-anchored':
      sealOf(pack) === null
        ? 'It agrees with itself and carries no seal: a shortened copy, or one written anew, would look as good.'
        : 'It agrees with itself; no key is pinned, so anybody could have sealed it.',
    unverifiable: notRun(pinned === null ? legs : [pinned, ...legs]),
    malformed: 'It can not be read as a pack.',
  }[verdict];
  return `${head} ${words}${place}${masked}`;
}

/** A row whose original is not disclosed is not recomputed: its anchor holds, and nothing more is said of it. */
function whatHolds(rows: number, hidden: number): string {
  if (hidden === 0) return 'Every row, its anchor and the seal hold under the key that you pinned.';
  const anchors = 'The anchors of all rows and the seal hold under the key that you pinned.';
  const shown = rows - hidden;
  const open = `the original of ${counted(hidden, 'row is', 'rows are')} not disclosed, so what stood there could not be hashed again`;
  return shown === 0
    ? `${anchors} No row was recomputed: ${open}.`
    : `${anchors} ${counted(shown, 'row recomputes', 'rows recompute')}; ${open}.`;
}

function whatFails(rows: number, legs: readonly Leg[]): string {
  const [first, ...more] = legs.filter((leg) => leg.result === 'fail');
  if (rows > 0) {
    const whole = first === undefined ? '.' : `, and so does the pack as a whole: ${first.message}`;
    return `${counted(rows, 'row fails', 'rows fail')} a check${whole}`;
  }
  if (first === undefined) return 'what it holds contradicts itself.';
  const rest =
    more.length === 0
      ? ''
      : ` ${counted(more.length, 'more check', 'more checks')} of the pack as a whole ${more.length === 1 ? 'fails' : 'fail'}.`;
  return `${first.message}${rest}`;
}

function statedFacts({ pack }: ChainPackDocument) {
  const { tenantId, generatedAt, chainLength } = pack.head;
  return [
    { label: 'Tenant', value: tenantId === undefined ? '(not readable)' : showText(tenantId, 200) },
    { label: 'Generated at', value: showText(String(generatedAt ?? '(not readable)'), 80) },
    { label: 'Length', value: String(chainLength ?? '(not readable)') },
  ];
}

function computedFacts({ pack }: ChainPackDocument, { candidate }: PackJudgement) {
  const { tenantId } = pack.head;
  return [
    { label: 'Account of the tenant', value: tenantId === undefined ? '(not readable)' : accountIdOf(tenantId) },
    { label: 'Fingerprint of the key inside (candidate)', value: candidate === null ? 'none' : candidate.fingerprint },
  ];
}

/** Rows of the table that the Packs screen shows; all of them stand in the Chain screen. */
const TABLE_ROWS = 1_000;

function rowsTable({ pack }: ChainPackDocument, judged: PackJudgement) {
  return {
    id: 'rows',
    title: 'Rows as judged here',
    columns: [
      { label: 'Position', mono: true },
      { label: 'State', mono: false },
      { label: 'Hash', mono: true },
    ],
    rows: pack.rows
      .slice(0, TABLE_ROWS)
      .map((row) => [
        String(row.position),
        stateWords(judged.states[row.position]),
        shortHash(row.members.hash ?? '(not readable)'),
      ]),
    total: pack.rows.length,
  };
}

/** No row is called verified in a table: whether a pinned key signed it is said where the signatures are asked about. */
function stateWords(state: PackJudgement['states'][number] | undefined): string {
  switch (state) {
    case 'verified':
    case 'genesis':
      return 'recomputed';
    case 'anchor-confirmed-original-not-disclosed':
      return 'anchor holds, original not disclosed';
    default:
      return state ?? '';
  }
}
