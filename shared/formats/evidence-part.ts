import type { Finding } from '../base/finding.ts';
import type { Steps } from '../base/steps.ts';
import type { EvidencePart } from '../ipc/model.ts';
import { type AuditChainProof, parseAuditChainProof } from './audit-chain-proof.ts';
import { type BundleIndex, parseBundleIndex } from './bundle-index.ts';
import type { ReadDocument } from './document-reader.ts';
import { type FieldEncryption, parseFieldEncryption } from './field-encryption.ts';
import { fieldContent } from './field-part.ts';
import { type InspectedSamples, inspectSamples } from './field-samples.ts';
import { cell, type PartContent, type ReadPart } from './part-tables.ts';
import { indexContent, proofContent } from './proof-part.ts';
import { rlsContent } from './rls-part.ts';
import { parseRlsPolicies, type RlsPolicies } from './rls-policies.ts';
import { wormContent } from './worm-part.ts';
import { parseWormRetention, type WormRetention } from './worm-retention.ts';

export type PartKind = EvidencePart['kind'];

interface Head {
  readonly format: string;
  readonly formatVersion: string;
  readonly collectedAt: string;
  readonly collector: { readonly name: string; readonly version: string };
}

/** A part that the bundle does not have: absence is information. */
export function absentPart(kind: PartKind): EvidencePart {
  return { kind, file: null, status: 'absent', facts: [], tables: [], findings: [] };
}

/**
 * Makes the plain tables and facts that the screens show of a document, without judgement of its content.
 *
 * @param kind which part it is
 * @param file escaped name of the file
 * @param read what the parser of this kind returned
 * @returns tables capped by LIMITS.tableRows and LIMITS.partText, with exact totals; cells are untrusted text. Status
 *   `malformed` when any place did not follow the schema.
 */
function toEvidencePart<T extends Head>(
  kind: PartKind,
  file: string,
  read: ReadDocument<T>,
  content: (read: ReadPart<T>) => PartContent,
): EvidencePart {
  const head = read.value;
  const { facts, tables } = content(read);
  const common = [
    { label: 'Format', value: `${cell(head?.format)} ${cell(head?.formatVersion)}` },
    { label: 'Collected at', value: cell(head?.collectedAt) },
    { label: 'Collector', value: head?.collector ? `${head.collector.name} ${head.collector.version}` : cell(null) },
  ];
  return {
    kind,
    file,
    status: read.counts.has('malformed-file') ? 'malformed' : 'read',
    facts: head === null ? [] : [...common, ...facts],
    tables: [...tables],
    findings: [...read.findings],
  };
}

/** Part of `rls-policies.json` as {@link parseRlsPolicies} read it. */
export function rlsPart(file: string, read: ReadDocument<RlsPolicies>): EvidencePart {
  return toEvidencePart('rls-policies', file, read, rlsContent);
}

/** Part of `worm-retention.json` as {@link parseWormRetention} read it. */
export function wormPart(file: string, read: ReadDocument<WormRetention>): EvidencePart {
  return toEvidencePart('worm-retention', file, read, wormContent);
}

/**
 * Part of `field-encryption.json` as {@link parseFieldEncryption} read it.
 *
 * @param inspected what the samples of its fields are
 * @param found what comparing them with what is stated found
 */
export function fieldPart(
  file: string,
  read: ReadDocument<FieldEncryption>,
  inspected: InspectedSamples,
  found: readonly Finding[],
): EvidencePart {
  const part = toEvidencePart('field-encryption', file, read, (one) => fieldContent(one, inspected));
  return { ...part, findings: [...part.findings, ...found] };
}

/** Part of `audit-chain-proof.json` as {@link parseAuditChainProof} read it. */
export function proofPart(file: string, read: ReadDocument<AuditChainProof>): EvidencePart {
  return toEvidencePart('audit-chain-proof', file, read, proofContent);
}

/** Part of `bundle.json` as {@link parseBundleIndex} read it. */
export function indexPart(file: string, read: ReadDocument<BundleIndex>): EvidencePart {
  return toEvidencePart('bundle-index', file, read, indexContent);
}

/**
 * Reads a part, in pieces, and makes its tables.
 *
 * @param value plain JSON value of the document (of a proof: without its entries)
 * @param file escaped name of the file
 */
export function* readEvidencePart(kind: PartKind, value: unknown, file: string): Steps<EvidencePart> {
  switch (kind) {
    case 'rls-policies':
      return rlsPart(file, yield* parseRlsPolicies(value, file));
    case 'worm-retention':
      return wormPart(file, yield* parseWormRetention(value, file));
    case 'field-encryption': {
      const read = yield* parseFieldEncryption(value, file);
      return fieldPart(file, read, inspectSamples(read.value?.fields ?? []), []);
    }
    case 'audit-chain-proof':
      return proofPart(file, yield* parseAuditChainProof(value, file));
    case 'bundle-index':
      return indexPart(file, yield* parseBundleIndex(value, file));
  }
}
