import type { Leg, RowDetail } from '../../../shared/ipc/model.ts';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { ExpectedActual } from '../../components/expected-actual.tsx';
import { shortHash } from '../../components/hash.tsx';
import { StateMark } from '../../components/state-mark.tsx';

const ANSWERS: Readonly<Record<Leg['result'], string>> = {
  pass: 'Yes',
  fail: 'No',
  undetermined: 'Can not be told',
  'not-applicable': 'Does not apply',
  'not-checked': 'Not checked',
  error: 'The tool failed',
};

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
          <p className="leg__equation">
            <EvidenceText text={leg.equation} mono />
          </p>
        </li>
      ))}
    </ul>
  );
}

/** What the two sides of an equation are; of the hash it is said which was stored and which was computed here. */
function LegValues({ leg, row }: { readonly leg: Leg; readonly row: RowDetail }) {
  if (leg.result === 'pass') return <p className="mono">{`Both are ${shortHash(leg.actual)}`}</p>;
  if (leg.result === 'undetermined') {
    return (
      <p className="muted">
        Expected <EvidenceText text={leg.expected} mono max={160} />, found{' '}
        <EvidenceText text={leg.actual} mono max={160} />
      </p>
    );
  }
  if (leg.result !== 'fail') return null;
  if (leg.id !== 'hash') return <ExpectedActual expected={leg.expected} actual={leg.actual} />;
  const source = (value: string): string => (value === row.computedHash ? 'Computed here' : 'Stored');
  return (
    <ExpectedActual
      expected={leg.expected}
      actual={leg.actual}
      expectedLabel={source(leg.expected)}
      actualLabel={source(leg.actual)}
    />
  );
}
