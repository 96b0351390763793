import { useState } from 'react';
import { LIMITS } from '../../shared/base/limits.ts';
import { capText, segmentText, showText } from '../../shared/base/text.ts';
import { formatCount } from '../format/number.ts';
import './evidence-text.css';

/** Hidden characters that get an element of their own; further ones are spelled out in plain text, so that a text made of nothing else stays cheap. */
const MARKED_CHARACTERS = 2_000;

const LINE_FEED = 0x0a;
const TAB = 0x09;

interface EvidenceRunsProps {
  readonly text: string;
  /** Line feeds also break the line; without it they are spelled only. */
  readonly lines?: boolean;
}

/**
 * Untrusted text without a frame or a cap: hidden characters are spelled and set apart from a text that spells them
 * itself. For use inside a component that caps.
 */
export function EvidenceRuns({ text, lines = false }: EvidenceRunsProps) {
  const runs = segmentText(text);
  let marked = 0;
  let offset = 0;
  const nodes = [];
  for (const run of runs) {
    if (run.kind === 'plain') {
      nodes.push(run.text);
      offset += run.text.length;
      continue;
    }
    if (marked === MARKED_CHARACTERS) {
      nodes.push(showText(text.slice(offset), text.length));
      break;
    }
    marked += 1;
    nodes.push(
      <span className="evidence__hidden" key={offset}>
        {lines ? lineMark(run.codePoint, run.text) : run.text}
      </span>,
    );
    // Outside of the frame, which the next line would otherwise begin with a piece of.
    if (lines && run.codePoint === LINE_FEED) nodes.push('\n');
    offset += run.codePoint > 0xffff ? 2 : 1;
  }
  return <>{nodes}</>;
}

function lineMark(codePoint: number, spelled: string): string {
  if (codePoint === LINE_FEED) return '⏎';
  return codePoint === TAB ? '⇥   ' : spelled;
}

interface EvidenceTextProps {
  /** Untrusted text, as it stands in the evidence. */
  readonly text: string;
  /** Fixed-width, and strictly left to right in the order of the bytes: what right-to-left letters do to their neighbours is undone. */
  readonly mono?: boolean;
  /** Keeps the line structure of the text. */
  readonly lines?: boolean;
  /** UTF-16 units that are shown before "Show all". */
  readonly max?: number;
}

/**
 * Text from a bundle: escaped by construction, hidden characters visible, capped with "Show all", isolated so that it can
 * not reorder what stands around it. An empty text is shown as "(empty)".
 *
 * SECURITY: every string from evidence is shown through this component. Test: evidence-text.test.tsx
 * "shows markup and hidden characters as text".
 */
export function EvidenceText({ text, mono = false, lines = false, max = LIMITS.shownText }: EvidenceTextProps) {
  const [all, setAll] = useState(false);
  const { kept, left } = capText(text, all ? LIMITS.shownTextMax : max);
  const look = `evidence${mono ? ' evidence--mono' : ''}${lines ? ' evidence--lines' : ''}`;
  if (text === '') return <span className="evidence evidence--empty">(empty)</span>;
  return (
    <bdi className={look} dir={mono ? 'ltr' : 'auto'}>
      <EvidenceRuns text={kept} lines={lines} />
      {left > 0 ? <span className="evidence__more">… ({formatCount(left)} more characters) </span> : null}
      {left > 0 && !all ? (
        <button type="button" className="evidence__button" onClick={() => setAll(true)}>
          {text.length > LIMITS.shownTextMax ? `Show the first ${formatCount(LIMITS.shownTextMax)}` : 'Show all'}
        </button>
      ) : null}
      {all && text.length > max ? (
        <button type="button" className="evidence__button" onClick={() => setAll(false)}>
          Show less
        </button>
      ) : null}
    </bdi>
  );
}
