import { contentOf, type DerNode, encodingOf, inOrder, oidOf, readDer, TAG, timeOf } from './der.ts';
import { type HashName, hashOf } from './signature-scheme.ts';
import { type Certificate, EXTENSION, isAlgorithm, isName, readCertificate, sameBytes } from './x509.ts';

const OID = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

const CERTIFICATES_MAX = 50;

/** [0] IMPLICIT OCTET STRING. */
const KEY_ID_TAG = 0x80;

/** Which certificate the signer says is theirs: its digest, in the older form over SHA-1. */
export interface SigningCertificate {
  readonly hash: HashName | 'SHA-1';
  readonly digest: Uint8Array;
}

/** A time-stamp token (RFC 3161): CMS SignedData over a TSTInfo, with exactly one signer. Nothing in it is checked yet. */
export interface TimestampToken {
  /** DER of the TSTInfo: what the digest in the signed attributes is over. */
  readonly info: Uint8Array;
  readonly imprint: { readonly hash: HashName | null; readonly digest: Uint8Array };
  /** Milliseconds since 1970. */
  readonly genTime: number;
  readonly serial: Uint8Array;
  /** Signed attributes as the signature covers them: as a SET. */
  readonly signedAttributes: Uint8Array;
  readonly contentType: string | null;
  readonly messageDigest: Uint8Array | null;
  readonly signingCertificate: SigningCertificate | null;
  readonly digestAlgorithm: HashName | null;
  readonly signatureAlgorithm: DerNode;
  readonly signature: Uint8Array;
  /** Those in the token that can be read; any certificate, by anybody. */
  readonly certificates: readonly Certificate[];
  /** The signer among them; null when the token does not bring it. */
  readonly signer: Certificate | null;
}

/** Outcome of reading a token. `not-der`: it is not even an encoding, for example a test double. */
export type ReadToken =
  | { readonly kind: 'token'; readonly token: TimestampToken }
  | { readonly kind: 'not-der' }
  | { readonly kind: 'fault'; readonly fault: string };

/**
 * Reads a time-stamp token. Never throws.
 *
 * @param der the decoded token, from hostile text
 */
export function readTimestampToken(der: Uint8Array): ReadToken {
  const root = readDer(der);
  if (root === null) return { kind: 'not-der' };
  const data = only(root.children[1], TAG.context0);
  if (
    !hasTags(root, [TAG.oid, TAG.context0]) ||
    oidOf(root.children[0]) !== OID.signedData ||
    data?.tag !== TAG.sequence
  ) {
    return fault('it is not CMS SignedData');
  }
  const [version, digests, content] = data.children;
  if (root.tag !== TAG.sequence || !isNumber(version, 3)) return fault('it is not CMS SignedData of version 3');
  const infoNode = only(content?.children[1], TAG.context0);
  if (content?.tag !== TAG.sequence || !hasTags(content, [TAG.oid, TAG.context0])) return fault('it has no content');
  if (oidOf(content.children[0]) !== OID.tstInfo || infoNode?.tag !== TAG.octetString) {
    return fault('its content is not a TSTInfo');
  }
  if (!inOrder(data.children.slice(3, -1), [TAG.context0, TAG.context1]))
    return fault('it holds more than SignedData does');
  const signers = data.children.at(-1);
  const [signerInfo] = signers?.children ?? [];
  if (signers?.tag !== TAG.set || signers.children.length !== 1 || signerInfo === undefined)
    return fault('it does not have exactly one signer');
  const info = readInfo(contentOf(infoNode));
  if (info === null) return fault('its TSTInfo can not be read');
  const certificates = readCertificates(data.children.find((node) => node.tag === TAG.context0));
  const signed = readSigner(signerInfo);
  const named = only(digests, TAG.set);
  if (signed !== null && (!isAlgorithm(named) || hashOf(named) === null || hashOf(named) !== signed.digestAlgorithm)) {
    return fault('it does not name the one digest algorithm of its signer');
  }
  if (signed === null) return fault('its signer has no signed attributes, or can not be read');
  const { identifier, ...rest } = signed;
  const signer = certificates.find((certificate) => isNamedBy(certificate, identifier)) ?? null;
  return { kind: 'token', token: { info: contentOf(infoNode), ...info, ...rest, certificates, signer } };
}

function hasTags(node: DerNode, tags: readonly number[]): boolean {
  return node.children.length === tags.length && tags.every((tag, index) => node.children[index]?.tag === tag);
}

/** The only element of a constructed one with this tag. */
function only(node: DerNode | undefined, tag: number): DerNode | undefined {
  return node?.tag === tag && node.children.length === 1 ? node.children[0] : undefined;
}

function isNumber(node: DerNode | undefined, value: number): boolean {
  return node?.tag === TAG.integer && contentOf(node).length === 1 && contentOf(node)[0] === value;
}

function fault(words: string): ReadToken {
  return { kind: 'fault', fault: words };
}

/** Accuracy, ordering, nonce, name of the authority, extensions: all optional, none used (RFC 3161 section 2.4.2). */
const AFTER_TIME = [TAG.sequence, TAG.boolean, TAG.integer, TAG.context0, TAG.context1];

function readInfo(bytes: Uint8Array): Pick<TimestampToken, 'imprint' | 'genTime' | 'serial'> | null {
  const root = readDer(bytes);
  const [version, policy, imprint, serial, time, ...optional] = root?.children ?? [];
  const digest = imprint?.children[1];
  const genTime = time?.tag === TAG.generalizedTime ? timeOf(time) : null;
  if (root?.tag !== TAG.sequence || !isNumber(version, 1) || oidOf(policy) === null) return null;
  if (imprint?.tag !== TAG.sequence || imprint.children.length !== 2 || !isAlgorithm(imprint.children[0])) return null;
  if (!inOrder(optional, AFTER_TIME)) return null;
  if (digest?.tag !== TAG.octetString || serial?.tag !== TAG.integer || genTime === null) return null;
  return {
    imprint: { hash: hashOf(imprint?.children[0]), digest: contentOf(digest) },
    genTime,
    serial: contentOf(serial),
  };
}

function readSigner(node: DerNode) {
  const [version, identifier, digest, attributes, algorithm, signature, ...unsigned] = node.children;
  if (node.tag !== TAG.sequence || identifier === undefined || attributes?.tag !== TAG.context0) return null;
  // Version 1 names the signer by issuer and serial number, version 3 by the id of the key (RFC 5652 section 5.3).
  if (!isNumber(version, identifier.tag === TAG.sequence ? 1 : 3)) return null;
  if (identifier.tag !== TAG.sequence && identifier.tag !== KEY_ID_TAG) return null;
  if (
    identifier.tag === TAG.sequence &&
    !(isName(identifier.children[0]) && hasTags(identifier, [TAG.sequence, TAG.integer]))
  )
    return null;
  if (!isAlgorithm(digest) || !isAlgorithm(algorithm) || signature?.tag !== TAG.octetString) return null;
  const [further] = unsigned;
  if (!inOrder(unsigned, [TAG.context1]) || (further !== undefined && readAttributes(further) === null)) return null;
  const values = readAttributes(attributes);
  if (values === null) return null;
  // The signature is over the SET, not over the [0] that stands in its place (RFC 5652 section 5.4).
  const signedAttributes = encodingOf(attributes).slice();
  signedAttributes[0] = TAG.set;
  const messageDigest = values.get(OID.messageDigest);
  return {
    identifier,
    signedAttributes,
    contentType: oidOf(values.get(OID.contentType)),
    messageDigest: messageDigest?.tag === TAG.octetString ? contentOf(messageDigest) : null,
    signingCertificate: readSigningCertificate(values),
    digestAlgorithm: hashOf(digest),
    signatureAlgorithm: algorithm,
    signature: contentOf(signature),
  };
}

/** The one value of each attribute; null when an attribute stands twice or has not exactly one value. */
function readAttributes(attributes: DerNode): Map<string, DerNode> | null {
  const values = new Map<string, DerNode>();
  for (const attribute of attributes.children) {
    if (attribute.tag !== TAG.sequence || attribute.children.length !== 2) return null;
    const id = oidOf(attribute.children[0]);
    const set = attribute.children[1]?.tag === TAG.set ? attribute.children[1] : undefined;
    const [value] = set?.children ?? [];
    if (id === null || values.has(id) || value === undefined || set?.children.length !== 1) return null;
    values.set(id, value);
  }
  return values;
}

/** First ESSCertID (RFC 2634) or ESSCertIDv2 (RFC 5035): the certificate of the signer. */
function readSigningCertificate(values: ReadonlyMap<string, DerNode>): SigningCertificate | null {
  const second = values.get(OID.signingCertificateV2)?.children[0]?.children[0];
  if (second !== undefined) {
    const explicit = second.children[0]?.tag === TAG.sequence;
    const hash = explicit ? hashOf(second.children[0]) : 'SHA-256';
    const digest = second.children[explicit ? 1 : 0];
    return hash !== null && digest?.tag === TAG.octetString ? { hash, digest: contentOf(digest) } : null;
  }
  const digest = values.get(OID.signingCertificate)?.children[0]?.children[0]?.children[0];
  return digest?.tag === TAG.octetString ? { hash: 'SHA-1', digest: contentOf(digest) } : null;
}

function readCertificates(set: DerNode | undefined): Certificate[] {
  return (set?.children ?? []).slice(0, CERTIFICATES_MAX).flatMap((node) => {
    const certificate = node.tag === TAG.sequence ? readCertificate(encodingOf(node)) : null;
    return certificate === null ? [] : [certificate];
  });
}

/** SignerIdentifier: issuer and serial number, or [0] subject key identifier. */
function isNamedBy(certificate: Certificate, identifier: DerNode): boolean {
  if (identifier.tag === TAG.sequence) {
    const [issuer, serial] = identifier.children;
    if (issuer === undefined || serial?.tag !== TAG.integer || identifier.children.length !== 2) return false;
    return sameBytes(encodingOf(issuer), certificate.issuer) && sameBytes(contentOf(serial), certificate.serial);
  }
  const keyId = certificate.extensions.get(EXTENSION.subjectKeyId)?.value;
  return keyId !== null && keyId !== undefined && sameBytes(contentOf(identifier), contentOf(keyId));
}
