import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../../shared/base/steps.ts';
import type { CancelToken } from './cancel.ts';

/**
 * Runs long work in pieces, and looks up after each: requests that came meanwhile are answered, a request to cancel among them.
 *
 * @returns what the work came to; throws Cancelled, and what the work throws
 */
export async function inSteps<T>(steps: Steps<T>, token: CancelToken): Promise<T> {
  for (;;) {
    token.check();
    const next = steps.next();
    if (next.done === true) return next.value;
    await setImmediate();
  }
}
