import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { verdictSchema } from '../../shared/base/verification.ts';

/** Inputs with the verdicts that are expected of them; they lie in a folder beside the repository. */
export const SHARED_SAMPLES = fileURLToPath(new URL('../../../shared/samples/', import.meta.url));

const sampleSchema = z.strictObject({
  /** Path below the folder of the samples. */
  input: z.string(),
  expect: verdictSchema,
  firstBrokenSeq: z.int().nonnegative().nullable(),
  /** Names beside the input. */
  anchor: z.string().optional(),
  signature: z.string().optional(),
  tsaCa: z.string().optional(),
  tenant: z.string().optional(),
  keyId: z.string().optional(),
  pinnedKeySha256: z.string().optional(),
  pinnedKeySpki: z.string().optional(),
  pinnedKeyHex: z.string().optional(),
  logKeys: z.array(z.strictObject({ origin: z.string(), spki: z.string() })).optional(),
});

/** One sample, and the trust with which its verdict is expected. */
export interface SharedSample extends z.infer<typeof sampleSchema> {
  readonly id: string;
  /** Absolute path of the input. */
  readonly path: string;
  /** Absolute path of a file beside the input. */
  beside(name: string): string;
}

/** Why there are no samples to try; null when there are. */
export function sharedSamplesMissing(): string | null {
  return existsSync(join(SHARED_SAMPLES, 'trust.json'))
    ? null
    : 'there is no folder ../shared/samples with a trust.json';
}

/** All samples in the order of their ids; empty when the folder is not there. */
export function sharedSamples(): readonly SharedSample[] {
  if (sharedSamplesMissing() !== null) return [];
  const listed = z
    .record(z.string(), sampleSchema)
    .parse(JSON.parse(readFileSync(join(SHARED_SAMPLES, 'trust.json'), 'utf8')));
  const samples = Object.entries(listed).map(([id, sample]) => {
    const path = join(SHARED_SAMPLES, sample.input);
    return { id, ...sample, path, beside: (name: string) => join(dirname(path), name) };
  });
  return samples.sort((a, b) => (a.id < b.id ? -1 : 1));
}
