import { bitStringOf, contentOf, type DerNode, encodingOf, oidOf, readDer, TAG, timeOf } from './der.ts';
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
    issuer === undefined ||
    subject === undefined ||
    spki === undefined
  )
    return null;
  // The algorithm stands inside and outside of what is signed, and must be the same (RFC 5280 section 4.1.1.2).
  if (!sameBytes(encodingOf(inner), encodingOf(algorithm))) return null;
  const notBefore = timeOf(validity?.children[0]);
  const notAfter = timeOf(validity?.children[1]);
  const extensions = readExtensions(optional.find((node) => node.tag === TAG.context3)?.children[0]);
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

/** Object identifiers of the extended key usage; null without the extension. */
export function extendedKeyUsage(
  certificate: Certificate,
): { readonly critical: boolean; readonly purposes: readonly string[] } | null {
  const extension = certificate.extensions.get(EXTENSION.extendedKeyUsage);
  if (extension === undefined) return null;
  const purposes = (extension.value?.children ?? []).map((node) => oidOf(node) ?? '');
  return { critical: extension.critical, purposes };
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

function readExtensions(list: DerNode | undefined): Map<string, Extension> | null {
  const extensions = new Map<string, Extension>();
  for (const node of list?.children ?? []) {
    const id = oidOf(node.children[0]);
    const value = node.children.at(-1);
    const flag = node.children.length === 3 ? node.children[1] : undefined;
    if (id === null || extensions.has(id) || value?.tag !== TAG.octetString) return null;
    const critical = flag?.tag === TAG.boolean && contentOf(flag)[0] === 0xff;
    extensions.set(id, { critical, value: readDer(contentOf(value)) });
  }
  return extensions;
}
