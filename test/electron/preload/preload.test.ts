import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { BathyscopeApi } from '../../../shared/ipc/api.ts';
import { CHANNELS, EVENT_CHANNEL } from '../../../shared/ipc/channels.ts';
import { CONTRACT } from '../../../shared/ipc/contract.ts';

const { electron } = vi.hoisted(() => ({
  electron: {
    contextBridge: { exposeInMainWorld: vi.fn(), executeInMainWorld: vi.fn() },
    ipcRenderer: { invoke: vi.fn(async (..._args: unknown[]) => 'reply'), on: vi.fn(), off: vi.fn() },
    webUtils: { getPathForFile: vi.fn((file: { name: string }) => `/drop/${file.name}`) },
  },
}));
vi.mock('electron/renderer', () => electron);

let api: BathyscopeApi;
beforeEach(async () => {
  vi.resetModules();
  vi.clearAllMocks();
  await import('../../../electron/preload/index.ts');
  api = electron.contextBridge.exposeInMainWorld.mock.calls[0]?.[1] as BathyscopeApi;
});

const item = (path: string) => ({ path, file: { name: path, size: 1 } });

describe('the preload', () => {
  it('gives the page exactly one object, and only functions of the contract in it', () => {
    expect(electron.contextBridge.exposeInMainWorld).toHaveBeenCalledExactlyOnceWith('api', expect.anything());
    expect(Object.keys(api).sort()).toEqual([...Object.keys(CHANNELS), 'shell', 'subscribe'].sort());
    expect(api.shell).toBe('electron');
  });

  it('sends each request on its own channel, in the shape of the contract', async () => {
    const d = 'document';
    const requests: [keyof typeof CHANNELS, () => Promise<unknown>][] = [
      ['appInfo', () => api.appInfo()],
      ['settingsGet', () => api.settingsGet()],
      ['settingsSet', () => api.settingsSet({ theme: 'dark' })],
      ['recentsList', () => api.recentsList()],
      ['recentsClear', () => api.recentsClear()],
      ['copyText', () => api.copyText('text')],
      ['openPicked', () => api.openPicked('folder')],
      ['openDropped', () => api.openDropped([item('a.json')])],
      ['openSample', () => api.openSample('healthy')],
      ['openRecent', () => api.openRecent('recent')],
      ['documentGet', () => api.documentGet(d)],
      ['documentClose', () => api.documentClose(d)],
      ['replayCancel', () => api.replayCancel(d)],
      ['replayRestart', () => api.replayRestart(d)],
      ['anchorPicked', () => api.anchorPicked({ documentId: d, kind: 'file', bytes: 'canonical' })],
      ['anchorDropped', () => api.anchorDropped({ documentId: d, bytes: 'as-is' }, [item('a.json')])],
      ['anchorSample', () => api.anchorSample(d)],
      ['anchorRemove', () => api.anchorRemove(d, 'anchor')],
      ['signaturePicked', () => api.signaturePicked(d)],
      ['signatureDropped', () => api.signatureDropped(d, [item('a.sig.json')])],
      ['signatureRemove', () => api.signatureRemove(d, 'a'.repeat(64))],
      ['tenantExpect', () => api.tenantExpect(d, 'harbour-clinic')],
      ['fingerprintPin', () => api.fingerprintPin({ documentId: d, fingerprint: 'a'.repeat(64), keyId: 'key/1' })],
      ['fingerprintUnpin', () => api.fingerprintUnpin(d, 'a'.repeat(64))],
      ['rowsGet', () => api.rowsGet({ documentId: d, from: 0, count: 1 })],
      ['rowGet', () => api.rowGet({ documentId: d, position: 0 })],
      ['stripGet', () => api.stripGet({ documentId: d, cells: 1 })],
      ['faultNext', () => api.faultNext({ documentId: d, from: 0, direction: 'next' })],
      ['queryStart', () => api.queryStart({ documentId: d, query: { text: 'x' } })],
      ['queryGet', () => api.queryGet({ documentId: d, queryId: 'q' })],
      ['queryCancel', () => api.queryCancel({ documentId: d, queryId: 'q' })],
      ['fileText', () => api.fileText({ documentId: d, fileIndex: 0, from: 0, count: 1 })],
      ['trustGet', () => api.trustGet()],
      ['trustImportPicked', () => api.trustImportPicked({ kind: 'trust-file' })],
      ['trustImportDropped', () => api.trustImportDropped({ kind: 'trust-file' }, [item('a.json')])],
      ['trustShippedLogs', () => api.trustShippedLogs(true)],
      ['trustRemove', () => api.trustRemove('key')],
      ['trustExport', () => api.trustExport()],
      ['custodyGet', () => api.custodyGet({ from: 0, count: 1 })],
      ['custodyExport', () => api.custodyExport()],
    ];
    expect(requests.map(([name]) => name).sort()).toEqual(Object.keys(CHANNELS).sort());
    for (const [name, request] of requests) {
      electron.ipcRenderer.invoke.mockClear();
      expect(await request()).toBe('reply');
      const [channel, params] = electron.ipcRenderer.invoke.mock.calls[0] ?? [];
      expect(channel).toBe(CHANNELS[name]);
      expect(CONTRACT[CHANNELS[name]].request.safeParse(params).success, name).toBe(true);
    }
  });

  it('asks Electron for the path of what was dropped, beside its path in the drop', async () => {
    await api.openDropped([item('june/a.json')]);
    const [, params] = electron.ipcRenderer.invoke.mock.calls[0] ?? [];
    expect(params).toEqual({ handles: ['["june/a.json","/drop/june/a.json"]'] });
  });

  it('passes events on without the event object of Electron, until it is told to stop', () => {
    const listener = vi.fn();
    const stop = api.subscribe(listener);
    const [channel, pass] = electron.ipcRenderer.on.mock.calls[0] ?? [];
    expect(channel).toBe(EVENT_CHANNEL);
    (pass as (event: unknown, message: unknown) => void)({ sender: 'electron' }, { type: 'opened' });
    expect(listener).toHaveBeenCalledExactlyOnceWith({ type: 'opened' });
    stop();
    expect(electron.ipcRenderer.off).toHaveBeenCalledWith(EVENT_CHANNEL, pass);
  });

  it('takes from the page the ways to talk that it never needs', () => {
    const func = electron.contextBridge.executeInMainWorld.mock.calls[0]?.[0].func as () => void;
    const before = Object.getOwnPropertyDescriptor(globalThis, 'WebSocket');
    Object.assign(globalThis, { RTCPeerConnection: 1, WebTransport: 1, EventSource: 1 });
    func();
    for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport', 'WebSocket', 'EventSource'])
      expect(name in globalThis).toBe(false);
    if (before !== undefined) Object.defineProperty(globalThis, 'WebSocket', before);
  });
});
