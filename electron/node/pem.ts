import { decodeBase64 } from '../../shared/base/base64.ts';

/** One block of textual encoding (RFC 7468): its label, such as `PUBLIC KEY`, and its bytes. */
export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
}

const BLOCK = /^-----BEGIN ([A-Z0-9]+(?: [A-Z0-9]+)*)-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END \1-----$/;

/** Whether a text claims to be PEM at all. */
export function looksLikePem(text: string): boolean {
  return text.includes('-----BEGIN ');
}

/**
 * Reads exactly one PEM block (RFC 7468), strictly: lines of base64 between the marks, white space around it and nothing else. Two blocks,
 * headers, or words around it are refused, because readers differ in which of them they would take.
 *
 * @returns null when the text is not that
 */
export function readPem(text: string): PemBlock | null {
  const match = BLOCK.exec(text.trim());
  const [, label, body] = match ?? [];
  if (label === undefined || body === undefined) return null;
  const der = decodeBase64(body.replace(/[\r\n]/g, ''));
  return der === null || der.length === 0 ? null : { label, der };
}
