import { z } from 'zod';
import { jsonSteps } from '../base/json.ts';
import type { Steps } from '../base/steps.ts';
import { decodeUtf8 } from '../base/utf8.ts';
import { type ReadDocument, readDocumentSteps } from './document-reader.ts';
import { hex64, instant, text } from './fields.ts';
import { otherEncoding } from './text-encoding.ts';

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
 * Reads a detached signature, in pieces. UTF-8 and JSON with nothing around it.
 *
 * @param bytes the file
 * @param file escaped name of the file, for findings
 * @returns what could be read, and a finding for each bad place; no value, and one finding, where it is no such document at all
 */
export function* readDetachedSignature(bytes: Uint8Array, file: string): Steps<ReadDocument<DetachedSignature>> {
  const text = decodeUtf8(bytes);
  if (text === null) {
    const encoding = otherEncoding(bytes);
    if (encoding === null) return none(file, 'its bytes are not UTF-8', 'utf-8');
    return none(file, `it is written in ${encoding}; what is read here is UTF-8`, 'file.encoding');
  }
  const json = yield* jsonSteps(text);
  if (!json.ok) return none(file, `${json.error.message} (character ${json.error.offset})`, json.error.rule);
  return yield* readDocumentSteps(detachedSignatureSchema, json.value.value, file);
}

function none(file: string, why: string, rule: string): ReadDocument<DetachedSignature> {
  const message = `${file}: this is no detached signature: ${why}.`;
  return {
    value: null,
    findings: [{ class: 'malformed-file', severity: 'fail', message, where: { file, rule } }],
    counts: new Map([['malformed-file', 1]]),
    rejected: new Map(),
  };
}
