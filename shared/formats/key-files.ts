/** What a file is that holds a key or a certificate. */
export type KeyFileKind = 'public-key' | 'private-key' | 'certificate';

/** SPKI of an Ed25519 key before its 32 bytes (RFC 8410 section 4). */
const PUBLIC_DER = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
/** PKCS #8 of an Ed25519 key before its 32 bytes (RFC 8410 section 7). */
const PRIVATE_DER = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
const KEY_BYTES = 32;
/** The same in base64 with nothing else: 44 and 48 bytes. */
const PUBLIC_TEXT = /^\s*MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=\s*$/;
const PRIVATE_TEXT = /^\s*MC4CAQAwBQYDK2VwBCIEI[A-Za-z0-9+/]{43}\s*$/;
const PEM = /^\s*-----BEGIN ([A-Z0-9 ]{1,64})-----/;

/**
 * Tells a file with a key or a certificate by its first bytes: any PEM of these labels (RFC 7468), and Ed25519 keys in DER and base64. A private
 * key anywhere in it makes it one.
 *
 * @param bytes start of the file
 * @returns null for anything else; judges nothing
 */
export function keyFileKind(bytes: Uint8Array): KeyFileKind | null {
  if (isDer(bytes, PUBLIC_DER)) return 'public-key';
  if (isDer(bytes, PRIVATE_DER)) return 'private-key';
  const text = new TextDecoder().decode(bytes);
  if (PUBLIC_TEXT.test(text)) return 'public-key';
  if (PRIVATE_TEXT.test(text)) return 'private-key';
  const label = PEM.exec(text)?.[1];
  if (label === undefined) return null;
  if (text.includes('PRIVATE KEY-----')) return 'private-key';
  if (label === 'CERTIFICATE') return 'certificate';
  return label === 'PUBLIC KEY' ? 'public-key' : null;
}

function isDer(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return bytes.length === prefix.length + KEY_BYTES && prefix.every((byte, at) => bytes[at] === byte);
}
