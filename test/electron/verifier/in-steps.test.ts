import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { Cancelled, CancelToken } from '../../../electron/verifier/cancel.ts';
import { inSteps } from '../../../electron/verifier/in-steps.ts';
import type { Steps } from '../../../shared/base/steps.ts';

describe('work in pieces', () => {
  it('gives what the work comes to', async () => {
    function* work(): Steps<number> {
      yield;
      return 7;
    }
    expect(await inSteps(work(), new CancelToken())).toBe(7);
  });

  it('does not begin the next piece once it is cancelled', async () => {
    const token = new CancelToken();
    let begun = 0;
    function* work(): Steps<void> {
      for (;;) {
        begun += 1;
        if (begun === 5) token.cancel();
        yield;
      }
    }
    await expect(inSteps(work(), token)).rejects.toThrow(Cancelled);
    expect(begun).toBe(5);
  });

  it('hears between two pieces what is sent to it', async () => {
    const { port1, port2 } = new MessageChannel();
    const token = new CancelToken();
    port1.on('message', () => token.cancel());
    function* work(): Steps<void> {
      port2.postMessage('cancel');
      // Ends by itself only after far more pieces than a message takes.
      for (let at = 0; at < 10_000; at += 1) yield;
    }
    await expect(inSteps(work(), token)).rejects.toThrow(Cancelled);
    port1.close();
  });
});
