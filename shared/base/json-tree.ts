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

/**
 * The plain JavaScript value of a tree, equal to what `JSON.parse` returns for the same text
 * (last duplicate wins, `__proto__` becomes an own property and never a prototype). Walks without recursion.
 */
export function plainValue(root: JsonNode): unknown {
  const holder: unknown[] = [];
  const stack: { node: JsonNode; place: (value: unknown) => void }[] = [
    { node: root, place: (value) => holder.push(value) },
  ];
  for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
    const { node, place } = task;
    if (node.kind === 'object') {
      const target: Record<string, unknown> = {};
      place(target);
      for (const [key, member] of lastMembers(node)) {
        Object.defineProperty(target, key, { value: undefined, writable: true, enumerable: true, configurable: true });
        stack.push({
          node: member.node,
          place: (value) => {
            Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
          },
        });
      }
    } else if (node.kind === 'array') {
      const target: unknown[] = new Array(node.items.length);
      place(target);
      node.items.forEach((item, index) => {
        stack.push({
          node: item,
          place: (value) => {
            target[index] = value;
          },
        });
      });
    } else {
      place(node.value);
    }
  }
  return holder[0];
}
