import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { failure, type Result, success } from '../../shared/base/result.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { type Anchor, parseAnchor } from '../../shared/formats/anchor.ts';
import { systemCode } from './file-source.ts';
import { readStrictJson } from './strict-json.ts';

/** An anchor is a few hundred bytes; more than this is something else. */
export const ANCHOR_BYTES = 64 * 1024;

/**
 * The files that a path given as an anchor stands for: itself, or the `<length>.json` of a folder, shortest first.
 *
 * @param most anchors of one folder that are taken
 * @returns at least one; a fault `anchor-folder` when the folder can not be read, holds none, or holds more than are taken: no anchor is left
 *   out in silence
 */
export async function anchorFiles(path: string, most: number): Promise<Result<readonly string[]>> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) return success([path]);
  const listed = await readdir(path).catch(systemCode);
  if (typeof listed === 'string') return noAnchors(path, `can not be read (${listed})`);
  const names = listed.filter((name) => /^\d{1,16}\.json$/.test(name));
  if (names.length === 0) return noAnchors(path, 'holds no file that is named <length>.json');
  if (names.length > most) return noAnchors(path, `holds more than ${most} anchors`);
  const sorted = names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  return success(sorted.map((name) => join(path, name)));
}

function noAnchors(path: string, why: string): Result<never> {
  return failure({ code: 'anchor-folder', message: `The folder of anchors "${showName(basename(path))}" ${why}.` });
}

/**
 * Reads an anchor whose bytes are taken as they are. Stricter than any other anchor: what two readers could read in two ways is refused,
 * because the proof is over the bytes and the comparison with the chain over their values.
 *
 * @param bytes the file, a line feed at its end included
 * @param name of the file, escaped
 * @returns the values, or a fault `anchor-bytes` that names the file and the rule
 */
export function readExactAnchor(bytes: Uint8Array, name: string): Result<Anchor> {
  if (bytes.length > ANCHOR_BYTES) {
    return failure({
      code: 'anchor-bytes',
      message: `"${name}" is no anchor: it is ${bytes.length} bytes long; at most ${ANCHOR_BYTES} are read.`,
    });
  }
  const json = readStrictJson(bytes, 'anchor-bytes', name);
  if (!json.ok) return json;
  const { value, findings } = parseAnchor(json.value, name);
  if (value !== null && findings.length === 0) return success(value);
  const [first] = findings;
  const rule = first?.where.rule ?? 'schema';
  return failure({
    code: 'anchor-bytes',
    message: `${(first?.message ?? `"${name}" is not an anchor`).replace(/\.$/, '')} (rule ${rule}).`,
  });
}
