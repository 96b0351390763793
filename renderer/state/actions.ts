import type { Finding } from '../../shared/base/finding.ts';
import type { Result } from '../../shared/base/result.ts';
import type { DroppedItem } from '../../shared/ipc/api.ts';
import type { Settings } from '../../shared/ipc/contract.ts';
import type { AnchorBytes, DocumentView, TrustUse } from '../../shared/ipc/model.ts';
import '../api.ts';
import { type AppState, appStore, SCREENS, type ScreenId, type ToolId } from './app-state.ts';
import { adoptDocument, documentRevision, refreshDocument } from './incoming.ts';
import { refreshShown } from './refresh.ts';
import { trustActions } from './trust-actions.ts';

let openCount = 0;

function report(text: string): void {
  appStore.set({ notice: text });
}

async function close(documentId: string): Promise<void> {
  const closed = await window.api.documentClose(documentId);
  if (!closed.ok) report(closed.error.message);
}

/** Runs one way of opening; the newest request wins, and what it replaces is closed. */
async function open(
  what: string,
  request: () => Promise<Result<DocumentView | null>>,
  sampleId: string | null = null,
): Promise<void> {
  openCount += 1;
  const mine = openCount;
  appStore.set({ opening: what, pendingDrop: null });
  const reply = await request();
  if (mine !== openCount) {
    if (reply.ok && reply.value !== null) await close(reply.value.id);
    return;
  }
  appStore.set({ opening: null });
  if (!reply.ok) {
    report(reply.error.message);
    return;
  }
  if (reply.value === null) return;
  const former = appStore.get().document;
  adoptDocument(reply.value);
  appStore.set({ sampleId });
  if (former !== null && former.id !== reply.value.id) await close(former.id);
  await refreshShown(reply.value.id);
  await loadRecents();
}

/** Sends one request about the shown document and takes the view that comes back. */
async function change(request: (documentId: string) => Promise<Result<DocumentView | null>>): Promise<void> {
  const { document } = appStore.get();
  if (document === null) return;
  const askedAt = documentRevision();
  appStore.set({ pendingDrop: null });
  const reply = await request(document.id);
  if (!reply.ok) report(reply.error.message);
  else if (reply.value !== null && !refreshDocument(reply.value, askedAt)) await refreshShown(document.id);
}

async function loadRecents(): Promise<void> {
  const recents = await window.api.recentsList();
  if (recents.ok) appStore.set({ recents: recents.value });
}

async function saveSettings(patch: Partial<Settings>): Promise<void> {
  const before = appStore.get().settings;
  appStore.set({ settings: { ...before, ...patch } });
  const reply = await window.api.settingsSet(patch);
  if (reply.ok) appStore.set({ settings: reply.value });
  else report(reply.error.message);
}

function show(patch: Partial<AppState>): void {
  appStore.set(patch);
}

/** Everything the reader can do. Faults of the tool are shown as a notice; none of these throws. */
export const actions = {
  openPicked: (kind: 'file' | 'folder'): Promise<void> =>
    open(kind === 'file' ? 'a file' : 'a folder', () => window.api.openPicked(kind)),
  openSample: (sampleId: string): Promise<void> => open('a sample', () => window.api.openSample(sampleId), sampleId),
  openRecent: (recentId: string): Promise<void> => open('a recent bundle', () => window.api.openRecent(recentId)),
  openDropped: (items: readonly DroppedItem[]): Promise<void> =>
    open(items[0]?.file.name ?? 'what was dropped', () => window.api.openDropped(items)),
  /** Shows a document that was opened from outside the page. */
  openExisting: (documentId: string): Promise<void> => open('a bundle', () => window.api.documentGet(documentId)),
  closeDocument: async (): Promise<void> => {
    const { document } = appStore.get();
    if (document === null) return;
    show({ document: null, tool: null, trustForm: null, pendingDrop: null, notice: null });
    await close(document.id);
    await loadRecents();
  },
  /**
   * With a form for trust open the dropped items are for it; else, with a bundle open, the reader is asked what they are;
   * without one they are the bundle.
   */
  drop: (items: readonly DroppedItem[]): Promise<void> => {
    if (items.length === 0) return Promise.resolve();
    if (appStore.get().trustForm !== null) return trustActions.importDropped(items);
    if (appStore.get().document === null) return actions.openDropped(items);
    show({ pendingDrop: items });
    return Promise.resolve();
  },
  dropFailed: (): void => report('What was dropped could not be read by the window.'),
  forgetDrop: (): void => show({ pendingDrop: null }),

  addAnchorsPicked: (kind: 'file' | 'folder', bytes: AnchorBytes): Promise<void> =>
    change((documentId) => window.api.anchorPicked({ documentId, kind, bytes })),
  addAnchorsDropped: (items: readonly DroppedItem[], bytes: AnchorBytes): Promise<void> =>
    change((documentId) => window.api.anchorDropped({ documentId, bytes }, items)),
  addAnchorSample: (): Promise<void> => change((id) => window.api.anchorSample(id)),
  removeAnchor: (anchorId: string): Promise<void> => change((id) => window.api.anchorRemove(id, anchorId)),

  addSignaturesPicked: (): Promise<void> => change((id) => window.api.signaturePicked(id)),
  addSignaturesDropped: (items: readonly DroppedItem[]): Promise<void> =>
    change((id) => window.api.signatureDropped(id, items)),
  /** Expects another tenant than before, or one for the first time. */
  expectTenant: (tenantId: string): Promise<void> => change((id) => window.api.tenantExpect(id, tenantId)),
  pinFingerprint: (fingerprint: string, keyId: string | null): Promise<void> =>
    change((documentId) =>
      window.api.fingerprintPin({ documentId, fingerprint, ...(keyId === null ? {} : { keyId }) }),
    ),
  /** Takes away what was given for the shown document only. */
  removeGiven: ({ kind, fingerprint }: TrustUse): Promise<void> =>
    change((id) => {
      if (kind === 'tenant' || fingerprint === null) return window.api.tenantExpect(id, null);
      return kind === 'signature'
        ? window.api.signatureRemove(id, fingerprint)
        : window.api.fingerprintUnpin(id, fingerprint);
    }),

  cancelReplay: (): Promise<void> => change((id) => window.api.replayCancel(id)),
  restartReplay: (): Promise<void> => change((id) => window.api.replayRestart(id)),

  openScreen: (screen: ScreenId): void => show({ screen, tool: null, trustForm: null }),
  openTool: (tool: ToolId | null): void => show({ tool, trustForm: null }),
  /** The screen `step` places further along the rail; stays at its ends. */
  stepScreen: (step: 1 | -1): void => {
    const screen = SCREENS[SCREENS.indexOf(appStore.get().screen) + step];
    if (screen !== undefined) actions.openScreen(screen);
  },
  /** Shows the detail of the entry at `position`, or none. */
  selectRow: (position: number | null): void => show({ selectedRow: position }),
  selectFile: (index: number | null): void =>
    show(index === null ? { selectedFile: null } : { selectedFile: index, detailOpen: true }),
  selectFinding: (finding: Finding | null): void =>
    show(finding === null ? { selectedFinding: null } : { selectedFinding: finding, detailOpen: true }),
  selectPack: (packId: string): void => show({ selectedPack: packId }),
  /** Opens the list of files at `index` and shows its detail. */
  showFile: (index: number): void =>
    show({ screen: 'files', tool: null, trustForm: null, selectedFile: index, detailOpen: true }),
  clearSelection: (): void => show({ selectedRow: null, selectedFile: null, selectedFinding: null }),
  /** Opens the table of entries at `position` and shows its detail. */
  jumpTo: (position: number): void =>
    show({
      screen: 'chain',
      tool: null,
      trustForm: null,
      target: { position },
      selectedRow: position,
      detailOpen: true,
    }),
  toggleDetail: (): void => show({ detailOpen: !appStore.get().detailOpen }),
  showKeys: (keysShown: boolean): void => show({ keysShown }),
  dismissNotice: (): void => show({ notice: null }),

  setTheme: (theme: Settings['theme']): Promise<void> => saveSettings({ theme }),
  setDensity: (density: Settings['density']): Promise<void> => saveSettings({ density }),
  clearRecents: async (): Promise<void> => {
    const reply = await window.api.recentsClear();
    if (reply.ok) show({ recents: [] });
    else report(reply.error.message);
  },
  /** Copies text. True when it is on the clipboard. */
  copy: async (text: string): Promise<boolean> => {
    const reply = await window.api.copyText(text);
    if (!reply.ok) report(reply.error.message);
    return reply.ok;
  },
} as const;
