import { basename } from 'node:path';
import { anchorCoreBytes } from '../../shared/anchors/anchor-signature.ts';
import type { Finding } from '../../shared/base/finding.ts';
import { showText } from '../../shared/base/text.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { type AnchorJudgement, checkAnchor } from '../../shared/chain/anchor-check.ts';
import type { ReplayTotals } from '../../shared/chain/replay.ts';
import type { Anchor } from '../../shared/formats/anchor.ts';
import type { AnchorView } from '../../shared/ipc/model.ts';
import { type AnchorFile, MOST_ANCHORS } from '../../shared/ipc/verifier.ts';
import { ANCHOR_BYTES, anchorFiles, readAnchor, readExactAnchor, tooLong } from '../node/anchor-files.ts';
import { openFile, systemCode } from '../node/file-source.ts';

/** An anchor that was brought or found, with what comparing it gave. */
export interface HeldAnchor {
  readonly id: string;
  readonly origin: 'auditor' | 'bundle';
  /** Escaped name. */
  readonly file: string;
  readonly anchor: Anchor | null;
  /** The bytes of the file, where the auditor has receipts held against them as they are; null: against the canonical core bytes. */
  readonly bytes: Uint8Array | null;
  readonly findings: readonly Finding[];
  judgement: AnchorJudgement | null;
}

/**
 * Reads an anchor file that the auditor brings.
 *
 * @throws EvidenceError when the file can not be read at all
 */
export async function readAnchorFile({ path, bytes: taken }: AnchorFile, id: string): Promise<HeldAnchor> {
  const file = showName(basename(path));
  const source = await openFile(path).catch((error: unknown) => {
    throw error instanceof EvidenceError ? error : unreadableAnchor(file, systemCode(error));
  });
  try {
    if (source.size > ANCHOR_BYTES) return broken(id, file, [tooLong(file, source.size)]);
    const bytes = await source.read(0, source.size);
    if (taken === 'as-is') return exactAnchor(bytes, file, id);
    const read = readAnchor(bytes, file);
    return { id, origin: 'auditor', file, ...read, bytes: null, judgement: null };
  } finally {
    await source.close();
  }
}

function exactAnchor(bytes: Uint8Array, file: string, id: string): HeldAnchor {
  const read = readExactAnchor(bytes, file);
  if (!read.ok) {
    const { message } = read.error;
    return broken(id, file, [{ class: 'anchor-invalid', severity: 'fail', message, where: { file } }]);
  }
  const findings = isCanonical(bytes, read.value) ? [] : [takenAsIs(bytes, file)];
  return { id, origin: 'auditor', file, anchor: read.value, bytes, findings, judgement: null };
}

/** Said in every report: who reads that a receipt holds must see that it was not held against the bytes that the format names. */
function takenAsIs(bytes: Uint8Array, file: string): Finding {
  return {
    class: 'encoding-note',
    severity: 'note',
    message: `The ${bytes.length} bytes of "${file}" were taken as they are, as you asked; they are not the canonical bytes of this anchor. Receipts were held against them, the chain against the length and the hashes in them.`,
    where: { file, rule: 'anchor.bytes' },
  };
}

function isCanonical(bytes: Uint8Array, anchor: Anchor): boolean {
  return Buffer.compare(bytes, anchorCoreBytes(anchor)) === 0;
}

/**
 * The anchor files that were given, folders taken apart.
 *
 * @throws EvidenceError when a folder is none of anchors: none is left out in silence
 */
export async function anchorFilesOf(given: readonly AnchorFile[]): Promise<AnchorFile[]> {
  const all: AnchorFile[] = [];
  for (const { path, bytes } of given) {
    const files = await anchorFiles(path, MOST_ANCHORS);
    if (!files.ok) {
      const { message } = files.error;
      throw new EvidenceError({ class: 'anchor-invalid', severity: 'fail', message, where: {} });
    }
    all.push(...files.value.map((file) => ({ path: file, bytes })));
  }
  return all;
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
export function anchorView({ id, origin, file, anchor, bytes, findings, judgement }: HeldAnchor): AnchorView {
  const unread = findings[0]?.message ?? 'It is not an anchor.';
  return {
    id,
    origin,
    file,
    length: anchor?.length ?? null,
    tipHash: anchor === null ? null : showText(anchor.tipHash, 80),
    genesisHash: anchor?.genesisHash ?? null,
    signed: anchor?.sig !== undefined,
    bytes: anchor === null || bytes === null ? 'canonical' : isCanonical(bytes, anchor) ? 'as-is-canonical' : 'as-is',
    result: anchor === null ? 'fail' : (judgement?.result ?? 'not-checked'),
    message: anchor === null ? unread : (judgement?.message ?? 'There is no chain to compare it with yet.'),
  };
}

function broken(id: string, file: string, findings: readonly Finding[]): HeldAnchor {
  return { id, origin: 'auditor', file, anchor: null, bytes: null, findings, judgement: null };
}

function unreadableAnchor(file: string, code: string): EvidenceError {
  const message = `The anchor "${file}" can not be read (${code}).`;
  return new EvidenceError({ class: 'anchor-invalid', severity: 'fail', message, where: { file } });
}
