import { z } from 'zod';
import { LIMITS } from '../base/limits.ts';
import { anchorSchema } from './anchor.ts';
import { count, hex64, instant, text } from './fields.ts';

/** Name of a key: trimmed, no control characters. */
const keyId = z
  .string()
  .regex(/^(?!\s)[^\p{Cc}]{1,256}(?<!\s)$/u, '1 to 256 characters, trimmed, without control characters');

const signature = text(1_024).min(1).describe('Ed25519 signature, base64.');

/** Names of the checks that a row states of itself: claims. */
const checksSchema = z.strictObject({
  linkRecompute: text(40),
  anchorEquality: text(40),
  signature: text(40).optional(),
});

/** One row of a pack with the payload taken out: a payload may be any JSON and is read apart. */
export const packRowSchema = z
  .strictObject({
    v: z.literal(1),
    seq: count,
    hash: hex64,
    prevHash: hex64.nullable(),
    anchor: anchorSchema,
    raw: z.strictObject({ prevHash: hex64.nullable(), payload: z.unknown() }),
    redacted: z.boolean(),
    checks: checksSchema,
    verifiedAt: instant,
  })
  .meta({ id: 'PackRow' });

const chainVerificationSchema = z.strictObject({ valid: z.boolean(), brokenAt: count.nullable() });
const anchorAuthSchema = z.strictObject({ keyId, publicKeySpkiBase64: text(1_024).min(1) });

const head = {
  chainLength: count.max(1_000_000),
  chainVerification: chainVerificationSchema,
  receipts: z.array(z.unknown()).max(1_000_000),
  anchorAuth: anchorAuthSchema.optional(),
};

/** `receipts.json` of version 1, which carries everything. */
export const packHeadV1Schema = z.strictObject({
  ...head,
  formatVersion: z.literal(1),
  tenantId: z
    .string()
    // SECURITY: not by a pattern over the whole text, which runs out of its stack on megabytes of characters of two units
    // (test/shared/formats/long-names.test.ts).
    .refine(
      (value) => value !== '' && !/[\s\p{Cc}/\\]/u.test(value),
      'a tenant id without white space, control characters and slashes',
    )
    .max(1_024),
  generatedAt: instant.refine(
    (value) => isoWithMilliseconds(value),
    'an instant with exactly three digits of milliseconds',
  ),
  packSeal: z.strictObject({ v: z.literal(1), keyId, accountId: text(200), sig: signature }).optional(),
});

/** `receipts.json` of version 2, which the envelope seals as bytes. */
export const packHeadV2Schema = z.strictObject({
  ...head,
  formatVersion: z.literal(2),
  tenantId: text(1_024).min(1),
  generatedAt: instant,
});

/** The envelope of version 2. */
export const packEnvelopeSchema = z.strictObject({
  formatVersion: z.literal(2),
  files: z
    .array(z.strictObject({ name: fileName(), contents: z.string().max(LIMITS.documentBytes) }))
    .min(1)
    .max(64),
  manifest: z.strictObject({
    v: z.literal(1),
    formatVersion: z.literal(2),
    files: z
      .array(z.strictObject({ name: fileName(), sha256: hex64 }))
      .min(1)
      .max(64),
  }),
  packSeal: z.strictObject({ v: z.literal(2), keyId, accountId: text(200), sig: signature }).optional(),
  sha256: hex64,
});

export type PackHead = Partial<
  Omit<z.infer<typeof packHeadV1Schema>, 'formatVersion' | 'receipts'> & { readonly receipts: readonly unknown[] }
>;
export type PackEnvelope = Partial<z.infer<typeof packEnvelopeSchema>>;
export type PackRowMembers = Partial<z.infer<typeof packRowSchema>>;

function fileName() {
  return z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, 'a file name of letters, digits, dot, underscore and dash');
}

function isoWithMilliseconds(value: string): boolean {
  const time = Date.parse(value);
  return Number.isFinite(time) && new Date(time).toISOString() === value;
}
