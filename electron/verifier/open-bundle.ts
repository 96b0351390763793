import type { Finding } from '../../shared/base/finding.ts';
import { type Result, success } from '../../shared/base/result.ts';
import { showText } from '../../shared/base/text.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import type { BundleContainer } from '../../shared/bundle/container.ts';
import { checkFields, type FieldCheck } from '../../shared/encryption/field-check.ts';
import { type AuditChainProof, parseAuditChainProof } from '../../shared/formats/audit-chain-proof.ts';
import { type BundleIndex, parseBundleIndex } from '../../shared/formats/bundle-index.ts';
import type { ReadDocument } from '../../shared/formats/document-reader.ts';
import {
  absentPart,
  fieldPart,
  indexPart,
  type PartKind,
  proofPart,
  readEvidencePart,
} from '../../shared/formats/evidence-part.ts';
import { type FieldEncryption, parseFieldEncryption } from '../../shared/formats/field-encryption.ts';
import { inspectSamples } from '../../shared/formats/field-samples.ts';
import type { EvidencePart } from '../../shared/ipc/model.ts';
import { openContainer } from '../node/open-container.ts';
import { identifyFiles, type OpenedFile } from './bundle-files.ts';
import { isUnlisted } from './bundle-notes.ts';
import type { CancelToken } from './cancel.ts';
import { type ChainSource, chooseChain, namedEntries } from './chain-source.ts';
import { loadDocument } from './documents.ts';
import { inSteps } from './in-steps.ts';
import { ambiguousNames, type NestedArchive, openNestedArchives, unjudgedInside } from './nested-archives.ts';
import { isPackDocument } from './pack-documents.ts';

/** A bundle with its parts read; the entries are not replayed yet. */
export interface OpenedBundle {
  readonly container: BundleContainer;
  readonly files: readonly OpenedFile[];
  /** Archives inside it that hold packs. */
  readonly nested: readonly NestedArchive[];
  readonly parts: readonly EvidencePart[];
  readonly proof: { readonly file: OpenedFile; readonly read: ReadDocument<AuditChainProof> } | null;
  readonly index: { readonly file: OpenedFile; readonly read: ReadDocument<BundleIndex> } | null;
  readonly fields: {
    readonly file: OpenedFile;
    readonly read: ReadDocument<FieldEncryption>;
    readonly check: FieldCheck;
  } | null;
  readonly chain: ChainSource | null;
  /** Findings of documents, in the order they were read. */
  readonly documentFindings: readonly Finding[];
}

/** All files that are listed: those of the bundle, then those of the archives inside it, each at its own index. */
export function listedFiles({ files, nested }: OpenedBundle): readonly OpenedFile[] {
  return nested.length === 0 ? files : [...files, ...nested.flatMap((archive) => archive.files)];
}

const PART_ROLES = {
  index: 'bundle-index',
  proof: 'audit-chain-proof',
  rls: 'rls-policies',
  worm: 'worm-retention',
  fields: 'field-encryption',
} as const;
const STANDARD_FILES: Readonly<Record<PartKind, string>> = {
  'bundle-index': 'bundle.json',
  'audit-chain-proof': 'audit-chain-proof.json',
  'rls-policies': 'rls-policies.json',
  'worm-retention': 'worm-retention.json',
  'field-encryption': 'field-encryption.json',
};

/**
 * Opens what the user named and reads everything but the entries. Returns a Fault only when there is nothing to judge (no such file,
 * no permission); whatever is wrong inside is a finding.
 */
export async function openBundle(path: string, token: CancelToken): Promise<Result<OpenedBundle>> {
  const opened = path === '-' ? success(standardInput()) : await openContainer(path);
  if (!opened.ok) return opened;
  const container = opened.value;
  try {
    return success(await readBundle(container, path, token));
  } catch (error) {
    await container.close();
    throw error;
  }
}

async function readBundle(container: BundleContainer, path: string, token: CancelToken): Promise<OpenedBundle> {
  const files = path === '-' ? [standardInputFile(container)] : await identifyFiles(container, token);
  const parts = new Map<PartKind, EvidencePart>();
  const documentFindings: Finding[] = [];
  let proof: OpenedBundle['proof'] = null;
  let index: OpenedBundle['index'] = null;
  let fields: OpenedBundle['fields'] = null;
  let hasEntries = false;
  for (const file of files) {
    const kind = partKind(file);
    if (kind === null || file.status === 'refused') continue;
    const name = showName(file.entry.name);
    if (parts.has(kind)) {
      // Another proof is another chain, or a copy: bundle-notes.ts tells them apart when both have a digest.
      if (kind !== 'audit-chain-proof') documentFindings.push(secondPart(name));
      continue;
    }
    if (file.status === 'unreadable') {
      parts.set(kind, { ...absentPart(kind), file: name, status: 'malformed', findings: [...file.findings] });
      continue;
    }
    const document = await loadDocument(file, token);
    if (file.status === 'unread') file.status = 'used';
    documentFindings.push(...document.findings);
    if (document.value === undefined) {
      parts.set(kind, { ...absentPart(kind), file: name, status: 'malformed', findings: [...document.findings] });
      if (kind === 'audit-chain-proof' && document.hasEntries) {
        hasEntries = true;
        proof = { file, read: { value: null, findings: [], counts: new Map(), rejected: new Map() } };
      }
      continue;
    }
    let part: EvidencePart;
    if (kind === 'audit-chain-proof') {
      const read = await inSteps(parseAuditChainProof(document.value, name), token);
      proof = { file, read };
      hasEntries = document.hasEntries;
      part = proofPart(name, read);
    } else if (kind === 'bundle-index') {
      const read = await inSteps(parseBundleIndex(document.value, name), token);
      index = { file, read };
      part = indexPart(name, read);
    } else if (kind === 'field-encryption') {
      const read = await inSteps(parseFieldEncryption(document.value, name), token);
      const inspected = inspectSamples(read.value?.fields ?? []);
      const check = checkFields(read, inspected, name);
      fields = { file, read, check };
      part = fieldPart(name, read, inspected, check.findings);
    } else {
      part = await inSteps(readEvidencePart(kind, document.value, name), token);
    }
    parts.set(kind, part);
    documentFindings.push(...part.findings);
  }
  const chain = chooseChain(files, proof === null ? null : { file: proof.file, hasEntries, value: proof.read.value });
  if (proof !== null) documentFindings.push(...missingEntries(files, proof, container.kind !== 'file'));
  const nested = await openNestedArchives(files, token);
  const holdsPack = [...files, ...nested.flatMap((archive) => archive.files)].some(isPackDocument);
  const holdsReceipts = chain === null && files.some((file) => file.identity.id === 'external-receipt');
  // Of an archive whose list can not be read, nobody can say what it lacks.
  if (container.kind !== 'file' && !isUnlisted(container))
    documentFindings.push(...missingParts(parts, files, holdsPack || holdsReceipts));
  documentFindings.push(...unjudgedInside(nested), ...ambiguousNames(files, nested));
  const kinds = Object.keys(STANDARD_FILES) as PartKind[];
  const all = kinds.map((kind) => parts.get(kind) ?? absentPart(kind));
  return { container, files, nested, parts: all, proof, index, fields, chain, documentFindings };
}

function partKind(file: OpenedFile): PartKind | null {
  const { role } = file.identity;
  return role in PART_ROLES ? PART_ROLES[role as keyof typeof PART_ROLES] : null;
}

function secondPart(name: string): Finding {
  return {
    class: 'unexpected-file',
    severity: 'warning',
    message: `"${name}" is a second file of its kind. The first one was read, this one was not.`,
    where: { file: name, rule: 'one-of-a-kind' },
  };
}

/** Absence is information: each standard file that is not there is said, and proves nothing by itself. */
function missingParts(
  parts: ReadonlyMap<PartKind, EvidencePart>,
  files: readonly OpenedFile[],
  isOther: boolean,
): Finding[] {
  const isThere = (kind: PartKind) =>
    parts.has(kind) || files.some((file) => file.entry.baseName === STANDARD_FILES[kind]);
  const kinds = (Object.keys(STANDARD_FILES) as PartKind[]).filter((kind) => !isThere(kind));
  // A pack of the producer, or a folder of receipts, is no dated bundle that lacks everything.
  if (kinds.length === Object.keys(STANDARD_FILES).length && isOther) return [];
  return kinds.map((kind) => ({
    class: 'missing-part',
    severity: 'note',
    message: `The bundle has no ${STANDARD_FILES[kind]}.`,
    where: { file: STANDARD_FILES[kind] },
  }));
}

/**
 * A proof that names a file of entries which is not beside it: in a bundle a contradiction, so that no other file is silently taken for
 * it; a proof that was opened by itself just does not hold its entries.
 */
function missingEntries(
  files: readonly OpenedFile[],
  { file, read }: NonNullable<OpenedBundle['proof']>,
  inBundle: boolean,
): Finding[] {
  const named = read.value?.entriesFile;
  if (named === undefined || namedEntries(files, file, named) !== undefined) return [];
  return [
    {
      class: 'missing-part',
      severity: inBundle ? 'fail' : 'note',
      message: `The proof names "${showText(named, 120)}" as its file of entries, which is not beside it.`,
      where: { file: showName(file.entry.name), pointer: '/entriesFile' },
    },
  ];
}

function standardInput(): BundleContainer {
  // Handed over by the host: a read of descriptor 0 from here would block a thread that the process has to wait for when it ends.
  const stream = () => process.stdin;
  const entry = {
    index: 0,
    name: 'standard input',
    baseName: 'standard input',
    size: null,
    storedSize: null,
    modified: null,
    refused: false,
    findings: [],
    stream,
  };
  return {
    kind: 'file',
    entries: [entry],
    findings: [],
    fileBytes: null,
    modified: null,
    streamFile: () => null,
    close: async () => undefined,
  };
}

/** Standard input can be read once: it is taken as entries, one a line, without a look at its head. */
function standardInputFile(container: BundleContainer): OpenedFile {
  const entry = container.entries[0];
  if (entry === undefined) throw new RangeError('standard input has one entry');
  const identity = { id: 'audit-chain-entries', description: 'audit chain, entries', role: 'entries' as const };
  const head = new Uint8Array(0);
  return { entry, archive: null, identity, head, status: 'unread', sha256: null, statedSha256: null, findings: [] };
}
