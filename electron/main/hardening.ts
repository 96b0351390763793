import type { App, Session, WebContents } from 'electron/main';

/** What may be prevented. */
interface Preventable {
  preventDefault(): void;
}
const prevent = (event: Preventable): void => event.preventDefault();

/**
 * Refuses every permission, device and download of a session. Without handlers Electron grants them.
 * SECURITY: test/electron/main/hardening.test.ts, one test for each line.
 */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }));
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault();
    callback(null);
  });
  session.on('select-usb-device', (event, _details, callback) => {
    event.preventDefault();
    callback();
  });
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault();
    callback('');
  });
  session.on('file-system-access-restricted', (_event, _details, callback) => callback('deny'));
  session.on('will-download', prevent);
}

/**
 * Keeps a page where it is: no navigation, no new window, no webview.
 * SECURITY: test/electron/main/hardening.test.ts, one test for each line.
 */
export function hardenContents(contents: WebContents): void {
  contents.on('will-navigate', prevent);
  contents.on('will-frame-navigate', prevent);
  contents.on('will-redirect', prevent);
  contents.on('will-attach-webview', prevent);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Applies `each` to all contents that are ever made, and hands no client certificate to anybody. */
export function hardenApp(app: Pick<App, 'on'>, each: (contents: WebContents) => void): void {
  app.on('web-contents-created', (_event, contents) => {
    hardenContents(contents);
    each(contents);
  });
  // Since Electron 44 this also fires for `net` and utility processes, with the first certificate as default.
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    event.preventDefault();
    callback();
  });
}
