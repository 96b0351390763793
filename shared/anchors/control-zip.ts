import type { Finding } from '../base/finding.ts';
import { showText } from '../base/text.ts';

/** What the header of a zip entry says, as far as it is compared with what the producer writes. */
export interface ZipEntryFacts {
  readonly name: string;
  /** 8: deflate. */
  readonly method: number;
  readonly flags: number;
  readonly dosDate: number;
  readonly dosTime: number;
  /** Bytes of extra fields, local and central together. */
  readonly extraBytes: number;
  readonly commentBytes: number;
  readonly versionMadeBy: number;
  readonly versionNeeded: number;
  readonly externalAttributes: number;
}

/** 1980-01-01 in DOS form. */
const DOS_EPOCH = 0x21;

const RULES: readonly (readonly [string, (entry: ZipEntryFacts) => boolean])[] = [
  ['are not deflated', ({ method }) => method !== 8],
  ['carry flags', ({ flags }) => flags !== 0],
  ['carry a date other than 1980-01-01 00:00', ({ dosDate, dosTime }) => dosDate !== DOS_EPOCH || dosTime !== 0],
  ['carry extra fields', ({ extraBytes }) => extraBytes > 0],
  ['carry comments', ({ commentBytes }) => commentBytes > 0],
  ['state versions other than 20', ({ versionMadeBy, versionNeeded }) => versionMadeBy !== 20 || versionNeeded !== 20],
  ['carry file attributes', ({ externalAttributes }) => externalAttributes !== 0],
];

/**
 * Notes on how the zip differs from those that the producer writes: it was packed again, by whom and why is not known. Nothing of it
 * weighs on a verdict.
 */
export function zipNotes(entries: readonly ZipEntryFacts[], file: string): Finding[] {
  const notes: string[] = [];
  const sorted = entries.every(({ name }, index) => index === 0 || (entries[index - 1]?.name ?? '') <= name);
  if (!sorted) notes.push('entries are not in order of their names');
  for (const [words, differs] of RULES) {
    const found = entries.filter(differs);
    const [first] = found;
    if (first !== undefined)
      notes.push(`${found.length} of ${entries.length} entries ${words}, first ${showText(first.name, 100)}`);
  }
  return notes.map((words) => ({
    class: 'encoding-note',
    severity: 'note',
    message: `${file}: ${words}. The producer writes it otherwise, so the pack was probably packed again.`,
    where: { file, rule: 'control.zip' },
  }));
}
