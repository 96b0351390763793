import { success } from '../../../shared/base/result.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { HandlerDependencies, HandlerGroup } from './dependencies.ts';

/** Puts text on the clipboard; nothing ever reads from it. */
export function clipboardHandlers({ writeClipboard }: HandlerDependencies): HandlerGroup<'clipboard:copy'> {
  return {
    [CHANNELS.copyText]: async ({ text }) => {
      await writeClipboard(text);
      return success(null);
    },
  };
}
