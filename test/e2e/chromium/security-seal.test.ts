import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { launchBrowser } from '../../support/browser.ts';
import { startTestHost, type TestHost } from '../../support/loopback.ts';
import { type NetworkTrap, openNetworkTrap } from '../../support/network-trap.ts';

/* What no policy of a page can refuse: navigation, new windows, WebRTC. `npm start` seals the browser that it starts. */

const netLogSchema = z.object({
  constants: z.object({ logEventTypes: z.record(z.string(), z.number()) }),
  events: z.array(
    z.object({
      type: z.number(),
      params: z.object({ address: z.string().optional(), host: z.string().optional() }).optional(),
    }),
  ),
});

let folder = '';
let host: TestHost;
let trap: NetworkTrap;
let browser: Browser;
let page: Page;

async function show(sealed: boolean): Promise<void> {
  browser = await launchBrowser({ sealedTo: sealed ? host.host.port : null });
  page = await browser.newPage();
  await page.goto(host.host.address);
  await page.waitForFunction(() => document.title === 'ready');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bathyscope-seal-'));
  trap = await openNetworkTrap();
});
afterAll(async () => {
  await trap.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  host = await startTestHost();
});
afterEach(async () => {
  await browser.close();
  await host.stop();
});

const outside = (): string => `http://127.0.0.1:${trap.httpPort}/`;
const navigate = (): Promise<void> =>
  page.evaluate((address) => {
    location.href = address;
  }, outside());
const openWindow = (): Promise<void> => page.evaluate((address) => void window.open(address), outside());
/** The policy refuses the frame's content, but Chromium opens a connection for it before it asks the policy. */
const addFrame = (): Promise<void> =>
  page.evaluate((address) => {
    const frame = document.createElement('iframe');
    frame.src = address;
    document.body.append(frame);
  }, outside());
/** Gathers candidates through the trap as STUN server (RFC 8489) and as TURN server over TCP. */
const gatherCandidates = (): Promise<string[]> =>
  page.evaluate(
    async ([udp, tcp]) => {
      const connection = new RTCPeerConnection({
        iceServers: [
          { urls: `stun:127.0.0.1:${udp}` },
          { urls: `turn:127.0.0.1:${tcp}?transport=tcp`, username: 'u', credential: 'c' },
        ],
      });
      connection.createDataChannel('out');
      const candidates: string[] = [];
      connection.onicecandidate = ({ candidate }) => {
        if (candidate !== null && candidate.candidate !== '') candidates.push(candidate.candidate);
      };
      await connection.setLocalDescription(await connection.createOffer());
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      connection.close();
      return candidates;
    },
    [trap.udpPort, trap.httpPort],
  );

/** What a log of Chromium's network says of names that were looked up and of connections that were begun. */
function readNetLog(path: string): { readonly resolved: readonly string[]; readonly connected: readonly string[] } {
  const { constants, events } = netLogSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const of = (type: string) => events.filter((event) => event.type === constants.logEventTypes[type]);
  const addresses = [...of('TCP_CONNECT_ATTEMPT'), ...of('UDP_CONNECT')].flatMap(({ params }) => params?.address ?? []);
  return {
    resolved: of('HOST_RESOLVER_MANAGER_JOB').flatMap(({ params }) => params?.host ?? []),
    // To learn whether there is IPv6, Chromium names a UDP peer to the system and sends it nothing.
    connected: addresses.filter((address) => !address.startsWith('[2001:4860:4860::8888]')),
  };
}

describe('a browser that is not sealed', () => {
  it('looks names up, so that the test of the log can fail', async () => {
    const log = join(folder, 'open-net-log.json');
    browser = await launchBrowser({ args: [`--log-net-log=${log}`] });
    page = await browser.newPage();
    await expect(page.goto('http://navigation.example/')).rejects.toThrow();
    await browser.close();
    expect(readNetLog(log).resolved.join()).toContain('navigation.example');
  });

  it('reaches the trap in each of these ways, so that the tests below can fail', async () => {
    await show(false);
    const connections = trap.connections();
    await addFrame();
    await expect.poll(trap.connections).toBeGreaterThan(connections);
    expect(await gatherCandidates()).not.toEqual([]);
    expect(trap.datagrams()).toBeGreaterThan(0);
    const requests = trap.requests();
    await openWindow();
    await expect.poll(trap.requests).toBeGreaterThan(requests);
    const before = trap.requests();
    await navigate();
    await expect.poll(trap.requests).toBeGreaterThan(before);
  });
});

describe('the browser as npm start seals it', () => {
  it('runs the page', async () => {
    await show(true);
    expect(await page.evaluate(() => (window as unknown as { fromClient: boolean }).fromClient)).toBe(true);
  });

  it.each([
    ['navigation', navigate],
    ['window.open', openWindow],
    ['a connection ahead of a frame', addFrame],
  ])('lets nothing out by %s', async (_, act) => {
    await show(true);
    const before = trap.connections();
    await act();
    await page.waitForTimeout(1_000);
    expect(trap.connections()).toBe(before);
  });

  it('lets nothing out by WebRTC, over UDP or TCP', async () => {
    await show(true);
    const before = { tcp: trap.connections(), udp: trap.datagrams() };
    await gatherCandidates();
    expect({ tcp: trap.connections(), udp: trap.datagrams() }).toEqual(before);
  });

  it('asks no name server and connects to nothing but the host, whatever the page and the browser itself want', async () => {
    const log = join(folder, 'net-log.json');
    browser = await launchBrowser({ sealedTo: host.host.port, args: [`--log-net-log=${log}`], services: true });
    page = await browser.newPage();
    await page.goto(host.host.address);
    await page.waitForFunction(() => document.title === 'ready');
    await addFrame();
    const other = await browser.newPage();
    await expect(other.goto('http://navigation.example/')).rejects.toThrow(/ERR_SOCKS_CONNECTION_FAILED/);
    await expect(other.goto(`http://localhost:${trap.httpPort}/`)).rejects.toThrow(/ERR_SOCKS_CONNECTION_FAILED/);
    await browser.close();
    const { resolved, connected } = readNetLog(log);
    expect(resolved).toEqual([]);
    expect([...new Set(connected)]).toEqual([`127.0.0.1:${host.host.port}`]);
  });
});
