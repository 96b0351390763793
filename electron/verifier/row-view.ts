import type { FindingClass } from '../../shared/base/finding.ts';
import { parseJsonTree } from '../../shared/base/json.ts';
import { type JsonNode, lastMembers } from '../../shared/base/json-tree.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import type { ChainFault } from '../../shared/chain/fault.ts';
import type { RowState, RowSummary } from '../../shared/ipc/model.ts';
import { readEntryBytes } from './entry-bytes.ts';
import type { Verification } from './verification.ts';

const PREVIEW_CHARACTERS = 200;
/** Rows are read together when they lie within this many bytes. */
const BLOCK_BYTES = 4 * 1024 * 1024;

function stateOf(classes: readonly FindingClass[]): RowState {
  const has = (...wanted: FindingClass[]) => classes.some((one) => wanted.includes(one));
  const mild: FindingClass[] = ['not-fully-committed', 'extended-past-anchor', 'malformed-entry', 'limit-exceeded'];
  if (classes.some((one) => !mild.includes(one))) return 'tampered';
  if (has('malformed-entry', 'limit-exceeded')) return 'malformed';
  return has('not-fully-committed', 'extended-past-anchor') ? 'warning' : 'recomputed';
}

/** State of the entry at a position; not known where more faults were found than are kept one by one. */
export function stateAt(work: Verification, classes: readonly FindingClass[], position: number): RowState {
  const state = stateOf(classes);
  const exact = position < (work.run?.collector.marks.exactBefore ?? 0);
  return exact || state === 'tampered' ? state : 'not-read';
}

/** Classes of all faults that touch the entry at a position. */
export function classesAt(work: Verification, anchorFaults: readonly ChainFault[], position: number): FindingClass[] {
  const own = work.run?.collector.marks.classesAt(position) ?? [];
  const anchored = anchorFaults.filter((fault) => fault.first <= position && position <= fault.last);
  return [...new Set([...own, ...anchored.map((fault) => fault.class)])];
}

/** Lines of the table for the given positions, which ascend. */
export async function rowSummaries(
  work: Verification,
  anchorFaults: readonly ChainFault[],
  positions: readonly number[],
): Promise<RowSummary[]> {
  const rows: RowSummary[] = [];
  for (const run of consecutive(positions)) rows.push(...(await readRun(work, anchorFaults, run)));
  return rows;
}

async function readRun(
  work: Verification,
  anchorFaults: readonly ChainFault[],
  run: { from: number; count: number },
): Promise<RowSummary[]> {
  const places = work.index?.read(run.from, run.count) ?? [];
  const first = places[0];
  const last = places.at(-1);
  if (first === undefined || last === undefined || work.bytes === null) return [];
  const length = last.offset + last.length - first.offset;
  const block = length <= BLOCK_BYTES ? await readEntryBytes(work.bytes, first.offset, length) : null;
  const rows: RowSummary[] = [];
  for (const [at, place] of places.entries()) {
    const bytes =
      block === null
        ? await readEntryBytes(work.bytes, place.offset, place.length)
        : block.subarray(place.offset - first.offset, place.offset - first.offset + place.length);
    const classes = classesAt(work, anchorFaults, run.from + at);
    const position = run.from + at;
    const state = stateAt(work, classes, position);
    rows.push({ position, classes, state, bytes: place.length, ...glance(bytes) });
  }
  return rows;
}

/** Label, hash and the start of the payload as written. */
function glance(bytes: Uint8Array): Pick<RowSummary, 'seq' | 'hash' | 'preview'> {
  const text = decodeUtf8(bytes);
  const tree = text === null ? null : parseJsonTree(text);
  if (text === null || tree === null || !tree.ok || tree.value.kind !== 'object') {
    const preview = text ?? new TextDecoder().decode(bytes.subarray(0, PREVIEW_CHARACTERS));
    return { seq: null, hash: null, preview: capText(preview, PREVIEW_CHARACTERS).text };
  }
  const members = lastMembers(tree.value);
  const node = (name: string): JsonNode | undefined => members.get(name)?.node;
  const [seq, hash, payload] = [node('seq'), node('hash'), node('payload')];
  return {
    seq: seq?.kind === 'number' && Number.isFinite(seq.value) ? seq.value : null,
    hash: hash?.kind === 'string' ? hash.value.slice(0, LIMITS.shownText) : null,
    preview: payload === undefined ? '' : capText(text.slice(payload.start, payload.end), PREVIEW_CHARACTERS).text,
  };
}

function consecutive(positions: readonly number[]): { from: number; count: number }[] {
  const runs: { from: number; count: number }[] = [];
  for (const position of positions) {
    const last = runs.at(-1);
    if (last !== undefined && last.from + last.count === position) last.count += 1;
    else runs.push({ from: position, count: 1 });
  }
  return runs;
}

/** Cuts a text to what may reach the screen at once, never inside a surrogate pair. */
export function capText(text: string, max: number = LIMITS.shownTextMax): { text: string; cut: boolean } {
  if (text.length <= max) return { text, cut: false };
  const end = /[\uD800-\uDBFF]/.test(text.charAt(max - 1)) ? max - 1 : max;
  return { text: text.slice(0, end), cut: true };
}
