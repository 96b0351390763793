import { failure, type Result, success } from '../../../shared/base/result.ts';
import type { BathyscopeApi, DroppedItem } from '../../../shared/ipc/api.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import { anchorItems, NO_ANCHORS } from './anchor-items.ts';
import { copyText } from './clipboard.ts';
import { subscribe } from './events.ts';
import { pick } from './pick.ts';
import { call } from './rpc.ts';
import { save } from './save.ts';
import { upload } from './upload.ts';

/** Said before anything is copied to the host. */
const NO_SIGNATURES: Result<never> = failure({
  code: 'signature-folder',
  message: 'A folder is no detached signature. Bring the signature files themselves.',
});

/** Hands files over and, when they are there, does something with their handles. */
async function withHandles<T>(
  items: readonly DroppedItem[],
  use: (handles: string[]) => Promise<Result<T>>,
): Promise<Result<T>> {
  const handles = await upload(items);
  return handles.ok ? use(handles.value) : handles;
}

/** `window.api` of the loopback page: the same interface as Electron's preload, over HTTP to the host that served the page. */
const api: BathyscopeApi = {
  shell: 'loopback',
  appInfo: () => call(CHANNELS.appInfo, {}),
  settingsGet: () => call(CHANNELS.settingsGet, {}),
  settingsSet: (patch) => call(CHANNELS.settingsSet, patch),
  recentsList: () => call(CHANNELS.recentsList, {}),
  recentsClear: () => call(CHANNELS.recentsClear, {}),
  copyText,
  openPicked: async (kind) => {
    const items = await pick(kind);
    return items === null ? success(null) : api.openDropped(items);
  },
  openDropped: (items) => withHandles(items, (handles) => call(CHANNELS.openDropped, { handles })),
  openSample: (sampleId) => call(CHANNELS.openSample, { sampleId }),
  openRecent: (recentId) => call(CHANNELS.openRecent, { recentId }),
  documentGet: (documentId) => call(CHANNELS.documentGet, { documentId }),
  documentClose: (documentId) => call(CHANNELS.documentClose, { documentId }),
  replayCancel: (documentId) => call(CHANNELS.replayCancel, { documentId }),
  replayRestart: (documentId) => call(CHANNELS.replayRestart, { documentId }),
  anchorPicked: async ({ kind, documentId, bytes }) => {
    const items = await pick(kind, true);
    return items === null ? success(null) : api.anchorDropped({ documentId, bytes }, items);
  },
  anchorDropped: (request, items) => {
    const anchors = anchorItems(items);
    return anchors.length === 0
      ? Promise.resolve(NO_ANCHORS)
      : withHandles(anchors, (handles) => call(CHANNELS.anchorDropped, { ...request, handles }));
  },
  anchorSample: (documentId) => call(CHANNELS.anchorSample, { documentId }),
  anchorRemove: (documentId, anchorId) => call(CHANNELS.anchorRemove, { documentId, anchorId }),
  signaturePicked: async (documentId) => {
    const items = await pick('file', true);
    return items === null ? success(null) : api.signatureDropped(documentId, items);
  },
  signatureDropped: (documentId, items) =>
    items.some(({ path }) => path.includes('/'))
      ? Promise.resolve(NO_SIGNATURES)
      : withHandles(items, (handles) => call(CHANNELS.signatureDropped, { documentId, handles })),
  signatureRemove: (documentId, sha256) => call(CHANNELS.signatureRemove, { documentId, sha256 }),
  tenantExpect: (documentId, tenantId) => call(CHANNELS.tenantExpect, { documentId, tenantId }),
  fingerprintPin: (request) => call(CHANNELS.fingerprintPin, request),
  fingerprintUnpin: (documentId, fingerprint) => call(CHANNELS.fingerprintUnpin, { documentId, fingerprint }),
  rowsGet: (request) => call(CHANNELS.rowsGet, request),
  rowGet: (request) => call(CHANNELS.rowGet, request),
  stripGet: (request) => call(CHANNELS.stripGet, request),
  faultNext: (request) => call(CHANNELS.faultNext, request),
  queryStart: (request) => call(CHANNELS.queryStart, request),
  queryGet: (request) => call(CHANNELS.queryGet, request),
  queryCancel: (request) => call(CHANNELS.queryCancel, request),
  fileText: (request) => call(CHANNELS.fileText, request),
  trustGet: () => call(CHANNELS.trustGet, {}),
  trustImportPicked: async (request) => {
    const items = await pick('file');
    return items === null ? success(null) : api.trustImportDropped(request, items);
  },
  trustImportDropped: (request, items) =>
    withHandles(items, (handles) => call(CHANNELS.trustImportDropped, { import: request, handles })),
  trustShippedLogs: (on) => call(CHANNELS.trustShippedLogs, { on }),
  trustRemove: (id) => call(CHANNELS.trustRemove, { id }),
  trustExport: () => save('trust'),
  custodyGet: (request) => call(CHANNELS.custodyGet, request),
  custodyExport: () => save('custody'),
  subscribe,
};

Object.defineProperty(window, 'api', { value: Object.freeze(api) });
