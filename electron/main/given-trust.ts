import { isDeepStrictEqual } from 'node:util';
import type { VerifierTrust } from '../../shared/ipc/verifier.ts';
import type { OpenSource } from './handlers/open-source.ts';

/** A piece of trust that the auditor gave for one document only. No store keeps it; it ends with the document. */
export type GivenPiece =
  | {
      readonly kind: 'signature';
      readonly source: OpenSource;
      /** SHA-256 of the bytes that the file had when it was brought. */
      readonly sha256: string;
    }
  | { readonly kind: 'tenant'; readonly tenantId: string }
  | {
      readonly kind: 'key-fingerprint';
      /** SHA-256 over SPKI DER, 64 lowercase hex digits. */
      readonly fingerprint: string;
      /** Name that the key must carry in the evidence; null when it may have any. */
      readonly keyId: string | null;
    };

/** All that was given for a document, in the order in which it was given; at most one tenant, and each fingerprint once. */
export type GivenTrust = readonly GivenPiece[];

/** Pieces of one kind that are taken for one document. */
export const MOST_GIVEN = 20;

/** What a verifier is to trust: the store, and what was given for its document. A tenant that was given goes before any other. */
export function withGiven(store: VerifierTrust, given: GivenTrust): VerifierTrust {
  const pins = given.filter((piece) => piece.kind === 'key-fingerprint');
  const named = pins.flatMap(({ fingerprint, keyId }) => (keyId === null ? [] : [[fingerprint, keyId] as const]));
  return {
    ...store,
    keyFingerprints: [...store.keyFingerprints, ...pins.map(({ fingerprint }) => fingerprint)],
    ...(named.length === 0 ? {} : { keyIds: { ...store.keyIds, ...Object.fromEntries(named) } }),
    tenantId: given.find((piece) => piece.kind === 'tenant')?.tenantId ?? store.tenantId,
    signatures: [
      ...store.signatures,
      ...given.flatMap((piece) => (piece.kind === 'signature' ? [piece.source.path] : [])),
    ],
  };
}

/** The pieces that only one of the two has. */
export function givenDifference(
  before: GivenTrust,
  after: GivenTrust,
): { readonly added: GivenTrust; readonly removed: GivenTrust } {
  const missingIn = (others: GivenTrust) => (piece: GivenPiece) =>
    !others.some((other) => (piece.kind === 'signature' ? other === piece : isDeepStrictEqual(other, piece)));
  return { added: after.filter(missingIn(before)), removed: before.filter(missingIn(after)) };
}
