import { useId, useState } from 'react';
import type { Finding } from '../../../shared/base/finding.ts';
import { Button } from '../../components/button.tsx';
import { ShownOf } from '../../components/count.tsx';
import { FindingPlace, SeverityMark } from '../../components/finding-line.tsx';
import { MessageText } from '../../components/message-text.tsx';
import type { FindingGroup } from '../../evidence/finding-groups.ts';
import { formatCount, formatCounted } from '../../format/number.ts';
import { actions, useAppState } from '../../state/index.ts';
import { FINDING_WORDS } from '../../words/finding-words.ts';

const PAGE = 100;

function FindingRow({ finding }: { readonly finding: Finding }) {
  const selected = useAppState((state) => state.selectedFinding === finding);
  const { position } = finding.where;
  return (
    <li className={selected ? 'finding finding--selected' : 'finding'}>
      <button
        type="button"
        className="finding__open"
        data-row=""
        aria-pressed={selected}
        onClick={() => actions.selectFinding(finding)}
      >
        <SeverityMark severity={finding.severity} />
        <span className="finding__text">
          <MessageText text={finding.message} />
          <FindingPlace finding={finding} />
        </span>
      </button>
      {position === undefined ? null : (
        <Button
          kind="quiet"
          icon="jump"
          onPress={() => actions.jumpTo(position)}
          label={`Show in Chain: position ${position}`}
        >
          Show in Chain
        </Button>
      )}
    </li>
  );
}

interface FindingGroupSectionProps {
  readonly group: FindingGroup;
  readonly filtered: boolean;
}

/** The findings of one class: what the class means, how many there are, and those that were kept. */
export function FindingGroupSection({ group, filtered }: FindingGroupSectionProps) {
  const [limit, setLimit] = useState(PAGE);
  const titleId = useId();
  const { title, meaning } = FINDING_WORDS[group.class];
  const kept = group.findings.length;
  const shown = group.findings.slice(0, limit);
  return (
    <section aria-labelledby={titleId}>
      <div className="screen__head">
        <h2 id={titleId}>{title}</h2>
        {filtered ? (
          <span className="muted">{`${formatCount(kept)} shown by the filter`}</span>
        ) : (
          <ShownOf shown={shown.length} total={group.count} one="finding" many="findings" />
        )}
      </div>
      <p className="muted prose">{meaning}</p>
      <ul className="findings__list">
        {shown.map((finding) => (
          <FindingRow key={JSON.stringify(finding)} finding={finding} />
        ))}
      </ul>
      {shown.length < kept ? (
        <Button
          onPress={() => setLimit(limit + PAGE)}
        >{`Show ${formatCount(Math.min(PAGE, kept - limit))} more`}</Button>
      ) : null}
      {!filtered && shown.length === kept && kept < group.count ? (
        <p className="muted">
          {`${formatCounted(group.count - kept, 'further finding', 'further findings')} of this class were counted and not kept one by one.`}
        </p>
      ) : null}
    </section>
  );
}
