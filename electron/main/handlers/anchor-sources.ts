import { basename } from 'node:path';
import { failure, type Result, success } from '../../../shared/base/result.ts';
import { anchorFiles } from '../../node/anchor-files.ts';
import type { OpenSource } from './open-source.ts';

/** Anchors that the app adds at once; each is compared with the chain whenever it is judged, and shown in a table. */
const AT_ONCE = 1_000;

const TOO_MANY = `The app takes at most ${AT_ONCE} anchors at once. The command line takes a folder with more.`;

/**
 * The anchor files that were brought, folders taken apart into their `<length>.json`, so that each can be taken away again by itself.
 *
 * @param brought files and folders; freed here when they are refused
 * @returns at least one source, or a fault that names what is wrong: no anchor is left out in silence
 */
export async function anchorSources(brought: readonly OpenSource[]): Promise<Result<readonly OpenSource[]>> {
  const sources: OpenSource[] = [];
  const refuse = async (message: string): Promise<Result<never>> => {
    for (const each of brought) await each.release();
    return failure({ code: 'anchor-folder', message });
  };
  for (const source of brought) {
    const files = await anchorFiles(source.path, AT_ONCE);
    if (!files.ok) return refuse(files.error.message);
    sources.push(...partsOf(source, files.value));
  }
  return sources.length > AT_ONCE ? refuse(TOO_MANY) : success(sources);
}

/** A folder is freed when the last of its files is. */
function partsOf(source: OpenSource, files: readonly string[]): readonly OpenSource[] {
  let left = files.length;
  return files.map((path) => ({
    path,
    name: path === source.path ? source.name : basename(path),
    reachable: source.reachable,
    release: async () => {
      left -= 1;
      if (left === 0) await source.release();
    },
  }));
}
