import { success } from '../../../shared/base/result.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { HandlerDependencies, HandlerGroup } from './dependencies.ts';

/** What the program is, and which samples came with it. */
export function appHandlers({ info, samples }: HandlerDependencies): HandlerGroup<'app:info'> {
  return {
    [CHANNELS.appInfo]: async () => success({ name: 'Bathyscope', ...info, samples: await samples.list() }),
  };
}
