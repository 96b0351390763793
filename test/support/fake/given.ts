import type { TrustUse } from '../../../shared/ipc/model.ts';
import { fakeHash } from './hash.ts';

const ONLY_HERE = { provenance: null, used: false } as const;

/** Pieces of trust that are given for one document of the fake API. */
export const given = {
  signature: (): TrustUse => ({
    kind: 'signature',
    label: 'pack⟨U+202E⟩.sig.json',
    fingerprint: fakeHash(4, 31),
    ...ONLY_HERE,
  }),
  tenant: (label: string): TrustUse => ({ kind: 'tenant', label, fingerprint: null, ...ONLY_HERE }),
  fingerprint: (fingerprint: string, keyId = 'pinned fingerprint'): TrustUse => ({
    kind: 'key-fingerprint',
    label: keyId,
    fingerprint,
    ...ONLY_HERE,
  }),
} as const;

/** What is left when a piece is taken away, or replaced. */
export function without(
  uses: readonly TrustUse[],
  kind: TrustUse['kind'],
  fingerprint: string | null,
): readonly TrustUse[] {
  return uses.filter((use) => use.kind !== kind || use.fingerprint !== fingerprint);
}
