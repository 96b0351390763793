/** One element of a DER encoding (X.690), as a place in the bytes: nothing is copied and nothing is encoded again. */
export interface DerNode {
  /** Identifier octet: class, constructed bit and number (at most 30). */
  readonly tag: number;
  readonly bytes: Uint8Array;
  /** Start of the identifier octet. */
  readonly start: number;
  /** Start of the content. */
  readonly content: number;
  readonly end: number;
  /** Elements of a constructed encoding; empty for a primitive one. */
  readonly children: readonly DerNode[];
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context1: 0xa1,
  context3: 0xa3,
} as const;

/** Ends an indefinite length, which DER does not have. */
const END_OF_CONTENTS = 0x00;
const ENUMERATED = 0x0a;
const UNIVERSAL_STRING = 0x1c;
const BMP_STRING = 0x1e;

const DEPTH_MAX = 32;
const NODES_MAX = 50_000;

/**
 * Reads one DER element that takes all of the bytes. Strict: definite lengths in their shortest form, no tag above 30, no constructed
 * strings, booleans 00 or FF, integers without spare octets.
 *
 * SECURITY: a reader that forgives gives several byte sequences one meaning, and what was signed is only one of them. Test: timestamp.test.ts
 * "refuses what DER does not allow".
 * @returns null when the bytes are not that
 */
export function readDer(bytes: Uint8Array): DerNode | null {
  const budget = { nodes: NODES_MAX };
  const node = readNode(bytes, 0, bytes.length, 0, budget);
  return node !== null && node.end === bytes.length ? node : null;
}

/** Content of an element. */
export function contentOf(node: DerNode): Uint8Array {
  return node.bytes.subarray(node.content, node.end);
}

/** The element with its header, as it stands in the bytes. */
export function encodingOf(node: DerNode): Uint8Array {
  return node.bytes.subarray(node.start, node.end);
}

/**
 * Whether elements stand in an order that a SEQUENCE with optional members allows: each tag at most once, in this order.
 *
 * @param tags of the members that may be there
 */
export function inOrder(nodes: readonly DerNode[], tags: readonly number[]): boolean {
  let next = 0;
  for (const { tag } of nodes) {
    const at = tags.indexOf(tag, next);
    if (at < 0) return false;
    next = at + 1;
  }
  return true;
}

/** Dotted form of an object identifier; null when the element is none. */
export function oidOf(node: DerNode | undefined): string | null {
  if (node?.tag !== TAG.oid) return null;
  const parts: bigint[] = [];
  let part = 0n;
  for (const byte of contentOf(node)) {
    part = (part << 7n) | BigInt(byte & 0x7f);
    if ((byte & 0x80) === 0) {
      parts.push(part);
      part = 0n;
    }
  }
  const [first = 0n, ...rest] = parts;
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...rest].join('.');
}

/** Bytes of a bit string of whole octets; null when the element is none. */
export function bitStringOf(node: DerNode | undefined): Uint8Array | null {
  if (node?.tag !== TAG.bitString) return null;
  const content = contentOf(node);
  return content[0] === 0 ? content.subarray(1) : null;
}

/**
 * Instant of a UTCTime or GeneralizedTime in the form that DER demands: UTC, with seconds.
 *
 * @returns milliseconds since 1970, fractions cut; null when the element is not such a time
 */
export function timeOf(node: DerNode | undefined): number | null {
  if (node?.tag !== TAG.utcTime && node?.tag !== TAG.generalizedTime) return null;
  const text = String.fromCharCode(...contentOf(node).subarray(0, 40));
  const digits =
    node.tag === TAG.utcTime ? /^(\d\d)(\d{10})()Z$/.exec(text) : /^(\d{4})(\d{10})(\.\d*[1-9])?Z$/.exec(text);
  if (digits === null) return null;
  const [, yearText = '', rest = '', fraction = ''] = digits;
  const year = node.tag === TAG.utcTime ? Number(yearText) + (Number(yearText) < 50 ? 2000 : 1900) : Number(yearText);
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = (rest.match(/\d\d/g) ?? []).map(Number);
  const iso = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.000Z`;
  const time = Date.parse(iso);
  if (!Number.isFinite(time) || new Date(time).toISOString() !== iso) return null;
  return time + Number(fraction.slice(1, 4).padEnd(3, '0'));
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function readNode(
  bytes: Uint8Array,
  start: number,
  limit: number,
  depth: number,
  budget: { nodes: number },
): DerNode | null {
  budget.nodes -= 1;
  if (depth > DEPTH_MAX || budget.nodes < 0) return null;
  const tag = bytes[start];
  const length = readLength(bytes, start + 1, limit);
  if (tag === undefined || (tag & 0x1f) === 0x1f || length === null) return null;
  const { content, end } = length;
  const children: DerNode[] = [];
  if ((tag & 0x20) !== 0) {
    // Among the universal types only SEQUENCE and SET are constructed in DER.
    if ((tag & 0xc0) === 0 && tag !== TAG.sequence && tag !== TAG.set) return null;
    for (let at = content; at < end; ) {
      const child = readNode(bytes, at, end, depth + 1, budget);
      if (child === null) return null;
      children.push(child);
      at = child.end;
    }
  } else if (!wellFormed(tag, bytes.subarray(content, end))) {
    return null;
  }
  return { tag, bytes, start, content, end, children };
}

function readLength(
  bytes: Uint8Array,
  at: number,
  limit: number,
): { readonly content: number; readonly end: number } | null {
  const first = bytes[at];
  if (first === undefined || at >= limit) return null;
  let length = first;
  let content = at + 1;
  if (first > 0x7f) {
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4 || content + octets > limit) return null;
    length = 0;
    for (let i = 0; i < octets; i += 1) length = length * 256 + (bytes[content + i] ?? 0);
    const shortest = length > 0x7f && length >= 256 ** (octets - 1);
    if (!shortest) return null;
    content += octets;
  }
  return content + length > limit ? null : { content, end: content + length };
}

function wellFormed(tag: number, content: Uint8Array): boolean {
  const [first = 0, second = 0] = content;
  switch (tag) {
    case TAG.boolean:
      return content.length === 1 && (first === 0 || first === 0xff);
    case TAG.integer:
    case ENUMERATED:
      return (
        content.length === 1 ||
        (content.length > 1 && !(first === 0 && second < 0x80) && !(first === 0xff && second >= 0x80))
      );
    case TAG.bitString:
      return content.length > 0 && first < 8 && (first === 0 || content.length > 1);
    case TAG.null:
      return content.length === 0;
    case TAG.oid:
      return (
        content.length > 0 &&
        ((content.at(-1) ?? 0) & 0x80) === 0 &&
        !content.some((byte, i) => byte === 0x80 && (i === 0 || ((content[i - 1] ?? 0) & 0x80) === 0))
      );
    case UNIVERSAL_STRING:
      return content.length % 4 === 0;
    case BMP_STRING:
      return content.length % 2 === 0;
    case END_OF_CONTENTS:
    case TAG.sequence & ~0x20:
    case TAG.set & ~0x20:
      return false;
    default:
      return true;
  }
}
