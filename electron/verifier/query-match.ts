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

/** Null when the query looks at no bytes. */
export function matcherOf({ text, ignoreCase, field }: RowQuery): Matcher | null {
  const byText = text === undefined ? null : ignoreCase ? anyCase(text) : exactly(text);
  if (field === undefined) return byText;
  const holds = fieldTest(field.path, field.equals);
  return {
    slow: true,
    matches: (block) => {
      const rows = byText === null ? rowsOf(block) : byText.matches(block);
      return rows.filter((row) => holds(rowBytes(block, row)));
    },
  };
}

function rowsOf({ places }: RowBlock): number[] {
  return Array.from(places.lengths, (_, row) => row);
}

function rowBytes({ bytes, base, places }: RowBlock, row: number): Buffer {
  const start = (places.offsets[row] ?? base) - base;
  return bytes.subarray(start, start + (places.lengths[row] ?? 0));
}

function exactly(text: string): Matcher {
  const needle = Buffer.from(text, 'utf8');
  return {
    slow: false,
    matches: (block) => rowsWith(block, needle.length, (from) => block.bytes.indexOf(needle, from)),
  };
}

/** The entries of which one holds a match whole; between them stands what belongs to none. */
function rowsWith({ base, places: { offsets, lengths } }: RowBlock, length: number, find: Find): number[] {
  const rows: number[] = [];
  const startOf = (row: number) => (offsets[row] ?? base) - base;
  const endOf = (row: number) => startOf(row) + (lengths[row] ?? 0);
  let row = 0;
  for (let at = find(0); at !== -1; ) {
    while (row < offsets.length && endOf(row) <= at) row += 1;
    if (row === offsets.length) break;
    const inside = startOf(row) <= at && at + length <= endOf(row);
    if (inside) rows.push(row);
    at = find(inside ? endOf(row) : at + 1);
  }
  return rows;
}

/**
 * Both texts in lower case, as JavaScript has it. For a text of ASCII the block is folded byte by byte, which leaves every byte in its
 * place; where a character of the block could fold to such a text, and for any other text, each entry is decoded.
 */
function anyCase(text: string): Matcher {
  const needle = text.toLowerCase();
  const decoded = (block: RowBlock) =>
    rowsOf(block).filter((row) => rowBytes(block, row).toString('utf8').toLowerCase().includes(needle));
  const ascii = Buffer.byteLength(needle) === needle.length;
  return {
    slow: !ascii,
    matches: (block) => {
      if (!ascii || FOLDING_TO_ASCII.some((character) => block.bytes.includes(character))) return decoded(block);
      const folded = block.bytes.toString('latin1').toLowerCase();
      return rowsWith(block, needle.length, (from) => folded.indexOf(needle, from));
    },
  };
}

function fieldTest(path: string, equals: string): (bytes: Buffer) => boolean {
  const keys = path.split('.');
  return (bytes) => {
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
