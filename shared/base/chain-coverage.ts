import { numberText } from './chain-canonical.ts';
import { sameDecimal } from './decimal.ts';
import { type JsonMember, type JsonNode, type JsonObject, lastMembers } from './json-tree.ts';

/** A part of an entry, as written, that can change without a change of the entry's hash. Offsets in UTF-16 units. */
export interface Uncovered {
  readonly start: number;
  readonly end: number;
  readonly reason: 'proto-member' | 'earlier-duplicate' | 'number-precision' | 'extra-member';
  /** The member name or the number as written; untrusted text. */
  readonly subject: string;
}

/**
 * The parts of a payload that its hash does not cover (formats section 1): members named `__proto__` at any depth, duplicates
 * before the last, and numbers whose text denotes another value than the double that is hashed. White space, key order and the
 * spelling of escapes are not content and are not listed.
 *
 * @param text the text that the tree was read from
 */
export function uncoveredParts(root: JsonNode, text: string): Uncovered[] {
  const found: Uncovered[] = [];
  const stack: JsonNode[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'object') {
      for (const member of coveredMembers(node, found)) stack.push(member.node);
    } else if (node.kind === 'array') {
      for (const item of node.items) stack.push(item);
    } else if (node.kind === 'number') {
      const literal = text.slice(node.start, node.end);
      const hashed = numberText(node.value);
      if (literal !== hashed && Number.isFinite(node.value) && !sameDecimal(literal, hashed)) {
        found.push({ start: node.start, end: node.end, reason: 'number-precision', subject: literal });
      }
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Lists the duplicates and `__proto__` members of one object as uncovered, and returns the members that are covered. */
export function coveredMembers(object: JsonObject, found: Uncovered[]): JsonMember[] {
  const last = lastMembers(object);
  if (last.size === object.members.length && !last.has('__proto__')) return object.members;
  const covered: JsonMember[] = [];
  for (const member of object.members) {
    const place = { start: member.keyStart, end: member.node.end, subject: member.key };
    if (member.key === '__proto__') found.push({ ...place, reason: 'proto-member' });
    else if (last.get(member.key) !== member) found.push({ ...place, reason: 'earlier-duplicate' });
    else covered.push(member);
  }
  return covered;
}
