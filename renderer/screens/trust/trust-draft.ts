import type { TrustImport } from '../../../shared/ipc/contract.ts';

/** What the reader typed into the form; a kind takes of it what it needs. */
export interface TrustDraft {
  readonly kind: TrustImport['kind'];
  readonly how: string;
  readonly by: string;
  readonly keyId: string;
  readonly tenantId: string;
  readonly auditChain: boolean;
  readonly controlPack: boolean;
  readonly label: string;
  readonly origin: string;
}

export const EMPTY_DRAFT: TrustDraft = {
  kind: 'trust-file',
  how: '',
  by: '',
  keyId: '',
  tenantId: '',
  auditChain: true,
  controlPack: true,
  label: '',
  origin: '',
};

/** What is still to be answered. */
export interface Missing {
  readonly field: 'how' | 'by' | 'origin' | 'uses';
  readonly words: string;
}

const WORDS: Readonly<Record<Missing['field'], string>> = {
  origin: 'the name of the log',
  uses: 'what the key may sign',
  how: 'how it was obtained',
  by: 'who obtained it',
};

/** The answers that a draft lacks, in the order of the form. A trust file answers all of them itself. */
export function missingOf(draft: TrustDraft): Missing[] {
  if (draft.kind === 'trust-file') return [];
  const lacks: Readonly<Record<Missing['field'], boolean>> = {
    origin: draft.kind === 'log-key' && draft.origin.trim() === '',
    uses: draft.kind === 'key' && !draft.auditChain && !draft.controlPack,
    how: draft.how.trim() === '',
    by: draft.by.trim() === '',
  };
  return (['origin', 'uses', 'how', 'by'] as const)
    .filter((field) => lacks[field])
    .map((field) => ({ field, words: WORDS[field] }));
}

/** The request that a draft asks for; null while an answer is missing. */
export function requestOf(draft: TrustDraft): TrustImport | null {
  if (missingOf(draft).length > 0) return null;
  const provenance = { how: draft.how.trim(), by: draft.by.trim() };
  switch (draft.kind) {
    case 'trust-file':
      return { kind: 'trust-file' };
    case 'key':
      return {
        kind: 'key',
        ...(draft.keyId.trim() === '' ? {} : { keyId: draft.keyId.trim() }),
        ...(draft.tenantId.trim() === '' ? {} : { tenantId: draft.tenantId.trim() }),
        uses: [
          ...(draft.auditChain ? (['audit-chain'] as const) : []),
          ...(draft.controlPack ? (['control-pack'] as const) : []),
        ],
        provenance,
      };
    case 'timestamp-root':
      return {
        kind: 'timestamp-root',
        ...(draft.label.trim() === '' ? {} : { label: draft.label.trim() }),
        provenance,
      };
    case 'log-key':
      return { kind: 'log-key', origin: draft.origin.trim(), provenance };
  }
}
