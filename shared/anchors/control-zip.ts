import type { Finding } from '../base/finding.ts';
import { showText } from '../base/text.ts';
import type { ZipHeader } from '../bundle/zip-header.ts';

/** 1980-01-01 in DOS form. */
const DOS_EPOCH = 0x21;

const RULES: readonly (readonly [string, (entry: ZipHeader) => boolean])[] = [
  ['are folders', ({ name }) => name.endsWith('/')],
  ['are not deflated', ({ method }) => method !== 8],
  ['carry flags', ({ flags }) => flags !== 0],
  ['carry a date other than 1980-01-01 00:00', ({ dosDate, dosTime }) => dosDate !== DOS_EPOCH || dosTime !== 0],
  ['carry extra fields', ({ extraBytes }) => extraBytes > 0],
  ['carry comments', ({ commentBytes }) => commentBytes > 0],
  ['state versions other than 20', ({ versionMadeBy, versionNeeded }) => versionMadeBy !== 20 || versionNeeded !== 20],
  ['carry file attributes', ({ externalAttributes }) => externalAttributes !== 0],
];

/**
 * Says in one note how the zip differs from those that the producer writes: it was packed again, by whom and why is not known. Nothing of it
 * weighs on a verdict. How hard the data was deflated is not looked at: the bytes do not tell.
 *
 * @param entries in the order of the directory, entries of folders included; empty where the pack was opened from no zip
 * @param file escaped name of the pack
 * @returns the note; empty when nothing differs. One clause for each rule at most, with the first entry that it is about
 */
export function zipNotes(entries: readonly ZipHeader[], file: string): Finding[] {
  const notes: string[] = [];
  const sorted = entries.every(({ name }, index) => index === 0 || (entries[index - 1]?.name ?? '') <= name);
  if (!sorted) notes.push('entries are not in the order of their names');
  for (const [words, differs] of RULES) {
    const found = entries.filter(differs);
    const [first] = found;
    if (first !== undefined)
      notes.push(`${found.length} of ${entries.length} entries ${words}, first "${showText(first.name, 100)}"`);
  }
  if (notes.length === 0) return [];
  const message = `The zip of "${file}" is not written as the producer writes it: ${notes.join('; ')}. It was probably packed again, which weighs nothing.`;
  return [{ class: 'encoding-note', severity: 'note', message, where: { file, rule: 'control.zip' } }];
}
