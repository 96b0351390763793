import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerifierConnection } from '../../../electron/node/verifier-connection.ts';
import { startVerifierThread } from '../../../electron/node/verifier-thread.ts';
import type { VerifierRequest } from '../../../shared/ipc/verifier.ts';

const close: VerifierRequest = { type: 'request', requestId: 1, method: 'close' };
let folder = '';

/** Writes a worker that runs `body` for each message, with `parentPort` and `message` in scope. */
function verifier(name: string, body: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', (message) => { ${body} });\n`,
  );
  return path;
}

const nextMessage = (connection: VerifierConnection): Promise<unknown> =>
  new Promise((resolve) => connection.onMessage(resolve));
const exitCode = (connection: VerifierConnection): Promise<number> =>
  new Promise((resolve) => connection.onExit(resolve));

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bathyscope-thread-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('startVerifierThread', () => {
  it('carries messages both ways, from a path and from a URL', async () => {
    const path = verifier('echo', 'parentPort.postMessage(message);');
    for (const entry of [path, pathToFileURL(path)]) {
      const connection = startVerifierThread(entry);
      const reply = nextMessage(connection);
      connection.send(close);
      expect(await reply).toEqual(close);
      const ended = exitCode(connection);
      connection.kill();
      await ended;
    }
  });

  it('hands over no environment, arguments or flags', async () => {
    process.env.BATHYSCOPE_TEST_SECRET = 'seen';
    const connection = startVerifierThread(
      verifier(
        'world',
        'parentPort.postMessage({ env: { ...process.env }, argv: process.argv.slice(2), exec: process.execArgv });',
      ),
    );
    const reply = nextMessage(connection);
    connection.send(close);
    expect(await reply).toEqual({ env: {}, argv: [], exec: [] });
    connection.kill();
    delete process.env.BATHYSCOPE_TEST_SECRET;
  });

  it('ends with 0 when the verifier exits and with another code when it throws', async () => {
    const orderly = startVerifierThread(verifier('orderly', 'process.exit(0);'));
    const crashing = startVerifierThread(verifier('crash', "throw new Error('broken');"));
    const codes = Promise.all([exitCode(orderly), exitCode(crashing)]);
    orderly.send(close);
    crashing.send(close);
    const [first, second] = await codes;
    expect(first).toBe(0);
    expect(second).not.toBe(0);
  });

  it('kills a verifier in the middle of a loop that never yields', async () => {
    const connection = startVerifierThread(
      verifier('endless', "parentPort.postMessage('busy'); for (let spin = 0; ; spin += 1) if (spin < 0) break;"),
    );
    const busy = nextMessage(connection);
    connection.send(close);
    await busy;
    const code = exitCode(connection);
    connection.kill();
    expect(await code).not.toBe(0);
    connection.send(close);
  });
});
