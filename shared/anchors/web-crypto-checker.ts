import { contentOf, readDer, TAG } from './der.ts';
import { parseSpki, signatureFault } from './ed25519.ts';
import type { CurveName, SignatureChecker, SignatureScheme } from './signature-scheme.ts';

/** The part of WebCrypto's `SubtleCrypto` that is used, so that no runtime is named here. */
export interface SubtleVerifier {
  importKey(
    format: 'spki',
    key: Uint8Array,
    algorithm: object,
    extractable: boolean,
    usages: ['verify'],
  ): Promise<unknown>;
  verify(algorithm: object, key: unknown, signature: Uint8Array, data: Uint8Array): Promise<boolean>;
}

const COORDINATE: Readonly<Record<CurveName, number>> = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };

/** A checker over WebCrypto (`globalThis.crypto.subtle` of Node or a browser). Ed25519 is verified by our own strict rules. */
export function webCryptoChecker(subtle: SubtleVerifier): SignatureChecker {
  return {
    async verify(scheme, spki, signature, data) {
      if (scheme.kind === 'ed25519') {
        const key = parseSpki(spki);
        return key.ok && signatureFault(key.value, data, signature) === null;
      }
      const bytes = scheme.kind === 'ecdsa' ? fixedWidth(signature, COORDINATE[scheme.curve]) : signature;
      if (bytes === null) return false;
      try {
        const key = await subtle.importKey('spki', spki, importAlgorithm(scheme), false, ['verify']);
        return await subtle.verify(verifyAlgorithm(scheme), key, bytes, data);
      } catch {
        // A key that the runtime refuses is one that it can not work with: no verdict follows from that.
        return null;
      }
    },
  };
}

function importAlgorithm(scheme: Exclude<SignatureScheme, { readonly kind: 'ed25519' }>): object {
  if (scheme.kind === 'ecdsa') return { name: 'ECDSA', namedCurve: scheme.curve };
  return { name: scheme.kind === 'rsa-pss' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: scheme.hash };
}

function verifyAlgorithm(scheme: Exclude<SignatureScheme, { readonly kind: 'ed25519' }>): object {
  if (scheme.kind === 'ecdsa') return { name: 'ECDSA', hash: scheme.hash };
  return scheme.kind === 'rsa-pss' ? { name: 'RSA-PSS', saltLength: scheme.saltLength } : { name: 'RSASSA-PKCS1-v1_5' };
}

/** ECDSA signature from its DER form (RFC 3279) to the two numbers side by side that WebCrypto takes; null when it is neither. */
function fixedWidth(der: Uint8Array, width: number): Uint8Array | null {
  const root = readDer(der);
  const numbers = root?.tag === TAG.sequence ? root.children : [];
  if (numbers.length !== 2) return null;
  const bytes = new Uint8Array(width * 2);
  for (const [index, node] of numbers.entries()) {
    const content = contentOf(node);
    const value = content[0] === 0 ? content.subarray(1) : content;
    if (node.tag !== TAG.integer || (content[0] ?? 0) >= 0x80 || value.length > width) return null;
    bytes.set(value, width * (index + 1) - value.length);
  }
  return bytes;
}
