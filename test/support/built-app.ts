import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const BUILD = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));
const HOST = fileURLToPath(new URL('../../out/loopback/host/index.js', import.meta.url));

/** The app as it ships, behind its loopback host. */
export interface BuiltApp {
  /** Address with the one-time token: good for one browser. */
  readonly address: string;
  readonly port: number;
  stop(): Promise<void>;
}

async function addressOf(host: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of host.stdout ?? []) {
    text += String(chunk);
    const [line, rest] = text.split('\n', 2);
    if (line !== undefined && rest !== undefined) return line;
  }
  throw new Error(`The host ended before it listened: ${text}`);
}

/**
 * Builds the app when it is out of date, and starts it with settings of its own. The caller stops it.
 *
 * @param paths files or folders that it opens at once
 */
export async function startBuiltApp(paths: readonly string[] = []): Promise<BuiltApp> {
  await promisify(execFile)(process.execPath, [BUILD]);
  const settings = mkdtempSync(join(tmpdir(), 'bathyscope-settings-'));
  const host = fork(HOST, ['--settings', settings, ...paths], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const ended = once(host, 'close');
  const address = await addressOf(host);
  return {
    address,
    port: Number(new URL(address).port),
    stop: async () => {
      host.kill('SIGTERM');
      await ended;
      rmSync(settings, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
