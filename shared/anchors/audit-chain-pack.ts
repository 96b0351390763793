import type { Finding, FindingClass } from '../base/finding.ts';
import type { Sha256 } from '../base/hash.ts';
import { counted } from '../base/number-words.ts';
import type { Check, Claim, Verdict } from '../base/verification.ts';
import type { AuditChainPack } from '../formats/audit-chain-pack-read.ts';
import type { PackRow } from '../formats/audit-chain-pack-rows.ts';
import { FindingList } from '../formats/finding-list.ts';
import { accountIdOf, hasCommonUuidVersion } from './account-id.ts';
import type { Ed25519Equation, PublicKey } from './ed25519.ts';
import { type Leg, legFindings, worstOf } from './leg.ts';
import { chainClaims, rowClaims } from './pack-claims.ts';
import { packFileLegs } from './pack-files.ts';
import { candidateKey, candidateLeg, completeLeg, keyIdLeg, packTenantLeg } from './pack-legs.ts';
import { judgePackRow, type PackRowContext, type PackRowJudgement, type PackRowState } from './pack-row.ts';
import { sealAccountLeg, sealLeg, sealOf } from './pack-seal.ts';
import type { PinnedKey } from './signed-by.ts';

/** What a pack is judged with. */
export interface PackTrust {
  /** Keys pinned for anchors and seals of this tenant; see `keysFor`. */
  readonly keys: readonly PinnedKey[];
  /** Tenant that the auditor expects; null when none was named. */
  readonly expectedTenantId: string | null;
  readonly sha256: Sha256;
  readonly equation?: Ed25519Equation;
}

/** What was found of a pack. Rows are kept as states; `packRowJudgement` gives the legs of one. */
export interface PackJudgement {
  readonly verdict: Verdict;
  /** First position where the plain rule of formats section 2 fails; null when it holds throughout. */
  readonly firstBroken: number | null;
  readonly states: readonly PackRowState[];
  readonly stateCounts: Readonly<Record<PackRowState, number>>;
  /** Legs on the pack as a whole. */
  readonly legs: readonly Leg[];
  /** One for each leg that rows have, with the number of rows that it ran on. */
  readonly checks: readonly Check[];
  readonly claims: readonly Claim[];
  readonly findings: readonly Finding[];
  readonly counts: ReadonlyMap<FindingClass, number>;
  /** The key that travels in the pack, never trusted. */
  readonly candidate: PublicKey | null;
}

/** How many rows one leg came out alike on, and what it said of the first of them. */
interface RowCount {
  count: number;
  first: string;
}

/** What one leg came to over all rows. */
type RowCheck = Readonly<Record<'pass' | 'fail' | 'undetermined' | 'not-checked', RowCount>>;

/** Claims of rows that are kept; their number goes on exactly in the findings. */
const CLAIMS_KEPT = 1_000;

/**
 * Judges an audit-chain pack (docs/formats/audit-chain-pack.md). Every row is judged whatever its seal is worth, every leg runs whatever
 * the others gave, and nothing that the pack says of itself decides anything.
 *
 * @param file escaped name of the pack, for findings
 */
export function judgeAuditChainPack(pack: AuditChainPack, trust: PackTrust, file: string): PackJudgement {
  const list = new FindingList();
  for (const finding of pack.findings) list.add(finding);
  const candidate = candidateKey(pack);
  const rows = new RowTally(pack, trust, file, list);
  rows.run();
  const sealSigners = {
    keys: trust.keys,
    candidate,
    ...(trust.equation === undefined ? {} : { equation: trust.equation }),
  };
  const legs = [
    ...packFileLegs(pack, trust.sha256),
    candidateLeg(pack, trust.keys),
    keyIdLeg(pack),
    packTenantLeg(pack, trust.expectedTenantId),
    sealAccountLeg(pack),
    sealLeg(pack, sealSigners),
    completeLeg(pack),
  ];
  for (const finding of legFindings(legs, { file })) list.add(finding);
  const claims = [...chainClaims(pack, rows.firstBroken, file), ...rows.claims];
  for (const claim of claims) if (claim.agrees === false) list.add(claimFinding(claim));
  noteAccount(pack, file, list);
  return {
    verdict: verdictOf(pack, legs, rows, trust.keys.length > 0),
    firstBroken: rows.firstBroken,
    states: rows.states,
    stateCounts: rows.counts,
    legs,
    checks: rows.checks(),
    claims,
    findings: list.findings,
    counts: list.counts,
    candidate,
  };
}

/** The legs of one row, for the panel that shows it: the same judgement that gave its state. */
export function packRowJudgement(pack: AuditChainPack, position: number, trust: PackTrust): PackRowJudgement | null {
  const row = pack.rows[position];
  return row === undefined ? null : judgePackRow(row, contextOf(pack, row, trust, candidateKey(pack)));
}

function contextOf(pack: AuditChainPack, row: PackRow, trust: PackTrust, candidate: PublicKey | null): PackRowContext {
  const { tenantId } = pack.head;
  return {
    previous: pack.rows[row.position - 1],
    genesisHash: pack.rows[0]?.members.hash,
    accountId: tenantId === undefined ? null : accountIdOf(tenantId),
    keys: trust.keys,
    candidate,
    sha256: trust.sha256,
    ...(trust.equation === undefined ? {} : { equation: trust.equation }),
  };
}

/** Judges row after row and keeps only states, counts and what was found. */
class RowTally {
  readonly states: PackRowState[] = [];
  readonly counts: Record<PackRowState, number> = {
    verified: 0,
    genesis: 0,
    'anchor-confirmed-original-not-disclosed': 0,
    tampered: 0,
    unverifiable: 0,
  };
  readonly claims: Claim[] = [];
  firstBroken: number | null = null;
  private readonly ran = new Map<string, RowCheck>();
  private readonly pack: AuditChainPack;
  private readonly trust: PackTrust;
  private readonly file: string;
  private readonly list: FindingList;

  constructor(pack: AuditChainPack, trust: PackTrust, file: string, list: FindingList) {
    this.pack = pack;
    this.trust = trust;
    this.file = file;
    this.list = list;
  }

  run(): void {
    const candidate = candidateKey(this.pack);
    for (const row of this.pack.rows) {
      const { state, legs, breaksChain } = judgePackRow(row, contextOf(this.pack, row, this.trust, candidate));
      this.states.push(state);
      this.counts[state] += 1;
      if (breaksChain) this.firstBroken ??= row.position;
      for (const leg of legs) this.tally(leg);
      const { seq } = row.members;
      const where = { file: this.file, position: row.position, ...(seq === undefined ? {} : { seq }) };
      for (const finding of legFindings(legs, where)) this.list.add(finding);
      for (const claim of rowClaims(row, legs, this.file)) {
        if (this.claims.length < CLAIMS_KEPT) this.claims.push(claim);
        else this.list.add(claimFinding(claim));
      }
    }
  }

  /** A check for each leg, over the rows that it ran on: over none it is never a pass. */
  checks(): Check[] {
    return [...this.ran].map(([id, check]) => {
      const [failing, open] = [check.fail.count > 0, check.undetermined.count > 0];
      const result = failing ? 'fail' : open ? 'undetermined' : check.pass.count > 0 ? 'pass' : 'not-checked';
      const { count, first } = check[result];
      const more = count < 2 ? '' : ` The same of ${counted(count - 1, 'more row', 'more rows')}.`;
      return { id, result, records: check.pass.count + check.fail.count, message: `${first}${more}` };
    });
  }

  private tally({ id, message, result }: Leg): void {
    const none = (): RowCount => ({ count: 0, first: message });
    const check = this.ran.get(id) ?? { pass: none(), fail: none(), undetermined: none(), 'not-checked': none() };
    const isOpen = result === 'undetermined' || (result === 'not-checked' && this.trust.keys.length > 0);
    const told = check[result === 'pass' || result === 'fail' ? result : isOpen ? 'undetermined' : 'not-checked'];
    if (told.count === 0) told.first = message;
    told.count += 1;
    this.ran.set(id, check);
  }
}

function verdictOf(pack: AuditChainPack, legs: readonly Leg[], rows: RowTally, pinned: boolean): Verdict {
  const worst = worstOf(legs.map((leg) => leg.result));
  if (worst === 'fail' || rows.counts.tampered > 0) return 'tampered';
  if (pack.rows.length === 0) return pack.version === null ? 'malformed' : 'unverifiable';
  const badSchema = pack.findings.some((finding) => finding.severity === 'fail');
  if (badSchema || worst === 'error' || worst === 'undetermined' || rows.counts.unverifiable > 0) return 'unverifiable';
  // With a pinned key a leg that was not run settles nothing: an unsealed pack does not pass because nothing was there to fail.
  if (pinned) return worst === 'pass' ? 'verified' : 'unverifiable';
  return 'consistent-not-anchored';
}

function claimFinding(claim: Claim): Finding {
  return {
    class: 'claim-differs',
    severity: 'warning',
    message: `${claim.subject}: the pack states ${claim.stated}, computed here: ${claim.computed ?? 'nothing'}.`,
    where: claim.where,
    ...(claim.computed === null ? {} : { expected: claim.computed }),
    actual: claim.stated,
  };
}

function noteAccount(pack: AuditChainPack, file: string, list: FindingList): void {
  const account = sealOf(pack)?.accountId;
  if (pack.version !== 2 || account === undefined || hasCommonUuidVersion(account)) return;
  const message =
    'The producer\u2019s own verifier refuses this account, whose version or variant digit is uncommon; the seal itself is judged here.';
  list.add({ class: 'encoding-note', severity: 'note', message, where: { file, rule: 'pack.account-version' } });
}
