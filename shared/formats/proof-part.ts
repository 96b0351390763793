import type { AuditChainProof } from './audit-chain-proof.ts';
import type { BundleIndex } from './bundle-index.ts';
import { cell, type PartContent, PartTables, type ReadPart } from './part-tables.ts';

/** Plain tables and facts of `audit-chain-proof.json`; every hash in it is a claim. */
export function proofContent(read: ReadPart<AuditChainProof>): PartContent {
  const value = read.value;
  const made = new PartTables();
  made.add(
    'anchors',
    'Anchors handed over with the entries',
    ['Length', '#Tip hash', '#Genesis hash', 'Signed', '#Key', '#Account'],
    value?.anchors,
    (a) => [
      cell(a.length),
      a.tipHash,
      cell(a.genesisHash),
      cell(a.sig !== undefined),
      cell(a.keyId),
      cell(a.sigAccountId),
    ],
    read.rejected.get('anchors') ?? 0,
  );
  const head = value?.head;
  return {
    facts: [
      { label: 'Account', value: cell(head?.accountId) },
      { label: 'Chain rule', value: cell(head?.rule) },
      { label: 'Number of entries, as stated', value: cell(head?.entryCount) },
      { label: 'Genesis hash, as stated', value: cell(head?.genesisHash) },
      { label: 'Tip hash, as stated', value: cell(head?.tipHash) },
      { label: 'Read from', value: cell(head?.source) },
      { label: 'Entries', value: value?.entries === undefined ? 'in a file of their own' : 'in this file' },
      { label: 'File of the entries', value: cell(value?.entriesFile) },
      { label: 'SHA-256 of that file, as stated', value: cell(value?.entriesSha256) },
    ],
    tables: made.tables,
  };
}

/** Plain tables and facts of `bundle.json`; every digest in it is a claim. */
export function indexContent(read: ReadPart<BundleIndex>): PartContent {
  const value = read.value;
  const made = new PartTables();
  made.add(
    'files',
    'Files that the index names',
    ['#Name', '#SHA-256, as stated', 'Bytes, as stated', 'Media type', 'Role'],
    value?.files,
    (f) => [f.name, f.sha256, cell(f.bytes), cell(f.mediaType), cell(f.role)],
    read.rejected.get('files') ?? 0,
  );
  const framework = value?.framework;
  return {
    facts: [
      { label: 'Tenant', value: cell(value?.tenantId) },
      { label: 'Framework', value: framework ? `${framework.title} ${framework.version}` : cell(null) },
      { label: 'Framework id', value: cell(framework?.id) },
    ],
    tables: made.tables,
  };
}
