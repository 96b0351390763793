import type { Session, WebContents } from 'electron/main';
import { SCHEME } from './scheme.ts';

/** A proxy that does not exist: `.invalid` never resolves (RFC 6761), and here no name does. */
const DEAD_PROXY = {
  mode: 'fixed_servers',
  proxyRules: 'socks5://sealed.invalid:1',
  proxyBypassRules: '<-loopback>',
} as const;

/**
 * Leaves a session nothing to load but the program's own files. This file alone listens to `webRequest`: of two listeners
 * only the last one counts.
 *
 * @param developer whether developer tools may load their own pages (never in a packaged program)
 */
export async function sealSession(
  session: Pick<Session, 'setProxy' | 'webRequest' | 'setSpellCheckerEnabled'>,
  developer: boolean,
): Promise<void> {
  const allowed = developer ? [`${SCHEME}:`, 'devtools:'] : [`${SCHEME}:`];
  // SECURITY: three layers, because each one misses something that another stops (test/electron/main/network.test.ts;
  // what they do: test/e2e/electron/seal.test.ts and, for the same layers in Chromium, test/e2e/chromium/security-seal.test.ts).
  session.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, ({ url }, callback) => {
    callback({ cancel: !URL.canParse(url) || !allowed.includes(new URL(url).protocol) });
  });
  // The spell checker downloads dictionaries.
  session.setSpellCheckerEnabled(false);
  await session.setProxy(DEAD_PROXY);
}

/** Takes WebRTC its way around the proxy: the one thing that neither policy nor request filter sees. */
export function sealContents(contents: Pick<WebContents, 'setWebRTCIPHandlingPolicy'>): void {
  // SECURITY: test/electron/main/network.test.ts.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
