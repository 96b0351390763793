import type { Pace, Steps } from '../base/steps.ts';
import { RECORD_LIST_MAX } from './fields.ts';

type Path = readonly PropertyKey[];

/** No record of a format nests deeper; what lies below is never looked at by a schema either. */
const DEEPEST = 16;

export interface RecordSize {
  /** First place with more elements or members than any format allows, or null. */
  readonly wide: Path | null;
  /** Values that were looked at. */
  readonly values: number;
}

/**
 * How large a record is, and whether anything inside it is wider than any format allows.
 * SECURITY: of a list without a bound of its own a schema library reports every bad element, so one of millions would cost
 * millions of reports (test: "answers a list of a million bad elements with one finding").
 */
export function* sizeOf(value: unknown, path: Path, pace: Pace): Steps<RecordSize> {
  const stack: { readonly value: unknown; readonly path: Path; readonly depth: number }[] = [{ value, path, depth: 0 }];
  let values = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    values += 1;
    if (pace.full()) yield;
    if (typeof next.value !== 'object' || next.value === null) continue;
    const keys = Array.isArray(next.value) ? null : Object.keys(next.value);
    const size = Array.isArray(next.value) ? next.value.length : (keys?.length ?? 0);
    if (size > RECORD_LIST_MAX) return { wide: next.path, values };
    if (next.depth === DEEPEST) continue;
    for (let index = 0; index < size; index += 1) {
      const key = keys?.[index] ?? index;
      stack.push({ value: Reflect.get(next.value, key), path: [...next.path, key], depth: next.depth + 1 });
    }
  }
  return { wide: null, values };
}
