import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Ed25519Equation } from '../../shared/anchors/ed25519.ts';

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Keys that were turned into the runtime's own form; a pack checks thousands of rows under one. */
const known = new Map<string, KeyObject>();
const KNOWN_KEYS = 100;

/**
 * The verification equation of RFC 8032 through the runtime: like the reference without cofactor, and some thirty times as fast. What
 * libraries disagree on (small order, canonical encodings) is checked before it. Held equal to the reference by test/electron/node/ed25519.test.ts.
 */
export const nodeEquation: Ed25519Equation = (key, message, signature) =>
  verify(null, message, keyObject(key), signature);

function keyObject(raw: Uint8Array): KeyObject {
  const name = Buffer.from(raw).toString('hex');
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  if (known.size >= KNOWN_KEYS) known.clear();
  known.set(name, made);
  return made;
}
