import type { EvidencePart } from '../../shared/ipc/model.ts';
import type { ScreenId, ToolId } from '../state/index.ts';

/** Names of the screens, as in the rail and as headings. */
export const SCREEN_TITLES: Readonly<Record<ScreenId, string>> = {
  overview: 'Overview',
  chain: 'Chain',
  isolation: 'Isolation',
  retention: 'Retention',
  encryption: 'Encryption',
  proof: 'Proof',
  packs: 'Packs',
  trust: 'Trust',
  findings: 'Findings',
  files: 'Files',
};

/** Names of the screens that belong to the app. */
export const TOOL_TITLES: Readonly<Record<ToolId, string>> = {
  'trust-store': 'Trust store',
  custody: 'Custody log',
};

/** The screens that show one evidence part each. */
export const EVIDENCE_SCREENS = [
  'isolation',
  'retention',
  'encryption',
  'proof',
] as const satisfies readonly ScreenId[];
export type EvidenceScreenId = (typeof EVIDENCE_SCREENS)[number];

export interface PartWords {
  readonly kind: EvidencePart['kind'];
  /** What the facts of this part are about, in one sentence. */
  readonly about: string;
  /** How what is shown here relates to the verdict. */
  readonly standing: string;
  readonly fileName: string;
  /** Some of what is shown was counted here. */
  readonly counted?: true;
  /** What would be here. */
  readonly wouldHold: string;
  /** How to get it. */
  readonly howToGet: string;
}

const NOT_JUDGED = 'These are facts as the bundle states them; this version shows them and does not judge them.';

/** What each evidence screen shows, and what it says when there is nothing to show. */
export const PART_WORDS: Readonly<Record<EvidenceScreenId, PartWords>> = {
  isolation: {
    kind: 'rls-policies',
    about: 'How the database keeps tenants apart: tables, row-level-security policies, roles and grants.',
    standing: NOT_JUDGED,
    fileName: 'rls-policies.json',
    wouldHold:
      'rls-policies.json holds what the database says about row-level security: for each table whether it is enabled and forced, every policy with its expressions, the roles that may pass by them, and the grants.',
    howToGet:
      'Ask the producer for a bundle collected with database access, and for the date it was collected on. Without this file nothing in this bundle says how tenants are kept apart.',
  },
  retention: {
    kind: 'worm-retention',
    about:
      'How long stored objects are kept from change and deletion: bucket settings, object versions, locks and holds.',
    standing: NOT_JUDGED,
    fileName: 'worm-retention.json',
    wouldHold:
      'worm-retention.json holds what the object store says about write-once retention: bucket versioning and Object Lock settings, and for each object version its mode, its retain-until date and any legal hold.',
    howToGet:
      'Ask the producer for a bundle collected with read access to the evidence bucket. Without this file nothing in this bundle says how long the records can not be deleted.',
  },
  encryption: {
    kind: 'field-encryption',
    about: 'Which columns the producer says are encrypted, and what samples of their values are by their form.',
    standing:
      'No key is asked for and nothing is decrypted: each sample is told by its outside, and no table shows one. Samples that contradict what is stated of their field are findings. That a value is an envelope does not show that only the key opens it, and samples say nothing of the values that were not sampled.',
    fileName: 'field-encryption.json',
    counted: true,
    wouldHold:
      'field-encryption.json holds, for each column, whether the producer states it as encrypted or as plain text, samples of its values as they are stored, and what the producer counted among them.',
    howToGet:
      'Ask the producer for samples of the columns that should be encrypted, taken from the database as stored, and for how they were chosen. No key is needed, and none should be handed over. Without this file nothing in this bundle says how single fields are stored.',
  },
  proof: {
    kind: 'audit-chain-proof',
    about:
      'What the producer says of the audit chain: account, rule, number of entries, first and last hash, and anchors.',
    standing:
      'These are statements of the bundle and decide nothing; the overview sets them beside what was computed here.',
    fileName: 'audit-chain-proof.json',
    wouldHold:
      'audit-chain-proof.json holds the head facts of the audit chain (account, rule, number of entries, genesis and tip hash), the anchors the producer made, and either the entries themselves or the name of the file that holds them.',
    howToGet:
      'Ask the producer for it, and for one anchor over another channel: an anchor that reaches you apart from the bundle is what lets you notice a shortened or wholly rewritten chain.',
  },
};
