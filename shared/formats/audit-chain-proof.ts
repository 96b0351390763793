import { z } from 'zod';
import type { Steps } from '../base/steps.ts';
import { anchorSchema } from './anchor.ts';
import { type ReadDocument, readDocumentSteps } from './document-reader.ts';
import { count, documentHead, hex64, name, text } from './fields.ts';

/** Identifier of the chain rule of docs/formats/chain.md: `hash = SHA-256(canonical JSON of [prevHash, payload])`. */
export const CHAIN_RULE = 'sha256-canonical-prevhash-payload/1';

/** One entry of a chain. Readers of evidence do not use this schema: they stream entries and report what is odd. */
const chainEntrySchema = z
  .strictObject({
    seq: count.describe('Counts from 0.'),
    prevHash: hex64.nullable().describe('Hash of the entry before; null in the first.'),
    payload: z.unknown().describe('Any JSON value with finite numbers.'),
    hash: hex64.describe('SHA-256 over the canonical JSON of [prevHash, payload].'),
  })
  .meta({ id: 'Entry', description: 'One entry of the chain.' });

const headSchema = z
  .strictObject({
    accountId: name(200).describe('Account (tenant) that the chain belongs to.'),
    rule: z.literal(CHAIN_RULE).describe('How hashes are made and linked.'),
    entryCount: count,
    genesisHash: hex64.nullable().describe('Hash of entry 0; null without entries.'),
    tipHash: hex64.nullable().describe('Hash of the last entry; null without entries.'),
    source: text(1_000).optional().describe('Where the entries were read, for people: database and table.'),
  })
  .meta({ id: 'ChainHead', description: 'What the producer states of the chain. Compared with what is recomputed.' });

const members = {
  ...documentHead('audit-chain-proof'),
  head: headSchema,
  anchors: z.array(anchorSchema).max(100_000).describe('Anchors that the producer hands over with the entries.'),
  entriesFile: name(1_024)
    .regex(/^[^/\\]+$/, 'a file name without folders')
    .optional()
    .describe('Name of the file beside this one that holds the entries, one a line.'),
  entriesSha256: hex64.optional().describe('SHA-256 of that file.'),
};

const about = {
  title: 'audit-chain-proof.json, version 1',
  description: 'Head and anchors of an audit chain, with its entries, or with the name of the file that holds them.',
} as const;

/** The whole document as published. */
export const auditChainProofFullSchema = z
  .strictObject({ ...members, entries: z.array(chainEntrySchema).optional().describe('The entries, in order.') })
  .meta(about);

/** The document as a reader sees it that streams entries: `entries` is there, and empty, when they are inline. */
export const auditChainProofSchema = z.strictObject({
  ...members,
  entries: z.array(z.never()).max(0).optional(),
});
export type AuditChainProof = z.infer<typeof auditChainProofSchema>;

/**
 * Reads `audit-chain-proof.json` (docs/formats/audit-chain-proof.md) without its entries, in pieces.
 *
 * @param value plain JSON value of the document in which an inline `entries` list was replaced by an empty one
 * @param file escaped name of the file, for findings
 * @returns what could be read, and a finding for each bad place; the hashes in it are claims
 */
export function parseAuditChainProof(value: unknown, file: string): Steps<ReadDocument<AuditChainProof>> {
  return readDocumentSteps(auditChainProofSchema, value, file, (document, report) => {
    const inline = Object.hasOwn(value as object, 'entries');
    const apart = Object.hasOwn(value as object, 'entriesFile');
    if (inline === apart) {
      const fault = inline ? 'both entries and entriesFile are there' : 'neither entries nor entriesFile is there';
      report.bad(inline ? ['entriesFile'] : ['entries'], fault, 'one of entries and entriesFile');
    }
    if (!apart && Object.hasOwn(value as object, 'entriesSha256')) {
      report.bad(['entriesSha256'], 'entriesSha256 stands without entriesFile', 'no such member without entriesFile');
    }
    const head = document.head;
    if (head === undefined) return;
    for (const member of ['genesisHash', 'tipHash'] as const) {
      if ((head[member] === null) !== (head.entryCount === 0)) {
        const expected = head.entryCount === 0 ? 'null without entries' : 'a hash, because there are entries';
        report.bad(['head', member], `/head/${member} does not fit entryCount ${head.entryCount}`, expected);
      }
    }
  });
}
