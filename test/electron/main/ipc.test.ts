import type { IpcMainInvokeEvent, WebFrameMain } from 'electron/main';
import { describe, expect, it, vi } from 'vitest';
import type { Dispatch } from '../../../electron/main/handlers/dispatch.ts';
import { isTrusted, registerIpc } from '../../../electron/main/ipc.ts';
import { success } from '../../../shared/base/result.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import { fakeFrame, fakeIpcMain } from '../../support/fake-electron.ts';

const ours = fakeFrame('app://bundle');

function gate(page: WebFrameMain | null = ours) {
  const { ipcMain, handlers } = fakeIpcMain();
  const dispatch = vi.fn<Dispatch>(async () => success('done'));
  const onRequest = vi.fn();
  registerIpc(ipcMain, dispatch, () => page, onRequest);
  const invoke = (channel: string, senderFrame: WebFrameMain | null, params: unknown = {}): unknown =>
    handlers.get(channel)?.({ senderFrame } as unknown as IpcMainInvokeEvent, params);
  return { handlers, dispatch, onRequest, invoke };
}

describe('the gate between page and program', () => {
  it('has every channel of the contract and no other', () => {
    expect([...gate().handlers.keys()].sort()).toEqual(Object.values(CHANNELS).sort());
  });

  it('passes a request of our page on', async () => {
    const { dispatch, onRequest, invoke } = gate();
    expect(await invoke(CHANNELS.appInfo, ours, { a: 1 })).toEqual({ ok: true, value: 'done' });
    expect(dispatch).toHaveBeenCalledExactlyOnceWith(CHANNELS.appInfo, { a: 1 });
    expect(onRequest).toHaveBeenCalledOnce();
  });

  it.each([
    ['a frame that is gone', null, ours],
    ['another frame of the same origin', fakeFrame('app://bundle'), ours],
    ['our frame after it went elsewhere', fakeFrame('https://example.org'), undefined],
    ['our frame on an opaque origin', fakeFrame('null'), undefined],
    ['an origin that only begins like ours', fakeFrame('app://bundle.example'), undefined],
    ['any frame when there is no window', ours, null],
  ])('refuses %s, with a code and not with nothing', async (_, sender, page) => {
    const { dispatch, onRequest, invoke } = gate(page === undefined ? sender : page);
    expect(await invoke(CHANNELS.appInfo, sender)).toMatchObject({ ok: false, error: { code: 'sender-refused' } });
    expect(dispatch).not.toHaveBeenCalled();
    expect(onRequest).not.toHaveBeenCalled();
  });

  it('does not trust nobody because there is no page', () => {
    expect(isTrusted(null, null)).toBe(false);
  });
});
