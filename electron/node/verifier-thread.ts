import { Worker } from 'node:worker_threads';
import type { VerifierConnection } from './verifier-connection.ts';

/** Megabytes of heap: room for one document of LIMITS.documentBytes as a value tree, and an end for whatever outgrows it. */
const HEAP_MEGABYTES = 2_048;

/**
 * Starts a verifier in a worker thread of this process.
 *
 * @param entry the built verifier (`out/verifier/index.js`) as a file URL or an absolute path
 * @param heapMegabytes old-generation heap at which the verifier is ended; a single allocation far beyond it can still end
 *   the whole process (https://github.com/nodejs/node/issues/47224), which yields no verdict either
 * @returns the connection; a verifier that can not start ends like one that crashed, with an exit code other than 0
 */
export function startVerifierThread(entry: URL | string, heapMegabytes = HEAP_MEGABYTES): VerifierConnection {
  const worker = new Worker(entry, {
    name: 'verifier',
    // SECURITY: the reader of hostile bytes gets no environment, no arguments and no flags of ours
    // (test/electron/node/verifier-thread.test.ts).
    env: {},
    argv: [],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 64, stackSizeMb: 8 },
    stdin: false,
    // Captured and dropped: the CLI's own standard output is a contract that nothing else may write to.
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  // Without a listener an error in the worker would end this process; `exit` follows and tells the listener of it.
  worker.on('error', () => undefined);
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
