import { EvidenceError } from '../../shared/bundle/evidence-error.ts';
import { CHANNELS } from '../../shared/ipc/channels.ts';
import { CONTRACT, type RequestOf } from '../../shared/ipc/contract.ts';
import {
  type ForwardedChannel,
  type VerifierMessage,
  type VerifierRequest,
  verifierInitSchema,
  verifierRequestSchema,
} from '../../shared/ipc/verifier.ts';
import { OpenDocument } from './document.ts';
import { faultMessage } from './fault-message.ts';
import { findPort, type Port } from './port.ts';
import { queryPlan } from './query-scanner.ts';
import { RequestFault } from './request-fault.ts';

/*
 * The verifier: serves one opened bundle over one port (shared/ipc/verifier.ts). It reads hostile bytes, so it holds no secrets and no
 * network code, and whoever started it believes nothing of what it sends.
 */

type Answers = { readonly [C in ForwardedChannel]: (document: OpenDocument, params: RequestOf<C>) => unknown };

const ANSWERS: Answers = {
  [CHANNELS.documentGet]: (document) => document.view,
  [CHANNELS.replayCancel]: (document) => document.cancel(),
  [CHANNELS.replayRestart]: (document) => document.restart(),
  [CHANNELS.anchorRemove]: (document, { anchorId }) => document.removeAnchor(anchorId),
  [CHANNELS.rowsGet]: (document, params) => document.rows(params),
  [CHANNELS.rowGet]: (document, { position }) => document.row(position),
  [CHANNELS.stripGet]: (document, { cells }) => document.strip(cells),
  [CHANNELS.faultNext]: (document, { from, direction }) => document.nextFault(from, direction),
  [CHANNELS.queryStart]: (document, params) => document.startQuery(params),
  [CHANNELS.queryGet]: (document, { queryId }) => document.query(queryId).view,
  [CHANNELS.queryCancel]: (document, { queryId }) => {
    const query = document.query(queryId);
    query.cancel();
    return query.view;
  },
  [CHANNELS.fileText]: (document, params) => document.fileText(params),
};

function serve(port: Port): void {
  let document: OpenDocument | null = null;
  const post = (message: VerifierMessage) => port.post(message);
  port.onMessage((message) => {
    if (document === null) {
      document = new OpenDocument(
        verifierInitSchema.parse(message),
        (event) => post({ type: 'event', event }),
        queryPlan(),
      );
      void document.start();
      return;
    }
    const request = verifierRequestSchema.parse(message);
    void answer(document, request)
      .then(post)
      .then(() => {
        if (request.method === 'close') process.exit(0);
      });
  });
}

async function answer(document: OpenDocument, request: VerifierRequest): Promise<VerifierMessage> {
  try {
    return { type: 'reply', requestId: request.requestId, ok: true, value: await dispatch(document, request) };
  } catch (error) {
    const code =
      error instanceof RequestFault ? error.code : error instanceof EvidenceError ? 'evidence-unreadable' : 'internal';
    return { type: 'reply-fault', requestId: request.requestId, error: { code, message: faultMessage(error) } };
  }
}

async function dispatch(document: OpenDocument, request: VerifierRequest): Promise<unknown> {
  switch (request.method) {
    case 'close':
      await document.close();
      return null;
    case 'set-trust':
      return await document.setTrust(request.trust);
    case 'add-anchors':
      return await document.addAnchors(request.anchors);
    case 'forward':
      return await forward(document, request.channel, request.params);
  }
}

function forward<C extends ForwardedChannel>(document: OpenDocument, channel: C, params: unknown): unknown {
  const parsed = CONTRACT[channel].request.safeParse(params);
  if (!parsed.success) throw new RequestFault('bad-request', `The request for ${channel} is not well formed.`);
  return ANSWERS[channel](document, parsed.data as RequestOf<C>);
}

// A verifier that fails in a way nobody foresaw ends, and its broker reports an error: never a verdict from a broken state.
process.on('unhandledRejection', () => process.exit(70));
process.on('uncaughtException', () => process.exit(70));

const port = findPort();
if (port === null) throw new Error('the verifier is started by a broker, not by hand');
serve(port);
