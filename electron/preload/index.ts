import { contextBridge, ipcRenderer, webUtils } from 'electron/renderer';
import type { BathyscopeApi, DroppedItem } from '../../shared/ipc/api.ts';
import { CHANNELS, EVENT_CHANNEL } from '../../shared/ipc/channels.ts';

/* A sandboxed preload: it only passes on. Whatever needs an `if` belongs in main, which checks the sender and parses all. */

/** Where a dropped file lies, beside its path in the drop. The page sees neither: a File made by a script has no path. */
const handles = (items: readonly DroppedItem[]): string[] =>
  items.map(({ path, file }) => JSON.stringify([path, webUtils.getPathForFile(file as File)]));

const api: BathyscopeApi = {
  shell: 'electron',
  appInfo: () => ipcRenderer.invoke(CHANNELS.appInfo, {}),
  settingsGet: () => ipcRenderer.invoke(CHANNELS.settingsGet, {}),
  settingsSet: (patch) => ipcRenderer.invoke(CHANNELS.settingsSet, patch),
  recentsList: () => ipcRenderer.invoke(CHANNELS.recentsList, {}),
  recentsClear: () => ipcRenderer.invoke(CHANNELS.recentsClear, {}),
  copyText: (text) => ipcRenderer.invoke(CHANNELS.copyText, { text }),
  openPicked: (kind) => ipcRenderer.invoke(CHANNELS.openPicked, { kind }),
  openDropped: (items) => ipcRenderer.invoke(CHANNELS.openDropped, { handles: handles(items) }),
  openSample: (sampleId) => ipcRenderer.invoke(CHANNELS.openSample, { sampleId }),
  openRecent: (recentId) => ipcRenderer.invoke(CHANNELS.openRecent, { recentId }),
  documentGet: (documentId) => ipcRenderer.invoke(CHANNELS.documentGet, { documentId }),
  documentClose: (documentId) => ipcRenderer.invoke(CHANNELS.documentClose, { documentId }),
  replayCancel: (documentId) => ipcRenderer.invoke(CHANNELS.replayCancel, { documentId }),
  replayRestart: (documentId) => ipcRenderer.invoke(CHANNELS.replayRestart, { documentId }),
  anchorPicked: (request) => ipcRenderer.invoke(CHANNELS.anchorPicked, request),
  anchorDropped: (request, items) =>
    ipcRenderer.invoke(CHANNELS.anchorDropped, { ...request, handles: handles(items) }),
  anchorSample: (documentId) => ipcRenderer.invoke(CHANNELS.anchorSample, { documentId }),
  anchorRemove: (documentId, anchorId) => ipcRenderer.invoke(CHANNELS.anchorRemove, { documentId, anchorId }),
  signaturePicked: (documentId) => ipcRenderer.invoke(CHANNELS.signaturePicked, { documentId }),
  signatureDropped: (documentId, items) =>
    ipcRenderer.invoke(CHANNELS.signatureDropped, { documentId, handles: handles(items) }),
  signatureRemove: (documentId, sha256) => ipcRenderer.invoke(CHANNELS.signatureRemove, { documentId, sha256 }),
  tenantExpect: (documentId, tenantId) => ipcRenderer.invoke(CHANNELS.tenantExpect, { documentId, tenantId }),
  fingerprintPin: (request) => ipcRenderer.invoke(CHANNELS.fingerprintPin, request),
  fingerprintUnpin: (documentId, fingerprint) =>
    ipcRenderer.invoke(CHANNELS.fingerprintUnpin, { documentId, fingerprint }),
  rowsGet: (request) => ipcRenderer.invoke(CHANNELS.rowsGet, request),
  rowGet: (request) => ipcRenderer.invoke(CHANNELS.rowGet, request),
  stripGet: (request) => ipcRenderer.invoke(CHANNELS.stripGet, request),
  faultNext: (request) => ipcRenderer.invoke(CHANNELS.faultNext, request),
  queryStart: (request) => ipcRenderer.invoke(CHANNELS.queryStart, request),
  queryGet: (request) => ipcRenderer.invoke(CHANNELS.queryGet, request),
  queryCancel: (request) => ipcRenderer.invoke(CHANNELS.queryCancel, request),
  fileText: (request) => ipcRenderer.invoke(CHANNELS.fileText, request),
  trustGet: () => ipcRenderer.invoke(CHANNELS.trustGet, {}),
  trustImportPicked: (request) => ipcRenderer.invoke(CHANNELS.trustImportPicked, request),
  trustImportDropped: (request, items) =>
    ipcRenderer.invoke(CHANNELS.trustImportDropped, { import: request, handles: handles(items) }),
  trustShippedLogs: (on) => ipcRenderer.invoke(CHANNELS.trustShippedLogs, { on }),
  trustRemove: (id) => ipcRenderer.invoke(CHANNELS.trustRemove, { id }),
  trustExport: () => ipcRenderer.invoke(CHANNELS.trustExport, {}),
  custodyGet: (request) => ipcRenderer.invoke(CHANNELS.custodyGet, request),
  custodyExport: () => ipcRenderer.invoke(CHANNELS.custodyExport, {}),
  subscribe: (listener) => {
    const pass: Parameters<typeof ipcRenderer.on>[1] = (_event, message) => listener(message);
    ipcRenderer.on(EVENT_CHANNEL, pass);
    return () => ipcRenderer.off(EVENT_CHANNEL, pass);
  },
};

contextBridge.exposeInMainWorld('api', api);

// SECURITY: a belt, not a boundary (main seals the network): the page finds no way to talk that it never needs
// (test/electron/preload/preload.test.ts).
contextBridge.executeInMainWorld({
  func: () => {
    for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport', 'WebSocket', 'EventSource'])
      Reflect.deleteProperty(globalThis, name);
  },
});
