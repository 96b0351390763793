import { describe, expect, it } from 'vitest';
import { EXIT, exitCodeOf, worstOf } from '../../../electron/cli/exit-code.ts';
import { verdictSchema } from '../../../shared/base/verification.ts';

describe('exit codes', () => {
  it('stand for verdicts', () => {
    expect(Object.fromEntries(verdictSchema.options.map((verdict) => [verdict, exitCodeOf(verdict)]))).toEqual({
      verified: 0,
      'consistent-not-anchored': 2,
      tampered: 1,
      unverifiable: 2,
      malformed: 3,
    });
  });

  it('combine to the worst, whatever the order', () => {
    const worstFirst = [130, 70, 64, 1, 3, 2, 0] as const;
    for (const [at, worse] of worstFirst.entries()) {
      for (const better of worstFirst.slice(at)) {
        expect(worstOf([better, worse, better])).toBe(worse);
        expect(worstOf([worse, better])).toBe(worse);
      }
    }
    expect(worstOf([])).toBe(EXIT.verified);
  });
});
