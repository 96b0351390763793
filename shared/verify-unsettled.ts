import type { Finding } from './base/finding.ts';
import { counted } from './base/number-words.ts';
import { PACK_CHAIN_RULE } from './verify-named-chain.ts';

/** A file of entries beside the one that was replayed. */
export const OTHER_CHAIN_RULE = 'one-chain';
/** A proof of a chain beside the one that was read. */
export const OTHER_PROOF_RULE = 'one-proof';
/** An anchor was brought, and there is no chain and no pack that it could be held against. */
export const ANCHOR_NOT_COMPARED_RULE = 'anchor.not-compared';
/** A tenant was named, and nothing states one. */
export const TENANT_NOT_COMPARED_RULE = 'tenant.not-compared';

/**
 * What keeps a bundle from being settled, however sound is what was looked at: entries that nobody replayed, a pack of another chain, and a
 * tenant that was named or an anchor that was brought and compared with nothing. Sentences for the head; empty when there is nothing of the kind.
 *
 * @param findings of the bundle as a whole
 */
export function unsettled(findings: readonly Finding[]): string[] {
  // What fails contradicts, and is said as that.
  const ruled = (rule: string) =>
    findings.filter(({ where, severity }) => where.rule === rule && severity !== 'fail').length;
  const chains = ruled(OTHER_CHAIN_RULE);
  const parts: string[] = [];
  if (chains > 0) {
    parts.push(
      `${counted(chains, 'file of entries', 'files of entries')} ${chains === 1 ? 'was' : 'were'} not replayed, so that the bundle is not settled.`,
    );
  }
  const proofs = ruled(OTHER_PROOF_RULE);
  if (proofs > 0) {
    parts.push(
      `${counted(proofs, 'proof of a chain', 'proofs of a chain')} ${proofs === 1 ? 'was' : 'were'} not read, so that the bundle is not settled.`,
    );
  }
  const packs = ruled(PACK_CHAIN_RULE);
  if (packs > 0) {
    parts.push(
      `${counted(packs, 'pack names', 'packs name')} another chain than the one that was replayed, so that the bundle is not settled.`,
    );
  }
  if (ruled(ANCHOR_NOT_COMPARED_RULE) > 0) {
    parts.push('You brought an anchor and it was held against no chain here, so that this is not settled.');
  }
  if (ruled(TENANT_NOT_COMPARED_RULE) > 0) {
    parts.push('You named a tenant and nothing here states one, so that whose evidence this is, is not settled.');
  }
  return parts;
}
