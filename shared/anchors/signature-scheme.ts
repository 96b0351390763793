import { contentOf, type DerNode, oidOf, readDer, TAG } from './der.ts';

export type HashName = 'SHA-256' | 'SHA-384' | 'SHA-512';
export type CurveName = 'P-256' | 'P-384' | 'P-521';

/** A signature algorithm of certificates and tokens that is strong enough to be taken. */
export type SignatureScheme =
  | { readonly kind: 'rsa-pkcs1'; readonly hash: HashName }
  | { readonly kind: 'rsa-pss'; readonly hash: HashName; readonly saltLength: number }
  | { readonly kind: 'ecdsa'; readonly hash: HashName; readonly curve: CurveName }
  | { readonly kind: 'ed25519' };

/** Verifies signatures with the means of the runtime; handed in, so that `shared/` names no runtime. */
export interface SignatureChecker {
  /**
   * @param spki SubjectPublicKeyInfo, DER
   * @returns null when the runtime can not work with this key or scheme
   */
  verify(scheme: SignatureScheme, spki: Uint8Array, signature: Uint8Array, data: Uint8Array): Promise<boolean | null>;
}

const HASHES: ReadonlyMap<string, HashName> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
]);
const RSA_WITH: ReadonlyMap<string, HashName> = new Map([
  ['1.2.840.113549.1.1.11', 'SHA-256'],
  ['1.2.840.113549.1.1.12', 'SHA-384'],
  ['1.2.840.113549.1.1.13', 'SHA-512'],
]);
const ECDSA_WITH: ReadonlyMap<string, HashName> = new Map([
  ['1.2.840.10045.4.3.2', 'SHA-256'],
  ['1.2.840.10045.4.3.3', 'SHA-384'],
  ['1.2.840.10045.4.3.4', 'SHA-512'],
]);
const CURVES: ReadonlyMap<string, CurveName> = new Map([
  ['1.2.840.10045.3.1.7', 'P-256'],
  ['1.3.132.0.34', 'P-384'],
  ['1.3.132.0.35', 'P-521'],
]);
const RSA = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';
const ED25519 = '1.3.101.112';

/** Hash of an AlgorithmIdentifier; null for SHA-1, MD5 and everything that is not known. */
export function hashOf(algorithm: DerNode | undefined): HashName | null {
  if (algorithm?.tag !== TAG.sequence || !plainParameters(algorithm)) return null;
  return HASHES.get(oidOf(algorithm?.children[0]) ?? '') ?? null;
}

/**
 * The scheme that an AlgorithmIdentifier and a public key make together.
 *
 * @param digest hash that stands beside the algorithm in a SignerInfo; null for a certificate
 * @returns null when it is not known or not strong enough
 */
export function schemeOf(
  algorithm: DerNode | undefined,
  spki: Uint8Array,
  digest: HashName | null,
): SignatureScheme | null {
  const id = oidOf(algorithm?.children[0]) ?? '';
  if (algorithm?.tag !== TAG.sequence || (id !== RSA_PSS && !plainParameters(algorithm))) return null;
  if (id === ED25519) return { kind: 'ed25519' };
  if (id === RSA) return digest === null ? null : { kind: 'rsa-pkcs1', hash: digest };
  const hash = RSA_WITH.get(id) ?? ECDSA_WITH.get(id) ?? null;
  if (RSA_WITH.has(id) && hash !== null) return agree(hash, digest) ? { kind: 'rsa-pkcs1', hash } : null;
  if (ECDSA_WITH.has(id) && hash !== null) {
    const curve = curveOf(spki);
    return curve !== null && agree(hash, digest) ? { kind: 'ecdsa', hash, curve } : null;
  }
  return id === RSA_PSS ? pssOf(algorithm?.children[1], digest) : null;
}

/** Parameters that say nothing: absent or NULL. */
function plainParameters(algorithm: DerNode | undefined): boolean {
  const [, parameters, more] = algorithm?.children ?? [];
  return more === undefined && (parameters === undefined || parameters.tag === TAG.null);
}

function agree(hash: HashName, digest: HashName | null): boolean {
  return digest === null || digest === hash;
}

function curveOf(spki: Uint8Array): CurveName | null {
  const algorithm = readDer(spki)?.children[0];
  return CURVES.get(oidOf(algorithm?.children[1]) ?? '') ?? null;
}

/** RSASSA-PSS-params (RFC 4055): hash and mask hash named and equal; the defaults are SHA-1 and so are refused. */
function pssOf(parameters: DerNode | undefined, digest: HashName | null): SignatureScheme | null {
  const member = (tag: number): DerNode | undefined =>
    parameters?.children.find((node) => node.tag === tag)?.children[0];
  const hash = hashOf(member(0xa0));
  const mask = member(0xa1);
  const salt = member(0xa2);
  if (hash === null || !agree(hash, digest) || oidOf(mask?.children[0]) !== MGF1 || hashOf(mask?.children[1]) !== hash)
    return null;
  const saltLength = salt?.tag === TAG.integer && contentOf(salt).length === 1 ? (contentOf(salt)[0] ?? 0) : null;
  return saltLength === null ? null : { kind: 'rsa-pss', hash, saltLength };
}
