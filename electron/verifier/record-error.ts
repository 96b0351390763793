import { showText } from '../../shared/base/text.ts';
import { systemCode } from '../node/file-source.ts';
import { SystemFault } from '../node/system-fault.ts';

/** What was named for a run can not be used, and nothing was verified. Its message is for the user. */
export class WrongUse extends Error {}

/** A record of an earlier replay that can not be used: not a record, not about these bytes, not whole, or of another version. */
export class RecordError extends WrongUse {
  /** @param name the record, as shown; @param why the end of a sentence that begins with its name */
  constructor(name: string, why: string) {
    super(`The replay record ${name} can not be used: ${why}. Nothing was verified.`);
    this.name = 'RecordError';
  }
}

/** Evidence that can not be replayed in the way that was asked for, whatever the records are. */
export class UnfitInput extends WrongUse {
  /** @param name of the input, as shown; @param way what can not be done with it; @param why a sentence without its full stop */
  constructor(name: string, way: string, why: string) {
    super(`"${name}" can not be ${way}: ${why}. Nothing was verified.`);
    this.name = 'UnfitInput';
  }
}

/** Answers of the system that come of the place that was named, and not of the machine. */
const CHOSEN: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);

/**
 * What to throw when the system refuses a record. Records are named on the command line alone, so that the message may spell out the path: no
 * screen shows it.
 *
 * @param error what was thrown; anything but an error of the system comes back as it is
 * @param opening the place that was named may be at fault: then it is wrong usage
 */
export function recordFault(path: string, doing: 'read' | 'written', error: unknown, opening = false): unknown {
  const code = systemCode(error);
  if (code === 'unknown' || error instanceof SystemFault) return error;
  if (opening && CHOSEN.has(code)) return new RecordError(path, `it may not be ${doing} by this user (${code})`);
  return new SystemFault(`The replay record "${showText(path)}" can not be ${doing}`, error);
}
