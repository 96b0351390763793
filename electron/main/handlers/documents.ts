import { failure, type Result, success } from '../../../shared/base/result.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import type { HandlerDependencies, HandlerGroup } from './dependencies.ts';
import { forwarded } from './forward.ts';
import { lastingSource } from './open-source.ts';

type DocumentChannel =
  | 'document:open-picked'
  | 'document:open-dropped'
  | 'document:open-sample'
  | 'document:open-recent'
  | 'document:get'
  | 'document:close'
  | 'replay:cancel'
  | 'replay:restart';

/** Opens, watches and closes bundles. */
export function documentHandlers(dependencies: HandlerDependencies): HandlerGroup<DocumentChannel> {
  const { documents, samples, recents, pickers, dropped } = dependencies;
  const open = (path: string): Promise<Result<DocumentView>> => documents.open(lastingSource(path), null);
  return {
    [CHANNELS.openPicked]: async ({ kind }) => {
      const picked = await pickers.pickBundle(kind);
      if (!picked.ok) return picked;
      return picked.value === null ? success(null) : open(picked.value);
    },
    [CHANNELS.openDropped]: async ({ handles }) => {
      const source = await dropped.bundle(handles);
      return source.ok ? documents.open(source.value, null) : source;
    },
    [CHANNELS.openSample]: async ({ sampleId }) => {
      const sample = await samples.find(sampleId);
      if (sample === null) return failure({ code: 'sample-unknown', message: 'There is no such sample.' });
      return documents.open(lastingSource(sample.path, false), sampleId);
    },
    [CHANNELS.openRecent]: async ({ recentId }) => {
      const recent = await recents.find(recentId);
      if (recent === null)
        return failure({ code: 'recent-unreachable', message: 'This bundle can not be opened again by its name.' });
      return open(recent.path);
    },
    [CHANNELS.documentGet]: forwarded(documents, CHANNELS.documentGet),
    [CHANNELS.documentClose]: async ({ documentId }) => {
      await documents.close(documentId);
      return success(null);
    },
    [CHANNELS.replayCancel]: forwarded(documents, CHANNELS.replayCancel),
    [CHANNELS.replayRestart]: forwarded(documents, CHANNELS.replayRestart),
  };
}
