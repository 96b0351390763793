import { parseSpki } from '../../shared/anchors/ed25519.ts';
import { parseTrustFile, type TrustFile, type TrustMaterial } from '../../shared/anchors/trust.ts';
import { readCertificate } from '../../shared/anchors/x509.ts';
import { decodeBase64, encodeBase64 } from '../../shared/base/base64.ts';
import { counted } from '../../shared/base/number-words.ts';
import { failure, type Result, success } from '../../shared/base/result.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import type { TrustImport } from '../../shared/ipc/contract.ts';
import { looksLikePem, readPem } from './pem.ts';
import { readStrictJson, refusedFile as refused } from './strict-json.ts';
import { withRule } from './with-rule.ts';

/** Bytes of a file with one key or certificate. */
export const KEY_FILE_BYTES = 64 * 1024;
/** Bytes of a trust file, and so of the store that is exported as one. */
export const TRUST_FILE_BYTES = 4 * 1024 * 1024;

/** First octet of a DER SEQUENCE, which no base64 text of a key or certificate starts with. */
const SEQUENCE = 0x30;

const EMPTY: TrustFile = { format: 'bathyscope/trust', formatVersion: '1', keys: [], timestampRoots: [], logKeys: [] };

/** Most bytes that a file of this kind may have. */
export function trustFileBytes(kind: TrustImport['kind']): number {
  return kind === 'trust-file' ? TRUST_FILE_BYTES : KEY_FILE_BYTES;
}

/**
 * Reads a file that the auditor brings as trust, whole or not at all.
 *
 * @param request what it is to be used for, and how it was obtained; a trust file says both itself
 * @param bytes the file: a trust file (docs/formats/trust.md); an Ed25519 public key as SPKI in PEM, DER or base64 (RFC 8410); or one
 *   X.509 certificate in PEM or DER (RFC 5280)
 * @param file its name without a folder; escaped here
 * @param obtainedAt when it is brought, ISO 8601 UTC
 * @returns the material; a fault `trust-file`, `trust-key` or `trust-certificate` that names the file and the rule
 */
export function readTrustImport(
  request: TrustImport,
  bytes: Uint8Array,
  file: string,
  obtainedAt: string,
): Result<TrustMaterial> {
  const name = showName(file);
  if (request.kind === 'trust-file') return readTrustFile(bytes, name);
  const provenance = { ...request.provenance, obtainedAt };
  if (request.kind === 'timestamp-root') {
    const der = certificateOf(bytes, name);
    if (!der.ok) return der;
    const label = request.label === undefined || request.label === '' ? {} : { label: request.label };
    return materialOf(
      { ...EMPTY, timestampRoots: [{ certificate: encodeBase64(der.value), ...label, provenance }] },
      name,
    );
  }
  const key = publicKeyOf(bytes, name);
  if (!key.ok) return key;
  const publicKeySpki = key.value;
  if (request.kind === 'log-key') {
    return materialOf({ ...EMPTY, logKeys: [{ origin: request.origin, publicKeySpki, provenance }] }, name);
  }
  const { uses, keyId, tenantId } = request;
  const named = { ...(keyId === undefined ? {} : { keyId }), ...(tenantId === undefined ? {} : { tenantId }) };
  return materialOf({ ...EMPTY, keys: [{ publicKeySpki, ...named, uses: [...new Set(uses)], provenance }] }, name);
}

/**
 * Reads a trust file strictly: UTF-8, one JSON value, no member twice, every key usable, every certificate a certificate.
 *
 * @param name its name, escaped
 * @returns the material; a fault `trust-file` that names the file, the place and the rule
 */
export function readTrustFile(bytes: Uint8Array, name: string): Result<TrustMaterial> {
  const json = readStrictJson(bytes, 'trust-file', name);
  return json.ok ? materialOf(json.value, name) : json;
}

/** The one way into the store: whatever is brought passes the reader of trust files, so that what is kept can be read again. */
function materialOf(value: unknown, name: string): Result<TrustMaterial> {
  const parsed = parseTrustFile(value, name);
  if (!parsed.ok) {
    const [first] = parsed.error;
    const more =
      parsed.error.length > 1
        ? ` ${counted(parsed.error.length - 1, 'more place is', 'more places are')} refused.`
        : '';
    const why = first ?? { message: `"${name}" is not a trust file.`, where: {} };
    return failure({ code: 'trust-file', message: `${withRule(why)}${more}` });
  }
  const index = parsed.value.timestampRoots.findIndex((root) => readCertificate(root.der) === null);
  if (index >= 0)
    return refused('trust-file', name, `/timestampRoots/${index} is not an X.509 certificate`, 'certificate');
  return success(parsed.value);
}

/** The SPKI of an Ed25519 key, base64. */
function publicKeyOf(bytes: Uint8Array, name: string): Result<string> {
  const der = derOf(bytes, 'PUBLIC KEY', name, 'trust-key');
  if (!der.ok) return der;
  const key = parseSpki(der.value);
  return key.ok ? success(key.value.spki) : refused('trust-key', name, key.error.message, key.error.code);
}

/** DER of one certificate. */
function certificateOf(bytes: Uint8Array, name: string): Result<Uint8Array> {
  const der = derOf(bytes, 'CERTIFICATE', name, 'trust-certificate');
  if (!der.ok || readCertificate(der.value) !== null) return der;
  return refused('trust-certificate', name, 'its bytes are not an X.509 certificate in DER', 'certificate');
}

function derOf(bytes: Uint8Array, label: string, name: string, code: string): Result<Uint8Array> {
  if (bytes[0] === SEQUENCE) return success(bytes);
  const text = decodeUtf8(bytes);
  if (text === null) return refused(code, name, 'it is neither text nor DER', 'encoding');
  if (!looksLikePem(text)) {
    const der = decodeBase64(text.trim());
    return der === null || der.length === 0
      ? refused(code, name, 'it is neither PEM, DER nor base64', 'encoding')
      : success(der);
  }
  // SECURITY: a private key is never taken, kept or named further (test/electron/node/trust-files.test.ts "refuses a private key").
  if (text.includes('PRIVATE KEY-----')) {
    return refused(
      code,
      name,
      'it holds a private key; bring the public one, and keep this file to yourself',
      'pem.private',
    );
  }
  const block = readPem(text);
  if (block === null) return refused(code, name, 'it is not exactly one PEM block with nothing around it', 'pem.form');
  if (block.label === label) return success(block.der);
  return refused(code, name, `it is a PEM block of "${block.label}", not of "${label}"`, 'pem.label');
}
