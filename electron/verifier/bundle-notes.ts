import type { Finding } from '../../shared/base/finding.ts';
import { counted } from '../../shared/base/number-words.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { COMPRESSED_ID, type FileRole } from '../../shared/formats/registry.ts';
import { OTHER_CHAIN_RULE, OTHER_PROOF_RULE } from '../../shared/verify-unsettled.ts';
import type { OpenedFile } from './bundle-files.ts';
import { anchorFilesIn } from './candidate-anchors.ts';
import { ONLY_PACKS } from './nested-archives.ts';
import { listedFiles, type OpenedBundle } from './open-bundle.ts';

/**
 * Another file of entries is said, so that nobody takes the verdict for it: one that is compressed or lies in an archive, too. A copy of the one
 * that was replayed is none.
 */
export function otherChains(bundle: OpenedBundle): Finding[] {
  const what = 'looks like entries of a chain and was not replayed';
  const others = notTaken(bundle, 'entries', bundle.chain?.file, {
    rule: OTHER_CHAIN_RULE,
    what,
    kind: 'file of entries',
  });
  // Opened by itself it is all that there is, which the head says.
  const compressed = bundle.container.kind === 'file' ? [] : listedFiles(bundle).filter(isCompressed);
  const why = 'this version does not unpack it. Unpack it, and open it by itself.';
  return [
    ...others,
    ...compressed.map((file) =>
      unexpected(file, OTHER_CHAIN_RULE, `is named as compressed entries of a chain and was not replayed: ${why}`),
    ),
  ];
}

/**
 * Another proof is said too: the entries that it holds or names, its claims and its anchors were looked at by nobody. A copy of the one that
 * was read is none.
 */
export function otherProofs(bundle: OpenedBundle): Finding[] {
  const what = 'looks like the proof of a chain and was not read';
  return notTaken(bundle, 'proof', bundle.proof?.file, { rule: OTHER_PROOF_RULE, what, kind: 'proof' });
}

/** The files of a role beside the one that was taken: those of the bundle, then those of its archives. */
function notTaken(
  { files, nested }: OpenedBundle,
  role: FileRole,
  taken: OpenedFile | undefined,
  { rule, what, kind }: { readonly rule: string; readonly what: string; readonly kind: string },
): Finding[] {
  const inner = nested.flatMap((archive) => archive.files);
  return [
    ...othersOf(files, role, taken).map((file) =>
      unexpected(file, rule, `${what}: the bundle has another ${kind}. Open it by itself.`),
    ),
    ...othersOf(inner, role, taken).map((file) => unexpected(file, rule, `${what}: ${ONLY_PACKS}`)),
  ];
}

/** @param what the end of a sentence that begins with the name of the file */
function unexpected(file: OpenedFile, rule: string, what: string): Finding {
  const name = showName(file.entry.name);
  return { class: 'unexpected-file', severity: 'warning', message: `"${name}" ${what}`, where: { file: name, rule } };
}

function isCompressed({ identity, status }: OpenedFile): boolean {
  return identity.id === COMPRESSED_ID && status !== 'refused';
}

/** Files of a role beside the one that was taken, but for its copies. */
function othersOf(files: readonly OpenedFile[], role: FileRole, taken: OpenedFile | undefined): OpenedFile[] {
  const sha256 = taken?.sha256 ?? null;
  return files.filter(
    (file) =>
      file.identity.role === role &&
      file !== taken &&
      file.status !== 'refused' &&
      (sha256 === null || file.sha256 !== sha256),
  );
}

/** What else is not read, such as a second file of its kind, is said by itself. */
const NO_READER: ReadonlySet<string> = new Set(['recognised', 'unknown']);
/** Names that the note on files that were not inspected lists. */
const LISTED_NAMES = 5;

/** The files that have a digest and that nobody looked into are said in every report: what they hold, the verdict knows nothing of. */
export function notInspected(bundle: OpenedBundle): Finding[] {
  if (bundle.container.kind === 'file') return [];
  const names = listedFiles(bundle).flatMap(({ status, entry, identity }) =>
    status === 'read' && NO_READER.has(identity.role) && identity.id !== COMPRESSED_ID ? [showName(entry.name)] : [],
  );
  if (names.length === 0) return [];
  const listed = names.slice(0, LISTED_NAMES).join(', ');
  const more = names.length > LISTED_NAMES ? ` and ${names.length - LISTED_NAMES} more` : '';
  const message = `${counted(names.length, 'file was', 'files were')} digested and not inspected: ${listed}${more}.`;
  return [{ class: 'unexpected-file', severity: 'note', message, where: { rule: 'not-inspected' } }];
}

/** Anchors of the bundle beyond what is compared are said: one of them might contradict the chain. */
export function otherCandidates({ proof, files }: OpenedBundle, most: number): Finding[] {
  const inProof = proof?.read.value?.anchors?.length ?? 0;
  const own = anchorFilesIn(files);
  const count = inProof + own.length;
  if (count <= most) return [];
  const message = `The bundle holds ${count} anchors of its own; the first ${most} were compared with the chain.`;
  const inList = proof !== null && inProof > most;
  const where = inList
    ? { file: showName(proof.file.entry.name), pointer: '/anchors' }
    : { file: showName(own[most - inProof]?.entry.name ?? '') };
  return [{ class: 'limit-exceeded', severity: 'warning', message, where }];
}

/** Whether what is in an archive is not known at all: its list of files can not be read. */
export function isUnlisted({ entries, findings }: OpenedBundle['container']): boolean {
  return entries.length === 0 && findings.some(({ severity }) => severity === 'fail');
}
