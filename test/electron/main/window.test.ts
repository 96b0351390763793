import { describe, expect, it } from 'vitest';
import { showPage, windowOptions } from '../../../electron/main/window.ts';
import { fakeSession, fakeWindow } from '../../support/fake-electron.ts';

describe('the window', () => {
  it('has exactly these preferences', () => {
    const session = fakeSession();
    const { webPreferences } = windowOptions({ session, preload: '/preload.cjs', developer: false });
    expect(webPreferences).toEqual({
      session,
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      plugins: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      webgl: false,
      safeDialogs: true,
      devTools: false,
    });
  });

  it('has developer tools only while the program is developed', () => {
    const options = windowOptions({ session: fakeSession(), preload: '/preload.cjs', developer: true });
    expect(options.webPreferences?.devTools).toBe(true);
  });

  it('shows our page and nothing else, once it is drawn', async () => {
    const window = fakeWindow();
    await showPage(window, 'tail-cut & more');
    expect(window.loadURL).toHaveBeenCalledExactlyOnceWith('app://bundle/#sample=tail-cut%20%26%20more');
    expect(window.show).not.toHaveBeenCalled();
    window.emit('ready-to-show');
    expect(window.show).toHaveBeenCalledOnce();
  });
});
