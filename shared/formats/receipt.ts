import { z } from 'zod';
import type { Steps } from '../base/steps.ts';
import { type ReadDocument, readDocumentSteps } from './document-reader.ts';
import { count, hex64, instant, text } from './fields.ts';

const base64 = (max: number) => text(max).min(1);

const rfc3161Schema = z.strictObject({
  algorithm: z.literal('rfc3161'),
  authority: text(1_000),
  hashAlgorithm: text(40),
  messageImprint: hex64,
  token: base64(1_000_000),
  timestampedAt: instant,
});

const logSchema = z.strictObject({
  algorithm: z.literal('rekor-v2-hashedrekord'),
  origin: text(300).min(1),
  checkpoint: text(64 * 1024).min(1),
  logKeyDetails: z.literal('PKIX_ED25519'),
  logPublicKey: base64(1_024),
  logId: base64(1_024),
  // Twenty digits hold every index of a tree with 2^64 leaves; a longer one is refused before it becomes a big integer.
  logIndex: z.string().regex(/^(?:0|[1-9][0-9]{0,19})$/, 'a decimal number of at most 20 digits'),
  inclusionHashes: z.array(base64(100)).max(64),
  canonicalizedBody: base64(1_000_000),
  rfc3161Token: base64(1_000_000).optional(),
});

const otsSchema = z.strictObject({
  algorithm: z.literal('opentimestamps'),
  messageImprint: hex64,
  calendars: z.array(text(2_000).min(1)).min(1).max(100),
  proof: base64(1_000_000),
  status: z.enum(['pending', 'complete']),
  submittedAt: instant,
});

/** An external anchoring receipt (formats section 5). Strict, the receipt included. */
export const receiptSchema = z.strictObject({
  accountId: text(200).min(1),
  target: z.enum(['tsa', 'rekor', 'ots']),
  anchorLength: count.min(1),
  anchorDigest: hex64,
  grade: z.enum(['trusted-timestamped', 'externally-transparent']),
  receipt: z.discriminatedUnion('algorithm', [rfc3161Schema, logSchema, otsSchema]),
  receiptedAt: instant,
});
export type Receipt = z.infer<typeof receiptSchema>;
export type TimestampReceipt = z.infer<typeof rfc3161Schema>;
export type LogReceipt = z.infer<typeof logSchema>;
export type OpenTimestampsReceipt = z.infer<typeof otsSchema>;

/**
 * Reads an external anchoring receipt (docs/formats/receipt.md), in pieces.
 *
 * @param value plain JSON value of the file
 * @param file escaped name of the file, for findings
 * @returns what could be read, and a finding for each bad place; everything in it but token and proof is a claim
 */
export function parseReceipt(value: unknown, file: string): Steps<ReadDocument<Receipt>> {
  return readDocumentSteps(receiptSchema, value, file);
}
