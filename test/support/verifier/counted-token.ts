import { expect } from 'vitest';
import { Cancelled, CancelToken } from '../../../electron/verifier/cancel.ts';

/** Is cancelled when it was looked at so often, and counts on. */
class CountedToken extends CancelToken {
  looks = 0;
  private readonly most: number;

  constructor(most: number) {
    super();
    this.most = most;
  }

  override check(): void {
    this.looks += 1;
    if (this.looks === this.most) this.cancel();
    super.check();
  }
}

/** The looks of work that runs to its end, after it was seen to stop at each of some looks before that. */
export async function looksOf(work: (token: CancelToken) => Promise<unknown>): Promise<number> {
  const whole = new CountedToken(Number.POSITIVE_INFINITY);
  await work(whole);
  for (const most of [1, Math.floor(whole.looks / 2), whole.looks]) {
    const token = new CountedToken(most);
    await expect(work(token)).rejects.toThrow(Cancelled);
    expect(token.looks).toBe(most);
  }
  return whole.looks;
}
