import { canonicalTextOfValue, hashInput } from '../../shared/base/chain-canonical.ts';
import { showText } from '../../shared/base/text.ts';
import { nodeSha256 } from './hasher.ts';

/** What the custody log can say of an event: short texts, numbers and lists of texts by name. Never payloads, never paths. */
export type CustodyFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Where the program says what it did. Never fails and never makes anyone wait. */
export interface CustodyRecorder {
  /** @param event such as `document.opened` */
  record(event: string, facts: CustodyFacts): void;
}

/** What the hash of an entry covers. */
export interface CustodyPayload {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly event: string;
  readonly facts: CustodyFacts;
}

/** Characters of one text, and texts of one list, that an entry keeps. */
const TEXT_MAX = 300;
const LIST_MAX = 50;
const DETAIL_SHOWN = 2_000;
/** Characters of one fact that people are shown, so that a long one never hides the others. */
const FACT_SHOWN = 400;
/** What people look for first; the other facts follow in the order in which they are hashed. */
const SHOWN_FIRST = ['name', 'file', 'verdict', 'reason', 'label', 'fingerprint'];

/** Facts as they are kept: hidden characters spelled out, lengths capped, what was left off counted. */
export function boundedFacts(facts: CustodyFacts): CustodyFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      if (typeof value === 'string') return [name, showText(value, TEXT_MAX)];
      return [name, typeof value === 'object' && value !== null ? boundedList(value) : value];
    }),
  );
}

/**
 * One line of the log: an entry of the audit chain (docs/formats/chain.md) over canonical JSON, with its newline.
 *
 * @param seq position, from 0
 * @param prevHash hash of the entry before; null for the first
 */
export function custodyLine(
  seq: number,
  prevHash: string | null,
  payload: CustodyPayload,
): { readonly line: string; readonly hash: string } {
  const text = canonicalTextOfValue(payload);
  if (text === null) throw new Error('a custody entry holds something that JSON can not say');
  const hash = nodeSha256.hexOfText(hashInput(prevHash, text));
  const previous = prevHash === null ? 'null' : `"${prevHash}"`;
  return { line: `{"seq":${seq},"prevHash":${previous},"payload":${text},"hash":"${hash}"}\n`, hash };
}

/**
 * What people are shown of a payload that was read back. The file may have been edited by anyone, so nothing about its form is believed.
 *
 * @param payloadText JSON text of the payload; undefined when the entry has none
 */
export function custodyWords(payloadText: string | undefined): {
  readonly at: string;
  readonly event: string;
  readonly detail: string;
} {
  const payload: unknown = payloadText === undefined ? null : JSON.parse(payloadText);
  const at = memberOf(payload, 'at');
  const event = memberOf(payload, 'event');
  const facts = memberOf(payload, 'facts');
  const listed = typeof facts === 'object' && facts !== null ? Object.entries(facts) : [];
  const detail = listed
    .filter(([, value]) => value !== null)
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .map(([name, value]) => `${name}: ${showText(wordsOf(value), FACT_SHOWN)}`);
  return {
    at: typeof at === 'string' ? showText(at, 40) : '',
    event: typeof event === 'string' ? showText(event, 100) : 'unknown',
    detail: showText(detail.join('; '), DETAIL_SHOWN),
  };
}

function rankOf(name: string): number {
  const rank = SHOWN_FIRST.indexOf(name);
  return rank < 0 ? SHOWN_FIRST.length : rank;
}

function boundedList(list: readonly string[]): string[] {
  const kept = list.slice(0, LIST_MAX).map((text) => showText(text, TEXT_MAX));
  return list.length > LIST_MAX ? [...kept, `and ${list.length - LIST_MAX} more`] : kept;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(plainWords).join(', ');
  return plainWords(value);
}

/** An edited file may nest as deep as it likes: nothing below the list is walked. */
function plainWords(value: unknown): string {
  return typeof value === 'object' && value !== null ? '(nested)' : String(value);
}
