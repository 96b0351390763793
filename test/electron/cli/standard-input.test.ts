import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { startVerifierThread } from '../../../electron/node/verifier-thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'bathyscope-stdin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A worker that tells how many bytes its standard input had, and then stays. */
const COUNTER = join(folder, 'counter.mjs');
writeFileSync(
  COUNTER,
  `import { parentPort } from 'node:worker_threads';
  let bytes = 0;
  parentPort.on('message', () => undefined);
  process.stdin.on('data', (chunk) => (bytes += chunk.length));
  process.stdin.on('end', () => parentPort.postMessage(bytes));`,
);

describe('standard input of a verifier in a thread', () => {
  it('is what the host hands over, to its end', async () => {
    const chunks = Array.from({ length: 300 }, (_, at) => Buffer.alloc(1 + at * 37, 'x'));
    const connection = startVerifierThread(COUNTER, Readable.from(chunks));
    const seen = await new Promise((resolve) => connection.onMessage(resolve));
    expect(seen).toBe(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    connection.kill();
  });

  it('is empty when the host hands nothing over', async () => {
    const connection = startVerifierThread(COUNTER);
    expect(await new Promise((resolve) => connection.onMessage(resolve))).toBe(0);
    connection.kill();
  });

  it('ends the verifier, and does not just end, when it breaks off', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(10);
        throw new Error('the pipe broke');
      })(),
    );
    const connection = startVerifierThread(COUNTER, broken);
    const messages: unknown[] = [];
    connection.onMessage((message) => messages.push(message));
    await new Promise<number>((resolve) => connection.onExit(resolve));
    expect(messages).toEqual([]);
  });
});
