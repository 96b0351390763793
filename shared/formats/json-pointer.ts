import { showText } from '../base/text.ts';

/** Units of one member name that a pointer shows; hostile names can be a megabyte long. */
const SEGMENT_MAX = 200;

/**
 * JSON pointer (RFC 6901) of a path. Member names are shown with hidden characters spelled out and long ones cut, so
 * the pointer of a hostile name locates it for a person and not for a program.
 *
 * @param path member names and element numbers from the root; the empty path gives the empty pointer
 */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((segment) => `/${escapeSegment(String(segment))}`).join('');
}

function escapeSegment(segment: string): string {
  return showText(segment.replaceAll('~', '~0').replaceAll('/', '~1'), SEGMENT_MAX);
}

/** Value at a path of own members; undefined where the path leaves the value. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = Reflect.get(value, segment);
  }
  return value;
}
