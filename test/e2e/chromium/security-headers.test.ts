import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { startTestHost, type TestHost } from '../../support/loopback.ts';
import { type NetworkTrap, openNetworkTrap } from '../../support/network-trap.ts';

/* What the headers do, in a browser that is not sealed: whatever is refused here is refused by the policy alone. */

/** Stands for hostile script in the page: it tries what it is told and reports what happened. */
const PROBE = `
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.effectiveDirective));
window.attempt = async (name, address) => {
  const attempts = {
    inline: () => { const s = document.createElement('script'); s.text = 'window.ran = true'; document.head.append(s); return window.ran; },
    inlineWithPolicy: () => { trustedTypes.createPolicy('p', { createScript: (t) => t }); return true; },
    markup: () => { document.body.innerHTML = '<img src=x onerror="window.ran = true">'; return true; },
    handler: () => { document.body.setAttribute('onclick', 'window.ran = true'); document.body.click(); return window.ran; },
    eval: () => eval('1 + 1'),
    newFunction: () => new Function('return 2')(),
    timer: () => { setTimeout('window.ran = true', 0); return new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = () => done(window.ran); setTimeout(() => c.port2.postMessage(0), 50); }); },
    dataModule: () => import('data:text/javascript,export default 1').then(() => true),
    remoteModule: () => import(address).then(() => true),
    fetch: () => fetch(address).then(() => true),
    beacon: () => navigator.sendBeacon(address, 'x'),
    image: () => new Promise((done) => { const i = new Image(); i.onload = () => done(true); i.onerror = () => done(undefined); i.src = address; }),
    style: () => new Promise((done) => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.onload = () => done(true); l.onerror = () => done(undefined); l.href = address; document.head.append(l); }),
    inlineStyle: () => { const s = document.createElement('style'); s.textContent = 'body { color: rgb(1, 2, 3) }'; document.head.append(s); return getComputedStyle(document.body).color === 'rgb(1, 2, 3)' || undefined; },
    socket: () => new Promise((done) => { const s = new WebSocket(address.replace('http', 'ws')); s.onopen = () => done(true); s.onerror = () => done(undefined); }),
    eventSource: () => new Promise((done) => { const s = new EventSource(address); s.onopen = () => done(true); s.onerror = () => { s.close(); done(undefined); }; }),
    worker: () => new Promise((done) => { const w = new Worker('/assets/main.js'); w.onerror = () => done(undefined); w.onmessage = () => done(true); }),
    frame: () => new Promise((done) => { const f = document.createElement('iframe'); f.onload = () => done(f.contentDocument === null ? undefined : undefined); f.src = address; document.body.append(f); setTimeout(() => done(undefined), 500); }),
    form: () => { const f = document.createElement('form'); f.method = 'post'; f.action = address; document.body.append(f); f.submit(); return new Promise((done) => setTimeout(() => done(undefined), 300)); },
    base: () => { const b = document.createElement('base'); b.href = address; document.head.append(b); return document.baseURI.startsWith(address) || undefined; },
    camera: () => navigator.mediaDevices.getUserMedia({ video: true }).then(() => true),
    location: () => new Promise((done) => navigator.geolocation.getCurrentPosition(() => done(true), (e) => done('code ' + e.code))),
    clipboard: () => navigator.clipboard.readText().then(() => true),
  };
  // Not in the stack of the debugger's own call, where Chromium lets code be made from strings.
  await new Promise((done) => setTimeout(done));
  try { return { value: await attempts[name]() }; } catch (error) { return { refused: error.name }; }
};
document.title = 'ready';
`;

let browser: Browser;
let host: TestHost;
let trap: NetworkTrap;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  trap = await openNetworkTrap();
});
afterAll(async () => {
  await browser.close();
  await trap.close();
});
beforeEach(async () => {
  host = await startTestHost(PROBE);
  context = await browser.newContext();
  page = await context.newPage();
  await page.goto(`${host.host.address}#sample=healthy`);
  await page.waitForFunction(() => document.title === 'ready');
});
afterEach(async () => {
  await context.close();
  await host.stop();
});

type Outcome = { readonly value?: unknown; readonly refused?: string };
/** Runs one attempt by a call from outside, which itself needs no code from strings in the page. */
const attempt = (name: string, address = `http://127.0.0.1:${trap.httpPort}/x.js`): Promise<Outcome> =>
  page.evaluate(
    ([what, where]) =>
      (window as unknown as { attempt(name: string, address: string): Promise<Outcome> }).attempt(
        what ?? '',
        where ?? '',
      ),
    [name, address],
  );
const violations = (): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { violations: string[] }).violations);

describe('the page in Chromium', () => {
  it('opens by the printed address, keeps the fragment, and runs without a violation', async () => {
    expect(page.url()).toBe(`${host.origin}/#sample=healthy`);
    expect(await page.evaluate(() => (window as unknown as { fromClient: boolean }).fromClient)).toBe(true);
    expect(await violations()).toEqual([]);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  });

  it('names no feature that the browser does not know', async () => {
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    await page.reload();
    await page.waitForFunction(() => document.title === 'ready');
    expect(messages).toEqual([]);
  });

  it.each([
    ['inline', 'require-trusted-types-for'],
    ['inlineWithPolicy', 'trusted-types'],
    ['markup', 'require-trusted-types-for'],
    ['handler', 'require-trusted-types-for'],
    ['eval', 'require-trusted-types-for'],
    ['newFunction', 'require-trusted-types-for'],
    ['timer', 'require-trusted-types-for'],
    ['dataModule', 'script-src-elem'],
    ['remoteModule', 'script-src-elem'],
    ['fetch', 'connect-src'],
    ['socket', 'connect-src'],
    ['eventSource', 'connect-src'],
    ['image', 'img-src'],
    ['style', 'style-src-elem'],
    ['inlineStyle', 'style-src-elem'],
    ['frame', 'frame-src'],
    ['form', 'form-action'],
    ['base', 'base-uri'],
  ])('refuses %s', async (name, directive) => {
    const before = trap.requests();
    const outcome = await attempt(name);
    expect(outcome.value).toBeUndefined();
    expect(await violations()).toContain(directive);
    expect(trap.requests()).toBe(before);
    expect(page.url().startsWith(host.origin)).toBe(true);
  });

  it('refuses scripts and handlers that stand in the page itself', async () => {
    const inline = await startTestHost(
      PROBE,
      '<script>window.ran = true</script><img src="x" onerror="window.ran = true">',
    );
    await page.goto(inline.host.address);
    await page.waitForFunction(() => document.title === 'ready');
    expect(await page.evaluate(() => (window as unknown as { ran?: boolean }).ran)).toBeUndefined();
    await inline.stop();
  });

  it('refuses a beacon: nothing arrives', async () => {
    const before = trap.requests();
    await attempt('beacon');
    expect(await violations()).toContain('connect-src');
    expect(trap.requests()).toBe(before);
  });

  it.each(['camera', 'clipboard'])('has no %s', async (name) => {
    expect((await attempt(name)).refused).toMatch(/NotAllowedError|NotFoundError|TypeError/);
  });

  it('has no place', async () => {
    expect(await attempt('location')).toEqual({ value: 'code 1' });
  });

  it('can not be framed by another page', async () => {
    const outer = await context.newPage();
    await outer.goto(`http://127.0.0.1:${trap.httpPort}/`);
    await outer.evaluate((address) => {
      const frame = document.createElement('iframe');
      frame.src = address;
      document.body.append(frame);
    }, host.origin);
    await outer.waitForTimeout(300);
    const framed = outer.frames().find((frame) => frame !== outer.mainFrame());
    expect(framed?.url() ?? '').not.toContain(host.origin);
  });

  it('answers no request that another site makes with the browser of the user', async () => {
    const other = await context.newPage();
    await other.goto(`http://127.0.0.1:${trap.httpPort}/`);
    const reached = await other.evaluate(async (origin) => {
      const call = (init: RequestInit) =>
        fetch(`${origin}/rpc/app:info`, { method: 'POST', credentials: 'include', body: '{}', ...init }).then(
          (response) => response.type,
          () => 'refused',
        );
      return [await call({}), await call({ mode: 'no-cors' })];
    }, host.origin);
    expect(reached[0]).toBe('refused');
    expect(host.verifiers).toEqual([]);
  });
});
