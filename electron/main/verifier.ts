import type { utilityProcess } from 'electron/main';
import type { VerifierConnection } from '../node/verifier-connection.ts';

/** Megabytes of old-generation heap; pointer compression caps a process at 4 GB in any case. */
const HEAP_MEGABYTES = 2_048;

/**
 * Starts a verifier in a utility process.
 *
 * @param entry absolute path of the built verifier
 */
export function startVerifier(utility: Pick<typeof utilityProcess, 'fork'>, entry: string): VerifierConnection {
  const child = utility.fork(entry, [], {
    // SECURITY: no environment, no output, no code from strings (test/electron/main/verifier.test.ts).
    env: {},
    execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`, '--disallow-code-generation-from-strings'],
    stdio: 'ignore',
    serviceName: 'Bathyscope verifier',
  });
  let ended = false;
  child.on('exit', () => {
    ended = true;
  });
  // A fatal error of V8 is told here, unheard it would throw; `exit` follows.
  child.on('error', () => undefined);
  return {
    send: (message) => {
      if (!ended) child.postMessage(message);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('exit', listener);
    },
    kill: () => {
      child.kill();
    },
  };
}
