import type { Leg, RowDetail } from '../../../shared/ipc/model.ts';
import { ComparedValues } from '../../components/compared-values.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { ANSWERS } from '../../words/answer-words.ts';

/** The equations of one entry as questions and answers. */
export function RowLegs({ row }: { readonly row: RowDetail }) {
  if (row.legs.length === 0) {
    return <p className="muted">Nothing could be recomputed for this entry, because it could not be read.</p>;
  }
  return (
    <ul className="legs">
      {row.legs.map((leg) => (
        <li key={leg.id} className="leg">
          <p className="leg__question">
            <span>{leg.question}</span>
            <StateMark state={leg.result} word={ANSWERS[leg.result]} />
          </p>
          <LegValues leg={leg} row={row} />
          <LegEquation leg={leg} />
        </li>
      ))}
    </ul>
  );
}

/** The legs of a chain, which are equations; those that rows of packs have beside say theirs in a sentence. */
const EQUATIONS: ReadonlySet<string> = new Set(['sequence', 'link', 'hash']);

function LegEquation({ leg }: { readonly leg: Leg }) {
  if (leg.equation === '') return null;
  return (
    <p className="leg__equation">
      {EQUATIONS.has(leg.id) ? <EvidenceText text={leg.equation} mono /> : <MessageText text={leg.equation} />}
    </p>
  );
}

/** What the two sides of an equation are; of the hash it is said which was stored and which was computed here. */
function LegValues({ leg, row }: { readonly leg: Leg; readonly row: RowDetail }) {
  // Questions to rows of packs may have one value, or none.
  const expected = leg.expected === '' ? null : leg.expected;
  const actual = leg.actual === '' ? null : leg.actual;
  const { result } = leg;
  const computed = row.computedHash;
  if (computed === null || (leg.expected !== computed && leg.actual !== computed)) {
    return <ComparedValues expected={expected} actual={actual} result={result} />;
  }
  const source = (value: string): string => (value === computed ? 'Computed here' : 'Stored');
  return (
    <ComparedValues
      expected={expected}
      actual={actual}
      result={result}
      expectedLabel={source(leg.expected)}
      actualLabel={source(leg.actual)}
    />
  );
}
