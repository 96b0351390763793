import { useId } from 'react';
import { EvidenceRuns } from './evidence-text.tsx';
import './expected-actual.css';

/** Equal characters that are shown before the first difference of two long texts. */
const LEAD = 96;
/** UTF-16 units of each side that are shown. */
const LONGEST = 640;

interface Sides {
  /** Units of the common start; equals both lengths when there is no difference. */
  readonly same: number;
  readonly differs: boolean;
}

/**
 * Finds the first character in which two texts differ; never inside a surrogate pair.
 * @returns the length of the common start in UTF-16 units.
 */
export function firstDifference(expected: string, actual: string): Sides {
  const shorter = Math.min(expected.length, actual.length);
  let same = 0;
  while (same < shorter && expected.charCodeAt(same) === actual.charCodeAt(same)) same += 1;
  const before = expected.charCodeAt(same - 1);
  if (same > 0 && before >= 0xd800 && before <= 0xdbff) same -= 1;
  return { same, differs: expected !== actual };
}

interface SideProps {
  readonly text: string;
  readonly sides: Sides;
}

function Side({ text, sides }: SideProps) {
  if (!sides.differs) return <EvidenceRuns text={text.slice(0, LONGEST)} />;
  const from = sides.same > LEAD + LEAD ? sides.same - LEAD : 0;
  const rest = text.slice(sides.same, from + LONGEST);
  const first = rest === '' ? '' : String.fromCodePoint(rest.codePointAt(0) ?? 0);
  return (
    <>
      {from > 0 ? <span className="expected-actual__cut">({from} equal characters) … </span> : null}
      <span className="expected-actual__same">
        <EvidenceRuns text={text.slice(from, sides.same)} />
      </span>
      <mark className="expected-actual__first">{first === '' ? '(end)' : <EvidenceRuns text={first} />}</mark>
      <EvidenceRuns text={rest.slice(first.length)} />
      {sides.same + rest.length < text.length ? <span className="expected-actual__cut"> …</span> : null}
    </>
  );
}

interface ExpectedActualProps {
  /** What the rest of the evidence demands; untrusted text. */
  readonly expected: string;
  /** What stands there; untrusted text. */
  readonly actual: string;
  readonly expectedLabel?: string;
  readonly actualLabel?: string;
}

/** Two values one above the other, in rows of equal height and columns that align, the first differing character marked. */
export function ExpectedActual({
  expected,
  actual,
  expectedLabel = 'Expected',
  actualLabel = 'Actual',
}: ExpectedActualProps) {
  const noteId = useId();
  const sides = firstDifference(expected, actual);
  return (
    <div className="expected-actual">
      <dl className="expected-actual__pair" aria-describedby={noteId}>
        <dt>{expectedLabel}</dt>
        <dd dir="ltr">
          <Side text={expected} sides={sides} />
        </dd>
        <dt>{actualLabel}</dt>
        <dd dir="ltr">
          <Side text={actual} sides={sides} />
        </dd>
      </dl>
      <p className="expected-actual__note" id={noteId}>
        {sides.differs ? `They differ from character ${sides.same + 1} on.` : 'They are equal.'}
      </p>
    </div>
  );
}
