import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBrowser, sealedArguments } from '../../scripts/browser.mjs';

const only =
  (...paths: string[]) =>
  (path: string) =>
    paths.includes(path);

describe('findBrowser', () => {
  it('looks for Chrome, Chromium and Edge where each system keeps them', () => {
    const env = { PATH: ['/usr/local/bin', '/usr/bin'].join(delimiter), HOME: '/home/u' };
    expect(findBrowser('linux', env, only('/usr/bin/chromium'))).toBe('/usr/bin/chromium');
    expect(findBrowser('linux', env, only('/usr/bin/chromium', '/usr/local/bin/google-chrome'))).toBe(
      '/usr/local/bin/google-chrome',
    );
    expect(findBrowser('linux', env, only('/opt/google/chrome/google-chrome'))).toBe(
      '/opt/google/chrome/google-chrome',
    );
    const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findBrowser('darwin', env, only(mac))).toBe(mac);
    const asked: string[] = [];
    findBrowser('win32', { PROGRAMFILES: 'C:\\Program Files' }, (path) => asked.push(path) < 0);
    expect(asked.some((path) => path.startsWith('C:\\Program Files') && path.endsWith('chrome.exe'))).toBe(true);
    expect(asked.some((path) => path.endsWith('msedge.exe'))).toBe(true);
  });

  it('takes the one that is named before all others, and says when there is none', () => {
    const env = { PATH: '/usr/bin', BATHYSCOPE_BROWSER: '/opt/mine' };
    expect(findBrowser('linux', env, only('/opt/mine', '/usr/bin/chromium'))).toBe('/opt/mine');
    expect(findBrowser('linux', env, only())).toBeNull();
    expect(findBrowser('linux', {}, only())).toBeNull();
  });
});

describe('sealedArguments', () => {
  it('let a browser reach one port of the loopback address and nothing else', () => {
    const args = sealedArguments(4_711);
    expect(args).toContain('--proxy-server=socks5://127.0.0.1:4711');
    expect(args).toContain('--proxy-bypass-list=<-loopback>;127.0.0.1:4711');
    expect(args).toContain('--webrtc-ip-handling-policy=disable_non_proxied_udp');
    expect(args).toContain('--disable-background-networking');
    expect(args).not.toContain('--no-sandbox');
  });
});
