import type { Session, WebContents } from 'electron/main';
import { describe, expect, it, vi } from 'vitest';
import { hardenApp, hardenContents, hardenSession } from '../../../electron/main/hardening.ts';
import { fakeApp, fakeContents, fakeSession } from '../../support/fake-electron.ts';

/** The handler that was given to a setter. */
function given<T>(setter: unknown): T {
  const handler = vi.mocked(setter as (handler: T) => void).mock.calls[0]?.[0];
  if (handler === undefined) throw new Error('no handler was set');
  return handler;
}

function hardened(): Session {
  const session = fakeSession();
  hardenSession(session);
  return session;
}

/** Emits an event that can be prevented and says whether it was. */
function prevented(
  target: { emit(name: string, ...args: unknown[]): boolean },
  name: string,
  ...args: unknown[]
): boolean {
  let was = false;
  target.emit(name, { preventDefault: () => (was = true) }, ...args);
  return was;
}
const emitter = (target: Session | WebContents) =>
  target as unknown as { emit(name: string, ...args: unknown[]): boolean };

describe('a session', () => {
  it('grants no permission that is asked for', () => {
    const answer = vi.fn();
    given<(c: null, p: string, callback: (granted: boolean) => void) => void>(hardened().setPermissionRequestHandler)(
      null,
      'media',
      answer,
    );
    expect(answer).toHaveBeenCalledExactlyOnceWith(false);
  });

  it('has no permission when it is checked', () => {
    expect(given<() => boolean>(hardened().setPermissionCheckHandler)()).toBe(false);
  });

  it('has no device', () => {
    expect(given<() => boolean>(hardened().setDevicePermissionHandler)()).toBe(false);
  });

  it('shares no screen', () => {
    const answer = vi.fn();
    given<(r: object, callback: (streams: null) => void) => void>(hardened().setDisplayMediaRequestHandler)({}, answer);
    expect(answer).toHaveBeenCalledExactlyOnceWith(null);
  });

  it('pairs with nothing', () => {
    const answer = vi.fn();
    given<(d: object, callback: (r: object) => void) => void>(hardened().setBluetoothPairingHandler)({}, answer);
    expect(answer).toHaveBeenCalledExactlyOnceWith({ confirmed: false });
  });

  it.each([
    ['select-hid-device', [null], (callback: unknown) => [{}, callback]],
    ['select-usb-device', [], (callback: unknown) => [{}, callback]],
    ['select-serial-port', [''], (callback: unknown) => [[], {}, callback]],
  ])('selects nothing on %s', (name, selected, args) => {
    const answer = vi.fn();
    expect(prevented(emitter(hardened()), name, ...args(answer))).toBe(true);
    expect(answer).toHaveBeenCalledExactlyOnceWith(...selected);
  });

  it('opens no restricted folder', () => {
    const answer = vi.fn();
    emitter(hardened()).emit('file-system-access-restricted', {}, {}, answer);
    expect(answer).toHaveBeenCalledExactlyOnceWith('deny');
  });

  it('downloads nothing', () => {
    expect(prevented(emitter(hardened()), 'will-download')).toBe(true);
  });
});

describe('contents', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])('prevent %s', (name) => {
    const contents = fakeContents();
    hardenContents(contents);
    expect(prevented(emitter(contents), name)).toBe(true);
  });

  it('open no window', () => {
    const contents = fakeContents();
    hardenContents(contents);
    expect(given<() => object>(contents.setWindowOpenHandler)()).toEqual({ action: 'deny' });
  });
});

describe('the app', () => {
  it('hardens and seals all contents that are made', () => {
    const { app } = fakeApp();
    const contents = fakeContents();
    const each = vi.fn();
    hardenApp(app, each);
    app.emit('web-contents-created', {}, contents);
    expect(each).toHaveBeenCalledWith(contents);
    expect(contents.setWindowOpenHandler).toHaveBeenCalled();
  });

  it('gives no client certificate', () => {
    const { app } = fakeApp();
    const answer = vi.fn();
    hardenApp(app, vi.fn());
    expect(prevented(app, 'select-client-certificate', {}, 'https://x', [{}], answer)).toBe(true);
    expect(answer).toHaveBeenCalledExactlyOnceWith();
  });
});
