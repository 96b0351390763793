import type { BigIntStats } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../shared/base/finding.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import {
  containerFinding,
  type EntryFault,
  entryFinding,
  entryFindings,
  overLimit,
  unreadable,
  unsafe,
} from '../../shared/bundle/bundle-finding.ts';
import { nameClashes } from '../../shared/bundle/clashes.ts';
import type { BundleContainer, BundleEntry } from '../../shared/bundle/container.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { baseNameOf, nameFaults } from '../../shared/bundle/paths.ts';
import { volumeFaults } from '../../shared/bundle/zip-rules.ts';
import { openFile, type RandomAccessFile, unreadableFile } from './file-source.ts';
import { type FolderItem, walkFolder } from './folder-walk.ts';

interface Draft {
  readonly item: FolderItem;
  readonly faults: EntryFault[];
}

/**
 * Opens a folder as a container: all files below it, sorted by name. Nothing but names and sizes is read before a file is streamed.
 *
 * SECURITY: links, devices and pipes inside are listed, refused and never opened. Test: folder-hostile.test.ts
 * "never follows a link".
 * @param root the folder; links in the path that the person named are followed.
 * @param name name of the folder, for findings.
 * @param stats of the folder.
 * @throws the error of the file system when the folder itself can not be read.
 */
export async function folderContainer(root: string, name: string, stats: BigIntStats): Promise<BundleContainer> {
  const walk = await walkFolder(root);
  const items = walk.items.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const drafts = items.map((item): Draft => ({ item, faults: itemFaults(item) }));
  for (const { position, fault } of nameClashes(items, 'folder')) drafts[position]?.faults.push(fault);
  const sizes = drafts.map(({ item, faults }) =>
    faults.some(({ refuses }) => refuses) ? 0 : Number(item.stats?.size ?? 0),
  );
  volumeFaults(sizes.map((size) => ({ size, storedSize: size }))).forEach((fault, position) => {
    if (fault !== null) drafts[position]?.faults.push(fault);
  });
  return {
    kind: 'folder',
    entries: drafts.map((draft, index) => folderEntry(root, draft, index)),
    findings: [
      ...walk.problems.map(({ folder, fault }) => entryFinding(folder, fault)),
      ...cutFindings(walk.cut, name),
    ],
    fileBytes: null,
    modified: stats.mtime.toISOString(),
    streamFile: () => null,
    close: () => Promise.resolve(),
  };
}

function itemFaults({ name, kind, failure }: FolderItem): EntryFault[] {
  const faults = nameFaults(name, 'folder');
  const bytes = Buffer.byteLength(name);
  if (bytes > LIMITS.nameBytes) {
    faults.push(overLimit('nameBytes', `its name has ${bytes} bytes; the cap is ${LIMITS.nameBytes}.`));
  }
  if (name.includes('\ufffd')) {
    faults.push(
      unsafe('folder.name.encoding', 'its name is not UTF-8, or has the character that stands for such bytes.'),
    );
  }
  if (kind === 'link')
    faults.push(unsafe('folder.entry.link', 'it is a link. Links inside a bundle are never followed.'));
  if (kind === 'special') faults.push(unsafe('folder.entry.special', 'it is a device, a pipe or a socket.'));
  if (failure !== null) faults.push(unreadable('file.unreadable', `the system can not look at it (${failure}).`));
  return faults;
}

function folderEntry(root: string, { item, faults }: Draft, index: number): BundleEntry {
  const { name, stats } = item;
  const findings = entryFindings(name, faults);
  const refusal = faults.find(({ refuses }) => refuses);
  const size = stats === null || item.kind !== 'file' ? null : Number(stats.size);
  async function* listedFile(
    read: (file: RandomAccessFile) => AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    if (refusal !== undefined || stats === null) {
      throw new EvidenceError(
        entryFinding(name, refusal ?? unreadable('file.unreadable', 'the system can not look at it.')),
      );
    }
    yield* readListedFile(join(root, ...name.split('/')), name, stats, read);
  }
  return {
    index,
    name,
    baseName: baseNameOf(name),
    size,
    storedSize: size,
    modified: stats?.mtime.toISOString() ?? null,
    refused: refusal !== undefined,
    findings,
    stream: () => listedFile((file) => file.stream()),
    streamOnce: (lend) => listedFile((file) => file.streamOnce(lend)),
  };
}

async function* readListedFile(
  path: string,
  name: string,
  listed: BigIntStats,
  read: (file: RandomAccessFile) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const file = await openFile(path, { name, noFollow: true, listed }).catch((error: unknown) => {
    throw unreadableFile(name, error);
  });
  try {
    yield* read(file);
  } finally {
    await file.close();
  }
}

function cutFindings(cut: boolean, name: string): Finding[] {
  if (!cut) return [];
  const message = `The folder holds more than ${LIMITS.bundleFiles} files and folders. Those beyond that number are not listed and not read.`;
  return [containerFinding(name, { rule: 'bundleFiles', class: 'limit-exceeded', severity: 'fail', message })];
}
