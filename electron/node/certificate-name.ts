import { contentOf, type DerNode, oidOf, readDer } from '../../shared/anchors/der.ts';
import { readCertificate } from '../../shared/anchors/x509.ts';
import { showText } from '../../shared/base/text.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';

/** Names that people know of the attributes in a distinguished name (RFC 4519). */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
]);
/** UTF8String, PrintableString, IA5String: the last two are ASCII, and so UTF-8. */
const TEXT_TAGS: ReadonlySet<number> = new Set([0x0c, 0x13, 0x16]);
const SHOWN = 200;

/** What people are told of a certificate; every text is escaped and capped. */
export interface CertificateName {
  /** Common name, else the whole subject. */
  readonly label: string;
  /** For example `CN=Example TSA Root, O=Example`. */
  readonly subject: string;
  /** ISO 8601 UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
}

/** Names a certificate for people (RFC 5280 section 4.1.2.6); null when the bytes are not a certificate. */
export function certificateName(der: Uint8Array): CertificateName | null {
  const certificate = readCertificate(der);
  if (certificate === null) return null;
  const attributes = (readDer(certificate.subject)?.children ?? []).flatMap((set) => set.children).map(attributeOf);
  const whole = attributes.map(({ name, value }) => `${name}=${value}`).join(', ');
  const subject = whole === '' ? 'no subject' : showText(whole, SHOWN);
  const common = attributes.find(({ name }) => name === 'CN')?.value;
  return {
    label: common === undefined ? subject : showText(common, SHOWN),
    subject,
    notBefore: new Date(certificate.notBefore).toISOString(),
    notAfter: new Date(certificate.notAfter).toISOString(),
  };
}

function attributeOf(node: DerNode): { readonly name: string; readonly value: string } {
  const [type, value] = node.children;
  const oid = oidOf(type) ?? 'unknown';
  const text = value !== undefined && TEXT_TAGS.has(value.tag) ? decodeUtf8(contentOf(value)) : null;
  return { name: SHORT_NAMES.get(oid) ?? oid, value: text ?? '(not plain text)' };
}
