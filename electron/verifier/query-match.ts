import { parseJsonTree } from '../../shared/base/json.ts';
import { type JsonNode, lastMembers } from '../../shared/base/json-tree.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import type { RowQuery } from '../../shared/ipc/model.ts';
import type { RowPlaces } from './row-index.ts';

/** Entries that stand in one piece of their file, `base` being where that starts; a length of 0 is an entry that was not kept. */
export interface RowBlock {
  readonly bytes: Buffer;
  readonly base: number;
  readonly places: RowPlaces;
}

/** Finds the entries of a block that a query matches. */
export interface Matcher {
  /** Matching entries by their place in the block, ascending, each once. */
  matches(block: RowBlock): number[];
  /** Whether every entry is read by itself, which takes longer for each. */
  readonly slow: boolean;
}

/** What looks for a text in a block: the place of the next match from `from` on, -1 when there is none. */
type Find = (from: number) => number;

/** Unicode's only characters above ASCII whose lower case has ASCII letters in it: the Kelvin sign, and I with a dot above. */
const FOLDING_TO_ASCII = [Buffer.from('\u212a'), Buffer.from('\u0130')];

const BACKSLASH = 0x5c;
/** Bytes that are folded at once. */
const FOLDED_BYTES = 64 * 1024;

/** Null when the query looks at no bytes. */
export function matcherOf({ text, ignoreCase, field }: RowQuery): Matcher | null {
  const byText = text === undefined ? null : ignoreCase ? anyCase(text) : exactly(text);
  if (field === undefined) return byText;
  const holds = fieldTest(field.path, field.equals);
  return {
    slow: true,
    matches: (block) =>
      byText === null ? rowsThat(block, holds) : byText.matches(block).filter((row) => holds(rowBytes(block, row))),
  };
}

/** The entries for which a test of their bytes holds. */
function rowsThat(block: RowBlock, holds: (bytes: Buffer) => boolean): number[] {
  const rows: number[] = [];
  for (let row = 0; row < block.places.count; row += 1) if (holds(rowBytes(block, row))) rows.push(row);
  return rows;
}

function rowBytes({ bytes, base, places }: RowBlock, row: number): Buffer {
  return bytes.subarray(places.offset(row) - base, places.end(row) - base);
}

function exactly(text: string): Matcher {
  const needle = Buffer.from(text, 'utf8');
  return {
    slow: false,
    matches: (block) => rowsWith(block, needle.length, (from) => block.bytes.indexOf(needle, from)),
  };
}

/** The entries of which one holds a match whole; between them stands what belongs to none. */
function rowsWith({ base, places }: RowBlock, length: number, find: Find): number[] {
  const rows: number[] = [];
  let row = 0;
  for (let at = find(0); at !== -1; ) {
    while (row < places.count && places.end(row) - base <= at) row += 1;
    if (row === places.count) break;
    const inside = places.offset(row) - base <= at && at + length <= places.end(row) - base;
    if (inside) rows.push(row);
    at = find(inside ? places.end(row) - base : at + 1);
  }
  return rows;
}

/**
 * Both texts in lower case, as JavaScript has it. For a text of ASCII the block is folded byte by byte, which leaves every byte in its
 * place; where a character of the block could fold to such a text, and for any other text, each entry is decoded.
 */
function anyCase(text: string): Matcher {
  const needle = text.toLowerCase();
  const decoded = (bytes: Buffer) => bytes.toString('utf8').toLowerCase().includes(needle);
  const ascii = Buffer.byteLength(needle) === needle.length;
  return {
    slow: !ascii,
    matches: (block) => {
      if (!ascii || FOLDING_TO_ASCII.some((character) => block.bytes.includes(character))) {
        return rowsThat(block, decoded);
      }
      return rowsWith(block, needle.length, foldedFind(block.bytes, needle));
    },
  };
}

/** Folds a piece when the search comes to it: small texts stay in the processor's cache and are soon cleared away. */
function foldedFind(bytes: Buffer, needle: string): Find {
  let [start, folded] = [-1, ''];
  return (from) => {
    for (let piece = from - (from % FOLDED_BYTES); piece < bytes.length; piece += FOLDED_BYTES) {
      if (piece !== start) {
        // A match that starts in this piece may end in the next.
        const end = piece + FOLDED_BYTES + needle.length - 1;
        [start, folded] = [piece, bytes.toString('latin1', piece, end).toLowerCase()];
      }
      const at = folded.indexOf(needle, Math.max(0, from - piece));
      if (at !== -1) return piece + at;
    }
    return -1;
  };
}

function fieldTest(path: string, equals: string): (bytes: Buffer) => boolean {
  const keys = path.split('.');
  const written = Buffer.from(equals, 'utf8');
  return (bytes) => {
    // Where nothing is escaped, a value stands in its entry as it is: most entries need no more than this look.
    if (!bytes.includes(written) && !bytes.includes(BACKSLASH)) return false;
    const text = decodeUtf8(bytes);
    const tree = text === null ? null : parseJsonTree(text);
    if (text === null || tree === null || !tree.ok) return false;
    let node: JsonNode | undefined = memberOf(tree.value, 'payload');
    for (const key of keys) node = node === undefined ? undefined : memberOf(node, key);
    return node !== undefined && valueText(node, text) === equals;
  };
}

function memberOf(node: JsonNode, key: string): JsonNode | undefined {
  if (node.kind === 'object') return lastMembers(node).get(key)?.node;
  return node.kind === 'array' && /^[0-9]+$/.test(key) ? node.items[Number(key)] : undefined;
}

/** A string's characters; anything else as it is written. */
function valueText(node: JsonNode, text: string): string {
  return node.kind === 'string' ? node.value : text.slice(node.start, node.end);
}
