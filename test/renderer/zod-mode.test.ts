import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import '../../renderer/zod-mode.ts';

describe('zod in the page', () => {
  it('builds no code at run time', () => {
    expect(z.config().jitless).toBe(true);
  });
});
