import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Finding } from '../../shared/base/finding.ts';
import { failure, type Result, success } from '../../shared/base/result.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { type Anchor, parseAnchor } from '../../shared/formats/anchor.ts';
import { systemCode } from './file-source.ts';
import { parseDocument } from './json-document.ts';
import { readSmallFile } from './small-file.ts';
import { readStrictJson } from './strict-json.ts';
import { withRule } from './with-rule.ts';

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

/** An anchor as far as it could be read. */
export interface ReadAnchor {
  /** Null when it is none. */
  readonly anchor: Anchor | null;
  /** What is wrong or unusual; with a failure among them the anchor is not taken, whatever its values. */
  readonly findings: readonly Finding[];
}

/**
 * Reads an anchor whose values count, however its file writes them down.
 *
 * @param bytes the file, at most ANCHOR_BYTES
 * @param name of the file, escaped
 */
export function readAnchor(bytes: Uint8Array, name: string): ReadAnchor {
  const document = parseDocument(bytes, name);
  if (document.value === undefined) return { anchor: null, findings: document.findings.map(asAnchorFinding) };
  const { value, findings } = parseAnchor(document.value, name);
  return { anchor: value, findings: [...document.findings, ...findings].map(asAnchorFinding) };
}

/**
 * Looks whether all that a path given as an anchor stands for can be read, before anything is held against it.
 *
 * @param path of an anchor; for values also of a folder of them
 * @param taken whether the values of the file count, or its bytes as they are
 * @param most anchors of one folder that are taken
 * @returns what is wrong with the first file that is no anchor, which it names; null when all are
 */
export async function anchorProblem(path: string, taken: 'canonical' | 'as-is', most: number): Promise<string | null> {
  const files = taken === 'as-is' ? success([path]) : await anchorFiles(path, most);
  if (!files.ok) return files.error.message;
  for (const file of files.value) {
    const name = showName(basename(file));
    const bytes = await readSmallFile(file, ANCHOR_BYTES);
    if (!bytes.ok) return bytes.error.message;
    if (taken === 'as-is') {
      const exact = readExactAnchor(bytes.value, name);
      if (!exact.ok) return exact.error.message;
      continue;
    }
    const wrong = readAnchor(bytes.value, name).findings.find((finding) => finding.severity === 'fail');
    if (wrong !== undefined) return withRule(wrong);
  }
  return null;
}

/** The finding of a file that is longer than any anchor. */
export function tooLong(name: string, bytes: number): Finding {
  const message = `"${name}" is no anchor: it is ${bytes} bytes long; at most ${ANCHOR_BYTES} are read.`;
  return { class: 'anchor-invalid', severity: 'fail', message, where: { file: name, rule: 'anchorBytes' } };
}

/** What is wrong with a document is wrong with the anchor. */
export function asAnchorFinding(finding: Finding): Finding {
  return finding.severity === 'fail' ? { ...finding, class: 'anchor-invalid' } : finding;
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
    return failure({ code: 'anchor-bytes', message: tooLong(name, bytes.length).message });
  }
  const json = readStrictJson(bytes, 'anchor-bytes', name);
  if (!json.ok) return json;
  const { value, findings } = parseAnchor(json.value, name);
  if (value !== null && findings.length === 0) return success(value);
  const first = findings[0] ?? { message: `"${name}" is not an anchor.`, where: {} };
  return failure({ code: 'anchor-bytes', message: withRule(first) });
}
