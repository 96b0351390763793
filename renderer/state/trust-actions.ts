import type { Result } from '../../shared/base/result.ts';
import type { DroppedItem } from '../../shared/ipc/api.ts';
import type { TrustImport, TrustStore } from '../../shared/ipc/contract.ts';
import '../api.ts';
import { appStore } from './app-state.ts';
import { refreshShown } from './refresh.ts';

/** Takes the store that came back, and the shown document as it is judged with it. */
async function change(request: () => Promise<Result<TrustStore | null>>): Promise<void> {
  const reply = await request();
  if (!reply.ok) {
    appStore.set({ notice: reply.error.message });
    return;
  }
  if (reply.value === null) return;
  appStore.set({ trustStore: reply.value, trustForm: null, pendingDrop: null });
  const { document } = appStore.get();
  if (document !== null) await refreshShown(document.id);
}

/** Everything that the reader can do about what is trusted in all bundles. None of these throws. */
export const trustActions = {
  load: async (): Promise<void> => {
    const reply = await window.api.trustGet();
    if (reply.ok) appStore.set({ trustStore: reply.value });
    else appStore.set({ notice: reply.error.message });
  },
  /** Opens the form for a new piece, or says how far it is answered: null while something is missing. */
  setForm: (request: TrustImport | null): void => appStore.set({ trustForm: { request } }),
  closeForm: (): void => appStore.set({ trustForm: null }),
  importPicked: (request: TrustImport): Promise<void> => change(() => window.api.trustImportPicked(request)),
  /** Imports what was dropped while the form is open; the form has to be answered first. */
  importDropped: (items: readonly DroppedItem[]): Promise<void> => {
    const request = appStore.get().trustForm?.request ?? null;
    if (request === null) {
      appStore.set({ notice: 'Nothing was imported: first say how and by whom it was obtained, then drop it again.' });
      return Promise.resolve();
    }
    return change(() => window.api.trustImportDropped(request, items));
  },
  /** Imports dropped items as a trust file, which says itself where each piece comes from. */
  importDroppedTrustFile: (items: readonly DroppedItem[]): Promise<void> =>
    change(() => window.api.trustImportDropped({ kind: 'trust-file' }, items)),
  setShippedLogs: (on: boolean): Promise<void> => change(() => window.api.trustShippedLogs(on)),
  remove: (id: string): Promise<void> => change(() => window.api.trustRemove(id)),
  exportStore: async (): Promise<void> => {
    const reply = await window.api.trustExport();
    if (!reply.ok) appStore.set({ notice: reply.error.message });
  },
} as const;
