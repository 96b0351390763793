import type { Finding, FindingClass, Locator, Severity } from '../base/finding.ts';
import { showText } from '../base/text.ts';

/** Characters of a name that a message or a locator shows. */
const NAME_SHOWN = 120;
/** A hidden character takes eight to be spelled: a name made of them is cut shorter, so that 65 535 findings stay small. */
const SPELLED_NAME_SHOWN = 30;
const SPELLED_LENGTH = 300;

/** What is wrong with one file of a bundle, before it is put in words with the file's name. */
export interface EntryFault {
  /** Rule that was broken, for example `zip.name.traversal`, or the name of the cap. */
  readonly rule: string;
  readonly class: FindingClass;
  readonly severity: Severity;
  /** The entry is not read. */
  readonly refuses: boolean;
  /** Continues the sentence `"name": …`; text from the bundle in it is escaped already. */
  readonly why: string;
  readonly expected?: string;
  readonly actual?: string;
  /** Bytes from the start of the container. */
  readonly byteOffset?: number;
}

/**
 * A name from a bundle as it may stand in a sentence.
 * @param name untrusted text.
 * @returns hidden characters spelled, length capped.
 */
export function showName(name: string): string {
  const shown = showText(name, NAME_SHOWN);
  return shown.length <= SPELLED_LENGTH ? shown : showText(name, SPELLED_NAME_SHOWN);
}

/** A fault that refuses the entry: unsafe, severity `fail`. */
export function unsafe(rule: string, why: string, details: FaultDetails = {}): EntryFault {
  return { rule, class: 'unsafe-entry', severity: 'fail', refuses: true, why, ...details };
}

/** A fault that refuses the entry because its bytes can not be had. */
export function unreadable(rule: string, why: string, details: FaultDetails = {}): EntryFault {
  return { rule, class: 'unreadable-file', severity: 'fail', refuses: true, why, ...details };
}

/** A fault that refuses the entry because it passes a cap; `rule` is the name of the cap. */
export function overLimit(rule: string, why: string, details: FaultDetails = {}): EntryFault {
  return { rule, class: 'limit-exceeded', severity: 'fail', refuses: true, why, ...details };
}

/** What a fault may say beyond its rule. */
export type FaultDetails = Pick<EntryFault, 'expected' | 'actual' | 'byteOffset'>;

/**
 * Puts a fault in words.
 * @param name name of the entry as written; escaped here.
 * @param fault what is wrong.
 * @returns a finding that names the entry and the rule.
 */
export function entryFinding(name: string, fault: EntryFault): Finding {
  return findingOf(showName(name), fault);
}

/** `entryFinding` for all faults of one entry. */
export function entryFindings(name: string, faults: readonly EntryFault[]): Finding[] {
  if (faults.length === 0) return [];
  const shown = showName(name);
  return faults.map((fault) => findingOf(shown, fault));
}

function findingOf(shown: string, fault: EntryFault): Finding {
  return {
    class: fault.class,
    severity: fault.severity,
    message: `"${shown}"${fault.refuses ? ' is not read' : ''}: ${fault.why}`,
    where: locate(shown, fault.rule, fault.byteOffset),
    ...(fault.expected === undefined ? {} : { expected: fault.expected }),
    ...(fault.actual === undefined ? {} : { actual: fault.actual }),
  };
}

/**
 * A finding about the container itself.
 * @param file name of the container, escaped here.
 */
export function containerFinding(
  file: string,
  what: { rule: string; class: FindingClass; severity: Severity; message: string } & FaultDetails,
): Finding {
  const { rule, byteOffset, ...rest } = what;
  return { ...rest, where: locate(showName(file), rule, byteOffset) };
}

function locate(file: string, rule: string, byteOffset: number | undefined): Locator {
  return byteOffset === undefined ? { file, rule } : { file, rule, byteOffset };
}
