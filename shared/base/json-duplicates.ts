import type { JsonMember, JsonNode } from './json-tree.ts';
import { Pace, type Steps } from './steps.ts';

/**
 * The members that `JSON.parse` drops because a later one of the same object has their name, in the order of the text: those that
 * `uncoveredParts` calls `earlier-duplicate`. Nothing inside a dropped member, or inside one named `__proto__`, is listed.
 */
export function* earlierDuplicates(root: JsonNode): Steps<JsonMember[]> {
  const found: JsonMember[] = [];
  const stack: JsonNode[] = [root];
  const pace = new Pace();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'array') {
      for (const item of node.items) {
        if (item.kind === 'object' || item.kind === 'array') stack.push(item);
        if (pace.full()) yield;
      }
    } else if (node.kind === 'object') {
      const last = new Map<string, JsonMember>();
      for (const member of node.members) {
        last.set(member.key, member);
        if (pace.full()) yield;
      }
      for (const member of node.members) {
        if (last.get(member.key) !== member) {
          if (member.key !== '__proto__') found.push(member);
        } else if (member.key !== '__proto__' && (member.node.kind === 'object' || member.node.kind === 'array')) {
          stack.push(member.node);
        }
        if (pace.full()) yield;
      }
    }
  }
  return found.sort((a, b) => a.keyStart - b.keyStart);
}
