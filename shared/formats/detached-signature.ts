import { z } from 'zod';
import type { Steps } from '../base/steps.ts';
import { type ReadDocument, readDocumentSteps } from './document-reader.ts';
import { hex64, instant, text } from './fields.ts';

/** A time stamp over a signature (formats section 3), as it is stated: a token and what it is said to cover. */
export const signatureTimestampSchema = z.strictObject({
  authority: text(1_000),
  algorithm: z.literal('rfc3161'),
  hashAlgorithm: z.literal('sha256'),
  messageImprint: hex64,
  token: text(1_000_000),
  timestampedAt: instant,
});

/** The detached signature beside a control pack. Hex is taken in either case. */
export const detachedSignatureSchema = z.strictObject({
  algorithm: z.literal('ed25519'),
  keyId: text(1_000).min(1),
  publicKey: z.string().regex(/^[0-9a-fA-F]{64}$/, '64 hex digits'),
  signature: z.string().regex(/^[0-9a-fA-F]{128}$/, '128 hex digits'),
  timestamp: signatureTimestampSchema.optional(),
});
export type DetachedSignature = z.infer<typeof detachedSignatureSchema>;

/**
 * Reads a detached signature, in pieces.
 *
 * @param value plain JSON value of the file
 * @param file escaped name of the file, for findings
 * @returns what could be read, and a finding for each bad place
 */
export function parseDetachedSignature(value: unknown, file: string): Steps<ReadDocument<DetachedSignature>> {
  return readDocumentSteps(detachedSignatureSchema, value, file);
}
