import { failure, type Result, success } from '../../../shared/base/result.ts';
import { showText } from '../../../shared/base/text.ts';

const DIGITS = 64;
const TENANT_MAX = 200;
const KEY_ID_MAX = 256;

const wrong = (message: string): Result<never> => failure({ code: 'text', message });

/**
 * Reads a fingerprint as people copy it: hex digits in either case, with spaces, line ends and colons between them.
 *
 * @returns 64 lowercase hex digits, or what is wrong with the text in one sentence
 */
export function readFingerprint(text: string): Result<string> {
  const digits = text.replaceAll(/[\s:]/g, '').toLowerCase();
  if (digits === '') return wrong('Type the fingerprint: 64 hexadecimal digits.');
  const other = /[^0-9a-f]/u.exec(digits)?.[0];
  if (other !== undefined) return wrong(`“${showText(other, 8)}” is no hexadecimal digit.`);
  if (digits.length !== DIGITS)
    return wrong(
      `A fingerprint has ${DIGITS} hexadecimal digits; here ${digits.length === 1 ? 'is' : 'are'} ${digits.length}.`,
    );
  return success(digits);
}

/** Reads the tenant that is expected, without white space around it; or what is wrong with the text in one sentence. */
export function readTenant(text: string): Result<string> {
  const tenant = text.trim();
  if (tenant === '') return wrong('Type the tenant as the evidence must name it.');
  return tenant.length > TENANT_MAX ? wrong(`A tenant has at most ${TENANT_MAX} characters.`) : success(tenant);
}

/** Reads the name that a key must carry; null when none was typed. */
export function readKeyId(text: string): Result<string | null> {
  const keyId = text.trim();
  if (keyId.length > KEY_ID_MAX) return wrong(`A key id has at most ${KEY_ID_MAX} characters.`);
  return success(keyId === '' ? null : keyId);
}
