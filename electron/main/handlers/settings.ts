import { success } from '../../../shared/base/result.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { HandlerDependencies, HandlerGroup } from './dependencies.ts';

/** Reads and changes what the user has set. */
export function settingsHandlers({ settings }: HandlerDependencies): HandlerGroup<'settings:get' | 'settings:set'> {
  return {
    [CHANNELS.settingsGet]: async () => success(await settings.get()),
    [CHANNELS.settingsSet]: async (patch) => success(await settings.set(patch)),
  };
}
