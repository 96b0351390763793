import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Host, startHost } from '../../electron/loopback/host.ts';
import { FakeVerifier } from './fake-verifier.ts';
import { doneView } from './views.ts';

/** A host with a page of four files and verifiers that answer at once. */
export interface TestHost {
  readonly host: Host;
  readonly origin: string;
  readonly folder: string;
  readonly verifiers: FakeVerifier[];
  /** Exchanges the token for the cookie. */
  enter(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * @param script the page's own script, `/assets/main.js`
 * @param markup put into the body of the page
 */
export async function startTestHost(script = 'document.title = "ready";', markup = ''): Promise<TestHost> {
  const folder = mkdtempSync(join(tmpdir(), 'bathyscope-loopback-'));
  const renderer = join(folder, 'renderer');
  const client = join(folder, 'client');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  mkdirSync(client);
  writeFileSync(
    join(renderer, 'index.html'),
    `<!doctype html><html lang="en"><head><title>page</title><link rel="icon" type="image/svg+xml" href="/icon.svg"><script type="module" src="/assets/main.js"></script></head><body>${markup}</body></html>`,
  );
  writeFileSync(join(renderer, 'assets/main.js'), script);
  // Named by the page, as ours does: a browser asks for /favicon.ico where a page names none, at a time of its own.
  writeFileSync(join(renderer, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>');
  writeFileSync(join(renderer, 'assets/notes.txt'), 'not a kind of file that is served');
  writeFileSync(join(folder, 'outside.js'), 'outside');
  writeFileSync(join(client, 'client-test.js'), 'window.fromClient = true;');
  const verifiers: FakeVerifier[] = [];
  const host = await startHost({
    page: { renderer, client },
    samplesFolder: folder,
    settingsFolder: join(folder, 'settings'),
    version: '0.0.0',
    port: 0,
    startVerifier: () => {
      const verifier = new FakeVerifier();
      verifiers.push(verifier);
      setImmediate(() => verifier.shows(doneView(verifier.init.documentId)));
      return verifier;
    },
  });
  return {
    host,
    origin: `http://127.0.0.1:${host.port}`,
    folder,
    verifiers,
    enter: async () => {
      const response = await fetch(host.address, { redirect: 'manual' });
      return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    },
    stop: async () => {
      await host.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
