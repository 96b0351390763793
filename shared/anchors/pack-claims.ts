import { showText } from '../base/text.ts';
import type { CheckResult, Claim } from '../base/verification.ts';
import type { AuditChainPack } from '../formats/audit-chain-pack-read.ts';
import type { PackRow } from '../formats/audit-chain-pack-rows.ts';
import type { Leg } from './leg.ts';

const CHECKS = [
  ['linkRecompute', 'row.link'],
  ['anchorEquality', 'row.anchor'],
  ['signature', 'row.signature'],
] as const;

/**
 * What a row says of its own checks, where that differs from what was computed: only those, because a pack of a million rows makes three
 * million such claims. A stated `na` or an unknown word is not compared with a check that did not run here either.
 */
export function rowClaims(row: PackRow, legs: readonly Leg[], file: string): Claim[] {
  const { checks } = row.members;
  if (checks === undefined) return [];
  return CHECKS.flatMap(([member, id]) => {
    const stated = checks[member];
    const computed = word(legs.find((leg) => leg.id === id)?.result);
    if (stated === undefined || computed === null || stated === computed) return [];
    return [
      {
        subject: `Row ${row.position}, check ${member}`,
        stated: showText(stated, 40),
        computed,
        agrees: false,
        where: { file, position: row.position, pointer: `/receipts/${row.position}/checks/${member}` },
      },
    ];
  });
}

/** What the pack says of the whole chain. */
export function chainClaims(pack: AuditChainPack, firstBroken: number | null, file: string): Claim[] {
  const claims: Claim[] = [];
  const { chainVerification, chainLength } = pack.head;
  if (chainLength !== undefined) {
    const rows = pack.rows.length;
    claims.push(claim('Number of rows', String(chainLength), String(rows), file, '/chainLength'));
  }
  if (chainVerification !== undefined) {
    const { valid, brokenAt } = chainVerification;
    claims.push(claim('Chain holds', String(valid), String(firstBroken === null), file, '/chainVerification/valid'));
    claims.push(
      claim('First broken position', String(brokenAt), String(firstBroken), file, '/chainVerification/brokenAt'),
    );
  }
  return claims;
}

function claim(subject: string, stated: string, computed: string, file: string, pointer: string): Claim {
  return { subject, stated, computed, agrees: stated === computed, where: { file, pointer } };
}

function word(result: CheckResult | undefined): string | null {
  if (result === 'pass' || result === 'fail') return result;
  return result === 'not-applicable' ? 'na' : null;
}
