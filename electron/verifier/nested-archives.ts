import type { Finding } from '../../shared/base/finding.ts';
import { LIMITS, type LimitName } from '../../shared/base/limits.ts';
import { containerFinding, showName } from '../../shared/bundle/bundle-finding.ts';
import type { BundleContainer } from '../../shared/bundle/container.ts';
import { locateZipEnd } from '../../shared/bundle/zip-end.ts';
import { COMPRESSED_ID, SNIFF_BYTES } from '../../shared/formats/registry.ts';
import { OTHER_CHAIN_RULE } from '../../shared/verify-unsettled.ts';
import { memoryFile } from '../node/memory-file.ts';
import { zipContainer } from '../node/zip-source.ts';
import { identifyFiles, type OpenedFile, readWhole } from './bundle-files.ts';
import type { CancelToken } from './cancel.ts';
import { type SignatureBeside, signaturesBeside } from './detached-signatures.ts';
import { isPackDocument } from './pack-documents.ts';

/** An archive inside the bundle whose files are read as those of a pack. */
export interface NestedArchive {
  /** The archive itself, a file of the bundle. */
  readonly file: OpenedFile;
  readonly container: BundleContainer;
  /** Its files, named `archive › file`. */
  readonly files: readonly OpenedFile[];
  readonly signature: SignatureBeside;
}

/** What may still be held, listed and inflated. */
interface Room {
  bytes: number;
  files: number;
  inflated: number;
}

/** Why something in an archive was not looked at, as the end of a sentence. */
export const ONLY_PACKS = 'of an archive inside a bundle only packs are judged. Open the archive by itself.';
const OPENED = 'zip archive inside the bundle, opened';
const TOO_DEEP = 'zip archive inside an archive of the bundle (one level is opened, this one is not)';

/**
 * Opens the archives of a bundle that hold a pack: one level, and no more. Every rule of archives applies to them, and they have caps of their
 * own. An archive that holds no pack, and has no signature beside it, stays the file that it is. Throws Cancelled.
 *
 * SECURITY: what is held, listed and inflated is bounded for all of them together. Tests: test/hostile/nested-archives.test.ts.
 *
 * @param files of the bundle, in their order
 */
export async function openNestedArchives(files: readonly OpenedFile[], token: CancelToken): Promise<NestedArchive[]> {
  const beside = signaturesBeside(files);
  const room: Room = {
    bytes: LIMITS.nestedBytes,
    files: LIMITS.nestedFiles,
    inflated: LIMITS.nestedInflatedBytes,
  };
  const opened: NestedArchive[] = [];
  let next = files.length;
  for (const file of files) {
    const signature = beside.get(file);
    if (signature === undefined || file.status !== 'unread') continue;
    const archive = await openArchive(file, signature, room, next, token);
    if (archive === null) continue;
    next += archive.files.length;
    room.files -= archive.files.length;
    opened.push(archive);
  }
  return opened;
}

async function openArchive(
  file: OpenedFile,
  signature: SignatureBeside,
  room: Room,
  firstIndex: number,
  token: CancelToken,
): Promise<NestedArchive | null> {
  const passed = (cap: LimitName, what: string) => {
    file.findings.push(notOpened(file, cap, what, signature.kind === 'one'));
    return null;
  };
  if ((file.entry.size ?? 0) > room.bytes) return passed('nestedBytes', heldWords());
  const bytes = await readWhole(file, room.bytes, token);
  if (bytes === 'too-long') return passed('nestedBytes', heldWords());
  if (bytes === null) return null;
  const { name } = file.entry;
  const source = memoryFile(bytes, file.entry.modified);
  const container = await zipContainer(source, name, await locateZipEnd(source, name), name);
  const { entries } = container;
  if (entries.length > room.files) {
    return passed('nestedFiles', `${LIMITS.nestedFiles} files of the archives inside a bundle together`);
  }
  const inflated = entries.map(({ size, refused }) => (refused ? 0 : (size ?? 0)));
  const whole = inflated.reduce((sum, size) => sum + size, 0);
  if (whole > room.inflated) {
    const what = `${LIMITS.nestedInflatedBytes} bytes of the files of the archives inside a bundle together`;
    return passed('nestedInflatedBytes', what);
  }
  // To see whether there is a pack in it, the first bytes of each file are inflated, whatever comes of it.
  room.inflated -= inflated.reduce((sum, size) => sum + Math.min(size, SNIFF_BYTES), 0);
  const placed = { ...container, entries: entries.map((entry, at) => ({ ...entry, index: firstIndex + at })) };
  const inner = await identifyFiles(placed, token, file);
  const hidesPack = ({ entry }: OpenedFile): boolean => entry.refused && PACK_NAMES.has(entry.baseName);
  if (signature.kind !== 'one' && !inner.some((one) => isPackDocument(one) || hidesPack(one))) {
    file.findings.push(...chainsInside(file, inner));
    return null;
  }
  room.bytes -= bytes.length;
  room.inflated -= whole;
  file.status = 'used';
  file.identity = { ...file.identity, description: OPENED };
  for (const one of inner) if (one.identity.id === 'archive') one.identity = { ...one.identity, description: TOO_DEEP };
  return { file, container, files: inner, signature };
}

/** Compressed or not. */
function isOfChain({ identity, entry }: OpenedFile): boolean {
  const is = identity.role === 'entries' || identity.role === 'proof' || identity.id === COMPRESSED_ID;
  return is && !entry.refused;
}

/**
 * A chain in an archive that is not opened is said as any other file of entries, so that nobody takes the verdict for it. Whether it is a copy of
 * the one that is replayed is not known.
 */
function chainsInside(archive: OpenedFile, inner: readonly OpenedFile[]): Finding[] {
  const first = inner.find(isOfChain);
  if (first === undefined) return [];
  const what = first.identity.role === 'proof' ? 'the proof of a chain' : 'entries of a chain';
  const message = `"${showName(first.entry.name)}" looks like ${what} and was not replayed: ${ONLY_PACKS}`;
  return [
    containerFinding(archive.entry.name, {
      rule: OTHER_CHAIN_RULE,
      class: 'unexpected-file',
      severity: 'warning',
      message,
    }),
  ];
}

/** A file of such a name that a rule refuses may be the pack itself. */
const PACK_NAMES: ReadonlySet<string> = new Set(['manifest.json', 'receipts.json']);

function heldWords(): string {
  return `${LIMITS.nestedBytes} bytes of the archives inside a bundle together`;
}

/** With a signature beside it the archive is said to be a pack, and a pack that was not judged leaves the bundle unsettled. */
function notOpened(file: OpenedFile, cap: LimitName, what: string, signed: boolean): Finding {
  const { name } = file.entry;
  const message = `"${showName(name)}" was not opened: this tool reads at most ${what}. Open it by itself.`;
  return containerFinding(name, { rule: cap, class: 'limit-exceeded', severity: signed ? 'fail' : 'warning', message });
}

/** What of the archives inside a bundle is evidence of another kind than a pack, and so was not judged. */
export function unjudgedInside(nested: readonly NestedArchive[]): Finding[] {
  const judgedAlone = new Set(['rls', 'worm', 'fields', 'index', 'anchor']);
  const others = nested.flatMap(({ files }) => files.filter(({ identity }) => judgedAlone.has(identity.role)));
  return others.map(({ entry, identity }) =>
    containerFinding(entry.name, {
      rule: 'nested.part',
      class: 'unexpected-file',
      severity: 'warning',
      message: `"${showName(entry.name)}" was taken for: ${identity.description}. It was not judged, because of an archive inside a bundle only packs are. Open the archive by itself.`,
    }),
  );
}

/** Files of the bundle that could be mistaken for files of an archive by the name under which those are shown. */
export function ambiguousNames(files: readonly OpenedFile[], nested: readonly NestedArchive[]): Finding[] {
  if (nested.length === 0) return [];
  const inner = nested.flatMap((archive) =>
    archive.files.map((file) => ({ file, within: file.entry.name.split('›').length > 2 })),
  );
  const odd = [
    ...files.filter(({ entry }) => entry.name.includes('›')),
    ...inner.filter(({ within }) => within).map(({ file }) => file),
  ];
  return odd.map(({ entry }) =>
    containerFinding(entry.name, {
      rule: 'nested.name',
      class: 'unsafe-entry',
      severity: 'warning',
      message: `"${showName(entry.name)}" has the sign in its name that stands between an archive and a file in it. It is told apart all the same.`,
    }),
  );
}
