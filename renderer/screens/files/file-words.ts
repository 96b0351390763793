import type { BundleFile } from '../../../shared/ipc/model.ts';

type Status = BundleFile['status'];

/** What became of a file, in a word and a sentence; a mark only where that is a problem, because being used is no verdict. */
export const FILE_STATUS: Readonly<
  Record<Status, { readonly state: 'undetermined' | 'fail' | null; readonly word: string; readonly means: string }>
> = {
  used: { state: null, word: 'Used', means: 'Read, and used for the verdict or for a part.' },
  read: { state: null, word: 'Digested', means: 'Read and digested; nothing else was taken from it.' },
  unread: { state: null, word: 'Not read', means: 'Listed, and not read.' },
  refused: { state: 'fail', word: 'Refused', means: 'A safety rule forbids reading it; its findings name the rule.' },
  unreadable: { state: 'undetermined', word: 'Unreadable', means: 'Its bytes could not be had.' },
  absent: { state: 'undetermined', word: 'Absent', means: 'The index names it, and the bundle does not have it.' },
};
