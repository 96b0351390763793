import { jsonPointer } from './json-pointer.ts';

/** A value without members, and where it stands. */
export interface JsonLeaf {
  readonly pointer: string;
  /** Texts as they are; all else as JSON prints it. */
  readonly text: string;
}

/** Steps of a pointer that are shown: text may nest thousands of levels deep. */
const SHOWN_DEPTH = 64;

interface Level {
  readonly keys: readonly (string | number)[];
  readonly value: object;
  at: number;
}

/**
 * Lists the leaves of a value in document order, whatever the depth: empty lists and objects are leaves too.
 *
 * @param most leaves that are listed; the others are only counted
 */
export function jsonLeaves(
  root: unknown,
  most: number,
): { readonly leaves: readonly JsonLeaf[]; readonly total: number } {
  const leaves: JsonLeaf[] = [];
  let total = 0;
  const levels: Level[] = [];
  const visit = (value: unknown): void => {
    const keys = keysOf(value);
    if (keys !== null && keys.length > 0) {
      levels.push({ keys, value: value as object, at: 0 });
      return;
    }
    total += 1;
    if (leaves.length === most) return;
    const path = levels.slice(0, SHOWN_DEPTH).map((level) => level.keys[level.at - 1] ?? '');
    const pointer = `${jsonPointer(path)}${levels.length > SHOWN_DEPTH ? '/…' : ''}`;
    leaves.push({ pointer, text: typeof value === 'string' ? value : JSON.stringify(value) });
  };
  visit(root);
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const key = level.keys[level.at];
    if (key === undefined) {
      levels.pop();
      continue;
    }
    level.at += 1;
    visit(Reflect.get(level.value, key));
  }
  return { leaves, total };
}

function keysOf(value: unknown): readonly (string | number)[] | null {
  if (typeof value !== 'object' || value === null) return null;
  return Array.isArray(value) ? [...value.keys()] : Object.keys(value);
}
