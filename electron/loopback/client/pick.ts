import type { DroppedItem } from '../../../shared/ipc/api.ts';

/**
 * Shows the browser's own dialog. It has to be called while a click or key is being handled, or the browser shows nothing.
 *
 * @param several whether more than one file may be picked
 * @returns the files with their paths relative to the picked folder's parent; null when the user changed their mind
 */
export function pick(kind: 'file' | 'folder', several = false): Promise<readonly DroppedItem[] | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = several;
  input.webkitdirectory = kind === 'folder';
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve(null));
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])];
      resolve(files.map((file) => ({ path: file.webkitRelativePath || file.name, file })));
    });
    input.click();
  });
}
