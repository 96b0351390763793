import type { Finding } from '../../shared/base/finding.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { type AuditChainPack, readAuditChainPack } from '../../shared/formats/audit-chain-pack-read.ts';
import { type ReadOscal, readOscal } from '../../shared/formats/oscal.ts';
import { parseReceipt, type Receipt } from '../../shared/formats/receipt.ts';
import { guarded, type OpenedFile } from './bundle-files.ts';
import type { CancelToken } from './cancel.ts';
import { parseDocument } from './documents.ts';

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
      readonly files: readonly NamedFile[];
      /** A signature that lies in the same container. */
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

const CHAIN_PACKS = new Set(['audit-chain-pack-v1', 'audit-chain-pack-v2', 'audit-chain-pack-receipts']);
const OSCAL = 'oscal';
const CONTROL_PACKS = new Set(['control-pack-manifest', 'control-pack-blocked']);

/**
 * Finds and loads the packs, receipts and OSCAL documents of an opened bundle. What can not be read is a finding of its file.
 *
 * SECURITY: they are kept in memory, so all of a bundle together are bounded, and a file belongs to one control pack only. Tests:
 * test/electron/verifier/packs.test.ts "keeps no more of all packs together than of one document" and "takes a file for one pack only".
 */
export async function loadSealed(files: readonly OpenedFile[], token: CancelToken): Promise<SealedDocument[]> {
  const loaded: SealedDocument[] = [];
  const inPacks = new Set<OpenedFile>();
  const oscal: SealedDocument[] = [];
  const room: Room = { left: SEALED_BYTES };
  for (const file of files) {
    if (inPacks.has(file) || !CONTROL_PACKS.has(file.identity.id) || !isReadable(file)) continue;
    const folder = folderOf(file);
    const members = files.filter((other) => other.entry.name.startsWith(folder) && isMember(other, folder));
    for (const member of members) inPacks.add(member);
    loaded.push(await loadControlPack(file, members, room, token));
  }
  for (const file of files) {
    if (inPacks.has(file) || !isReadable(file)) continue;
    const { id } = file.identity;
    if (CHAIN_PACKS.has(id)) loaded.push(...(await loadChainPack(file, room, token)));
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

async function loadControlPack(
  manifest: OpenedFile,
  members: readonly OpenedFile[],
  room: Room,
  token: CancelToken,
): Promise<SealedDocument> {
  const folder = folderOf(manifest);
  const files: NamedFile[] = [];
  let signature: NamedFile | null = null;
  for (const member of members) {
    const bytes = await readWhole(member, room, token);
    if (bytes === null) continue;
    const named = { name: member.entry.name.slice(folder.length), bytes };
    if (member.identity.id === 'signature') signature = named;
    else files.push(named);
    member.status = 'used';
  }
  return { kind: 'control-pack', file: manifest, name: showName(manifest.entry.name), files, signature };
}

async function loadChainPack(file: OpenedFile, room: Room, token: CancelToken): Promise<SealedDocument[]> {
  const bytes = await readWhole(file, room, token);
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
  const bytes = await readWhole(file, room, token);
  if (bytes === null) return [];
  const name = showName(file.entry.name);
  const document = parseDocument(bytes, name);
  file.status = 'used';
  if (document.value === undefined) {
    return [{ kind: 'receipt', file, name, receipt: null, findings: document.findings }];
  }
  const read = parseReceipt(document.value, name);
  const findings = [...document.findings, ...read.findings];
  const whole = read.value !== null && findings.every((finding) => finding.severity !== 'fail');
  return [{ kind: 'receipt', file, name, receipt: whole ? (read.value as Receipt) : null, findings }];
}

async function loadOscal(file: OpenedFile, room: Room, token: CancelToken): Promise<SealedDocument[]> {
  const bytes = await readWhole(file, room, token);
  if (bytes === null) return [];
  const name = showName(file.entry.name);
  const { value, findings } = parseDocument(bytes, name);
  file.status = 'used';
  const unread: ReadOscal = { bundle: null, findings: [], counts: new Map() };
  return [{ kind: 'oscal', file, name, value, read: value === undefined ? unread : readOscal(value, name), findings }];
}

/** All bytes of a file; null, with a finding of the file, when there are more than there is room for, or they can not be read. */
async function readWhole(file: OpenedFile, room: Room, token: CancelToken): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const complete = await guarded(file, async () => {
    for await (const chunk of file.entry.stream()) {
      token.check();
      length += chunk.length;
      if (length > room.left) break;
      pieces.push(chunk);
    }
  });
  if (!complete) return null;
  if (length <= room.left) {
    room.left -= length;
    return Buffer.concat(pieces);
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
  return isReadable(file) && !ownReader && !CHAIN_PACKS.has(id) && !besidePack;
}

function isReadable(file: OpenedFile): boolean {
  return file.status !== 'refused' && file.status !== 'unreadable';
}
