import { basename } from 'node:path';
import { failure, type Result, success } from '../../shared/base/result.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { openFile, systemCode } from './file-source.ts';
import { systemAnswer } from './system-words.ts';

/**
 * Reads a small file whole, such as a key that the auditor brings.
 *
 * @param path absolute path of a regular file; a link is followed
 * @param maxBytes what it may have; nothing of a larger one is read
 * @param name shown in messages instead of the last part of the path; escaped here
 * @returns its bytes, or a fault `file-too-large` or `file-unreadable` that names the file but not its folder
 */
export async function readSmallFile(
  path: string,
  maxBytes: number,
  name: string = basename(path),
): Promise<Result<Uint8Array>> {
  const shown = showName(name);
  try {
    const file = await openFile(path, { name });
    try {
      // SECURITY: bounded before it is read (test/electron/node/small-file.test.ts "reads nothing of a file above the cap").
      if (file.size > maxBytes) {
        const message = `"${shown}" has ${file.size} bytes; at most ${maxBytes} are read.`;
        return failure({ code: 'file-too-large', message });
      }
      return success(await file.read(0, file.size));
    } finally {
      await file.close();
    }
  } catch (error) {
    const message =
      error instanceof EvidenceError
        ? error.finding.message
        : `"${shown}" can not be read: ${systemAnswer(systemCode(error))}`;
    return failure({ code: 'file-unreadable', message });
  }
}
