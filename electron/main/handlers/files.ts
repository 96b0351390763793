import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { HandlerDependencies, HandlerGroup } from './dependencies.ts';
import { forwarded } from './forward.ts';

/** Shows the files of a bundle as they are. */
export function fileHandlers({ documents }: HandlerDependencies): HandlerGroup<'file:text'> {
  return { [CHANNELS.fileText]: forwarded(documents, CHANNELS.fileText) };
}
