import type { DocumentView } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { ExpectedActual } from '../../components/expected-actual.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { formatCount, formatCounted } from '../../format/number.ts';
import { actions } from '../../state/index.ts';
import { FINDING_WORDS } from '../../words/finding-words.ts';
import './row-panel.css';
import { touches } from './fault-groups.ts';

interface AbsentEntryProps {
  readonly document: DocumentView;
  readonly position: number;
  /** Number of entries that there are. */
  readonly total: number;
}

/** A position behind the last entry that was read, where a cut tail would stand: that nothing was read there, and what was found of it. */
export function AbsentEntry({ document, position, total }: AbsentEntryProps) {
  const findings = (document.report?.findings ?? []).filter((finding) => touches(finding, position));
  return (
    <div className="panel row-panel" id="row-panel" tabIndex={-1}>
      <header>
        <h2>{`Position ${formatCount(position)}`}</h2>
        <p className="muted">{`not among the ${formatCounted(total, 'entry that was read', 'entries that were read')}`}</p>
      </header>
      {total === 0 ? null : (
        <nav className="row-panel__nav" aria-label="Neighbouring entries">
          <Button onPress={() => actions.jumpTo(total - 1)}>Last entry</Button>
        </nav>
      )}
      {findings.length === 0 ? null : (
        <section aria-labelledby="row-findings">
          <h3 id="row-findings">Found here</h3>
          <ul className="row-panel__findings">
            {findings.map((finding) => (
              <li key={`${finding.class} ${finding.message}`}>
                <p>
                  <strong>{`${FINDING_WORDS[finding.class].title}.`}</strong> <MessageText text={finding.message} />
                </p>
                {finding.expected === undefined || finding.actual === undefined ? null : (
                  <ExpectedActual expected={finding.expected} actual={finding.actual} />
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
