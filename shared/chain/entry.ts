import { canonicalText, hashInput } from '../base/chain-canonical.ts';
import { lostMembers, type Uncovered, uncoveredParts } from '../base/chain-coverage.ts';
import type { Sha256 } from '../base/hash.ts';
import { parseJsonTree } from '../base/json.ts';
import { type JsonMember, type JsonNode, type JsonObject, lastMembers } from '../base/json-tree.ts';
import { decodeUtf8, utf8Length } from '../base/utf8.ts';

/** One rule that an entry breaks as a text, apart from any chain. */
export interface EntryProblem {
  /** `entry.utf-8`, `entry.shape`, `entry.number-range`, or a rule of the JSON reader. */
  readonly rule: string;
  readonly message: string;
  /** Bytes from the start of the entry. */
  readonly byteOffset: number;
  /** The tool stops here by a stated cap: the entry is not wrong by itself, its hash is just not determined. */
  readonly limit: boolean;
}

/**
 * An entry as read from its bytes. A member that is absent or of the wrong type is `undefined`; what could be read stays usable.
 */
export interface Entry {
  /** Label; an integer of at least 0, else undefined. */
  readonly seq: number | undefined;
  readonly prevHash: string | null | undefined;
  readonly hash: string | undefined;
  /** Canonical text of the payload; undefined when it has none. */
  readonly payloadText: string | undefined;
  readonly problem: EntryProblem | null;
  readonly uncovered: readonly Uncovered[];
  /** Names of members beside the four, which nothing covers. */
  readonly extraMembers: readonly string[];
}

/** Longest text that is taken for a hash: twice what SHA-256 has, so that anything that could be one is shown as what it is. */
const HASH_CHARACTERS = 128;
const MEMBERS = new Set(['seq', 'prevHash', 'payload', 'hash']);
const LIMIT_RULES = new Set(['json.depth', 'json.nodes', 'json.name', 'json.number']);

/**
 * Reads the bytes of one entry `{ seq, prevHash, payload, hash }` (formats section 2), member order and escapes of any kind.
 *
 * @param bytes UTF-8 of one JSON object, white space around it allowed
 */
export function readEntry(bytes: Uint8Array): Entry {
  const text = decodeUtf8(bytes);
  if (text === null) return unreadable('entry.utf-8', 'the bytes are not UTF-8', 0);
  return readEntryText(text);
}

/** As `readEntry`, for text that was decoded already. */
export function readEntryText(text: string): Entry {
  const tree = parseJsonTree(text);
  if (!tree.ok) {
    const { rule, message, offset } = tree.error;
    return unreadable(rule, message, utf8Length(text, offset), LIMIT_RULES.has(rule));
  }
  const root = tree.value;
  if (root.kind !== 'object') return unreadable('entry.shape', 'an entry is a JSON object, this is not', 0);
  return fromObject(root, text);
}

/** The hash of an entry over a given predecessor, 64 lowercase hex digits; undefined when the payload has no canonical text. */
export function entryHash(
  sha256: Sha256,
  prevHash: string | null,
  payloadText: string | undefined,
): string | undefined {
  return payloadText === undefined ? undefined : sha256.hexOfText(hashInput(prevHash, payloadText));
}

function unreadable(rule: string, message: string, byteOffset: number, limit = false): Entry {
  return {
    seq: undefined,
    prevHash: undefined,
    hash: undefined,
    payloadText: undefined,
    problem: { rule, message, byteOffset, limit },
    uncovered: [],
    extraMembers: [],
  };
}

function fromObject(root: JsonObject, text: string): Entry {
  const members = lastMembers(root);
  const payload = members.get('payload')?.node;
  const canonical = payload === undefined ? null : canonicalText(payload);
  const seq = readSeq(members.get('seq')?.node);
  const prevHash = readPrevHash(members.get('prevHash')?.node);
  const hash = readHash(members.get('hash')?.node);
  // `__proto__` is reported by itself, at the entry that has it.
  const extra = [...members.values()].filter(({ key }) => !MEMBERS.has(key) && key !== '__proto__');
  return {
    seq,
    prevHash,
    hash,
    payloadText: canonical?.ok ? canonical.text : undefined,
    problem: shapeProblem(members, seq, prevHash, hash) ?? rangeProblem(canonical, text),
    uncovered: listUncovered(root, [payload, members.get('seq')?.node], extra, text),
    extraMembers: extra.map((member) => member.key),
  };
}

function shapeProblem(
  members: Map<string, JsonMember>,
  seq: number | undefined,
  prevHash: string | null | undefined,
  hash: string | undefined,
): EntryProblem | null {
  const missing = [...MEMBERS].filter((name) => !members.has(name));
  if (missing.length > 0) return shape(`the member ${missing.join(', ')} is missing`);
  if (seq === undefined) return shape('seq is not an integer of at least 0');
  if (prevHash === undefined) return shape('prevHash is neither null nor a string that could be a hash');
  if (hash === undefined) return shape('hash is not a string that could be a hash');
  return null;
}

function shape(message: string): EntryProblem {
  return { rule: 'entry.shape', message, byteOffset: 0, limit: false };
}

function rangeProblem(canonical: ReturnType<typeof canonicalText> | null, text: string): EntryProblem | null {
  if (canonical === null || canonical.ok) return null;
  return {
    rule: 'entry.number-range',
    message: 'a number is out of the range of a double, so no hash is defined for this entry',
    byteOffset: utf8Length(text, canonical.node.start),
    limit: false,
  };
}

function readSeq(node: JsonNode | undefined): number | undefined {
  if (node?.kind !== 'number' || !Number.isSafeInteger(node.value) || node.value < 0) return undefined;
  // `-0` is the integer 0 for the producer's comparison `seq === position`.
  return node.value + 0;
}

function readPrevHash(node: JsonNode | undefined): string | null | undefined {
  if (node?.kind === 'literal' && node.value === null) return null;
  return readHash(node);
}

/** SECURITY: hashes are kept for their neighbours, so they are bounded. Test: entry.test.ts "takes nothing longer than a hash for one". */
function readHash(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' && node.value.length <= HASH_CHARACTERS ? node.value : undefined;
}

function listUncovered(
  root: JsonObject,
  read: readonly (JsonNode | undefined)[],
  extra: readonly JsonMember[],
  text: string,
): Uncovered[] {
  const found = lostMembers(root);
  for (const member of extra) {
    found.push({ start: member.keyStart, end: member.node.end, reason: 'extra-member', subject: member.key });
  }
  for (const node of read) if (node !== undefined) for (const part of uncoveredParts(node, text)) found.push(part);
  return found.sort((a, b) => a.start - b.start);
}
