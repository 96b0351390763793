import type { Result } from '../../../shared/base/result.ts';
import type { RequestOf, ResponseOf } from '../../../shared/ipc/contract.ts';
import type { ForwardedChannel } from '../../../shared/ipc/verifier.ts';
import type { Documents } from '../documents.ts';

/** A handler that passes a request on to the verifier of its document. */
export function forwarded<C extends ForwardedChannel>(
  documents: Documents,
  channel: C,
): (request: RequestOf<C>) => Promise<Result<ResponseOf<C>>> {
  return async (request) => {
    const document = documents.get(request.documentId);
    return document.ok ? document.value.forward(channel, request) : document;
  };
}
