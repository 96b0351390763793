import { useEffect } from 'react';
import { knownEntries } from '../evidence/pack-rows.ts';
import { findFault } from '../screens/chain/find-entry.ts';
import { actions, appState, trustActions } from '../state/index.ts';

/** The keys of the whole window, for the help and for the handler. Keys of a table are handled by the table. */
export const KEY_HELP = [
  { keys: ['Ctrl O', '⌘ O'], does: 'Open a file' },
  { keys: ['Ctrl Shift O', '⌘ Shift O'], does: 'Open a folder' },
  { keys: ['[', ']'], does: 'Previous, next part' },
  { keys: ['/'], does: 'Search or filter this part' },
  { keys: ['j', 'k'], does: 'Next, previous row' },
  { keys: ['g', 'G'], does: 'First, last row' },
  { keys: ['n', 'N'], does: 'Next, previous entry with a finding' },
  { keys: ['Enter'], does: 'Show the detail of the row' },
  { keys: ['c'], does: 'Copy the entry, in Chain' },
  { keys: ['d'], does: 'Show or hide the detail column' },
  { keys: ['Esc'], does: 'Back: close the help or a form, leave a drop, drop the selection' },
  { keys: ['?'], does: 'Show the keys' },
] as const;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

async function goToFault(direction: 'next' | 'previous'): Promise<void> {
  const { document, selectedRow } = appState();
  if (document === null) return;
  const found = await findFault(document.id, selectedRow, direction, knownEntries(document));
  if (found.ok && found.value !== null) actions.jumpTo(found.value);
}

function search(): void {
  const field = window.document.querySelector<HTMLElement>('main input[type="search"]');
  if (field === null) actions.openScreen('chain');
  else field.focus();
}

/** The list that a selection was made in takes the focus when the detail that has it is about to go. */
function leaveDetail(): void {
  if (window.document.activeElement?.closest('.detail') == null) return;
  window.document.querySelector<HTMLElement>('main [data-row][aria-pressed="true"], main [role="grid"]')?.focus();
}

function goBack(): boolean {
  const state = appState();
  if (state.keysShown) actions.showKeys(false);
  else if (state.pendingDrop !== null) actions.forgetDrop();
  else if (state.notice !== null) actions.dismissNotice();
  else if (state.trustForm !== null) trustActions.closeForm();
  else if (state.tool !== null) actions.openTool(null);
  else if (state.selectedRow !== null || state.selectedFile !== null || state.selectedFinding !== null) {
    leaveDetail();
    actions.clearSelection();
  } else return false;
  return true;
}

/** Does what the key stands for; true when it did. */
function press(event: KeyboardEvent): boolean {
  if (event.key.toLowerCase() === 'o' && (event.ctrlKey || event.metaKey) && !event.altKey) {
    void actions.openPicked(event.shiftKey ? 'folder' : 'file');
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === 'Escape') return goBack();
  if (isTyping(event.target)) return false;
  if (event.key === '?') {
    actions.showKeys(!appState().keysShown);
    return true;
  }
  if (appState().document === null || appState().keysShown) return false;
  switch (event.key) {
    case '[':
      actions.stepScreen(-1);
      return true;
    case ']':
      actions.stepScreen(1);
      return true;
    case 'd':
      actions.toggleDetail();
      return true;
    case '/':
      search();
      return true;
    case 'n':
      void goToFault('next');
      return true;
    case 'N':
      void goToFault('previous');
      return true;
    default:
      return false;
  }
}

/** Listens to the keys of the window; a screen that handles a key itself prevents its default first. */
export function useFrameKeys(): void {
  useEffect(() => {
    const handle = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && press(event)) event.preventDefault();
    };
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);
}
