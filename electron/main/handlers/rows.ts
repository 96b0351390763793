import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { HandlerDependencies, HandlerGroup } from './dependencies.ts';
import { forwarded } from './forward.ts';

type RowChannel = 'rows:get' | 'row:get' | 'strip:get' | 'fault:next' | 'query:start' | 'query:get' | 'query:cancel';

/** Pages through the chain and searches it. */
export function rowHandlers({ documents }: HandlerDependencies): HandlerGroup<RowChannel> {
  return {
    [CHANNELS.rowsGet]: forwarded(documents, CHANNELS.rowsGet),
    [CHANNELS.rowGet]: forwarded(documents, CHANNELS.rowGet),
    [CHANNELS.stripGet]: forwarded(documents, CHANNELS.stripGet),
    [CHANNELS.faultNext]: forwarded(documents, CHANNELS.faultNext),
    [CHANNELS.queryStart]: forwarded(documents, CHANNELS.queryStart),
    [CHANNELS.queryGet]: forwarded(documents, CHANNELS.queryGet),
    [CHANNELS.queryCancel]: forwarded(documents, CHANNELS.queryCancel),
  };
}
