import { success } from '../../../shared/base/result.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { HandlerDependencies, HandlerGroup } from './dependencies.ts';

/** Lists and forgets recent bundles. */
export function recentsHandlers({ recents }: HandlerDependencies): HandlerGroup<'recents:list' | 'recents:clear'> {
  return {
    [CHANNELS.recentsList]: async () => success(await recents.list()),
    [CHANNELS.recentsClear]: async () => {
      await recents.clear();
      return success(null);
    },
  };
}
