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
  const named = proof?.value?.entriesFile;
  const candidates = files.filter((file) => file.identity.role === 'entries' && file.status !== 'refused');
  const chosen =
    files.find((file) => named !== undefined && file.entry.baseName === named && file.status !== 'refused') ??
    candidates.find((file) => file.entry.baseName === 'audit-chain.ndjson') ??
    candidates[0];
  return chosen === undefined ? null : { file: chosen, form: formOf(chosen) };
}

/** An array when the first character says so; lines otherwise. */
function formOf(file: OpenedFile): EntriesForm {
  const start = file.head[0] === 0xef && file.head[1] === 0xbb && file.head[2] === 0xbf ? 3 : 0;
  const first = file.head.subarray(start).find((byte) => !isJsonSpace(byte));
  return first === 0x5b ? 'array' : 'lines';
}
