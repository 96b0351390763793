import type { Result } from '../base/result.ts';
import type { CHANNELS } from './channels.ts';
import type { RequestOf, ResponseOf } from './contract.ts';
import type { AppEvent } from './events.ts';

type Reply<C extends (typeof CHANNELS)[keyof typeof CHANNELS]> = Promise<Result<ResponseOf<C>>>;
type C = typeof CHANNELS;

/** A file or folder that was dropped; `path` is relative (a folder's file carries the folder in it). */
export interface DroppedItem {
  readonly path: string;
  readonly file: DroppedFile;
}

/** The browser's `File`, named structurally because `shared/` has no DOM. */
export interface DroppedFile {
  readonly name: string;
  readonly size: number;
}

/**
 * All that the page can ask for: `window.api`. Electron's preload and the loopback client implement the same interface.
 * Every reply is a Result; nothing here takes or returns a path.
 */
export interface BathyscopeApi {
  readonly shell: 'electron' | 'loopback';
  appInfo(): Reply<C['appInfo']>;
  settingsGet(): Reply<C['settingsGet']>;
  settingsSet(patch: RequestOf<C['settingsSet']>): Reply<C['settingsSet']>;
  recentsList(): Reply<C['recentsList']>;
  recentsClear(): Reply<C['recentsClear']>;
  copyText(text: string): Reply<C['copyText']>;
  openPicked(kind: 'file' | 'folder'): Reply<C['openPicked']>;
  openDropped(items: readonly DroppedItem[]): Reply<C['openDropped']>;
  openSample(sampleId: string): Reply<C['openSample']>;
  openRecent(recentId: string): Reply<C['openRecent']>;
  documentGet(documentId: string): Reply<C['documentGet']>;
  documentClose(documentId: string): Reply<C['documentClose']>;
  replayCancel(documentId: string): Reply<C['replayCancel']>;
  replayRestart(documentId: string): Reply<C['replayRestart']>;
  anchorPicked(request: RequestOf<C['anchorPicked']>): Reply<C['anchorPicked']>;
  anchorDropped(
    request: Omit<RequestOf<C['anchorDropped']>, 'handles'>,
    items: readonly DroppedItem[],
  ): Reply<C['anchorDropped']>;
  anchorSample(documentId: string): Reply<C['anchorSample']>;
  anchorRemove(documentId: string, anchorId: string): Reply<C['anchorRemove']>;
  signaturePicked(documentId: string): Reply<C['signaturePicked']>;
  signatureDropped(documentId: string, items: readonly DroppedItem[]): Reply<C['signatureDropped']>;
  signatureRemove(documentId: string, sha256: string): Reply<C['signatureRemove']>;
  tenantExpect(documentId: string, tenantId: string | null): Reply<C['tenantExpect']>;
  fingerprintPin(request: RequestOf<C['fingerprintPin']>): Reply<C['fingerprintPin']>;
  fingerprintUnpin(documentId: string, fingerprint: string): Reply<C['fingerprintUnpin']>;
  rowsGet(request: RequestOf<C['rowsGet']>): Reply<C['rowsGet']>;
  rowGet(request: RequestOf<C['rowGet']>): Reply<C['rowGet']>;
  stripGet(request: RequestOf<C['stripGet']>): Reply<C['stripGet']>;
  faultNext(request: RequestOf<C['faultNext']>): Reply<C['faultNext']>;
  queryStart(request: RequestOf<C['queryStart']>): Reply<C['queryStart']>;
  queryGet(request: RequestOf<C['queryGet']>): Reply<C['queryGet']>;
  queryCancel(request: RequestOf<C['queryCancel']>): Reply<C['queryCancel']>;
  fileText(request: RequestOf<C['fileText']>): Reply<C['fileText']>;
  trustGet(): Reply<C['trustGet']>;
  trustImportPicked(request: RequestOf<C['trustImportPicked']>): Reply<C['trustImportPicked']>;
  trustImportDropped(
    request: RequestOf<C['trustImportPicked']>,
    items: readonly DroppedItem[],
  ): Reply<C['trustImportDropped']>;
  trustShippedLogs(on: boolean): Reply<C['trustShippedLogs']>;
  trustRemove(id: string): Reply<C['trustRemove']>;
  trustExport(): Reply<C['trustExport']>;
  custodyGet(request: RequestOf<C['custodyGet']>): Reply<C['custodyGet']>;
  custodyExport(): Reply<C['custodyExport']>;
  /** Calls `listener` for each event until the returned function is called. */
  subscribe(listener: (event: AppEvent) => void): () => void;
}
