import { Pace, type Steps } from '../base/steps.ts';
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
  readonly value: object;
  /** Names of the members; null for a list. */
  readonly keys: readonly string[] | null;
  readonly size: number;
  at: number;
}

/**
 * Lists the leaves of a value in document order, whatever the depth: empty lists and objects are leaves too.
 *
 * @param most leaves that are listed; the others are only counted
 */
export function* jsonLeaves(
  root: unknown,
  most: number,
): Steps<{ readonly leaves: readonly JsonLeaf[]; readonly total: number }> {
  const leaves: JsonLeaf[] = [];
  let total = 0;
  const levels: Level[] = [];
  const visit = (value: unknown): void => {
    const level = levelOf(value);
    if (level !== null) {
      levels.push(level);
      return;
    }
    total += 1;
    if (leaves.length < most) leaves.push({ pointer: pointerOf(levels), text: textOf(value) });
  };
  const pace = new Pace();
  visit(root);
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    if (level.at === level.size) {
      levels.pop();
      continue;
    }
    const key = keyAt(level, level.at);
    level.at += 1;
    visit(Reflect.get(level.value, key));
    if (pace.full()) yield;
  }
  return { leaves, total };
}

/** What has members or elements; null for a leaf. */
function levelOf(value: unknown): Level | null {
  if (typeof value !== 'object' || value === null) return null;
  const keys = Array.isArray(value) ? null : Object.keys(value);
  const size = Array.isArray(value) ? value.length : (keys?.length ?? 0);
  return size === 0 ? null : { value, keys, size, at: 0 };
}

function keyAt({ keys }: Level, at: number): string | number {
  return keys === null ? at : (keys[at] ?? '');
}

function pointerOf(levels: readonly Level[]): string {
  const path = levels.slice(0, SHOWN_DEPTH).map((level) => keyAt(level, level.at - 1));
  return `${jsonPointer(path)}${levels.length > SHOWN_DEPTH ? '/…' : ''}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
