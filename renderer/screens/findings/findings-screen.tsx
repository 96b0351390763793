import { useMemo, useState } from 'react';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import '../../components/field.css';
import { useRowKeys } from '../../components/row-keys.ts';
import { Screen } from '../../components/screen.tsx';
import { groupFindings } from '../../evidence/finding-groups.ts';
import { formatCount, formatCounted } from '../../format/number.ts';
import { filterGroups, findingsAsJson, findingsAsTsv } from './finding-export.ts';
import { FindingGroupSection } from './finding-group.tsx';
import './findings-screen.css';

/** Everything that was found, worst first, grouped by what it is. */
export function FindingsScreen({ document }: { readonly document: DocumentView }) {
  const { report, files, parts, packs } = document;
  const groups = useMemo(() => groupFindings({ report, files, parts, packs }), [report, files, parts, packs]);
  const [needle, setNeedle] = useState('');
  const shown = filterGroups(groups, needle);
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const listed = groups.reduce((sum, group) => sum + group.findings.length, 0);
  const matching = shown.reduce((sum, group) => sum + group.findings.length, 0);
  const rows = useRowKeys<HTMLDivElement>();
  if (groups.length === 0) {
    return (
      <Screen title="Findings">
        <EmptyState title={document.state === 'done' ? 'Nothing was found.' : 'Nothing was found so far.'}>
          <p>
            A finding is a place where the evidence contradicts itself, contradicts what it is checked against, or is
            outside of what was proven. That none was found says only that what was checked held; the axes on the
            overview say what was checked.
          </p>
        </EmptyState>
      </Screen>
    );
  }
  return (
    <Screen
      title="Findings"
      aside={<span className="muted">{formatCounted(total, 'finding', 'findings')}</span>}
      lead={
        document.state === 'done'
          ? undefined
          : 'The replay is not finished: this list is partial and the counts may grow.'
      }
      actions={
        <>
          <input
            className="field"
            type="search"
            value={needle}
            placeholder="Filter findings"
            aria-label="Filter findings by text"
            onChange={(event) => setNeedle(event.target.value)}
          />
          <CopyButton text={() => findingsAsTsv(shown)}>Copy as TSV</CopyButton>
          <CopyButton text={() => findingsAsJson(shown)}>Copy as JSON</CopyButton>
        </>
      }
    >
      {needle === '' ? null : (
        <p className="muted" role="status">
          {formatCount(matching)} of {formatCounted(listed, 'listed finding', 'listed findings')} hold “{needle}”.
        </p>
      )}
      <div className="screen__sections" ref={rows}>
        {shown.map((group) => (
          <FindingGroupSection key={group.class} group={group} filtered={needle !== ''} />
        ))}
      </div>
    </Screen>
  );
}
