import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { encodeUtf8 } from '../base/utf8.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The account id that signatures and object keys carry for a tenant (formats section 2): a UUID in lower case, whatever its
 * version; any other id mapped to a UUID-shaped value by its SHA-256.
 *
 * @param tenantId well-formed text
 */
export function accountIdOf(tenantId: string): string {
  if (UUID.test(tenantId)) return tenantId.toLowerCase();
  const digits = bytesToHex(sha256(encodeUtf8(tenantId)));
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 3) | 8).toString(16);
  const third = `8${digits.slice(13, 16)}`;
  const fourth = `${variant}${digits.slice(17, 20)}`;
  return [digits.slice(0, 8), digits.slice(8, 12), third, fourth, digits.slice(20, 32)].join('-');
}

/** Whether an account has the version digit (1-8) and the variant (8-b) that the producer's version-2 verifier asks for. */
export function hasCommonUuidVersion(accountId: string): boolean {
  return /^.{14}[1-8].{4}[89ab]/i.test(accountId);
}
