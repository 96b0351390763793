import type { DocumentView } from '../../shared/ipc/model.ts';
import { formatCounted } from '../format/number.ts';

/**
 * Counts what the auditor brought for a document.
 * @returns for example `1 anchor · 2 keys · 1 root`; `none` when there is nothing, so that nothing outside the bundle backs it.
 */
export function trustInputs(document: Pick<DocumentView, 'anchors' | 'trust'>): string {
  const anchors = document.anchors.filter((anchor) => anchor.origin === 'auditor').length;
  const count = (...kinds: string[]): number => document.trust.filter(({ kind }) => kinds.includes(kind)).length;
  const words = [
    { amount: anchors, one: 'anchor', many: 'anchors' },
    { amount: count('key', 'key-fingerprint'), one: 'key', many: 'keys' },
    { amount: count('timestamp-root'), one: 'root', many: 'roots' },
    { amount: count('log-key'), one: 'log', many: 'logs' },
    { amount: count('signature'), one: 'signature', many: 'signatures' },
    { amount: count('tenant'), one: 'tenant', many: 'tenants' },
  ]
    .filter(({ amount }) => amount > 0)
    .map(({ amount, one, many }) => formatCounted(amount, one, many));
  return words.length === 0 ? 'none' : words.join(' · ');
}
