import { failure, type Result, success } from '../../../shared/base/result.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { AnchorBytes, DocumentView } from '../../../shared/ipc/model.ts';
import { anchorSources } from './anchor-sources.ts';
import type { HandlerDependencies, HandlerGroup } from './dependencies.ts';
import { lastingSource, type OpenSource } from './open-source.ts';

type AnchorChannel = 'anchor:picked' | 'anchor:dropped' | 'anchor:sample' | 'anchor:remove';

/** Brings and takes away the anchors of the auditor. */
export function anchorHandlers(dependencies: HandlerDependencies): HandlerGroup<AnchorChannel> {
  const { documents, samples, pickers, dropped } = dependencies;
  const add = async (
    documentId: string,
    brought: readonly OpenSource[],
    bytes: AnchorBytes,
  ): Promise<Result<DocumentView>> => {
    const anchors = await anchorSources(brought);
    if (!anchors.ok) return anchors;
    const document = documents.get(documentId);
    if (document.ok) return document.value.addAnchors(anchors.value, bytes);
    for (const anchor of anchors.value) await anchor.release();
    return document;
  };
  return {
    [CHANNELS.anchorPicked]: async ({ documentId, kind, bytes }) => {
      const picked = await pickers.pickAnchors(kind);
      if (!picked.ok) return picked;
      if (picked.value === null) return success(null);
      return add(
        documentId,
        picked.value.map((path) => lastingSource(path)),
        bytes,
      );
    },
    [CHANNELS.anchorDropped]: async ({ documentId, bytes, handles }) => {
      const anchors = await dropped.each(handles);
      return anchors.ok ? add(documentId, anchors.value, bytes) : anchors;
    },
    [CHANNELS.anchorSample]: async ({ documentId }) => {
      const sampleId = documents.sampleOf(documentId);
      const sample = sampleId === null ? null : await samples.find(sampleId);
      if (sample === null || sample.anchor === null)
        return failure({ code: 'anchor-unknown', message: 'No anchor comes with this bundle.' });
      return add(documentId, [lastingSource(sample.anchor)], 'canonical');
    },
    [CHANNELS.anchorRemove]: async ({ documentId, anchorId }) => {
      const document = documents.get(documentId);
      return document.ok ? document.value.removeAnchor(anchorId) : document;
    },
  };
}
