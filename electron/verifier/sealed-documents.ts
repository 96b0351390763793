import type { Finding } from '../../shared/base/finding.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { type AuditChainPack, readAuditChainPack } from '../../shared/formats/audit-chain-pack-read.ts';
import { parseReceipt, type Receipt } from '../../shared/formats/receipt.ts';
import { guarded, type OpenedFile } from './bundle-files.ts';
import type { CancelToken } from './cancel.ts';
import { parseDocument } from './documents.ts';

/** Bytes of a file and its path inside the pack. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A document of the producer that is sealed, signed or a receipt, loaded and not judged yet. */
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
    };

const CHAIN_PACKS = new Set(['audit-chain-pack-v1', 'audit-chain-pack-v2', 'audit-chain-pack-receipts']);
const CONTROL_PACKS = new Set(['control-pack-manifest', 'control-pack-blocked']);

/** Bytes of all files of one control pack that are kept; the producer's are some hundred kilobytes. */
const PACK_BYTES = LIMITS.documentBytes;

/** Finds and loads the packs and receipts of an opened bundle. What can not be read is a finding of its file. */
export async function loadSealed(files: readonly OpenedFile[], token: CancelToken): Promise<SealedDocument[]> {
  const loaded: SealedDocument[] = [];
  const inPacks = new Set<OpenedFile>();
  for (const file of files) {
    if (!CONTROL_PACKS.has(file.identity.id) || !isReadable(file)) continue;
    const members = files.filter((other) => isReadable(other) && other.entry.name.startsWith(folderOf(file)));
    for (const member of members) inPacks.add(member);
    loaded.push(await loadControlPack(file, members, token));
  }
  for (const file of files) {
    if (inPacks.has(file) || !isReadable(file)) continue;
    const { id } = file.identity;
    if (CHAIN_PACKS.has(id)) loaded.push(...(await loadChainPack(file, token)));
    else if (id === 'external-receipt') loaded.push(...(await loadReceipt(file, token)));
  }
  return loaded;
}

async function loadControlPack(
  manifest: OpenedFile,
  members: readonly OpenedFile[],
  token: CancelToken,
): Promise<SealedDocument> {
  const folder = folderOf(manifest);
  const files: NamedFile[] = [];
  let signature: NamedFile | null = null;
  let room = PACK_BYTES;
  for (const member of members) {
    const bytes = await readWhole(member, room, token);
    if (bytes === null) continue;
    room -= bytes.length;
    const named = { name: member.entry.name.slice(folder.length), bytes };
    if (member.identity.id === 'signature') signature = named;
    else files.push(named);
    member.status = 'used';
  }
  return { kind: 'control-pack', file: manifest, name: showName(manifest.entry.name), files, signature };
}

async function loadChainPack(file: OpenedFile, token: CancelToken): Promise<SealedDocument[]> {
  const bytes = await readWhole(file, LIMITS.documentBytes, token);
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

async function loadReceipt(file: OpenedFile, token: CancelToken): Promise<SealedDocument[]> {
  const bytes = await readWhole(file, LIMITS.documentBytes, token);
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

/** All bytes of a file; null, with a finding of the file, when there are more than `most` or they can not be read. */
async function readWhole(file: OpenedFile, most: number, token: CancelToken): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const complete = await guarded(file, async () => {
    for await (const chunk of file.entry.stream()) {
      token.check();
      length += chunk.length;
      if (length > most) break;
      pieces.push(chunk);
    }
  });
  if (!complete) return null;
  if (length <= most) return Buffer.concat(pieces);
  const name = showName(file.entry.name);
  file.findings.push({
    class: 'limit-exceeded',
    severity: 'fail',
    message: `"${name}" is longer than the ${LIMITS.documentBytes} bytes that this tool reads of one pack.`,
    where: { file: name, rule: 'documentBytes' },
  });
  return null;
}

function folderOf(file: OpenedFile): string {
  return file.entry.name.slice(0, file.entry.name.length - file.entry.baseName.length);
}

function isReadable(file: OpenedFile): boolean {
  return file.status !== 'refused' && file.status !== 'unreadable';
}
