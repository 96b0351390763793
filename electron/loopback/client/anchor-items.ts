import { failure, type Result } from '../../../shared/base/result.ts';
import type { DroppedItem } from '../../../shared/ipc/api.ts';

/** The reply when there is nothing to hand over. */
export const NO_ANCHORS: Result<never> = failure({
  code: 'anchor-folder',
  message: 'That folder holds no file that is named <length>.json.',
});

/**
 * What of the items is an anchor: single files, whatever their name, and of a folder the files `<length>.json` that lie directly in it. The
 * rest of a folder is not copied to the host.
 */
export function anchorItems(items: readonly DroppedItem[]): readonly DroppedItem[] {
  return items.filter(({ path }) => !path.includes('/') || /^[^/]+\/\d{1,16}\.json$/.test(path));
}
