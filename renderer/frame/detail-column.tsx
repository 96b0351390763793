import { type ReactNode, useEffect, useRef } from 'react';
import type { DocumentView } from '../../shared/ipc/model.ts';
import { IconButton } from '../components/button.tsx';
import { hasChain } from '../screens/chain/chain-absent.tsx';
import { RowPanel } from '../screens/chain/row-panel.tsx';
import { FilePanel } from '../screens/files/file-panel.tsx';
import { FindingPanel } from '../screens/findings/finding-panel.tsx';
import { type AppState, actions, type ScreenId, useAppState } from '../state/index.ts';
import './detail-column.css';

/** Screens whose rows have a detail, and what to do to see one. */
const HINTS: Readonly<Partial<Record<ScreenId, string>>> = {
  chain: 'Select an entry to see its equations, its neighbours, and which of its bytes the hash covers.',
  findings: 'Select a finding to see what was expected, what stands there, and the equation.',
  files: 'Select a file to see its digests, its findings, and its content.',
};

/**
 * Whether a screen has a detail column: where there is nothing to select there is no column that asks to.
 * @param findings number of findings of the document.
 */
export function hasDetail(screen: ScreenId, document: DocumentView, findings: number): boolean {
  if (screen === 'chain') return hasChain(document);
  if (screen === 'findings') return findings > 0;
  return screen === 'files' && document.files.length > 0;
}

function content(state: AppState, document: DocumentView): ReactNode {
  if (state.screen === 'chain' && state.selectedRow !== null) {
    return <RowPanel document={document} position={state.selectedRow} />;
  }
  if (state.screen === 'findings' && state.selectedFinding !== null) {
    return <FindingPanel finding={state.selectedFinding} />;
  }
  const file =
    state.screen === 'files' ? document.files.find((candidate) => candidate.index === state.selectedFile) : undefined;
  if (file !== undefined) return <FilePanel document={document} file={file} />;
  return <p className="muted">{HINTS[state.screen]}</p>;
}

/** Detail of what is selected, on the right; can be put away. */
export function DetailColumn({ document }: { readonly document: DocumentView }) {
  const state = useAppState();
  const column = useRef<HTMLElement>(null);
  const { selectedFile, selectedFinding } = state;
  // Where the detail lies below the content it is out of sight when something is selected. Beside it nothing moves.
  useEffect(() => {
    if (selectedFile !== null || selectedFinding !== null) column.current?.scrollIntoView({ block: 'nearest' });
  }, [selectedFile, selectedFinding]);
  if (!state.detailOpen) {
    return (
      <div className="detail detail--closed">
        <IconButton icon="panel" label="Show the detail column (d)" onPress={actions.toggleDetail} />
      </div>
    );
  }
  return (
    <aside className="detail" ref={column} aria-label="Detail of what is selected">
      <div className="detail__bar">
        <IconButton icon="panel" label="Hide the detail column (d)" onPress={actions.toggleDetail} />
      </div>
      <div className="detail__content">{content(state, document)}</div>
    </aside>
  );
}
