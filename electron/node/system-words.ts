/** What an answer of the system means, as the rest of a clause, and what to do about it, as a sentence. */
interface SystemWords {
  readonly meaning: string;
  readonly remedy: string;
}

const FULL = 'Make room on it, then try again.';
const RIGHTS = 'Give this user the right to it, or take another folder, then try again.';
const OPEN_FILES = 'Close other programs or other bundles, then try again.';

/** The answers that a person can do something about: of disks, of rights, of too many open files. */
const WORDS: Readonly<Record<string, SystemWords>> = {
  ENOSPC: { meaning: 'the disk is full', remedy: FULL },
  EDQUOT: { meaning: 'the share of the disk that this user may fill is full', remedy: FULL },
  EFBIG: { meaning: 'the file is larger than this disk or this user may hold', remedy: 'Take another disk.' },
  EACCES: { meaning: 'this user may not do that there', remedy: RIGHTS },
  EPERM: { meaning: 'this user may not do that there', remedy: RIGHTS },
  EROFS: { meaning: 'the disk can only be read', remedy: 'Take a folder on another disk, then try again.' },
  EIO: {
    meaning: 'the disk, or the connection to it, failed',
    remedy: 'Copy the evidence to another disk, compare the digest of the copy, and open the copy.',
  },
  ENOENT: {
    meaning: 'a file or a folder is not there',
    remedy: 'See whether it was moved or removed, then try again.',
  },
  EMFILE: { meaning: 'too many files are open', remedy: OPEN_FILES },
  ENFILE: { meaning: 'too many files are open', remedy: OPEN_FILES },
};

/**
 * The rest of a sentence that ends with what the system answered.
 *
 * @param code as the system gave it, such as `ENOSPC`
 * @returns with its full stop, and one sentence on what to do where there is one: no path, so that every screen may show it
 */
export function systemAnswer(code: string): string {
  const words = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return words === undefined
    ? `the system answers ${code}.`
    : `the system answers ${code}, ${words.meaning}. ${words.remedy}`;
}

/** Whether an answer of the system is one of those that tell of the machine, and of no fault of the program. */
export function isMachineAnswer(code: string): boolean {
  return Object.hasOwn(WORDS, code);
}
