import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { VerifierConnection } from './verifier-connection.ts';

/** Megabytes of old-generation heap: room for one document of LIMITS.documentBytes as a value tree. */
const HEAP_MEGABYTES = 2_048;
const KILLED = 137;

/** The two programs that make up a verifier process, as file URLs or absolute paths. */
export interface VerifierPrograms {
  /** The built `electron/node/verifier-child.ts`, which gives the verifier its port. */
  readonly child: URL | string;
  /** The built verifier itself. */
  readonly entry: URL | string;
}

const asPath = (program: URL | string): string => (typeof program === 'string' ? program : fileURLToPath(program));

/**
 * Starts a verifier in a process of its own, as Electron does with a utility process: whatever hostile bytes do to it,
 * the host and the other documents live on.
 *
 * @param heapMegabytes heap at which the verifier ends itself
 * @returns the connection; a verifier that can not start ends like one that crashed, with an exit code other than 0
 */
export function startVerifierProcess(
  programs: VerifierPrograms,
  heapMegabytes: number = HEAP_MEGABYTES,
): VerifierConnection {
  const child = fork(asPath(programs.child), [asPath(programs.entry)], {
    // SECURITY: the reader of hostile bytes gets no environment, no standard input or output and no flags of ours, and can
    // make no code from strings (test/electron/node/verifier-process.test.ts).
    env: {},
    execArgv: [`--max-old-space-size=${heapMegabytes}`, '--disallow-code-generation-from-strings'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
  // A failed send or start is reported by `exit` or `close`; unheard, it would end this process.
  child.on('error', () => undefined);
  return {
    send: (message) => {
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('close', (code) => listener(code ?? KILLED));
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}
