import { numberText } from './chain-canonical.ts';
import { sameDecimal } from './decimal.ts';
import { type JsonMember, type JsonNode, type JsonObject, lastMembers, lastMembersSteps } from './json-tree.ts';
import { sortedSteps } from './sorted.ts';
import { finished, Pace, STEP, type Steps } from './steps.ts';

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
  return finished(uncoveredSteps(root, text));
}

/**
 * As {@link uncoveredParts}, in pieces.
 *
 * @param text null when only members are asked for, and numbers are not to be looked at
 */
export function* uncoveredSteps(root: JsonNode, text: string | null): Steps<Uncovered[]> {
  const found: Uncovered[] = [];
  const stack: JsonNode[] = [root];
  const pace = new Pace();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'object') {
      const last = node.members.length <= STEP ? lastMembers(node) : yield* lastMembersSteps(node);
      for (const member of node.members) {
        const lost = lostMember(member, last);
        if (lost === null) stack.push(member.node);
        else found.push(lost);
        if (pace.full()) yield;
      }
    } else if (node.kind === 'array') {
      for (const item of node.items) {
        stack.push(item);
        if (pace.full()) yield;
      }
    } else if (node.kind === 'number' && text !== null) {
      const literal = text.slice(node.start, node.end);
      const hashed = numberText(node.value);
      if (literal !== hashed && Number.isFinite(node.value) && !sameDecimal(literal, hashed)) {
        found.push({ start: node.start, end: node.end, reason: 'number-precision', subject: literal });
      }
    }
  }
  return found.length <= STEP ? found.sort(byStart) : yield* sortedSteps(found, byStart);
}

function byStart(a: Uncovered, b: Uncovered): number {
  return a.start - b.start;
}

/** The duplicates and `__proto__` members of one object. */
export function lostMembers(object: JsonObject): Uncovered[] {
  const last = lastMembers(object);
  if (last.size === object.members.length && !last.has('__proto__')) return [];
  return object.members.flatMap((member) => lostMember(member, last) ?? []);
}

/** Null when the hash covers the member. */
function lostMember(member: JsonMember, last: ReadonlyMap<string, JsonMember>): Uncovered | null {
  const proto = member.key === '__proto__';
  if (!proto && last.get(member.key) === member) return null;
  const reason = proto ? 'proto-member' : 'earlier-duplicate';
  return { start: member.keyStart, end: member.node.end, subject: member.key, reason };
}
