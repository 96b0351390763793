import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Finding } from '../../shared/base/finding.ts';
import { showText } from '../../shared/base/text.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { type AnchorJudgement, checkAnchor } from '../../shared/chain/anchor-check.ts';
import type { ReplayTotals } from '../../shared/chain/replay.ts';
import { type Anchor, parseAnchor } from '../../shared/formats/anchor.ts';
import type { AnchorView } from '../../shared/ipc/model.ts';
import { openFile, systemCode } from '../node/file-source.ts';
import { parseDocument } from './documents.ts';

/** An anchor is a few hundred bytes; more than this is something else. */
const ANCHOR_BYTES = 64 * 1024;

/** An anchor that was brought or found, with what comparing it gave. */
export interface HeldAnchor {
  readonly id: string;
  readonly origin: 'auditor' | 'bundle';
  /** Escaped name. */
  readonly file: string;
  readonly anchor: Anchor | null;
  readonly findings: readonly Finding[];
  judgement: AnchorJudgement | null;
}

/**
 * Reads an anchor file that the auditor brings.
 *
 * @throws EvidenceError when the file can not be read at all
 */
export async function readAnchorFile(path: string, id: string): Promise<HeldAnchor> {
  const file = showName(basename(path));
  const source = await openFile(path).catch((error: unknown) => {
    throw error instanceof EvidenceError ? error : unreadableAnchor(file, systemCode(error));
  });
  try {
    if (source.size > ANCHOR_BYTES) {
      const message = `"${file}" is no anchor: it is ${source.size} bytes long.`;
      return broken(id, file, [
        { class: 'anchor-invalid', severity: 'fail', message, where: { file, rule: 'anchorBytes' } },
      ]);
    }
    const document = parseDocument(await source.read(0, source.size), file);
    if (document.value === undefined) return broken(id, file, document.findings.map(asAnchorFinding));
    const { value, findings } = parseAnchor(document.value, file);
    const all = [...document.findings, ...findings].map(asAnchorFinding);
    return { id, origin: 'auditor', file, anchor: value, findings: all, judgement: null };
  } finally {
    await source.close();
  }
}

/** Anchors of one folder that are taken; the store of a producer holds one for each append. */
const FOLDER_ANCHORS = 10_000;

/**
 * The files that a path given as an anchor stands for: itself, or the `<length>.json` of a folder, shortest first.
 *
 * @throws EvidenceError when the folder holds none, or more than are taken: no anchor is left out in silence
 */
export async function anchorFiles(path: string): Promise<readonly string[]> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) return [path];
  const names = (await readdir(path)).filter((name) => /^\d{1,16}\.json$/.test(name));
  const folder = showName(basename(path));
  if (names.length === 0) throw noAnchors(folder, 'holds no file that is named <length>.json');
  if (names.length > FOLDER_ANCHORS) throw noAnchors(folder, `holds more than ${FOLDER_ANCHORS} anchors`);
  return names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).map((name) => join(path, name));
}

/** Compares an anchor with the chain; `hashAt` gives the hash stored at a position. */
export async function judgeAnchor(
  held: HeldAnchor,
  totals: ReplayTotals | null,
  hashAt: (position: number) => Promise<string | undefined>,
): Promise<void> {
  if (held.anchor === null || totals === null) return;
  const position = held.anchor.length - 1;
  const hash = position < totals.rows ? await hashAt(position) : undefined;
  held.judgement = checkAnchor(held.anchor, totals, hash);
}

/** What the screens show of an anchor. */
export function anchorView({ id, origin, file, anchor, findings, judgement }: HeldAnchor): AnchorView {
  const unread = findings[0]?.message ?? 'It is not an anchor.';
  return {
    id,
    origin,
    file,
    length: anchor?.length ?? null,
    tipHash: anchor === null ? null : showText(anchor.tipHash, 80),
    genesisHash: anchor?.genesisHash ?? null,
    signed: anchor?.sig !== undefined,
    result: anchor === null ? 'fail' : (judgement?.result ?? 'not-checked'),
    message: anchor === null ? unread : (judgement?.message ?? 'There is no chain to compare it with yet.'),
  };
}

function broken(id: string, file: string, findings: readonly Finding[]): HeldAnchor {
  return { id, origin: 'auditor', file, anchor: null, findings, judgement: null };
}

function noAnchors(file: string, why: string): EvidenceError {
  const message = `The folder of anchors "${file}" ${why}.`;
  return new EvidenceError({ class: 'anchor-invalid', severity: 'fail', message, where: { file } });
}

function unreadableAnchor(file: string, code: string): EvidenceError {
  const message = `The anchor "${file}" can not be read (${code}).`;
  return new EvidenceError({ class: 'anchor-invalid', severity: 'fail', message, where: { file } });
}

/** What is wrong with a document is wrong with the anchor. */
export function asAnchorFinding(finding: Finding): Finding {
  return finding.severity === 'fail' ? { ...finding, class: 'anchor-invalid' } : finding;
}
