import type { RowDetail } from '../../../shared/ipc/model.ts';

type Span = RowDetail['uncovered'][number];

/** Marked parts that are shown one by one; further ones are counted. */
export const MARKED_SPANS = 200;

/** A piece of the text of an entry: consecutive, together the whole text. */
export interface WrittenPiece {
  /** Offset in UTF-16 units. */
  readonly start: number;
  readonly text: string;
  /** Numbers (from 1) of the spans that cover it; empty where the hash covers the text. */
  readonly marks: readonly number[];
  /** Whether a span begins here: the place of its number. */
  readonly begins: readonly number[];
  /** Levels to indent by when the text is laid out and a line begins here; null when none does. */
  readonly indent: number | null;
}

/**
 * Cuts the text of an entry where marked parts and laid-out lines begin and end. Linear in the text and, for at most
 * MARKED_SPANS spans, in their number squared.
 * @param text the entry as written, or its start.
 * @param spans parts that the hash does not cover, in UTF-16 units; out of range and empty ones are left out.
 * @param breaks offsets where a line begins, with its indent; see `lineBreaks`.
 */
export function cutWritten(
  text: string,
  spans: readonly Pick<Span, 'start' | 'end'>[],
  breaks: ReadonlyMap<number, number>,
): WrittenPiece[] {
  const marked = spans
    .slice(0, MARKED_SPANS)
    .map((span, index) => ({ start: span.start, end: Math.min(span.end, text.length), number: index + 1 }))
    .filter((span) => span.start < span.end);
  const cuts = new Set([0, ...breaks.keys()]);
  for (const span of marked) cuts.add(span.start).add(span.end);
  const edges = [...cuts].filter((cut) => cut < text.length).sort((a, b) => a - b);
  return edges.map((start, at) => ({
    start,
    text: text.slice(start, edges[at + 1] ?? text.length),
    marks: marked.filter((span) => span.start <= start && start < span.end).map((span) => span.number),
    begins: marked.filter((span) => span.start === start).map((span) => span.number),
    indent: breaks.get(start) ?? null,
  }));
}

/** Lines of a laid-out text at most: what lies beyond goes on in the last line. */
const MOST_LINES = 20_000;
const DEEPEST = 24;

/**
 * Where lines begin when JSON is laid out for reading: after an opening bracket and a comma, before a closing bracket, never
 * inside a string. Looks at the text only, does not parse it: duplicate names, odd numbers and broken text stay as they are.
 * @returns indent by offset in UTF-16 units.
 */
export function lineBreaks(text: string): Map<number, number> {
  const breaks = new Map<number, number>();
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length && breaks.size < MOST_LINES; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
      continue;
    }
    if (character === '"') quoted = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (!isClosing(text[at + 1])) breaks.set(at + 1, Math.min(depth, DEEPEST));
    } else if (character === ',') breaks.set(at + 1, Math.min(depth, DEEPEST));
    else if (isClosing(character)) {
      depth = Math.max(0, depth - 1);
      if (!isOpening(text[at - 1])) breaks.set(at, Math.min(depth, DEEPEST));
    }
  }
  return breaks;
}

function isOpening(character: string | undefined): boolean {
  return character === '{' || character === '[';
}

function isClosing(character: string | undefined): boolean {
  return character === '}' || character === ']';
}
