import { showText } from '../../shared/base/text.ts';
import type { VerificationReport } from '../../shared/base/verification.ts';
import type { Progress } from '../../shared/ipc/model.ts';
import { type VerifierInit, verifierMessageSchema } from '../../shared/ipc/verifier.ts';
import type { VerifierConnection } from '../node/verifier-connection.ts';

/** What came of one input. Only a verifier that finished gives a report; whatever else happens is never a verdict. */
export type Outcome =
  | { readonly kind: 'report'; readonly report: VerificationReport }
  /** One segment was gone through and written down; there is no verdict on a segment. */
  | { readonly kind: 'segment'; readonly rows: number }
  /** What was named for the run can not be used. */
  | { readonly kind: 'misused'; readonly message: string }
  | { readonly kind: 'fault'; readonly message: string }
  | { readonly kind: 'interrupted' };

const CLOSE_MILLISECONDS = 1_000;

/**
 * Has one input verified by a freshly started verifier, and ends that verifier.
 * @param init names the input; sent as the first message.
 * @param onProgress called with each progress event.
 * @param interrupted ends the verifier at once when it fires.
 * @returns when the verifier has ended, or at the latest a second after it was asked to.
 */
export async function verifyInput(
  connection: VerifierConnection,
  init: VerifierInit,
  onProgress: (progress: Progress) => void,
  interrupted: AbortSignal,
): Promise<Outcome> {
  const ended = new Promise<number>((resolve) => connection.onExit(resolve));
  const outcome = await new Promise<Outcome>((resolve) => {
    const stop = (): void => resolve({ kind: 'interrupted' });
    interrupted.addEventListener('abort', stop, { once: true });
    void ended.then((code) => resolve(fault(`the verifier ended unexpectedly (exit code ${code})`)));
    connection.onMessage((message) => {
      const settled = settledBy(message, onProgress, init.records?.part != null);
      if (settled !== null) {
        resolve(settled);
      }
    });
    if (interrupted.aborted) {
      stop();
    } else {
      connection.send(init);
    }
  });
  await end(connection, outcome, ended);
  return outcome;
}

function fault(message: string): Outcome {
  return { kind: 'fault', message };
}

/** The outcome that a message stands for; null while the work goes on. The verifier reads hostile bytes, so its words are parsed too. */
function settledBy(message: unknown, onProgress: (progress: Progress) => void, isSegment: boolean): Outcome | null {
  const parsed = verifierMessageSchema.safeParse(message);
  if (!parsed.success) {
    return fault('the verifier sent a message that can not be read');
  }
  if (parsed.data.type === 'reply-fault') {
    return fault(showText(parsed.data.error.message));
  }
  if (parsed.data.type !== 'event') {
    return null;
  }
  const { event } = parsed.data;
  if (event.type === 'progress') {
    onProgress(event.progress);
    return null;
  }
  if (event.type !== 'document') {
    return null;
  }
  const { state, report, error, wrongUse, progress } = event.document;
  switch (state) {
    case 'done':
      if (isSegment) return { kind: 'segment', rows: progress.rows };
      return report === null ? fault('the verifier finished without a report') : { kind: 'report', report };
    case 'error':
      if (wrongUse) return { kind: 'misused', message: showText(error ?? '') };
      return fault(error ?? 'the verifier gave no reason');
    case 'cancelled':
      return fault('the verifier stopped before it was done');
    default:
      return null;
  }
}

/** A verifier with nothing left to do is asked to remove its spool and leave; any other is ended at once. */
async function end(connection: VerifierConnection, outcome: Outcome, ended: Promise<number>): Promise<void> {
  if (outcome.kind !== 'report' && outcome.kind !== 'segment') {
    connection.kill();
    return;
  }
  connection.send({ type: 'request', requestId: 1, method: 'close' });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      connection.kill();
      resolve();
    }, CLOSE_MILLISECONDS);
  });
  await Promise.race([ended, late]);
  clearTimeout(timer);
}
