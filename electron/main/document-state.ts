import type { DocumentView } from '../../shared/ipc/model.ts';

/** What the page is shown of a document before its verifier has said anything. */
export function openingView(id: string, name: string, sample: boolean, openedAt: string): DocumentView {
  return {
    id,
    name,
    sample,
    state: 'opening',
    error: null,
    wrongUse: false,
    progress: {
      phase: 'opening',
      bytesDone: 0,
      bytesTotal: null,
      rows: 0,
      rowsPerSecond: null,
      secondsLeft: null,
      breaks: 0,
    },
    report: null,
    dates: { evidence: null, bundleName: null, file: null, opened: openedAt },
    files: [],
    fileCount: 0,
    parts: [],
    anchors: [],
    packs: [],
    trust: [],
    chainFile: null,
  };
}

/**
 * The view of a document whose verifier ended before its time. Whatever verdict stood there is taken away: nothing of it can
 * be looked at or checked again any more.
 */
export function failedView(view: DocumentView, message: string): DocumentView {
  return {
    ...view,
    state: 'error',
    error: message,
    wrongUse: false,
    report: null,
    progress: { ...view.progress, phase: 'error', rowsPerSecond: null, secondsLeft: null },
    anchors: view.anchors.map((anchor) => ({ ...anchor, result: 'error', message })),
  };
}

/** The view of a document whose verifier was ended because it did not stop when asked. */
export function cancelledView(view: DocumentView): DocumentView {
  return {
    ...view,
    state: 'cancelled',
    error: null,
    report: null,
    progress: { ...view.progress, phase: 'cancelled', rowsPerSecond: null, secondsLeft: null },
    anchors: view.anchors.map((anchor) => ({
      ...anchor,
      result: 'not-checked',
      message: 'The replay was cancelled before this anchor was compared.',
    })),
  };
}
