import type { AppEvent } from '../../shared/ipc/events.ts';
import type { DocumentView } from '../../shared/ipc/model.ts';
import { appStore } from './app-state.ts';

/**
 * Replies and events travel on different roads and may overtake each other. These three functions are the only ones that
 * put a document into the store, so that an older view never replaces a newer one.
 */

let revision = 0;
let lastUnclaimed: DocumentView | null = null;

/** Counts document events of the shown document: a reply that was asked for at an earlier count is stale. */
export function documentRevision(): number {
  return revision;
}

/** Shows a document that was just opened; its earlier events, if they came before the reply, win. */
export function adoptDocument(document: DocumentView): void {
  const newest = lastUnclaimed?.id === document.id ? lastUnclaimed : document;
  lastUnclaimed = null;
  revision = 0;
  appStore.set({
    document: newest,
    screen: 'overview',
    tool: null,
    trustForm: null,
    selectedRow: null,
    selectedFile: null,
    selectedFinding: null,
    selectedPack: null,
    target: null,
    pendingDrop: null,
    notice: null,
  });
}

/**
 * Takes a reply about a document that was asked for at `askedAt`.
 * @returns false when an event came in between: then either may be the older one, and it has to be asked for again.
 */
export function refreshDocument(document: DocumentView, askedAt: number): boolean {
  if (appStore.get().document?.id !== document.id) return true;
  if (revision !== askedAt) return false;
  appStore.set({ document });
  return true;
}

/** Takes a `document` or `progress` event. */
export function receiveDocumentEvent(event: Extract<AppEvent, { type: 'document' | 'progress' }>): void {
  const shown = appStore.get().document;
  if (event.type === 'document') {
    if (shown?.id !== event.document.id) {
      lastUnclaimed = event.document;
      return;
    }
    revision += 1;
    appStore.set({ document: event.document });
    return;
  }
  const unfinished = shown?.state === 'opening' || shown?.state === 'running';
  if (shown?.id === event.documentId && unfinished) {
    appStore.set({ document: { ...shown, progress: event.progress } });
  }
}
