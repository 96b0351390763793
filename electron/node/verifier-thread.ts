import { Worker } from 'node:worker_threads';
import type { VerifierConnection } from './verifier-connection.ts';

/** Megabytes of old-generation heap: room for one document of LIMITS.documentBytes as a value tree. */
const HEAP_MEGABYTES = 2_048;

/**
 * Starts a verifier in a worker thread of this process: cheap to start, for a program that ends with its one input.
 * A worker that outgrows its heap may take the whole process with it (https://github.com/nodejs/node/issues/47224, seen
 * with Node 20.20); a host that serves several documents uses `startVerifierProcess` instead.
 *
 * @param entry the built verifier (`out/verifier/index.js`) as a file URL or an absolute path
 * @param standardInput what the verifier reads as its `process.stdin`; nothing when left out. The host reads it and hands it
 *   over: a read of descriptor 0 in the thread itself would block one of the process's own threads, and with it the exit
 * @returns the connection; a verifier that can not start ends like one that crashed, with an exit code other than 0
 */
export function startVerifierThread(entry: URL | string, standardInput?: NodeJS.ReadableStream): VerifierConnection {
  const worker = new Worker(entry, {
    name: 'verifier',
    // SECURITY: the reader of hostile bytes gets no environment, no arguments and no flags of ours
    // (test/electron/node/verifier-thread.test.ts).
    env: {},
    argv: [],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    stdin: standardInput !== undefined,
    // Captured and dropped: the CLI's own standard output is a contract that nothing else may write to.
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  // Without a listener an error in the worker would end this process; `exit` follows and tells the listener of it.
  worker.on('error', () => undefined);
  if (standardInput !== undefined && worker.stdin !== null) {
    // An input that breaks off must not look like one that ended: no verdict.
    standardInput.once('error', () => void worker.terminate());
    worker.stdin.on('error', () => undefined);
    standardInput.pipe(worker.stdin);
  }
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (listener) => {
      worker.on('message', listener);
    },
    onExit: (listener) => {
      worker.once('exit', listener);
    },
    kill: () => {
      void worker.terminate();
    },
  };
}
