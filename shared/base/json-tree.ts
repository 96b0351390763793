import { finished, Pace, STEP, type Steps } from './steps.ts';

/**
 * A JSON text (RFC 8259) as it was written: every member kept, in order, with its place in the text.
 * Offsets count UTF-16 units; `end` is exclusive.
 */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonLiteral;

export interface JsonObject {
  readonly kind: 'object';
  readonly start: number;
  end: number;
  /** In the order of the text, earlier duplicates included. */
  readonly members: JsonMember[];
}

export interface JsonMember {
  readonly key: string;
  readonly keyStart: number;
  readonly node: JsonNode;
}

export interface JsonArray {
  readonly kind: 'array';
  readonly start: number;
  end: number;
  readonly items: JsonNode[];
}

export interface JsonString {
  readonly kind: 'string';
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

export interface JsonNumber {
  readonly kind: 'number';
  readonly start: number;
  readonly end: number;
  /** The nearest IEEE double; infinite when the text is out of range. */
  readonly value: number;
}

export interface JsonLiteral {
  readonly kind: 'literal';
  readonly start: number;
  readonly end: number;
  readonly value: true | false | null;
}

/**
 * The members that `JSON.parse` would keep: the last of each name, in no particular order.
 */
export function lastMembers(object: JsonObject): Map<string, JsonMember> {
  const last = new Map<string, JsonMember>();
  for (const member of object.members) last.set(member.key, member);
  return last;
}

/** As {@link lastMembers}, in pieces: for an object of many members. */
export function* lastMembersSteps(object: JsonObject): Steps<Map<string, JsonMember>> {
  const last = new Map<string, JsonMember>();
  const pace = new Pace();
  for (const member of object.members) {
    last.set(member.key, member);
    if (pace.full()) yield;
  }
  return last;
}

/**
 * The plain JavaScript value of a tree, equal to what `JSON.parse` returns for the same text
 * (last duplicate wins, `__proto__` becomes an own property and never a prototype). Walks without recursion.
 */
export function plainValue(root: JsonNode): unknown {
  return finished(plainValueSteps(root));
}

/** A container and its value, which holds what stands before `at` in it. */
type Filling =
  | { readonly kind: 'object'; readonly node: JsonObject; readonly target: Record<string, unknown>; at: number }
  | { readonly kind: 'array'; readonly node: JsonArray; readonly target: unknown[]; at: number };

/** As {@link plainValue}, in pieces. */
export function* plainValueSteps(root: JsonNode): Steps<unknown> {
  if (root.kind !== 'object' && root.kind !== 'array') return root.value;
  const whole = unfilled(root);
  const open: Filling[] = [whole];
  let left = STEP;
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const before = top.at;
    const inner = fillOn(top, left);
    left -= top.at - before;
    if (inner !== null) open.push(inner);
    else if (left > 0) open.pop();
    if (left === 0) {
      left = STEP;
      yield;
    }
  }
  return whole.target;
}

function unfilled(node: JsonObject | JsonArray): Filling {
  return node.kind === 'object'
    ? { kind: 'object', node, target: {}, at: 0 }
    : { kind: 'array', node, target: new Array<unknown>(node.items.length), at: 0 };
}

/** Fills on, up to `most` values, and up to the first container, which is returned to be filled before the rest. */
function fillOn(filling: Filling, most: number): Filling | null {
  const end = filling.at + most;
  while (filling.at < end) {
    const { at } = filling;
    const node = filling.kind === 'object' ? filling.node.members[at]?.node : filling.node.items[at];
    if (node === undefined) return null;
    const inner = node.kind === 'object' || node.kind === 'array' ? unfilled(node) : null;
    const value = node.kind === 'object' || node.kind === 'array' ? inner?.target : node.value;
    if (filling.kind === 'array') filling.target[at] = value;
    else define(filling.target, filling.node.members[at]?.key ?? '', value);
    filling.at = at + 1;
    if (inner !== null) return inner;
  }
  return null;
}

function define(target: Record<string, unknown>, key: string, value: unknown): void {
  // Assigning to this name would set the prototype.
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
