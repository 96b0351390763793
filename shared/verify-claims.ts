import { accountIdOf } from './anchors/account-id.ts';
import type { Finding } from './base/finding.ts';
import { counted } from './base/number-words.ts';
import { showText } from './base/text.ts';
import type { Claim } from './base/verification.ts';
import type { ReplayTotals } from './chain/replay.ts';
import type { AuditChainProof } from './formats/audit-chain-proof.ts';
import type { BundleIndex } from './formats/bundle-index.ts';
import { ANCHOR_NOT_COMPARED_RULE, TENANT_NOT_COMPARED_RULE } from './verify-unsettled.ts';

/** Rule of the finding that evidence is of another tenant than the auditor named. */
export const TENANT_RULE = 'tenant';

/** A file of the bundle as it was read here. */
export interface ReadFile {
  /** As the index would name it; null where it lies outside the folder of the index. */
  readonly path: string | null;
  /** Escaped name. */
  readonly name: string;
  readonly bytes: number | null;
  readonly sha256: string | null;
}

/** Claims beside what was computed, and a finding for each difference. */
export interface ClaimsResult {
  readonly claims: readonly Claim[];
  readonly findings: readonly Finding[];
}

/** Compares what `audit-chain-proof.json` states of the chain with the replay. */
export function compareProof(
  proof: { readonly [K in keyof AuditChainProof]?: AuditChainProof[K] },
  file: string,
  totals: ReplayTotals | null,
): ClaimsResult {
  const head = proof.head;
  if (head === undefined) return { claims: [], findings: [] };
  const whole = totals?.readToEnd ? totals : null;
  // Without entries there is no hash; a hash that could not be read is not known, and contradicts nothing.
  const none = whole?.rows === 0 ? 'null' : null;
  return judge([
    claim('Number of entries', String(head.entryCount), whole && String(whole.rows), file, '/head/entryCount'),
    claim('Hash of the first entry', head.genesisHash ?? 'null', totals?.genesis ?? none, file, '/head/genesisHash'),
    claim('Hash of the last entry', head.tipHash ?? 'null', whole?.tip ?? none, file, '/head/tipHash'),
  ]);
}

/**
 * Compares whose evidence it says it is with the tenant that the auditor named: what a bundle says of itself alone tells nothing, and
 * another tenant's sound bundle passes every other check.
 *
 * @param expected tenant that the auditor named
 * @param stated tenant or account that the document states
 */
export function compareTenant(expected: string, stated: string, file: string, pointer: string): ClaimsResult {
  const same = accountIdOf(expected) === accountIdOf(stated);
  const one = claim('Tenant', stated, same ? stated : expected, file, pointer);
  if (same) return { claims: [one], findings: [] };
  const message = `It is of ${showText(stated, 200)}, not of the tenant that you named.`;
  const where = { ...one.where, rule: TENANT_RULE };
  return {
    claims: [one],
    findings: [{ class: 'claim-differs', severity: 'fail', message, where, expected, actual: showText(stated, 200) }],
  };
}

/**
 * Says that parts of one bundle state different tenants: whose evidence it is, is not known then.
 *
 * @param stated what each part states, and where; tenants and their account ids are the same
 */
export function tenantsDiffer(
  stated: readonly { readonly tenant: string; readonly file: string; readonly pointer: string }[],
): Finding[] {
  const [first, ...others] = stated;
  const other = others.find(({ tenant }) => first !== undefined && accountIdOf(tenant) !== accountIdOf(first.tenant));
  if (first === undefined || other === undefined) return [];
  const shown = (tenant: string) => showText(tenant, 200);
  const message = `Parts of the bundle are of different tenants: "${first.file}" is of ${shown(first.tenant)}, "${other.file}" of ${shown(other.tenant)}.`;
  const where = { file: other.file, pointer: other.pointer, rule: 'tenant.parts-differ' };
  return [
    {
      class: 'claim-differs',
      severity: 'warning',
      message,
      where,
      expected: shown(first.tenant),
      actual: shown(other.tenant),
    },
  ];
}

/**
 * Says that the tenant that the auditor named was compared with nothing, so that silence is not taken for agreement.
 *
 * @param tenantId null when none was named
 */
export function tenantNotCompared(tenantId: string | null, compared: boolean): Finding[] {
  if (tenantId === null || compared) return [];
  const message = `You named the tenant ${showText(tenantId, 200)}, and it was compared with nothing: nothing that was read states one. Whose evidence this is, is not shown.`;
  return [{ class: 'missing-part', severity: 'warning', message, where: { rule: TENANT_NOT_COMPARED_RULE } }];
}

/**
 * Says that the anchors that the auditor brought were held against no chain, because nothing here is one that they could be over.
 *
 * @param anchors that can be read, with their escaped names
 * @param severalChains packs name several chains, and nothing says which of them an anchor is of
 */
export function anchorNotCompared(anchors: readonly { readonly file: string }[], severalChains: boolean): Finding[] {
  const [first, ...others] = anchors;
  if (first === undefined) return [];
  const which =
    others.length === 0
      ? `the anchor "${first.file}", and it was`
      : `${counted(anchors.length, 'anchor', 'anchors')}, and they were`;
  const why = severalChains
    ? 'there is none here, and the packs are not all known to be of one tenant. Open each by itself.'
    : 'there is none here, and no pack that names one as long.';
  const message = `You brought ${which} held against no chain: ${why}`;
  return [{ class: 'missing-part', severity: 'warning', message, where: { rule: ANCHOR_NOT_COMPARED_RULE } }];
}

/** Compares the digest that the proof states for its file of entries. */
export function compareEntriesDigest(stated: string, computed: string | null, file: string): ClaimsResult {
  return judge([claim('SHA-256 of the file of entries', stated, computed, file, '/entriesSha256')], 'digest-differs');
}

/** Compares `bundle.json` with the files that are there: digests, sizes, files that are missing, files that it does not name. */
export function compareIndex(
  index: { readonly [K in keyof BundleIndex]?: BundleIndex[K] },
  file: string,
  files: readonly ReadFile[],
): ClaimsResult {
  const listed = index.files ?? [];
  const present = new Map(files.map((read) => [read.path, read]));
  const claims: Claim[] = [];
  const findings: Finding[] = [];
  for (const [at, stated] of listed.entries()) {
    const read = present.get(stated.name);
    const shown = showText(stated.name, 120);
    if (read === undefined) {
      findings.push({
        class: 'missing-part',
        severity: 'fail',
        message: `The index names "${shown}", which is not in the bundle.`,
        where: { file, pointer: `/files/${at}` },
        expected: stated.sha256,
      });
      continue;
    }
    const bytes = read.bytes === null ? null : String(read.bytes);
    claims.push(
      claim(`SHA-256 of ${shown}`, stated.sha256, read.sha256, file, `/files/${at}/sha256`),
      claim(`Bytes of ${shown}`, String(stated.bytes), bytes, file, `/files/${at}/bytes`),
    );
  }
  const names = new Set(listed.map((stated) => stated.name));
  for (const read of files) {
    if (read.path === 'bundle.json' || (read.path !== null && names.has(read.path))) continue;
    const shown = read.path === null ? read.name : showText(read.path, 120);
    findings.push({
      class: 'unexpected-file',
      severity: 'warning',
      message: `The bundle holds "${shown}", which its index does not name.`,
      where: { file: shown, rule: 'index' },
    });
  }
  const judged = judge(claims, 'digest-differs');
  return { claims: judged.claims, findings: [...findings, ...judged.findings] };
}

function claim(subject: string, stated: string, computed: string | null, file: string, pointer: string): Claim {
  return {
    subject,
    stated,
    computed,
    agrees: computed === null ? null : stated === computed,
    where: { file, pointer },
  };
}

function judge(
  claims: readonly Claim[],
  findingClass: 'claim-differs' | 'digest-differs' = 'claim-differs',
): ClaimsResult {
  const findings = claims
    .filter((one) => one.agrees === false)
    .map((one): Finding => {
      const computed = one.computed ?? '';
      return {
        class: findingClass,
        severity: 'fail',
        message: `${one.subject}: the bundle states ${one.stated}. Computed here: ${computed}.`,
        where: one.where,
        // The place is the statement: what was computed is what should stand there.
        expected: computed,
        actual: one.stated,
      };
    });
  return { claims, findings };
}
