import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningElectron, reasonAgainstElectron, startElectron } from '../../support/electron-app.ts';

const reason = reasonAgainstElectron();
if (reason !== null) process.stdout.write(`The suite for the real Electron is skipped: ${reason}.\n`);

describe.skipIf(reason !== null)('the app in the real Electron', () => {
  let electron: RunningElectron;
  beforeAll(async () => {
    electron = await startElectron('--sample', 'healthy');
  });
  afterAll(() => electron?.stop());

  it('shows a verdict on a sample', async () => {
    const verdict = electron.page.getByRole('region', { name: 'Verdict' });
    await verdict.locator('.state-mark').waitFor();
    expect(await verdict.textContent()).toContain('Consistent, not anchored');
    expect(electron.page.url()).toBe('app://bundle/#sample=healthy');
  });

  it('reads the evidence in a utility process of its own, and ends it when the bundle is closed', async () => {
    const verifiers = (): Promise<number> =>
      electron.app.evaluate(
        ({ app }) =>
          app.getAppMetrics().filter((each) => each.type === 'Utility' && each.name === 'Bathyscope verifier').length,
      );
    expect(await verifiers()).toBe(1);
    await electron.page.getByRole('button', { name: 'Close this bundle' }).click();
    await expect.poll(verifiers).toBe(0);
  });

  it('runs its page in the sandbox', async () => {
    const facts = await electron.app.evaluate(({ app }) => ({
      withoutSandbox: app.commandLine.hasSwitch('no-sandbox'),
      sandboxed: app
        .getAppMetrics()
        .filter((each) => each.type === 'Tab')
        .map((each) => each.sandboxed),
    }));
    expect(facts.withoutSandbox).toBe(false);
    // Linux does not report the sandbox of a process.
    if (process.platform !== 'linux') expect(facts.sandboxed).toEqual([true]);
  });

  it('gives its page no Node and no other way to talk', async () => {
    const found = await electron.page.evaluate(() =>
      [
        'require',
        'process',
        'module',
        'Buffer',
        'global',
        'RTCPeerConnection',
        'WebSocket',
        'EventSource',
        'WebTransport',
      ].filter((name) => name in globalThis),
    );
    expect(found).toEqual([]);
    expect(await electron.page.evaluate(() => Object.isFrozen((window as unknown as { api: object }).api))).toBe(true);
  });

  it('grants no permission', async () => {
    const answers = await electron.page.evaluate(async () => {
      const refused = async (ask: () => Promise<unknown>): Promise<string> =>
        ask().then(
          () => 'granted',
          (error: Error) => error.name,
        );
      return {
        camera: await refused(() => navigator.mediaDevices.getUserMedia({ video: true })),
        screen: await refused(() => navigator.mediaDevices.getDisplayMedia({ video: true })),
        clipboard: await refused(() => navigator.clipboard.readText()),
        notifications: await Notification.requestPermission(),
        place: await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            ({ code }) => resolve(code),
          ),
        ),
      };
    });
    expect(answers.camera).not.toBe('granted');
    expect(answers.screen).not.toBe('granted');
    expect(answers.clipboard).not.toBe('granted');
    expect(answers.notifications).toBe('denied');
    expect(answers.place).toBe(1);
  });

  it('runs without a violation of its policy', async () => {
    const complaints: string[] = [];
    electron.page.on('console', (message) => complaints.push(message.text()));
    await electron.page.reload();
    await electron.page.getByRole('region', { name: 'Verdict' }).locator('.state-mark').waitFor();
    expect(complaints.filter((text) => /Content Security Policy|Trusted/i.test(text))).toEqual([]);
  });

  it('keeps nothing of the page on disk', () => {
    expect(existsSync(join(electron.userData, 'Partitions'))).toBe(false);
  });
});
