import type { ReactNode } from 'react';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FindingList } from '../../components/finding-line.tsx';
import { actions } from '../../state/index.ts';
import './chain.css';
import { knownEntries } from '../../evidence/pack-rows.ts';

/** Whether there are entries to show, or may be soon. */
export function hasChain(document: DocumentView): boolean {
  return knownEntries(document) > 0 || (document.chainFile !== null && document.state === 'running');
}

const WHAT =
  'An audit chain is a log in which every entry carries the SHA-256 of its content together with the hash of the entry before it. Recomputing all of them shows whether any entry was changed, moved, added or taken out after it was written.';

/** The Chain screen without entries: says why, and what would be here. */
export function ChainAbsent({ document }: { readonly document: DocumentView }) {
  const { state, report, error, chainFile } = document;
  if (state === 'opening' || state === 'running') {
    return (
      <Absent title="Looking for the chain.">
        <p>The bundle is being read. Entries appear here as they are replayed.</p>
      </Absent>
    );
  }
  if (state === 'error') {
    return (
      <Absent title="The tool could not read the chain.">
        <p>{error ?? 'No reason was given.'}</p>
        <p>This says nothing about the evidence.</p>
      </Absent>
    );
  }
  if (state === 'cancelled') {
    return (
      <Absent title="Cancelled before an entry was read.">
        <p>Nothing was replayed, so nothing is said about the chain.</p>
        <Button onPress={() => void actions.restartReplay()}>Start again</Button>
      </Absent>
    );
  }
  const malformed = report?.verdict === 'malformed';
  const findings = report?.findings ?? [];
  if (malformed || (chainFile !== null && findings.length > 0)) {
    return (
      <Absent title="No entry could be read.">
        <p>What stands in the way is listed first; the file itself is on the Files screen.</p>
        <FindingList findings={findings.slice(0, 20)} />
        <Button onPress={() => actions.openScreen('findings')}>All findings</Button>
        <p>{WHAT}</p>
      </Absent>
    );
  }
  return (
    <Absent title={chainFile === null ? 'The chain is not in this bundle.' : 'The chain has no entries.'}>
      <p>{WHAT}</p>
      <p>
        The entries are one JSON object a line in <code>audit-chain.ndjson</code>, or inline in{' '}
        <code>audit-chain-proof.json</code>, each with <code>seq</code>, <code>prevHash</code>, <code>payload</code> and{' '}
        <code>hash</code>. Ask the producer for a bundle that holds them. Without entries nothing can be recomputed,
        whatever the other files state.
      </p>
    </Absent>
  );
}

interface AbsentProps {
  readonly title: string;
  readonly children: ReactNode;
}

function Absent({ title, children }: AbsentProps) {
  return (
    <div className="chain chain--absent">
      <h1>Chain</h1>
      <EmptyState title={title}>{children}</EmptyState>
    </div>
  );
}
