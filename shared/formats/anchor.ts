import { z } from 'zod';
import { type ReadDocument, readDocument } from './document-reader.ts';
import { count, hex64, text } from './fields.ts';

/** One anchor of an audit chain, as it is stored outside the database (docs/formats/chain.md). Unknown members are refused. */
export const anchorSchema = z
  .strictObject({
    length: count.min(1).describe('Number of entries that the anchor covers.'),
    tipHash: hex64.describe('Hash of entry length - 1.'),
    genesisHash: hex64.optional().describe('Hash of entry 0.'),
    sig: text(1_024).min(1).optional().describe('Ed25519 signature, base64.'),
    keyId: text(256).min(1).optional().describe('Name of the key that signed.'),
    sigV: z.literal(2).optional().describe('Version of the signature.'),
    sigAccountId: z
      .string()
      .regex(/^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, 'a UUID')
      .optional()
      .describe('Account that the signature is bound to.'),
  })
  .meta({ id: 'Anchor', title: 'anchor of an audit chain', description: 'Length and tip of a chain at one moment.' });
export type Anchor = z.infer<typeof anchorSchema>;

/**
 * Reads an anchor file.
 *
 * @param value plain JSON value of the file
 * @param file escaped name of the file, for findings
 * @returns the anchor, or null with a finding for each bad place: an anchor that can be read in part anchors nothing
 */
export function parseAnchor(
  value: unknown,
  file: string,
): Omit<ReadDocument<Anchor>, 'value'> & { value: Anchor | null } {
  const read = readDocument(anchorSchema, value, file);
  const whole = anchorSchema.safeParse(value);
  return { ...read, value: whole.success ? whole.data : null };
}
