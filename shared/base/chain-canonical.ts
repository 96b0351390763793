import { type JsonMember, type JsonNode, type JsonObject, lastMembers, lastMembersSteps } from './json-tree.ts';
import { sortedSteps } from './sorted.ts';
import { finished, Pace, STEP, type Steps } from './steps.ts';

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
  return finished(canonicalTextSteps(root));
}

/** A container of which what stands before `at` was written. */
type Written =
  | { readonly kind: 'object'; readonly members: readonly JsonMember[]; at: number }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[]; at: number };

/**
 * As {@link canonicalText}, in pieces. One text or number is one piece, however long.
 *
 * @param pace of the work that this is a part of, where that is done for many values
 */
export function* canonicalTextSteps(root: JsonNode, pace: Pace = new Pace()): Steps<Canonical> {
  const broken = yield* findNonFinite(root, pace);
  if (broken !== null) return { ok: false, node: broken };
  let piece: string[] = [];
  const pieces: string[] = [];
  const open: Written[] = [];
  for (let node: JsonNode | undefined = root; node !== undefined; ) {
    if (node.kind === 'object') {
      piece.push('{');
      const few = node.members.length <= STEP;
      open.push({ kind: 'object', members: few ? canonicalMembers(node) : yield* canonicalMembersSteps(node), at: 0 });
    } else if (node.kind === 'array') {
      piece.push('[');
      open.push({ kind: 'array', items: node.items, at: 0 });
    } else {
      piece.push(node.kind === 'number' ? numberText(node.value) : JSON.stringify(node.value));
    }
    node = nextValue(open, piece);
    if (pace.full()) {
      pieces.push(piece.join(''));
      piece = [];
      yield;
    }
  }
  return { ok: true, text: pieces.join('') + piece.join('') };
}

/** Writes what stands before the next value: ends of containers, a comma, a name. Undefined at the end of the whole. */
function nextValue(open: Written[], piece: string[]): JsonNode | undefined {
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const { at } = top;
    const member = top.kind === 'object' ? top.members[at] : undefined;
    const value = top.kind === 'object' ? member?.node : top.items[at];
    if (value !== undefined) {
      top.at = at + 1;
      if (at > 0) piece.push(',');
      if (member !== undefined) piece.push(JSON.stringify(member.key), ':');
      return value;
    }
    piece.push(top.kind === 'object' ? '}' : ']');
    open.pop();
  }
  return undefined;
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
function canonicalMembers(object: JsonObject): readonly JsonMember[] {
  const indexed: JsonMember[] = [];
  const named: JsonMember[] = [];
  for (const member of lastMembers(object).values()) place(member, indexed, named);
  return indexed.sort(byNumber).concat(named.sort(byUnits));
}

/** As {@link canonicalMembers}, in pieces: for an object of many members. */
function* canonicalMembersSteps(object: JsonObject): Steps<readonly JsonMember[]> {
  const indexed: JsonMember[] = [];
  const named: JsonMember[] = [];
  const pace = new Pace();
  for (const member of (yield* lastMembersSteps(object)).values()) {
    place(member, indexed, named);
    if (pace.full()) yield;
  }
  return (yield* sortedSteps(indexed, byNumber)).concat(yield* sortedSteps(named, byUnits));
}

/** Puts a member with those of its kind; what is named `__proto__` is left out. */
function place(member: JsonMember, indexed: JsonMember[], named: JsonMember[]): void {
  if (isIndexKey(member.key)) indexed.push(member);
  else if (member.key !== '__proto__') named.push(member);
}

function byNumber(a: JsonMember, b: JsonMember): number {
  return Number(a.key) - Number(b.key);
}

/** `<` on strings compares UTF-16 units, as Array.prototype.sort does; locale-aware comparison would be wrong. */
function byUnits(a: JsonMember, b: JsonMember): number {
  return a.key < b.key ? -1 : 1;
}

function isIndexKey(key: string): boolean {
  return INDEX_KEY.test(key) && Number(key) <= LARGEST_INDEX_KEY;
}

/** The producer walks everything that `JSON.parse` kept, the value of `__proto__` included, and refuses a number that is not finite. */
function* findNonFinite(root: JsonNode, pace: Pace): Steps<JsonNode | null> {
  const stack: JsonNode[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.kind === 'number' && !Number.isFinite(node.value)) return node;
    if (node.kind === 'array') {
      for (const item of node.items) {
        stack.push(item);
        if (pace.full()) yield;
      }
    } else if (node.kind === 'object') {
      const few = node.members.length <= STEP;
      for (const member of (few ? lastMembers(node) : yield* lastMembersSteps(node)).values()) {
        stack.push(member.node);
        if (pace.full()) yield;
      }
    }
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
