import { useSyncExternalStore } from 'react';
import type { Finding } from '../../shared/base/finding.ts';
import type { DroppedItem } from '../../shared/ipc/api.ts';
import type { AppInfo, Recent, Settings, TrustImport, TrustStore } from '../../shared/ipc/contract.ts';
import type { DocumentView } from '../../shared/ipc/model.ts';
import { createStore } from './store.ts';

/** The screens of an opened bundle, in the order of the rail. */
export const SCREENS = [
  'overview',
  'chain',
  'isolation',
  'retention',
  'encryption',
  'proof',
  'packs',
  'trust',
  'findings',
  'files',
] as const;
export type ScreenId = (typeof SCREENS)[number];

/** Screens that belong to the app and not to a bundle: also there while none is open. */
export type ToolId = 'trust-store' | 'custody';

/** A form that asks where a piece of trust comes from; `request` is null until all of it is answered. */
export interface TrustForm {
  readonly request: TrustImport | null;
}

/** All that the window shows, apart from what screens page in for themselves. */
export interface AppState {
  readonly info: AppInfo | null;
  readonly settings: Settings;
  readonly recents: readonly Recent[];
  /** Null while no bundle is open: the Open screen is shown. */
  readonly document: DocumentView | null;
  /** Id of the sample that the document is; null when it is none. */
  readonly sampleId: string | null;
  /** Name of what is being opened; null when nothing is. */
  readonly opening: string | null;
  readonly screen: ScreenId;
  /** Shown in place of the bundle's screen; null for none. */
  readonly tool: ToolId | null;
  /** What the auditor trusts, in all bundles; null until it was asked for. */
  readonly trustStore: TrustStore | null;
  /** The open form for a new piece of trust: a file that is dropped meanwhile is for it. */
  readonly trustForm: TrustForm | null;
  /** Position of the entry whose detail is shown. */
  readonly selectedRow: number | null;
  /** Index of the file whose detail is shown. */
  readonly selectedFile: number | null;
  readonly selectedFinding: Finding | null;
  /** Id of the pack that is shown; null for the first. */
  readonly selectedPack: string | null;
  /** Where the table of entries is asked to go; a new object for each request. */
  readonly target: { readonly position: number } | null;
  readonly detailOpen: boolean;
  readonly keysShown: boolean;
  /** Dropped while a bundle was open: bundle or anchor is for the reader to say. */
  readonly pendingDrop: readonly DroppedItem[] | null;
  /** What the tool could not do, in one sentence, until it is dismissed. */
  readonly notice: string | null;
}

/** What the window shows before anything was loaded. */
export const INITIAL_STATE: AppState = {
  info: null,
  settings: { theme: 'system', density: 'normal' },
  recents: [],
  document: null,
  sampleId: null,
  opening: null,
  screen: 'overview',
  tool: null,
  trustStore: null,
  trustForm: null,
  selectedRow: null,
  selectedFile: null,
  selectedFinding: null,
  selectedPack: null,
  target: null,
  detailOpen: true,
  keysShown: false,
  pendingDrop: null,
  notice: null,
};

/** The one store of the window; changed by `actions` and by events only. */
export const appStore = createStore<AppState>(INITIAL_STATE);

/** The state of the window, or the part of it that `select` takes; the component renders again when that part changes. */
export function useAppState(): AppState;
export function useAppState<T>(select: (state: AppState) => T): T;
export function useAppState<T>(select?: (state: AppState) => T): AppState | T {
  const snapshot = (): AppState | T => (select === undefined ? appStore.get() : select(appStore.get()));
  return useSyncExternalStore(appStore.subscribe, snapshot);
}

/** The state at this moment, for handlers outside of rendering. */
export function appState(): AppState {
  return appStore.get();
}
