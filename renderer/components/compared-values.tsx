import type { CheckResult } from '../../shared/base/verification.ts';
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
  /** `fail`: they are set one above the other. `pass`: they are one. Anything else was not compared, and nothing is said of both. */
  readonly result: CheckResult;
  readonly expectedLabel?: string;
  readonly actualLabel?: string;
}

/** What a check compared, as loud as its result asks for: a pair where it fails, one line otherwise, nothing without values. */
export function ComparedValues({ expected, actual, result, ...labels }: ComparedValuesProps) {
  if (result === 'fail' && expected !== null && actual !== null) {
    return <ExpectedActual expected={expected} actual={actual} {...labels} />;
  }
  if (result === 'pass' && expected !== null && expected === actual) {
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
