import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningElectron, reasonAgainstElectron, startElectron } from '../../support/electron-app.ts';
import { type NetworkTrap, openNetworkTrap } from '../../support/network-trap.ts';

const reason = reasonAgainstElectron();
if (reason !== null) process.stdout.write(`The suite for the seal of Electron is skipped: ${reason}.\n`);

describe.skipIf(reason !== null)('the seal of the real Electron', () => {
  let electron: RunningElectron;
  let trap: NetworkTrap;
  let before = 0;
  beforeAll(async () => {
    trap = await openNetworkTrap();
    electron = await startElectron();
    await electron.page.getByRole('button', { name: 'Open file…' }).waitFor();
  });
  afterAll(async () => {
    await electron?.stop();
    await trap?.close();
  });
  beforeEach(() => {
    before = trap.connections();
  });
  const outside = (): string => `http://127.0.0.1:${trap.httpPort}/`;

  it.each(['fetch', 'navigation', 'window', 'frame', 'image', 'form'])('lets nothing out by %s', async (way) => {
    await electron.page.evaluate(
      async ([how, address]) => {
        const element = <K extends keyof HTMLElementTagNameMap>(name: K, values: object): HTMLElementTagNameMap[K] =>
          document.body.appendChild(Object.assign(document.createElement(name), values));
        if (how === 'fetch') await fetch(address ?? '').catch(() => undefined);
        if (how === 'navigation') location.href = address ?? '';
        if (how === 'window') window.open(address);
        if (how === 'frame') element('iframe', { src: address });
        if (how === 'image') element('img', { src: address });
        if (how === 'form') element('form', { action: address, method: 'post' }).submit();
        await new Promise((resolve) => setTimeout(resolve, 500));
      },
      [way, outside()],
    );
    expect(trap.connections()).toBe(before);
    expect(electron.page.url().startsWith('app://bundle/')).toBe(true);
    expect(electron.app.windows()).toHaveLength(1);
  });

  it('lets nothing out through the sessions of the main process', async () => {
    const outcomes = await electron.app.evaluate(async ({ net, session }, address) => {
      const reached = (ask: Promise<unknown>): Promise<string> =>
        ask.then(
          () => 'reached',
          () => 'refused',
        );
      return [
        await reached(net.fetch(address)),
        await reached(session.fromPartition('app', { cache: false }).fetch(address)),
        await reached(session.defaultSession.resolveHost('example.org')),
      ];
    }, outside());
    expect(outcomes).toEqual(['refused', 'refused', 'refused']);
    expect(trap.connections()).toBe(before);
  });
});
