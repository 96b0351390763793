import { LIMITS } from '../base/limits.ts';
import { type EntryFault, overLimit, unsafe } from './bundle-finding.ts';

/** Where a name comes from: the first part of the rule names. */
export type NameOrigin = 'zip' | 'folder';

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const BIDI = /\p{Bidi_Control}/u;
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/u;
const WINDOWS_CHARACTER = /[<>:"|?*]/;
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;

/** Last segment of a name. */
export function baseNameOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/**
 * Judges one name on its own, as it would act on any of the systems that a bundle may be unpacked on.
 * Linear in the length of the name.
 *
 * SECURITY: names that leave the bundle, or that read unlike what they are, are refused. Test: paths.test.ts
 * "refuses each unsafe name by its own rule".
 * @param name as written, with `/` between segments; a folder's name may end in `/`.
 * @param origin first part of the rule names, `zip.name.…` or `folder.name.…`.
 * @returns every rule that is broken; empty for a plain name.
 */
export function nameFaults(name: string, origin: NameOrigin): EntryFault[] {
  const rule = (word: string): string => `${origin}.name.${word}`;
  const faults: EntryFault[] = [];
  const refuse = (word: string, why: string): void => {
    faults.push(unsafe(rule(word), why));
  };
  const segments = (name.endsWith('/') ? name.slice(0, -1) : name).split('/');

  if (name === '') refuse('empty', 'it has no name.');
  if (name.startsWith('/')) refuse('absolute', 'its name is an absolute path.');
  else if (name !== '' && segments.includes('')) refuse('segment', 'its name has an empty segment ("//").');
  if (/^[A-Za-z]:/.test(name)) refuse('drive', 'its name begins with a drive letter.');
  if (name.includes('\\'))
    refuse('backslash', 'its name has a backslash, which some systems read as a folder separator.');
  if (name.split(/[/\\]/).includes('..')) refuse('traversal', 'its name climbs to a parent folder with "..".');
  if (segments.includes('.')) refuse('segment', 'its name has a "." segment, which other programs drop.');
  if (CONTROL.test(name)) refuse('control', 'its name has a control character or a line break.');
  if (BIDI.test(name)) refuse('bidi', 'its name has a character that changes the direction of text.');
  else if (INVISIBLE.test(name.replace(CONTROL, '')))
    refuse('invisible', 'its name has a character that can not be seen.');
  if (segments.length > LIMITS.nameDepth) {
    faults.push(overLimit('nameDepth', `its name is nested ${segments.length} deep; the cap is ${LIMITS.nameDepth}.`));
  }
  if (faults.length === 0 && segments.some(meansSomethingElseOnWindows)) {
    faults.push({
      rule: rule('windows'),
      class: 'unsafe-entry',
      severity: 'warning',
      refuses: false,
      why: 'Windows can not hold this name or reads it as another; unpacked there, the bundle would differ.',
    });
  }
  return faults;
}

function meansSomethingElseOnWindows(segment: string): boolean {
  return /[. ]$/.test(segment) || WINDOWS_CHARACTER.test(segment) || WINDOWS_DEVICE.test(segment);
}

/**
 * The key under which file systems that ignore case or Unicode form would file a name. It folds at least what NTFS,
 * APFS and HFS+ fold, and a little more (`ß` and `ss` count as one): two names under one key are never both read.
 * @param name as written.
 */
export function foldedName(name: string): string {
  // Down, up and down: the capital sharp s has no other upper case, and its lower case has.
  return name.normalize('NFD').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}

/** Characters of the name of an archive that stand before the names of its files. */
const ARCHIVE_NAME = 60;

/**
 * The name under which a file of an archive inside a bundle is shown: `pack.zip › manifest.json`.
 * @param within name of the archive as written; null for a file of the bundle itself.
 * @param name of the file in the archive, as written.
 * @returns untrusted text like its parts; a long name of the archive is cut, so that the file is still named.
 */
export function nameWithin(within: string | null, name: string): string {
  if (within === null) return name;
  const shown = [...within];
  const archive = shown.length > ARCHIVE_NAME ? `${shown.slice(0, ARCHIVE_NAME).join('')}…` : within;
  return `${archive} › ${name}`;
}
