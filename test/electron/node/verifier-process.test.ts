import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerifierConnection } from '../../../electron/node/verifier-connection.ts';
import { startVerifierProcess } from '../../../electron/node/verifier-process.ts';
import type { VerifierRequest } from '../../../shared/ipc/verifier.ts';
import { bundleModule } from '../../support/bundle-module.ts';

const close: VerifierRequest = { type: 'request', requestId: 1, method: 'close' };
let folder = '';

/** Starts a verifier that runs `body` for each message, with `port` and `message` in scope. */
function start(name: string, body: string, heapMegabytes?: number): VerifierConnection {
  const entry = join(folder, `${name}.mjs`);
  writeFileSync(
    entry,
    `const port = process.parentPort;\nport.on('message', async ({ data: message }) => { ${body} });\n`,
  );
  return startVerifierProcess({ child: pathToFileURL(join(folder, 'child.mjs')), entry }, heapMegabytes);
}

const nextMessage = (connection: VerifierConnection): Promise<unknown> =>
  new Promise((resolve) => connection.onMessage(resolve));
const exitCode = (connection: VerifierConnection): Promise<number> =>
  new Promise((resolve) => connection.onExit(resolve));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bathyscope-process-'));
  await bundleModule('electron/node/verifier-child.ts', join(folder, 'child.mjs'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('startVerifierProcess', () => {
  it('carries messages both ways, the first one before the verifier listens', async () => {
    const connection = start('echo', 'port.postMessage({ message, bytes: new Uint8Array([1, 2]) });');
    const reply = nextMessage(connection);
    connection.send(close);
    expect(await reply).toEqual({ message: close, bytes: new Uint8Array([1, 2]) });
    const code = exitCode(connection);
    connection.kill();
    expect(await code).not.toBe(0);
    connection.send(close);
  });

  it('hands over no environment and no standard input, and makes no code from strings', async () => {
    process.env.BATHYSCOPE_TEST_SECRET = 'seen';
    const connection = start(
      'world',
      `let code = 'made';
       try { code = new Function('return 1')(); } catch (error) { code = error.name; }
       let input = 0;
       for await (const chunk of process.stdin) input += chunk.length;
       port.postMessage({ secret: process.env.BATHYSCOPE_TEST_SECRET ?? null, path: process.env.PATH ?? null, input, code });`,
    );
    const reply = nextMessage(connection);
    connection.send(close);
    expect(await reply).toMatchObject({ secret: null, input: 0, code: 'EvalError' });
    if (process.platform !== 'win32') expect(await reply).toMatchObject({ path: null });
    connection.kill();
    delete process.env.BATHYSCOPE_TEST_SECRET;
  });

  it('ends with 0 when the verifier exits and with another code when it throws or rejects', async () => {
    const bodies = [
      'process.exit(0);',
      "throw new Error('broken');",
      "setTimeout(() => { throw new Error('late'); });",
    ];
    const codes = await Promise.all(
      bodies.map((body, index) => {
        const connection = start(`end-${index}`, body);
        connection.send(close);
        return exitCode(connection);
      }),
    );
    expect(codes[0]).toBe(0);
    expect(codes[1]).not.toBe(0);
    expect(codes[2]).not.toBe(0);
  });

  it('outlives a verifier that outgrows its heap', async () => {
    const greedy = 'const all = []; for (;;) all.push({ item: String(all.length) });';
    const connection = start('greedy', greedy, 64);
    const code = exitCode(connection);
    connection.send(close);
    expect(await code).not.toBe(0);
  });

  it('kills a verifier in the middle of a loop that never yields', async () => {
    const connection = start('endless', "port.postMessage('busy'); setTimeout(() => { for (;;); });");
    const busy = nextMessage(connection);
    connection.send(close);
    expect(await busy).toBe('busy');
    const code = exitCode(connection);
    connection.kill();
    expect(await code).not.toBe(0);
  });
});
