import { showName } from '../../shared/bundle/bundle-finding.ts';
import { parseAnchor } from '../../shared/formats/anchor.ts';
import { asAnchorFinding } from '../node/anchor-files.ts';
import type { HeldAnchor } from './anchors.ts';
import type { OpenedFile } from './bundle-files.ts';
import type { CancelToken } from './cancel.ts';
import { loadDocument } from './documents.ts';
import type { OpenedBundle } from './open-bundle.ts';

/**
 * Anchors that travelled in the bundle, in its proof or as files of their own: candidates, whatever they say. Throws Cancelled.
 *
 * @param most anchors that are taken
 */
export async function candidateAnchors(
  { proof, files }: OpenedBundle,
  most: number,
  token: CancelToken,
): Promise<HeldAnchor[]> {
  const anchors = proof?.read.value?.anchors ?? [];
  const file = proof === null ? '' : showName(proof.file.entry.name);
  const held = anchors.slice(0, most).map(
    (anchor, at): HeldAnchor => ({
      id: `bundle-${at}`,
      origin: 'bundle',
      file,
      anchor,
      bytes: null,
      findings: [],
      judgement: null,
    }),
  );
  for (const own of anchorFilesIn(files).slice(0, most - held.length)) {
    held.push(await readCandidate(own, `bundle-${held.length}`, token));
  }
  return held;
}

/** The files of a bundle that are anchors by themselves. */
export function anchorFilesIn(files: readonly OpenedFile[]): readonly OpenedFile[] {
  return files.filter(({ identity, entry }) => identity.role === 'anchor' && !entry.refused);
}

async function readCandidate(opened: OpenedFile, id: string, token: CancelToken): Promise<HeldAnchor> {
  const file = showName(opened.entry.name);
  const document = await loadDocument(opened, token);
  if (opened.status === 'unread') opened.status = 'used';
  const parsed = document.value === undefined ? null : parseAnchor(document.value, file);
  const findings = [...document.findings, ...(parsed?.findings ?? [])].map(asAnchorFinding);
  return { id, origin: 'bundle', file, anchor: parsed?.value ?? null, bytes: null, findings, judgement: null };
}
