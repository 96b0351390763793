import type { AppEvent } from '../../shared/ipc/events.ts';
import '../api.ts';
import { actions } from './actions.ts';
import { appStore, INITIAL_STATE } from './app-state.ts';
import { receiveDocumentEvent } from './incoming.ts';

function receive(event: AppEvent): void {
  switch (event.type) {
    case 'document':
    case 'progress':
      receiveDocumentEvent(event);
      return;
    case 'opened':
      void actions.openExisting(event.documentId);
      return;
    case 'command':
      if (event.command === 'open-file') void actions.openPicked('file');
      else if (event.command === 'open-folder') void actions.openPicked('folder');
      else if (event.command === 'close') void actions.closeDocument();
      else actions.showKeys(true);
      return;
    case 'query':
      return;
  }
}

/**
 * Starts the state from nothing and ties it to `window.api`: loads information, settings and recent bundles, and follows
 * events until the returned function is called.
 */
export function connect(): () => void {
  appStore.set(INITIAL_STATE);
  const unsubscribe = window.api.subscribe(receive);
  void load();
  return unsubscribe;
}

async function load(): Promise<void> {
  const [info, settings, recents] = await Promise.all([
    window.api.appInfo(),
    window.api.settingsGet(),
    window.api.recentsList(),
  ]);
  if (info.ok) appStore.set({ info: info.value });
  else appStore.set({ notice: info.error.message });
  if (settings.ok) appStore.set({ settings: settings.value });
  if (recents.ok) appStore.set({ recents: recents.value });
}
