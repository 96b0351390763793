import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';

/** Why an inclusion proof does not hold. */
export type InclusionFault = 'index-outside-tree' | 'path-too-short' | 'path-too-long' | 'hash-length' | 'root';

/** Hash of a leaf: SHA-256 over 0x00 and the entry (RFC 9162 section 2.1.1). */
export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256(concatBytes(new Uint8Array([0]), entry));
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(new Uint8Array([1]), left, right));
}

/**
 * Verifies a Merkle inclusion proof (RFC 9162 section 2.1.3.2), with both end conditions: the path is used up exactly when the tree is.
 *
 * SECURITY: with only one of them the index is loose, and an entry can be claimed at places where it is not. Test: receipt-log.test.ts
 * "holds for one index only".
 * @param leaf hash of the leaf
 * @param index place of the leaf, from 0
 * @param size number of leaves of the tree
 * @param root 32 bytes
 * @returns null when the proof holds
 */
export function inclusionFault(
  leaf: Uint8Array,
  index: bigint,
  size: bigint,
  path: readonly Uint8Array[],
  root: Uint8Array,
): InclusionFault | null {
  if (index < 0n || index >= size) return 'index-outside-tree';
  if (path.some((hash) => hash.length !== 32)) return 'hash-length';
  let place = index;
  let last = size - 1n;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0n) return 'path-too-long';
    if ((place & 1n) === 1n || place === last) {
      hash = nodeHash(sibling, hash);
      while ((place & 1n) === 0n && place !== 0n) {
        place >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    place >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n) return 'path-too-short';
  return hash.length === root.length && hash.every((byte, at) => byte === root[at]) ? null : 'root';
}
