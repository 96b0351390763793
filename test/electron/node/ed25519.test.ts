import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeEquation } from '../../../electron/node/ed25519.ts';
import { type PublicKey, parsePublicKey, referenceEquation, signatureFault } from '../../../shared/anchors/ed25519.ts';
import { signerOf } from '../../fixtures/trust/keys.ts';

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;
const SIGNER = signerOf('equation of the runtime');
const RAW = new Uint8Array(SIGNER.spki.subarray(12));
const SECRET = ed25519.utils.getExtendedPublicKey(
  new Uint8Array(SIGNER.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(16)),
).scalar;

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function scalarBytes(scalar: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_none, at) => Number((scalar >> BigInt(8 * at)) & 0xffn));
}

/** The eight points of small order. */
const SMALL = (() => {
  const eighth = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', false);
  return Array.from({ length: 8 }, (_none, at) => (at === 0 ? Point.ZERO : eighth.multiplyUnsafe(BigInt(at))));
})();

/**
 * A signature whose R carries a part of small order: `[8]([S]B - R - [k]A)` is zero and `[S]B - R - [k]A` is not, unless the part is zero.
 * Libraries that multiply by the cofactor take it, those that do not refuse it.
 */
function withTorsion(
  message: Uint8Array,
  nonce: bigint,
  part: InstanceType<typeof Point>,
  key: Uint8Array,
): Uint8Array {
  const r = Point.BASE.multiplyUnsafe(nonce).add(part).toBytes();
  const k = littleEndian(sha512(concatBytes(r, key, message))) % ORDER;
  return concatBytes(r, scalarBytes((nonce + k * SECRET) % ORDER));
}

/** What the product asks: everything that libraries disagree on, then one of the two equations. */
function verdicts(key: PublicKey, message: Uint8Array, signature: Uint8Array) {
  return {
    runtime: signatureFault(key, message, signature, 'ed25519', nodeEquation),
    reference: signatureFault(key, message, signature, 'ed25519', referenceEquation),
  };
}

function keyOf(raw: Uint8Array): PublicKey {
  const key = parsePublicKey(raw);
  if (!key.ok) throw new Error(key.error.message);
  return key.value;
}

const message = fc.uint8Array({ maxLength: 120 });
const nonce = fc.bigInt({ min: 1n, max: ORDER - 1n });

describe('the equation of the runtime', () => {
  it('equals the reference on signatures that are right', () => {
    fc.assert(
      fc.property(message, fc.uint8Array({ minLength: 32, maxLength: 32 }), (text, seed) => {
        const signer = signerOf(seed);
        const signature = new Uint8Array(signer.sign(text));
        const raw = new Uint8Array(signer.spki.subarray(12));
        expect([nodeEquation(raw, text, signature), referenceEquation(raw, text, signature)]).toEqual([true, true]);
      }),
      { numRuns: 60 },
    );
  });

  it('equals the reference on keys, texts and signatures with any bits flipped', () => {
    const flips = fc.array(fc.nat(), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(message, fc.constantFrom('key', 'message', 'signature'), flips, (text, part, bits) => {
        const parts = { key: RAW.slice(), message: text.slice(), signature: new Uint8Array(SIGNER.sign(text)) };
        const bytes = parts[part];
        for (const bit of bits) {
          const at = bytes.length === 0 ? -1 : (bit >> 3) % bytes.length;
          if (at >= 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
        }
        const key = parsePublicKey(parts.key);
        if (!key.ok) return;
        const { runtime, reference } = verdicts(key.value, parts.message, parts.signature);
        expect(runtime).toBe(reference);
      }),
      { numRuns: 150 },
    );
  });

  it('equals the reference on R with a part of small order: both refuse what only the cofactor would let pass', () => {
    fc.assert(
      fc.property(message, nonce, fc.integer({ min: 0, max: 7 }), (text, secret, at) => {
        const signature = withTorsion(text, secret, SMALL[at] ?? Point.ZERO, RAW);
        const expected = at === 0 ? null : 'equation';
        expect(verdicts(keyOf(RAW), text, signature)).toEqual({ runtime: expected, reference: expected });
      }),
      { numRuns: 60 },
    );
  });

  it('equals the reference on keys with a part of small order, which are refused before either is asked', () => {
    fc.assert(
      fc.property(message, nonce, fc.integer({ min: 0, max: 7 }), (text, secret, at) => {
        const mixed = Point.fromBytes(RAW)
          .add(SMALL[at] ?? Point.ZERO)
          .toBytes();
        const signature = withTorsion(text, secret, Point.ZERO, mixed);
        expect(nodeEquation(mixed, text, signature)).toBe(referenceEquation(mixed, text, signature));
        expect(parsePublicKey(mixed).ok).toBe(at === 0);
      }),
      { numRuns: 60 },
    );
  });

  it('is never asked for what it would let pass and the strict reading does not: S above the order, R of small order', () => {
    fc.assert(
      fc.property(message, (text) => {
        const signature = new Uint8Array(SIGNER.sign(text));
        const high = littleEndian(signature.subarray(32)) + ORDER;
        const malleable = concatBytes(signature.subarray(0, 32), scalarBytes(high));
        expect(verdicts(keyOf(RAW), text, malleable)).toEqual({
          runtime: 'non-canonical-s',
          reference: 'non-canonical-s',
        });
        for (const point of SMALL) {
          const small = concatBytes(point.toBytes(), signature.subarray(32));
          expect(verdicts(keyOf(RAW), text, small)).toEqual({ runtime: 'small-order-r', reference: 'small-order-r' });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('keeps a bounded number of keys, and none in the place of another', () => {
    const text = new TextEncoder().encode('x');
    const signers = Array.from({ length: 230 }, (_none, at) => signerOf(`key ${at}`));
    const signatures = signers.map((signer) => new Uint8Array(signer.sign(text)));
    for (const [at, signer] of signers.entries()) {
      const raw = new Uint8Array(signer.spki.subarray(12));
      expect(nodeEquation(raw, text, signatures[at] ?? new Uint8Array(64))).toBe(true);
      expect(nodeEquation(raw, text, signatures[(at + 1) % signers.length] ?? new Uint8Array(64))).toBe(false);
    }
  });
});
