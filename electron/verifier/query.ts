import type { FindingClass } from '../../shared/base/finding.ts';
import { parseJsonTree } from '../../shared/base/json.ts';
import { type JsonNode, lastMembers } from '../../shared/base/json-tree.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import type { ChainFault } from '../../shared/chain/fault.ts';
import type { QueryView, RowQuery } from '../../shared/ipc/model.ts';
import { Cancelled, CancelToken } from './cancel.ts';
import type { Verification } from './verification.ts';

/** Entries that are read together. */
const BLOCK_ROWS = 4_096;
const BLOCK_BYTES = 8 * 1024 * 1024;

/** One search over the entries: every member of the query must hold. The count is exact, the kept positions are bounded. */
export class Query {
  readonly id: string;
  private readonly token = new CancelToken();
  private readonly positions: number[] = [];
  private state: QueryView['state'] = 'running';
  private matches = 0;
  private scanned = 0;
  private readonly total: number;

  constructor(id: string, total: number) {
    this.id = id;
    this.total = total;
  }

  get view(): QueryView {
    const { id, state, matches, scanned, total } = this;
    return { id, state, matches, kept: this.positions.length, scanned, total };
  }

  cancel(): void {
    this.token.cancel();
  }

  /** Positions of matches `from` to `from + count` (exclusive), ascending. */
  page(from: number, count: number): number[] {
    return this.positions.slice(from, from + count);
  }

  /** Scans to the end; never throws for what a bundle holds. `onProgress` is called after each block. */
  async run(
    work: Verification,
    query: RowQuery,
    anchorFaults: readonly ChainFault[],
    onProgress: () => void,
  ): Promise<void> {
    try {
      // Where marks ran out, the filter ends: what is counted is counted exactly, and `scanned` says how far that goes.
      const exactBefore = work.run?.collector.marks.exactBefore ?? 0;
      const end = query.classes === undefined ? this.total : Math.min(this.total, exactBefore);
      const ranges = rangesOf(work, query.classes, anchorFaults, end);
      const matcher = matcherOf(query);
      for (const range of ranges) await this.scan(work, range.first, range.last, matcher, onProgress);
      this.scanned = end;
      this.state = 'done';
    } catch (error) {
      this.state = error instanceof Cancelled ? 'cancelled' : 'error';
    }
    onProgress();
  }

  private async scan(
    work: Verification,
    first: number,
    last: number,
    matcher: ((bytes: Buffer) => boolean) | null,
    onProgress: () => void,
  ): Promise<void> {
    for (let from = first; from <= last; ) {
      this.token.check();
      const count = Math.min(BLOCK_ROWS, last - from + 1);
      if (matcher === null) {
        for (let at = 0; at < count; at += 1) this.keep(from + at);
        from += count;
      } else {
        from += await this.scanBlock(work, from, count, matcher);
      }
      this.scanned = from;
      onProgress();
    }
  }

  /** Reads as many entries as fit into a block; returns how many were looked at. */
  private async scanBlock(
    work: Verification,
    from: number,
    count: number,
    matcher: (bytes: Buffer) => boolean,
  ): Promise<number> {
    const places = work.index?.read(from, count) ?? [];
    const first = places[0];
    if (first === undefined || work.bytes === null) return count;
    const fitting = places.findIndex((place) => place.offset + place.length - first.offset > BLOCK_BYTES);
    const taken = fitting === -1 ? places : places.slice(0, Math.max(1, fitting));
    const last = taken.at(-1) ?? first;
    const block = Buffer.from(await work.bytes.read(first.offset, last.offset + last.length - first.offset));
    for (const [at, place] of taken.entries()) {
      const start = place.offset - first.offset;
      if (matcher(block.subarray(start, start + place.length))) this.keep(from + at);
    }
    return taken.length;
  }

  private keep(position: number): void {
    this.matches += 1;
    if (this.positions.length < LIMITS.queryMatches) this.positions.push(position);
  }
}

function rangesOf(
  work: Verification,
  classes: readonly FindingClass[] | undefined,
  anchorFaults: readonly ChainFault[],
  end: number,
): { first: number; last: number }[] {
  if (end === 0) return [];
  if (classes === undefined) return [{ first: 0, last: end - 1 }];
  const wanted = new Set(classes);
  const own = work.run?.collector.marks.rangesOf(wanted) ?? [];
  const anchored = anchorFaults.filter((fault) => wanted.has(fault.class));
  const all = [...own, ...anchored].filter(({ first }) => first < end).sort((a, b) => a.first - b.first);
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of all) {
    const open = merged.at(-1);
    if (open !== undefined && first <= open.last + 1) open.last = Math.max(open.last, Math.min(last, end - 1));
    else merged.push({ first, last: Math.min(last, end - 1) });
  }
  return merged;
}

/** Null when the query looks at no bytes. */
function matcherOf({ text, ignoreCase, field }: RowQuery): ((bytes: Buffer) => boolean) | null {
  const tests: ((bytes: Buffer) => boolean)[] = [];
  if (text !== undefined) tests.push(ignoreCase ? foldedTest(text) : exactTest(text));
  if (field !== undefined) tests.push(fieldTest(field.path, field.equals));
  return tests.length === 0 ? null : (bytes) => tests.every((test) => test(bytes));
}

function exactTest(text: string): (bytes: Buffer) => boolean {
  const needle = Buffer.from(text, 'utf8');
  return (bytes) => bytes.includes(needle);
}

function foldedTest(text: string): (bytes: Buffer) => boolean {
  const needle = text.toLowerCase();
  return (bytes) => bytes.toString('utf8').toLowerCase().includes(needle);
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
