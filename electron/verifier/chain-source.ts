import { isJsonSpace } from '../../shared/chain/framing/frame.ts';
import type { AuditChainProof } from '../../shared/formats/audit-chain-proof.ts';
import type { OpenedFile } from './bundle-files.ts';
import type { EntriesForm } from './replay-run.ts';

/** The file that the entries are read from, and how they stand in it. */
export interface ChainSource {
  readonly file: OpenedFile;
  readonly form: EntriesForm;
}

/**
 * Chooses the file of entries: the proof's inline entries, else the file that the proof names, else `audit-chain.ndjson`, else the only
 * file that looks like entries. Other files of entries stay listed and are not replayed.
 *
 * @param proof the proof as far as it was read, with the file that it stands in; null without one
 */
export function chooseChain(
  files: readonly OpenedFile[],
  proof: {
    file: OpenedFile;
    hasEntries: boolean;
    value: { readonly [K in keyof AuditChainProof]?: AuditChainProof[K] } | null;
  } | null,
): ChainSource | null {
  if (proof?.hasEntries) return { file: proof.file, form: 'proof' };
  const named = proof === null ? undefined : namedEntries(files, proof.file, proof.value?.entriesFile);
  const candidates = files.filter((file) => file.identity.role === 'entries' && file.status !== 'refused');
  const chosen =
    (named?.status === 'refused' ? undefined : named) ??
    candidates.find((file) => file.entry.baseName === 'audit-chain.ndjson') ??
    candidates[0];
  return chosen === undefined ? null : { file: chosen, form: formOf(chosen) };
}

/** The file that the proof names as its file of entries, which lies beside the proof; undefined when it names none or it is not there. */
export function namedEntries(
  files: readonly OpenedFile[],
  proof: OpenedFile,
  entriesFile: string | undefined,
): OpenedFile | undefined {
  if (entriesFile === undefined) return undefined;
  const { name, baseName } = proof.entry;
  const beside = name.slice(0, name.length - baseName.length) + entriesFile;
  return files.find((file) => file.entry.name === beside);
}

/** An array when the first character says so; lines otherwise. */
function formOf(file: OpenedFile): EntriesForm {
  const start = file.head[0] === 0xef && file.head[1] === 0xbb && file.head[2] === 0xbf ? 3 : 0;
  const first = file.head.subarray(start).find((byte) => !isJsonSpace(byte));
  return first === 0x5b ? 'array' : 'lines';
}
