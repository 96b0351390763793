import { bitStringOf, contentOf, type DerNode, encodingOf, inOrder, oidOf, readDer, TAG, timeOf } from './der.ts';
import { type SignatureScheme, schemeOf } from './signature-scheme.ts';

/** An X.509 certificate (RFC 5280) as far as path building for time stamps needs it. All parts are ranges of `der`. */
export interface Certificate {
  readonly der: Uint8Array;
  /** What the issuer signed. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly algorithm: DerNode;
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Milliseconds since 1970, both inclusive. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly spki: Uint8Array;
  readonly extensions: ReadonlyMap<string, Extension>;
}

export interface Extension {
  readonly critical: boolean;
  readonly value: DerNode | null;
}

export const EXTENSION = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** Critical extensions that are looked at; any other makes a certificate unusable (RFC 5280 section 4.2). */
const UNDERSTOOD: ReadonlySet<string> = new Set(Object.values(EXTENSION));

/** Reads a certificate; null when the bytes are not one, or name an extension twice. */
export function readCertificate(der: Uint8Array): Certificate | null {
  const root = readDer(der);
  const [tbs, algorithm, signatureNode] = root?.children ?? [];
  const signature = bitStringOf(signatureNode);
  if (root?.tag !== TAG.sequence || root.children.length !== 3 || tbs?.tag !== TAG.sequence) return null;
  if (algorithm === undefined || signature === null) return null;
  const members = tbs.children[0]?.tag === TAG.context0 ? tbs.children.slice(1) : tbs.children;
  const [serial, inner, issuer, validity, subject, spki, ...optional] = members;
  if (
    serial?.tag !== TAG.integer ||
    inner === undefined ||
    !isName(issuer) ||
    validity?.tag !== TAG.sequence ||
    validity.children.length !== 2 ||
    !isName(subject) ||
    !isPublicKey(spki) ||
    !isAlgorithm(algorithm) ||
    !inOrder(optional, [ISSUER_ID, SUBJECT_ID, TAG.context3])
  )
    return null;
  if (members !== tbs.children && !isVersion3(tbs.children[0])) return null;
  // The algorithm stands inside and outside of what is signed, and must be the same (RFC 5280 section 4.1.1.2).
  if (!sameBytes(encodingOf(inner), encodingOf(algorithm))) return null;
  const notBefore = timeOf(validity.children[0]);
  const notAfter = timeOf(validity.children[1]);
  const extensions = readExtensions(optional.find((node) => node.tag === TAG.context3));
  if (notBefore === null || notAfter === null || extensions === null) return null;
  return {
    der,
    signed: encodingOf(tbs),
    signature,
    algorithm,
    serial: contentOf(serial),
    issuer: encodingOf(issuer),
    subject: encodingOf(subject),
    notBefore,
    notAfter,
    spki: encodingOf(spki),
    extensions,
  };
}

/** Scheme by which the issuer signed, given the issuer's key; null when it is not taken. */
export function issuerScheme(certificate: Certificate, issuer: Certificate): SignatureScheme | null {
  return schemeOf(certificate.algorithm, issuer.spki, null);
}

/** Object identifiers of the extended key usage; null without the extension, or when it is not a list of identifiers. */
export function extendedKeyUsage(
  certificate: Certificate,
): { readonly critical: boolean; readonly purposes: readonly string[] } | null {
  const extension = certificate.extensions.get(EXTENSION.extendedKeyUsage);
  if (extension?.value?.tag !== TAG.sequence) return null;
  const purposes = extension.value.children.flatMap((node) => oidOf(node) ?? []);
  return purposes.length === extension.value.children.length ? { critical: extension.critical, purposes } : null;
}

/**
 * Why a certificate can not have issued another; null when it can.
 * @param below number of issuing certificates between it and the end of the path
 */
export function issuerFault(certificate: Certificate, below: number): string | null {
  const constraints = certificate.extensions.get(EXTENSION.basicConstraints)?.value?.children ?? [];
  const isAuthority = constraints[0]?.tag === TAG.boolean && contentOf(constraints[0])[0] === 0xff;
  if (!isAuthority) return 'is not marked as an authority';
  const limit = constraints[1];
  if (limit !== undefined && contentOf(limit).length === 1 && (contentOf(limit)[0] ?? 0) < below) {
    return 'allows fewer certificates below it';
  }
  const usage = certificate.extensions.get(EXTENSION.keyUsage)?.value;
  const bits = usage === null || usage === undefined ? null : contentOf(usage);
  // keyCertSign is bit 5, counted from the highest of the first octet after the count of unused bits.
  return bits !== null && ((bits[1] ?? 0) & 0x04) === 0 ? 'may not sign certificates' : null;
}

/** A critical extension that is not understood here; null when there is none. */
export function unknownCritical(certificate: Certificate): string | null {
  for (const [id, { critical }] of certificate.extensions) if (critical && !UNDERSTOOD.has(id)) return id;
  return null;
}

/** Whether two byte sequences are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** [1] and [2] IMPLICIT BIT STRING: identifiers that nobody uses any more. */
const ISSUER_ID = 0x81;
const SUBJECT_ID = 0x82;

/** AlgorithmIdentifier (RFC 5280 section 4.1.1.2). */
export function isAlgorithm(node: DerNode | undefined): node is DerNode {
  if (node?.tag !== TAG.sequence) return false;
  return node.children.length <= 2 && oidOf(node.children[0]) !== null;
}

/** Name (RFC 5280 section 4.1.2.4): a sequence of sets of pairs. */
export function isName(node: DerNode | undefined): node is DerNode {
  const isPair = (pair: DerNode) =>
    pair.tag === TAG.sequence && pair.children.length === 2 && oidOf(pair.children[0]) !== null;
  const isSet = (set: DerNode) => set.tag === TAG.set && set.children.length > 0 && set.children.every(isPair);
  return node?.tag === TAG.sequence && node.children.every(isSet);
}

function isPublicKey(node: DerNode | undefined): node is DerNode {
  if (node?.tag !== TAG.sequence || node.children.length !== 2) return false;
  return isAlgorithm(node.children[0]) && bitStringOf(node.children[1]) !== null;
}

/** Extensions exist in version 3 only, which is written as 2 (RFC 5280 section 4.1.2.1). */
function isVersion3(node: DerNode | undefined): boolean {
  const [number] = node?.children ?? [];
  if (node?.children.length !== 1 || number?.tag !== TAG.integer) return false;
  return contentOf(number).length === 1 && contentOf(number)[0] === 2;
}

function readExtensions(outer: DerNode | undefined): Map<string, Extension> | null {
  const extensions = new Map<string, Extension>();
  const [list] = outer?.children ?? [];
  if (outer !== undefined && (outer.children.length !== 1 || list?.tag !== TAG.sequence)) return null;
  for (const node of list?.children ?? []) {
    const id = oidOf(node.children[0]);
    const value = node.children.at(-1);
    const flag = node.children.length === 3 ? node.children[1] : undefined;
    if (node.tag !== TAG.sequence || id === null || extensions.has(id) || value?.tag !== TAG.octetString) return null;
    if (node.children.length > 3 || (node.children.length === 3 && flag?.tag !== TAG.boolean)) return null;
    const critical = flag !== undefined && contentOf(flag)[0] === 0xff;
    extensions.set(id, { critical, value: readDer(contentOf(value)) });
  }
  return extensions;
}
