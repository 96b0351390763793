import type { Finding } from '../../shared/base/finding.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import type { ZipHeader } from '../../shared/bundle/zip-header.ts';
import { type AuditChainPack, readAuditChainPack } from '../../shared/formats/audit-chain-pack-read.ts';
import type { ReadOscal } from '../../shared/formats/oscal.ts';
import { readOscal } from '../../shared/formats/oscal-read.ts';
import { parseReceipt, type Receipt } from '../../shared/formats/receipt.ts';
import { documentSteps, parseDocument } from '../node/json-document.ts';
import { type OpenedFile, readWhole } from './bundle-files.ts';
import type { CancelToken } from './cancel.ts';
import type { SignatureBeside } from './detached-signatures.ts';
import { inSteps } from './in-steps.ts';
import { listedFiles, type OpenedBundle } from './open-bundle.ts';
import { isChainPack, isControlPack } from './pack-documents.ts';

/** Bytes of all packs, receipts and OSCAL documents of a bundle that are kept; the producer's own verifier stops at as many for one pack. */
const SEALED_BYTES = LIMITS.documentBytes;

interface Room {
  left: number;
}

/** Bytes of a file and its path inside the pack. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A document of the producer that is sealed, signed, a receipt or made from a pack, loaded and not judged yet. */
export type SealedDocument =
  | {
      readonly kind: 'audit-chain-pack';
      readonly file: OpenedFile;
      readonly name: string;
      readonly pack: AuditChainPack;
    }
  | {
      readonly kind: 'control-pack';
      readonly file: OpenedFile;
      readonly name: string;
      /** Shown before the names of its files: its folder, and the archive that it lies in. */
      readonly prefix: string;
      readonly files: readonly NamedFile[];
      /** Headers of the zip that it is; empty where it was opened from no zip, or is one of several things in one. */
      readonly zip: readonly ZipHeader[];
      /** A signature that lies in the same container, or beside the archive that the pack lies in. */
      readonly signature: NamedFile | null;
    }
  | {
      readonly kind: 'receipt';
      readonly file: OpenedFile;
      readonly name: string;
      readonly receipt: Receipt | null;
      readonly findings: readonly Finding[];
    }
  | {
      readonly kind: 'oscal';
      readonly file: OpenedFile;
      readonly name: string;
      /** Plain value of the file; undefined when it is not JSON. */
      readonly value: unknown;
      readonly read: ReadOscal;
      /** What reading it as JSON found. */
      readonly findings: readonly Finding[];
    };

const OSCAL = 'oscal';
/** Name of the manifest in its pack, whatever file it came in. */
const MANIFEST = 'manifest.json';

/**
 * Finds and loads the packs, receipts and OSCAL documents of an opened bundle. What can not be read is a finding of its file.
 *
 * SECURITY: they are kept in memory, so all of a bundle together are bounded, and a file belongs to one control pack only. Tests:
 * test/electron/verifier/packs.test.ts "keeps no more of all packs together than of one document" and "takes a file for one pack only".
 */
export async function loadSealed(bundle: OpenedBundle, token: CancelToken): Promise<SealedDocument[]> {
  const files = listedFiles(bundle);
  const loaded: SealedDocument[] = [];
  const oscal: SealedDocument[] = [];
  const room: Room = { left: SEALED_BYTES };
  const packs = controlPacks(bundle);
  const inPacks = new Set(packs.flatMap(({ members }) => members));
  for (const pack of packs) loaded.push(await loadControlPack(pack.manifest, pack.members, pack, room, token));
  for (const file of files) {
    if (inPacks.has(file) || !isReadable(file)) continue;
    const { id } = file.identity;
    if (isChainPack(file)) loaded.push(...(await loadChainPack(file, room, token)));
    else if (id === 'external-receipt') loaded.push(...(await loadReceipt(file, room, token)));
    else if (id === OSCAL && oscal.length >= LIMITS.oscalDocuments) file.findings.push(tooManyOscal(file));
    else if (id === OSCAL) oscal.push(...(await loadOscal(file, room, token)));
  }
  return [...loaded, ...oscal];
}

function tooManyOscal(file: OpenedFile): Finding {
  const name = showName(file.entry.name);
  return {
    class: 'limit-exceeded',
    severity: 'fail',
    message: `"${name}" was not read: this tool reads ${LIMITS.oscalDocuments} OSCAL documents of a bundle.`,
    where: { file: name, rule: 'oscalDocuments' },
  };
}

interface ControlPackFiles {
  readonly manifest: OpenedFile;
  readonly members: readonly OpenedFile[];
  readonly beside: SignatureBeside;
  readonly zip: readonly ZipHeader[];
}

/** The control packs of a bundle, each with the files of its folder, and with the signature beside the archive that it lies in. */
function controlPacks(bundle: OpenedBundle): ControlPackFiles[] {
  const files = listedFiles(bundle);
  const packs: ControlPackFiles[] = [];
  const inPacks = new Set(bundle.nested.flatMap(({ signature }) => (signature.kind === 'one' ? [signature.file] : [])));
  // A manifest under another name, such as a blocked report that was handed over by itself, is one where no file has the name.
  const manifests = files.filter((file) => isControlPack(file) && isReadable(file));
  const named = manifests.filter((file) => file.entry.baseName === MANIFEST);
  for (const manifest of [...named, ...manifests.filter((file) => !named.includes(file))]) {
    if (inPacks.has(manifest)) continue;
    const folder = folderOf(manifest);
    const members = files.filter(
      (other) =>
        other.archive === manifest.archive &&
        !inPacks.has(other) &&
        other.entry.name.startsWith(folder) &&
        isMember(other, folder),
    );
    for (const member of members) inPacks.add(member);
    const archive = bundle.nested.find(({ file }) => file === manifest.archive);
    const { zipHeaders = [] } = archive?.container ?? bundle.container;
    // A zip that holds other evidence too is not the pack: nothing says how that was to be packed.
    const own = new Set(members);
    const isThePack = files.every(
      (other) => other.archive !== manifest.archive || own.has(other) || !isReadable(other),
    );
    packs.push({ manifest, members, beside: archive?.signature ?? { kind: 'none' }, zip: isThePack ? zipHeaders : [] });
  }
  // One signature beside an archive of several packs is about one of them; which, nothing tells.
  const several = (archive: OpenedFile | null) =>
    packs.filter(({ manifest }) => manifest.archive === archive).length > 1;
  return packs.map((pack) => {
    const { beside, manifest } = pack;
    return beside.kind === 'one' && several(manifest.archive) ? { ...pack, beside: { kind: 'unclear' } } : pack;
  });
}

async function loadControlPack(
  manifest: OpenedFile,
  members: readonly OpenedFile[],
  { beside, zip }: Pick<ControlPackFiles, 'beside' | 'zip'>,
  room: Room,
  token: CancelToken,
): Promise<SealedDocument> {
  const folder = folderOf(manifest);
  const files: NamedFile[] = [];
  const signatures: NamedFile[] = [];
  for (const member of members) {
    const bytes = await readInto(room, member, token);
    if (bytes === null) continue;
    const named = { name: member === manifest ? MANIFEST : member.entry.name.slice(folder.length), bytes };
    if (member.identity.id === 'signature') signatures.push({ name: showName(member.entry.name), bytes });
    else files.push(named);
    member.status = 'used';
  }
  if (beside.kind === 'one') {
    const bytes = await readInto(room, beside.file, token);
    if (bytes !== null) {
      signatures.push({ name: showName(beside.file.entry.name), bytes });
      beside.file.status = 'used';
    }
  }
  const unclear = signatures.length > 1 || beside.kind === 'unclear';
  if (unclear) manifest.findings.push(unclearSignature(manifest));
  const signature = unclear ? null : (signatures[0] ?? null);
  return {
    kind: 'control-pack',
    file: manifest,
    name: showName(manifest.entry.name),
    prefix: folder,
    files,
    zip,
    signature,
  };
}

function unclearSignature({ entry }: OpenedFile): Finding {
  const file = showName(entry.name);
  return {
    class: 'unexpected-file',
    severity: 'warning',
    message: `Which signature belongs to the pack of "${file}" is not clear: several files could be meant, or one signature could be about several packs. None was taken. Bring the right one by itself.`,
    where: { file, rule: 'signature.unclear' },
  };
}

async function loadChainPack(file: OpenedFile, room: Room, token: CancelToken): Promise<SealedDocument[]> {
  const bytes = await readInto(room, file, token);
  if (bytes === null) return [];
  const name = showName(file.entry.name);
  const text = decodeUtf8(bytes);
  if (text === null) {
    file.findings.push(...parseDocument(bytes, name).findings);
    return [];
  }
  file.status = 'used';
  return [{ kind: 'audit-chain-pack', file, name, pack: readAuditChainPack(text, name) }];
}

async function loadReceipt(file: OpenedFile, room: Room, token: CancelToken): Promise<SealedDocument[]> {
  const bytes = await readInto(room, file, token);
  if (bytes === null) return [];
  const name = showName(file.entry.name);
  const document = await inSteps(documentSteps(bytes, name), token);
  file.status = 'used';
  if (document.value === undefined) {
    return [{ kind: 'receipt', file, name, receipt: null, findings: document.findings }];
  }
  const read = await inSteps(parseReceipt(document.value, name), token);
  const findings = [...document.findings, ...read.findings];
  const whole = read.value !== null && findings.every((finding) => finding.severity !== 'fail');
  return [{ kind: 'receipt', file, name, receipt: whole ? (read.value as Receipt) : null, findings }];
}

async function loadOscal(file: OpenedFile, room: Room, token: CancelToken): Promise<SealedDocument[]> {
  const bytes = await readInto(room, file, token);
  if (bytes === null) return [];
  const name = showName(file.entry.name);
  const { value, findings } = await inSteps(documentSteps(bytes, name), token);
  file.status = 'used';
  const unread: ReadOscal = { bundle: null, findings: [], counts: new Map() };
  const read = value === undefined ? unread : await inSteps(readOscal(value, name), token);
  return [{ kind: 'oscal', file, name, value, read, findings }];
}

/** All bytes of a file; null, with a finding of the file, when there are more than there is room for, or they can not be read. */
async function readInto(room: Room, file: OpenedFile, token: CancelToken): Promise<Uint8Array | null> {
  const bytes = await readWhole(file, room.left, token);
  if (bytes === null) return null;
  if (bytes !== 'too-long') {
    room.left -= bytes.length;
    return bytes;
  }
  const name = showName(file.entry.name);
  file.findings.push({
    class: 'limit-exceeded',
    severity: 'fail',
    message: `"${name}" was not read: this tool keeps ${SEALED_BYTES} bytes of all packs, receipts and OSCAL documents of a bundle together.`,
    where: { file: name, rule: 'documentBytes' },
  });
  return null;
}

function folderOf(file: OpenedFile): string {
  return file.entry.name.slice(0, file.entry.name.length - file.entry.baseName.length);
}

/** What has a reader of its own is judged by that, wherever it lies: nothing can be hidden from it in the folder of a control pack. */
function isMember(file: OpenedFile, folder: string): boolean {
  const { id, role } = file.identity;
  const ownReader = role !== 'recognised' && role !== 'unknown' && role !== 'anchor';
  // What stands in the place of a control is held against the manifest, whatever it looks like.
  const besidePack = id === OSCAL && !file.entry.name.startsWith(`${folder}controls/`);
  return isReadable(file) && !ownReader && !isChainPack(file) && !besidePack;
}

function isReadable(file: OpenedFile): boolean {
  return file.status !== 'refused' && file.status !== 'unreadable';
}
