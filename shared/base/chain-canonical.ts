import { type JsonMember, type JsonNode, type JsonObject, lastMembers } from './json-tree.ts';

/** The canonical text, or the first number that is out of the range of a double (then no hash is defined). */
export type Canonical = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly node: JsonNode };

/** Largest integer-like key that JavaScript lists first, in numeric order (ECMA-262, array index: below 2^32 - 1). */
const LARGEST_INDEX_KEY = 4_294_967_294;
const INDEX_KEY = /^(?:0|[1-9][0-9]{0,9})$/;

/**
 * Canonical JSON of the chain (docs/formats/chain.md, formats section 1): what `JSON.stringify` prints for the value whose
 * objects were rebuilt with sorted keys. Not RFC 8785. Bound by the quirks of that rule:
 * integer-like keys first in numeric order, other keys by UTF-16 unit, `__proto__` walked but left out, last duplicate only,
 * numbers as doubles, lone surrogates escaped. Walks without recursion.
 */
export function canonicalText(root: JsonNode): Canonical {
  const broken = findNonFinite(root);
  if (broken !== null) return { ok: false, node: broken };
  const parts: string[] = [];
  const stack: (string | JsonNode)[] = [root];
  for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
    if (typeof task === 'string') {
      parts.push(task);
    } else if (task.kind === 'object') {
      pushObject(task, stack);
    } else if (task.kind === 'array') {
      stack.push(']');
      for (let i = task.items.length - 1; i >= 0; i -= 1) {
        const item = task.items[i];
        if (item !== undefined) stack.push(item);
        if (i > 0) stack.push(',');
      }
      stack.push('[');
    } else {
      parts.push(task.kind === 'number' ? numberText(task.value) : JSON.stringify(task.value));
    }
  }
  return { ok: true, text: parts.join('') };
}

/** Canonical text of a finite number: the shortest decimal that round-trips (ECMA-262 Number::toString), `-0` as `0`. */
export function numberText(value: number): string {
  return JSON.stringify(value);
}

/**
 * Canonical text of a plain value: what `JSON.parse` returns, or an envelope built from such values. By the same rule as
 * {@link canonicalText}.
 *
 * @returns null when the value holds something that JSON can not say: a number that is not finite, `undefined`, a function
 */
export function canonicalTextOfValue(value: unknown): string | null {
  const root = nodeOfValue(value);
  const canonical = root === null ? null : canonicalText(root);
  return canonical?.ok ? canonical.text : null;
}

/**
 * The bytes that the hash of an entry is taken over: `canonicalize([prevHash, payload])` (formats section 2).
 *
 * @param payloadText canonical text of the payload
 */
export function hashInput(prevHash: string | null, payloadText: string): string {
  return `[${JSON.stringify(prevHash)},${payloadText}]`;
}

/** The members of an object that the canonical text holds, in its order. */
export function canonicalMembers(object: JsonObject): JsonMember[] {
  const indexed: JsonMember[] = [];
  const named: JsonMember[] = [];
  for (const [key, member] of lastMembers(object)) {
    if (key === '__proto__') continue;
    (isIndexKey(key) ? indexed : named).push(member);
  }
  indexed.sort((a, b) => Number(a.key) - Number(b.key));
  // `<` on strings compares UTF-16 units, as Array.prototype.sort does; locale-aware comparison would be wrong.
  named.sort((a, b) => (a.key < b.key ? -1 : 1));
  return indexed.concat(named);
}

function isIndexKey(key: string): boolean {
  return INDEX_KEY.test(key) && Number(key) <= LARGEST_INDEX_KEY;
}

function pushObject(object: JsonObject, stack: (string | JsonNode)[]): void {
  const members = canonicalMembers(object);
  stack.push('}');
  for (let i = members.length - 1; i >= 0; i -= 1) {
    const member = members[i];
    if (member === undefined) continue;
    stack.push(member.node, `${i > 0 ? ',' : ''}${JSON.stringify(member.key)}:`);
  }
  stack.push('{');
}

/** The producer walks everything that `JSON.parse` kept, the value of `__proto__` included, and refuses a number that is not finite. */
function findNonFinite(root: JsonNode): JsonNode | null {
  const stack: JsonNode[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'number' && !Number.isFinite(node.value)) return node;
    if (node.kind === 'array') for (const item of node.items) stack.push(item);
    if (node.kind === 'object') for (const member of lastMembers(node).values()) stack.push(member.node);
  }
  return null;
}

/** The tree of a plain value, without places in a text. Walks without recursion. */
function nodeOfValue(value: unknown): JsonNode | null {
  const holder: JsonNode[] = [];
  const stack: { readonly value: unknown; readonly place: (node: JsonNode) => void }[] = [
    { value, place: (node) => holder.push(node) },
  ];
  for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
    const node = shallowNode(task.value);
    if (node === null) return null;
    task.place(node);
    if (node.kind === 'array' && Array.isArray(task.value)) {
      task.value.forEach((item: unknown, index) => {
        stack.push({
          value: item,
          place: (child) => {
            node.items[index] = child;
          },
        });
      });
    } else if (node.kind === 'object') {
      for (const [key, member] of Object.entries(task.value as object)) {
        stack.push({ value: member, place: (child) => node.members.push({ key, keyStart: 0, node: child }) });
      }
    }
  }
  return holder[0] ?? null;
}

/** The node of a value without what it contains; null when JSON has no such value. */
function shallowNode(value: unknown): JsonNode | null {
  const place = { start: 0, end: 0 };
  if (value === null || value === true || value === false) return { kind: 'literal', ...place, value };
  if (typeof value === 'string') return { kind: 'string', ...place, value };
  if (typeof value === 'number') return { kind: 'number', ...place, value };
  if (typeof value !== 'object') return null;
  if (Array.isArray(value)) return { kind: 'array', ...place, items: [] };
  return { kind: 'object', ...place, members: [] };
}
