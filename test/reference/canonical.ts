import { createHash } from 'node:crypto';

/**
 * The plain reference implementation of the chain's canonical form, word for word as docs/formats/chain.md states it. It is the oracle of
 * property tests and the baseline of the benchmark, so it stays naive: no shortcut that the engine might share.
 */
function sortKeysDeep(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError('a non-finite number has no canonical form');
  }
  if (Array.isArray(value)) {
    return value.map(sortKeysDeep);
  }
  if (typeof value === 'object' && value !== null) {
    const members = value as Record<string, unknown>;
    const sorted: Record<string, unknown> = {};
    for (const key of Object.keys(members).sort()) {
      // Plain assignment on purpose: `__proto__` meets the setter and is lost, which is what the rule says.
      sorted[key] = sortKeysDeep(members[key]);
    }
    return sorted;
  }
  return value;
}

/**
 * Canonical text of a value that `JSON.parse` returned.
 * @throws RangeError for a non-finite number anywhere in the value, or for nesting that overflows the stack.
 */
export function referenceCanonicalize(value: unknown): string {
  return JSON.stringify(sortKeysDeep(value));
}

/** SHA-256 over the UTF-8 bytes of a text; 64 lowercase hex digits. */
export function referenceSha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * Hash of an entry: `sha256(utf8(canonicalize([prevHash, payload])))`.
 * @param payloadText the payload as written, JSON.
 * @throws SyntaxError when it is not JSON, RangeError as `referenceCanonicalize`.
 */
export function referenceEntryHash(prevHash: string | null, payloadText: string): string {
  return referencePayloadHash(prevHash, JSON.parse(payloadText));
}

/** As `referenceEntryHash`, for a payload that is parsed already. */
export function referencePayloadHash(prevHash: string | null, payload: unknown): string {
  return referenceSha256(referenceCanonicalize([prevHash, payload]));
}
