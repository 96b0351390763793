import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type Fault, failure, type Result, success } from '../../shared/base/result.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import type { BundleContainer, Lend } from '../../shared/bundle/container.ts';
import { detectHead } from '../../shared/bundle/detect.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { locateZipEnd } from '../../shared/bundle/zip-end.ts';
import { folderContainer } from './directory-source.ts';
import { openFile, type RandomAccessFile, systemCode } from './file-source.ts';
import { systemAnswer } from './system-words.ts';
import { zipContainer } from './zip-source.ts';

/**
 * Opens what a person named: a zip, a folder, or any other file as a container of one entry. Told apart by content, never by
 * extension. A link that the person named is followed.
 * @param path absolute or relative to the working folder.
 * @returns a container to be closed by the caller. A fault only when there is nothing to judge: `path-missing`, `path-permission`,
 * `path-special` (device, pipe, socket): these come of the path that was chosen; `path-unreadable` (any other error of the system). Whatever the bytes are, it is a container
 * with findings.
 * @throws only what is a mistake of this program.
 */
export async function openContainer(path: string): Promise<Result<BundleContainer>> {
  const name = basename(resolve(path));
  try {
    const stats = await stat(path, { bigint: true });
    if (stats.isDirectory()) return success(await folderContainer(path, name, stats));
    if (!stats.isFile()) return failure(fault('path-special', name, 'is a device, a pipe or a socket, not a file'));
    return success(await openBundleFile(path, name));
  } catch (error) {
    return failure(faultOf(error, name));
  }
}

async function openBundleFile(path: string, name: string): Promise<BundleContainer> {
  const file = await openFile(path, { name });
  try {
    const head = detectHead(await file.read(0, 4));
    const end = await locateZipEnd(file, name);
    const isZip = head === 'zip' || end.kind === 'found' || (end.kind === 'broken' && end.closesFile);
    return isZip ? await zipContainer(file, name, end) : fileContainer(file, name);
  } catch (error) {
    await file.close();
    throw error;
  }
}

function fileContainer(file: RandomAccessFile, name: string): BundleContainer {
  const { size, modified } = file;
  const entry = {
    index: 0,
    name,
    baseName: name,
    size,
    storedSize: size,
    modified,
    refused: false,
    findings: [],
    stream: () => file.stream(),
    streamOnce: (lend?: Lend) => file.streamOnce(lend),
    readAt: async (target: Uint8Array, offset: number) => {
      const count = await file.readInto(target, offset);
      await file.assertUnchanged();
      return count;
    },
  };
  return {
    kind: 'file',
    entries: [entry],
    findings: [],
    fileBytes: size,
    modified,
    streamFile: () => file.stream(),
    close: () => file.close(),
  };
}

function faultOf(error: unknown, name: string): Fault {
  if (error instanceof EvidenceError) return { code: 'path-unreadable', message: error.finding.message };
  const code = systemCode(error);
  if (code === 'unknown') throw error;
  if (code === 'ENOENT' || code === 'ENOTDIR') return fault('path-missing', name, 'does not exist');
  if (code === 'EACCES' || code === 'EPERM') return fault('path-permission', name, 'may not be read by this user');
  return {
    code: 'path-unreadable',
    message: `"${showName(name)}" can not be opened as evidence: ${systemAnswer(code)}`,
  };
}

function fault(code: string, name: string, what: string): Fault {
  return { code, message: `"${showName(name)}" ${what}.` };
}
