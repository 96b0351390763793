import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { encodeBase64 } from '../base/base64.ts';
import { failure, type Result, success } from '../base/result.ts';

/** An Ed25519 public key that may be trusted with something: canonical, on the curve, in the group of prime order. */
export interface PublicKey {
  /** 32 bytes, RFC 8032 section 5.1.2. */
  readonly raw: Uint8Array;
  /** SPKI DER (RFC 8410), base64. */
  readonly spki: string;
  /** SHA-256 over the SPKI DER bytes, 64 lowercase hex digits: what people compare over another channel. */
  readonly fingerprint: string;
}

/** Why a key is refused: `key.length`, `key.spki`, `key.non-canonical`, `key.small-order`, `key.mixed-order`. */
export interface KeyFault {
  readonly code: string;
  readonly message: string;
}

/** Why a signature does not hold. */
export type SignatureFault = 'length' | 'small-order-r' | 'non-canonical-r' | 'non-canonical-s' | 'equation';

/** Plain Ed25519, or Ed25519ph (RFC 8032 section 5.1, prehash SHA-512, empty context). */
export type Ed25519Variant = 'ed25519' | 'ed25519ph';

/**
 * The verification equation of RFC 8032 without cofactor: whether the encoding of `[S]B - [k]A` is R, byte for byte. May be
 * replaced by a faster one of the runtime; everything that libraries disagree on is checked before it.
 */
export type Ed25519Equation = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

const SPKI_PREFIX = new Uint8Array([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]);
const FIELD_PRIME = 2n ** 255n - 19n;
const GROUP_ORDER = ed25519.Point.Fn.ORDER;

/** y of two of the four points of order 8; the other two have its negative. */
const EIGHTH_Y = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;

/** y of the eight points of small order, without the sign bit: orders 4, 1, 2 and 8. */
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([0n, 1n, FIELD_PRIME - 1n, EIGHTH_Y, FIELD_PRIME - EIGHTH_Y]);

/** "SigEd25519 no Ed25519 collisions", flag 1, empty context: dom2(1, "") of RFC 8032 section 5.1. */
const DOM2_PREHASH = concatBytes(new TextEncoder().encode('SigEd25519 no Ed25519 collisions'), new Uint8Array([1, 0]));

/**
 * Takes a raw public key, or says why it must not be used.
 *
 * SECURITY: common libraries accept keys of small order, for some of which one constant signature fits every message.
 * Test: ed25519.test.ts "refuses the key that one constant signature fits".
 * @param raw 32 bytes
 */
export function parsePublicKey(raw: Uint8Array): Result<PublicKey, KeyFault> {
  if (raw.length !== 32) return refused('key.length', `an Ed25519 key has 32 bytes, this one has ${raw.length}`);
  if (SMALL_ORDER_Y.has(yOf(raw) % FIELD_PRIME)) {
    return refused(
      'key.small-order',
      'the key is a point of small order, under which signatures can be made without any secret',
    );
  }
  if (yOf(raw) >= FIELD_PRIME) return refused('key.non-canonical', 'the key is not in its one canonical encoding');
  const point = decodePoint(raw);
  if (point === null) return refused('key.non-canonical', 'the bytes are not a point of the curve');
  if (!point.isTorsionFree()) {
    return refused('key.mixed-order', 'the key is not in the group of prime order, where every honestly made key is');
  }
  const der = concatBytes(SPKI_PREFIX, raw);
  return success({ raw: raw.slice(), spki: encodeBase64(der), fingerprint: bytesToHex(sha256(der)) });
}

/**
 * Takes a public key as SPKI DER in the exact 44-byte form of RFC 8410 section 4.
 */
export function parseSpki(der: Uint8Array): Result<PublicKey, KeyFault> {
  const start = der.subarray(0, SPKI_PREFIX.length);
  if (der.length !== 44 || !equalBytes(start, SPKI_PREFIX)) {
    return refused('key.spki', 'the key is not the 44-byte SPKI form of an Ed25519 key (RFC 8410)');
  }
  return parsePublicKey(der.subarray(SPKI_PREFIX.length));
}

/**
 * Verifies an Ed25519 signature (RFC 8032 section 5.1.7) by the strictest reading: S below the group order, R canonical and
 * not of small order, equation without cofactor. One signature has one encoding.
 *
 * @param message any bytes; for `ed25519ph` the message itself, not its digest
 * @param signature 64 bytes
 * @param equation another implementation of the equation for plain Ed25519
 * @returns null when the signature holds, else why not
 */
export function signatureFault(
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
  variant: Ed25519Variant = 'ed25519',
  equation: Ed25519Equation = referenceEquation,
): SignatureFault | null {
  if (signature.length !== 64) return 'length';
  const r = signature.subarray(0, 32);
  if (SMALL_ORDER_Y.has(yOf(r) % FIELD_PRIME)) return 'small-order-r';
  if (yOf(r) >= FIELD_PRIME) return 'non-canonical-r';
  if (littleEndian(signature.subarray(32)) >= GROUP_ORDER) return 'non-canonical-s';
  const holds =
    variant === 'ed25519ph'
      ? equationOver(key.raw, concatBytes(DOM2_PREHASH), sha512(message), signature)
      : equation(key.raw, message, signature);
  return holds ? null : 'equation';
}

/** What a fault means, in words that follow "the signature". */
export const SIGNATURE_FAULT_WORDS: Readonly<Record<SignatureFault, string>> = {
  length: 'does not have 64 bytes',
  'small-order-r': 'uses a point of small order, as no honest signer does',
  'non-canonical-r': 'is not in its one canonical encoding (R)',
  'non-canonical-s': 'is not in its one canonical encoding (S)',
  equation: 'does not verify',
};

/** The equation in portable code; the reference that faster ones are held against. */
export const referenceEquation: Ed25519Equation = (key, message, signature) =>
  equationOver(key, new Uint8Array(), message, signature);

function equationOver(key: Uint8Array, domain: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const point = decodePoint(key);
  if (point === null) return false;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32, 64));
  const k = littleEndian(sha512(concatBytes(domain, r, key, message))) % GROUP_ORDER;
  const { BASE } = ed25519.Point;
  return equalBytes(BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k)).toBytes(), r);
}

function decodePoint(bytes: Uint8Array): InstanceType<typeof ed25519.Point> | null {
  try {
    return ed25519.Point.fromBytes(bytes, false);
  } catch {
    return null;
  }
}

/** y of an encoded point: the sign of x in the highest bit left out. */
function yOf(bytes: Uint8Array): bigint {
  return littleEndian(bytes) & (2n ** 255n - 1n);
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(bytes.slice().reverse()) || '0'}`);
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function refused(code: string, message: string): { readonly ok: false; readonly error: KeyFault } {
  return failure({ code, message });
}
