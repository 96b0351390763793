import { useMemo } from 'react';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { StateMark } from '../../components/state-mark.tsx';
import { groupFindings } from '../../evidence/finding-groups.ts';
import { formatCounted } from '../../format/number.ts';
import { actions } from '../../state/index.ts';
import { FINDING_WORDS } from '../../words/finding-words.ts';

/** What the evidence fails on, by class, counting what fails and neither warnings nor notes of that class: the reason for the verdict, one step away. */
export function Failing({ document }: { readonly document: DocumentView }) {
  const { report, files, parts, packs } = document;
  const groups = useMemo(() => groupFindings({ report, files, parts, packs }), [report, files, parts, packs]);
  const failing = groups.filter((group) => group.worst === 'fail');
  if (failing.length === 0) return null;
  return (
    <ul className="overview__failing" aria-label="What fails">
      {failing.map((group) => (
        <li key={group.class}>
          <button type="button" className="link" onClick={() => actions.openScreen('findings')}>
            <StateMark state="fail" word={FINDING_WORDS[group.class].title} />
          </button>{' '}
          <span className="muted">{`${group.exact ? '' : 'at least '}${formatCounted(group.ofWorst, 'finding', 'findings')}`}</span>
        </li>
      ))}
    </ul>
  );
}
