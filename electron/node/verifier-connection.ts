import type { VerifierInit, VerifierRequest } from '../../shared/ipc/verifier.ts';

/**
 * One running verifier, whatever carries it: a worker thread (CLI, loopback host) or a utility process (Electron).
 * What arrives is `unknown` on purpose: the verifier reads hostile bytes, so its messages are parsed like any other input.
 */
export interface VerifierConnection {
  /** Sends one message of shared/ipc/verifier.ts; does nothing once the verifier has ended. */
  send(message: VerifierInit | VerifierRequest): void;
  /** Calls `listener` with every message, as it was sent. */
  onMessage(listener: (message: unknown) => void): void;
  /** Calls `listener` once, when the verifier has ended: 0 after an orderly close, anything else after a crash or `kill`. */
  onExit(listener: (code: number) => void): void;
  /** Ends the verifier at once, whatever it is doing. */
  kill(): void;
}
