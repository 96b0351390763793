import { type Finding, SEVERITIES, type Severity } from '../../shared/base/finding.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { EvidenceText } from './evidence-text.tsx';
import './finding-line.css';
import { MessageText } from './message-text.tsx';
import { StateMark } from './state-mark.tsx';

const STATES = { fail: 'fail', warning: 'undetermined', note: 'not-checked' } as const;
const WORDS: Readonly<Record<Severity, string>> = { fail: 'Fails', warning: 'Warning', note: 'Note' };

/** How grave a finding is, as shape, word and colour. */
export function SeverityMark({ severity }: { readonly severity: Severity }) {
  return <StateMark state={STATES[severity]} word={WORDS[severity]} />;
}

/** Where a finding is, in words: position, file, place in the file, rule. */
export function FindingPlace({ finding }: { readonly finding: Finding }) {
  const { where } = finding;
  return (
    <span className="finding-place">
      {where.position === undefined ? null : (
        <span className="number">
          {where.lastPosition === undefined || where.lastPosition === where.position
            ? `position ${formatCount(where.position)}`
            : `positions ${formatCount(where.position)} to ${formatCount(where.lastPosition)}`}
        </span>
      )}
      {where.file === undefined ? null : <EvidenceText text={where.file} max={200} />}
      {where.pointer === undefined ? null : <EvidenceText text={where.pointer} mono max={200} />}
      {where.byteOffset === undefined ? null : (
        <span className="number">{`byte ${formatCount(where.byteOffset)}`}</span>
      )}
      {where.rule === undefined ? null : <code>{where.rule}</code>}
    </span>
  );
}

/** Findings of one part or file that are listed beside it; all are on the Findings screen. */
const MOST_LISTED = 50;

/**
 * The findings of one part or file: what fails first, else in the order given. What contradicts the evidence must not stand below what is only
 * worth knowing.
 */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  const left = findings.length - MOST_LISTED;
  const sorted = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  return (
    <ul className="finding-list">
      {sorted.slice(0, MOST_LISTED).map((finding) => (
        <li key={JSON.stringify(finding)}>
          <SeverityMark severity={finding.severity} />
          <div>
            <p>
              <MessageText text={finding.message} />
            </p>
            <FindingPlace finding={finding} />
          </div>
        </li>
      ))}
      {left <= 0 ? null : (
        <li className="muted">{`${formatCounted(left, 'further finding', 'further findings')} under Findings.`}</li>
      )}
    </ul>
  );
}
