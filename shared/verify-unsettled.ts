import type { Finding } from './base/finding.ts';
import { counted } from './base/number-words.ts';

/** A file of entries beside the one that was replayed. */
export const OTHER_CHAIN_RULE = 'one-chain';
/** A tenant was named, and nothing states one. */
export const TENANT_NOT_COMPARED_RULE = 'tenant.not-compared';

/**
 * What keeps a bundle from being settled, however sound is what was looked at: entries that nobody replayed, and a tenant that was named and
 * compared with nothing. Sentences for the head; empty when there is nothing of the kind.
 *
 * @param findings of the bundle as a whole
 */
export function unsettled(findings: readonly Finding[]): string[] {
  const ruled = (rule: string) => findings.filter(({ where }) => where.rule === rule).length;
  const chains = ruled(OTHER_CHAIN_RULE);
  const parts: string[] = [];
  if (chains > 0) {
    parts.push(
      `${counted(chains, 'more file of entries', 'more files of entries')} ${chains === 1 ? 'was' : 'were'} not replayed, so that the bundle is not settled.`,
    );
  }
  if (ruled(TENANT_NOT_COMPARED_RULE) > 0) {
    parts.push('You named a tenant and nothing here states one, so that whose evidence this is, is not settled.');
  }
  return parts;
}
