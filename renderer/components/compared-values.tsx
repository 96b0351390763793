import './compared-values.css';
import { EvidenceText } from './evidence-text.tsx';
import { ExpectedActual } from './expected-actual.tsx';
import { Hash, shortHash } from './hash.tsx';

const WHOLE_HASH = /^[0-9a-f]{64,128}$/;
/** Characters of a value that is no reason to look closer. */
const SHOWN = 240;

interface ComparedValuesProps {
  /** Untrusted text; null when the check had no such side. */
  readonly expected: string | null;
  readonly actual: string | null;
  /** The two were compared and differ: they are set one above the other. */
  readonly fails: boolean;
  readonly expectedLabel?: string;
  readonly actualLabel?: string;
}

/** What a check compared, as loud as its result asks for: a pair where it fails, one line otherwise, nothing without values. */
export function ComparedValues({ expected, actual, fails, ...labels }: ComparedValuesProps) {
  if (fails && expected !== null && actual !== null) {
    return <ExpectedActual expected={expected} actual={actual} {...labels} />;
  }
  if (expected !== null && expected === actual) {
    return (
      <p className="compared">
        <span className="muted">Both are</span>{' '}
        {WHOLE_HASH.test(actual) ? (
          <code title={actual}>{shortHash(actual)}</code>
        ) : (
          <EvidenceText text={actual} mono max={SHOWN} />
        )}
      </p>
    );
  }
  if (expected === null && actual === null) return null;
  return (
    <ul className="compared">
      <Side label="Expected" text={expected} />
      <Side label="Found" text={actual} />
    </ul>
  );
}

function Side({ label, text }: { readonly label: string; readonly text: string | null }) {
  if (text === null) return null;
  return (
    <li>
      <span className="muted">{label}</span>{' '}
      {WHOLE_HASH.test(text) ? <Hash value={text} label={label} /> : <EvidenceText text={text} mono max={SHOWN} />}
    </li>
  );
}
