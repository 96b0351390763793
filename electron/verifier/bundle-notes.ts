import type { Finding } from '../../shared/base/finding.ts';
import { showName } from '../../shared/bundle/bundle-finding.ts';
import { OTHER_CHAIN_RULE, OTHER_PROOF_RULE } from '../../shared/verify-unsettled.ts';
import { anchorFilesIn } from './candidate-anchors.ts';
import type { OpenedBundle } from './open-bundle.ts';

/** Another file of entries is said, so that nobody takes the verdict for it; a copy of the one that was replayed is none. */
export function otherChains({ files, chain }: OpenedBundle): Finding[] {
  const replayed = chain?.file.sha256 ?? null;
  const others = files.filter(
    (file) =>
      file.identity.role === 'entries' &&
      file !== chain?.file &&
      file.status !== 'refused' &&
      (replayed === null || file.sha256 !== replayed),
  );
  return others.map((file) => {
    const name = showName(file.entry.name);
    return {
      class: 'unexpected-file',
      severity: 'warning',
      message: `"${name}" looks like entries of a chain and was not replayed: the bundle has another file of entries. Open it by itself.`,
      where: { file: name, rule: OTHER_CHAIN_RULE },
    };
  });
}

/**
 * Another proof is said too: the entries that it holds or names, its claims and its anchors were looked at by nobody. A copy of the one that
 * was read is none.
 */
export function otherProofs({ files, proof }: OpenedBundle): Finding[] {
  const read = proof?.file.sha256 ?? null;
  const others = files.filter(
    (file) =>
      file.identity.role === 'proof' &&
      file !== proof?.file &&
      file.status !== 'refused' &&
      (read === null || file.sha256 !== read),
  );
  return others.map((file) => {
    const name = showName(file.entry.name);
    return {
      class: 'unexpected-file',
      severity: 'warning',
      message: `"${name}" looks like the proof of a chain and was not read: the bundle has another proof. Open it by itself.`,
      where: { file: name, rule: OTHER_PROOF_RULE },
    };
  });
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
