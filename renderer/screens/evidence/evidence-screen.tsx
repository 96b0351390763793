import type { DocumentView, EvidencePart } from '../../../shared/ipc/model.ts';
import { Banner } from '../../components/banner.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { FactList } from '../../components/fact-list.tsx';
import { FindingList } from '../../components/finding-line.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { ProvenanceChip } from '../../components/provenance-chip.tsx';
import { Screen } from '../../components/screen.tsx';
import { TableLinks } from '../../components/table-links.tsx';
import { formatCounted } from '../../format/number.ts';
import { type EvidenceScreenId, PART_WORDS, SCREEN_TITLES } from '../../words/part-words.ts';

interface EvidenceScreenProps {
  readonly document: DocumentView;
  readonly screen: EvidenceScreenId;
}

function PartContent({ part }: { readonly part: EvidencePart }) {
  return (
    <>
      {part.findings.length === 0 ? null : (
        <section aria-labelledby="part-findings">
          <h2 id="part-findings">{formatCounted(part.findings.length, 'finding', 'findings')} on this file</h2>
          <FindingList findings={part.findings} />
        </section>
      )}
      {part.facts.length === 0 ? null : (
        <section aria-labelledby="part-facts">
          <h2 id="part-facts">Head facts</h2>
          <FactList facts={part.facts} />
        </section>
      )}
      {part.tables.length < 3 ? null : <TableLinks tables={part.tables} />}
      {part.tables.map((table) => (
        <PlainTable key={table.id} table={table} />
      ))}
    </>
  );
}

/** The facts of one evidence part as the bundle states them, and where there are samples what was counted among them. */
export function EvidenceScreen({ document, screen }: EvidenceScreenProps) {
  const words = PART_WORDS[screen];
  const part = document.parts.find((candidate) => candidate.kind === words.kind);
  if (part === undefined || part.status === 'absent') {
    const unlisted = document.state === 'opening' || document.state === 'error';
    return (
      <Screen title={SCREEN_TITLES[screen]}>
        <EmptyState
          title={
            unlisted
              ? `${words.fileName} was not found so far; the bundle was not read to its end.`
              : `${words.fileName} is not in this bundle.`
          }
        >
          <p>{words.wouldHold}</p>
          <p>{words.howToGet}</p>
        </EmptyState>
      </Screen>
    );
  }
  return (
    <Screen
      title={SCREEN_TITLES[screen]}
      aside={
        <>
          <ProvenanceChip from="stated" />
          {words.counted ? <ProvenanceChip from="computed" /> : null}
          <span className="muted">
            <EvidenceText text={part.file ?? words.fileName} />
          </span>
        </>
      }
      lead={`${words.about} ${words.standing}`}
    >
      {part.status === 'malformed' ? (
        <Banner kind="note">The file does not fit its format. What could be read of it is shown below.</Banner>
      ) : null}
      <PartContent part={part} />
    </Screen>
  );
}
