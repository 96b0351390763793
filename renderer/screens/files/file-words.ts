import type { BundleFile } from '../../../shared/ipc/model.ts';

type Status = BundleFile['status'];

/** What became of a file, in a word and in a sentence. */
export const FILE_STATUS: Readonly<
  Record<
    Status,
    { readonly state: 'pass' | 'not-checked' | 'undetermined' | 'fail'; readonly word: string; readonly means: string }
  >
> = {
  used: { state: 'pass', word: 'Used', means: 'Read, and used for the verdict or for a part.' },
  read: { state: 'not-checked', word: 'Digested', means: 'Read and digested; nothing else was taken from it.' },
  unread: { state: 'not-checked', word: 'Not read', means: 'Listed, and not read.' },
  refused: { state: 'fail', word: 'Refused', means: 'A safety rule forbids reading it; its findings name the rule.' },
  unreadable: { state: 'undetermined', word: 'Unreadable', means: 'Its bytes could not be had.' },
  absent: { state: 'undetermined', word: 'Absent', means: 'The index names it, and the bundle does not have it.' },
};
