import { failure, type Result, success } from '../../../shared/base/result.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import type { HandlerDependencies, HandlerGroup } from './dependencies.ts';
import { lastingSource, type OpenSource } from './open-source.ts';

type AnchorChannel = 'anchor:picked' | 'anchor:dropped' | 'anchor:sample' | 'anchor:remove';

/** Brings and takes away the anchors of the auditor. */
export function anchorHandlers(dependencies: HandlerDependencies): HandlerGroup<AnchorChannel> {
  const { documents, samples, pickers, dropped } = dependencies;
  const add = async (documentId: string, anchor: OpenSource): Promise<Result<DocumentView>> => {
    const document = documents.get(documentId);
    if (document.ok) return document.value.addAnchor(anchor);
    await anchor.release();
    return document;
  };
  return {
    [CHANNELS.anchorPicked]: async ({ documentId }) => {
      const picked = await pickers.pickAnchor();
      if (!picked.ok) return picked;
      return picked.value === null ? success(null) : add(documentId, lastingSource(picked.value));
    },
    [CHANNELS.anchorDropped]: async ({ documentId, handles }) => {
      const anchor = await dropped.single(handles);
      return anchor.ok ? add(documentId, anchor.value) : anchor;
    },
    [CHANNELS.anchorSample]: async ({ documentId }) => {
      const sampleId = documents.sampleOf(documentId);
      const sample = sampleId === null ? null : await samples.find(sampleId);
      if (sample === null || sample.anchor === null)
        return failure({ code: 'anchor-unknown', message: 'No anchor comes with this bundle.' });
      return add(documentId, lastingSource(sample.anchor));
    },
    [CHANNELS.anchorRemove]: async ({ documentId, anchorId }) => {
      const document = documents.get(documentId);
      return document.ok ? document.value.removeAnchor(anchorId) : document;
    },
  };
}
