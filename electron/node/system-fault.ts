import { systemCode } from './file-source.ts';
import { systemAnswer } from './system-words.ts';

/** The system refused what a run needs: the message says which file, what it was wanted for, and what can be done. */
export class SystemFault extends Error {
  /** As the system gave it, such as `ENOSPC`. */
  readonly code: string;

  /** @param what the start of a sentence, such as `The replay record "x" can not be written`; @param error of the file system */
  constructor(what: string, error: unknown) {
    const code = systemCode(error);
    super(`${what}: ${systemAnswer(code)}`, { cause: error });
    this.name = 'SystemFault';
    this.code = code;
  }
}
