import { describe, expect, it, vi } from 'vitest';
import { sealContents, sealSession } from '../../../electron/main/network.ts';
import { fakeContents, fakeSession } from '../../support/fake-electron.ts';

/** Whether the request filter of a sealed session lets an address through. */
async function filter(developer: boolean): Promise<(url: string) => boolean> {
  const session = fakeSession();
  await sealSession(session, developer);
  const calls = vi.mocked(session.webRequest.onBeforeRequest).mock.calls as unknown as [
    { urls: string[] },
    (details: { url: string }, callback: (answer: { cancel?: boolean }) => void) => void,
  ][];
  const [call] = calls;
  if (call === undefined || calls.length !== 1) throw new Error('there is not exactly one request filter');
  expect(call[0]).toEqual({ urls: ['<all_urls>'] });
  return (url) => {
    let cancelled = true;
    call[1]({ url }, (answer) => {
      cancelled = answer.cancel === true;
    });
    return !cancelled;
  };
}

describe('the network seal', () => {
  it('sends everything to a proxy that does not exist, loopback included', async () => {
    const session = fakeSession();
    await sealSession(session, false);
    expect(session.setProxy).toHaveBeenCalledWith({
      mode: 'fixed_servers',
      proxyRules: 'socks5://sealed.invalid:1',
      proxyBypassRules: '<-loopback>',
    });
  });

  it('cancels every request but those of the program', async () => {
    const passes = await filter(false);
    expect(passes('app://bundle/index.html')).toBe(true);
    for (const url of [
      'https://example.org/',
      'http://127.0.0.1/',
      'ws://127.0.0.1/',
      'file:///etc/passwd',
      'data:text/html,x',
      'blob:app://bundle/x',
      'devtools://devtools/',
      'application://bundle/',
      'nonsense',
    ])
      expect(passes(url), url).toBe(false);
  });

  it('lets developer tools load themselves only while the program is developed', async () => {
    expect((await filter(true))('devtools://devtools/bundled/x.js')).toBe(true);
    expect((await filter(true))('https://example.org/')).toBe(false);
  });

  it('turns off the spell checker, which downloads dictionaries', async () => {
    const session = fakeSession();
    await sealSession(session, false);
    expect(session.setSpellCheckerEnabled).toHaveBeenCalledWith(false);
  });

  it('takes WebRTC its way around the proxy', () => {
    const contents = fakeContents();
    sealContents(contents);
    expect(contents.setWebRTCIPHandlingPolicy).toHaveBeenCalledWith('disable_non_proxied_udp');
  });
});
