import { type EntryFault, showName, unsafe } from './bundle-finding.ts';
import { foldedName, type NameOrigin } from './paths.ts';

/** A name among the names of its bundle. */
export interface NamedItem {
  /** As written; a folder's own entry ends in `/`. */
  readonly name: string;
}

/** Which items clash, and how; an item is named at most once for each rule. */
export interface Clash {
  /** Position in the list that was given. */
  readonly position: number;
  readonly fault: EntryFault;
}

/**
 * Finds names that can not live side by side: the same name twice, names that differ in case or in Unicode form only,
 * and a file whose name is also a folder. n log n in the number of names.
 *
 * SECURITY: no member of a clash is read, since programs differ in which one they show. Test: clashes.test.ts
 * "names every member of a clash".
 * @param items all files and folder entries of the bundle.
 * @param origin first part of the rule names.
 * @returns clashes in the order of the items.
 */
export function nameClashes(items: readonly NamedItem[], origin: NameOrigin): Clash[] {
  const keyed = items
    .map(({ name }, position) => {
      const folder = name.endsWith('/');
      return { position, name, folder, key: foldedName(folder ? name.slice(0, -1) : name) };
    })
    .sort((a, b) => compare(a.key, b.key) || a.position - b.position);
  const clashes: Clash[] = [];
  for (let from = 0; from < keyed.length; ) {
    const key = keyed[from]?.key;
    let to = from;
    while (keyed[to]?.key === key) to += 1;
    // One at a time: a group can be larger than the arguments that a call takes.
    for (const clash of clashesOfGroup(keyed.slice(from, to), keyed, origin)) clashes.push(clash);
    from = to;
  }
  return clashes.sort((a, b) => a.position - b.position);
}

interface KeyedName {
  readonly position: number;
  readonly name: string;
  readonly folder: boolean;
  readonly key: string;
}

function clashesOfGroup(group: readonly KeyedName[], sorted: readonly KeyedName[], origin: NameOrigin): Clash[] {
  const files = group.filter((item) => !item.folder);
  const first = files[0];
  if (first === undefined) return [];
  const alsoFolder = files.length < group.length || hasFileBelow(sorted, first.key);
  const second = files.find(({ name }) => name !== first.name);
  const count = new Map<string, number>();
  for (const { name } of files) count.set(name, (count.get(name) ?? 0) + 1);
  return files.flatMap(({ name, position }) => {
    const faults: EntryFault[] = [];
    const times = count.get(name) ?? 0;
    if (times > 1) faults.push(unsafe(`${origin}.name.duplicate`, `${times} entries have this name.`));
    const other = name === first.name ? second : first;
    if (other !== undefined) faults.push(nearlySame(name, other.name, origin));
    if (alsoFolder) {
      faults.push(unsafe(`${origin}.name.file-as-folder`, 'the bundle uses this name for a folder too.'));
    }
    return faults.map((fault) => ({ position, fault }));
  });
}

function nearlySame(name: string, other: string, origin: NameOrigin): EntryFault {
  return name.normalize('NFC') === other.normalize('NFC')
    ? unsafe(`${origin}.name.normalization`, `"${showName(other)}" is the same text, composed otherwise in Unicode.`)
    : unsafe(`${origin}.name.case-fold`, `"${showName(other)}" is the same name where letter case does not count.`);
}

function hasFileBelow(sorted: readonly KeyedName[], key: string): boolean {
  return sorted[lowerBound(sorted, `${key}/`)]?.key.startsWith(`${key}/`) === true;
}

function lowerBound(sorted: readonly KeyedName[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(sorted[middle]?.key ?? '', key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
