import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedSamples, sharedSamplesMissing } from '../support/shared-samples.ts';
import { openForTest } from '../support/verifier/open-document.ts';
import { trustOf } from '../support/verifier/trust.ts';

const missing = sharedSamplesMissing();
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

async function verdictOf(path: string, fingerprints: string[]): Promise<string | undefined> {
  const { document, view } = await openForTest(path, { trust: trustOf({ keyFingerprints: fingerprints }) });
  await document.close();
  return view.report?.verdict;
}

describe.skipIf(missing !== null)('a sample of a pack and its signature, opened as the folder that both lie in', () => {
  const signed = sharedSamples().filter(({ signature }) => signature !== undefined);

  it.each(signed.map((sample) => [sample.id, sample] as const))('%s', async (_id, sample) => {
    const { path, expect: expected, pinnedKeySha256 = '' } = sample;
    expect(await verdictOf(dirname(path), [pinnedKeySha256])).toBe(expected);
    const unpinned = expected === 'verified' ? 'consistent-not-anchored' : expected;
    expect(await verdictOf(dirname(path), [])).toBe(unpinned);
    expect(await verdictOf(dirname(path), ['ab'.repeat(32)])).toBe('tampered');
  });

  it('are two', () => {
    expect(signed.map(({ id }) => id)).toEqual(['09', '10']);
  });
});
