import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Dispatch, isChannel } from '../main/handlers/dispatch.ts';
import type { ExportedFile, ExportName } from '../main/handlers/exports.ts';
import type { StaticTable } from '../node/static-table.ts';
import { refusalOf } from './guard.ts';
import { send, sendJson, sendText } from './reply.ts';
import { Session } from './session.ts';
import type { Uploads } from './uploads.ts';

/** Bytes of one request to a handler; uploads are streams and not bounded by this. */
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;

/** What the server puts before the handlers of the page. */
export interface ServerParts {
  readonly page: StaticTable;
  readonly dispatch: Dispatch;
  readonly uploads: Uploads;
  /** Called when a page asks for the stream of events; the id is the same for all connections of one page load. */
  connect(response: ServerResponse, pageId: string): void;
  /** Makes a file for the page to save: the browser has the dialog, and knows no folder of this machine. */
  exportFile(name: ExportName): Promise<ExportedFile>;
}

/** A server that listens. */
export interface RunningServer {
  readonly port: number;
  /** The address to open, with its one-time token. */
  readonly address: string;
  /** Ends all connections. */
  stop(): Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_REQUEST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The routes behind the guard. */
class Routes {
  readonly #parts: ServerParts;
  readonly #session: Session;

  constructor(parts: ServerParts, session: Session) {
    this.#parts = parts;
    this.#session = session;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://host');
    const route = `${request.method ?? ''} ${url.pathname}`;
    if (route.startsWith('GET /open/')) return this.#open(url.pathname.slice('/open/'.length), response);
    if (!this.#session.accepts(request.headers.cookie))
      return sendText(response, 403, 'Open the address that Bathyscope printed when it started. It works once.');
    if (route === 'GET /events') return this.#parts.connect(response, url.searchParams.get('page') ?? '');
    if (route.startsWith('POST /rpc/')) return this.#call(url.pathname.slice('/rpc/'.length), request, response);
    if (route === 'PUT /upload') return this.#upload(url.searchParams, request, response);
    if (route === 'GET /export/trust') return this.#export('trust', response);
    if (route === 'GET /export/custody') return this.#export('custody', response);
    const file = request.method === 'GET' ? this.#parts.page.get(url.pathname) : undefined;
    if (file === undefined) return sendText(response, 404, 'There is nothing at this address.');
    send(response, 200, file.contentType, file.bytes);
  }

  #open(token: string, response: ServerResponse): void {
    const cookie = this.#session.exchange(token);
    if (cookie === null)
      sendText(response, 403, 'This address was used already. Start Bathyscope again for a new one.');
    else send(response, 303, 'text/plain; charset=utf-8', '', { location: '/', 'set-cookie': cookie });
  }

  async #export(name: ExportName, response: ServerResponse): Promise<void> {
    const file = await this.#parts.exportFile(name);
    const disposition = { 'content-disposition': `attachment; filename="${file.name}"` };
    send(response, 200, file.contentType, file.bytes, disposition);
    file.handedOver();
  }

  async #call(channel: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isChannel(channel)) return sendText(response, 404, 'There is nothing at this address.');
    if (request.headers['content-type'] !== 'application/json')
      return sendText(response, 415, 'A request is sent as application/json.');
    const body = await readBody(request);
    if (body === null) return sendText(response, 413, 'This request is too large.');
    sendJson(response, await this.#parts.dispatch(channel, parseJson(body)));
  }

  async #upload(query: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const modified = Number(query.get('modified') ?? Number.NaN);
    sendJson(
      response,
      await this.#parts.uploads.add(query.get('drop') ?? '', query.get('path') ?? '', modified, request),
    );
  }
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    // SECURITY: the loopback interface only, never a name that something else could answer to
    // (test/electron/loopback/host.test.ts).
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

/**
 * Serves the page on 127.0.0.1 to the one browser that opens the address.
 *
 * @param port 0 for any free one
 * @throws when the port is taken
 */
export async function startServer(parts: ServerParts, port: number): Promise<RunningServer> {
  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 0 });
  const bound = await listen(server, port);
  const origin = `http://127.0.0.1:${bound}`;
  const session = new Session(bound);
  const routes = new Routes(parts, session);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const refusal = refusalOf(request.method ?? '', request.headers, origin);
    if (refusal !== null) {
      sendText(response, refusal.status, refusal.reason);
      return;
    }
    routes.answer(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'Bathyscope could not answer this request.');
    });
  });
  return {
    port: bound,
    address: origin + session.openPath,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
