import type { ServerResponse } from 'node:http';
import { responseHeaders } from '../main/headers.ts';

const HEADERS = responseHeaders('loopback');

/** Sends a whole reply with the headers that every reply carries. */
export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
  extra: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...HEADERS, 'content-type': contentType, ...extra });
  response.end(body);
}

/** Sends one sentence, as for an error; closes the connection so that what is left of a request is not read. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  send(response, status, 'text/plain; charset=utf-8', `${text}\n`, { connection: 'close' });
}

/** Sends a value as JSON. */
export function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 200, 'application/json; charset=utf-8', JSON.stringify(value));
}

/** Opens a reply that goes on: a stream of server-sent events. */
export function openEventStream(response: ServerResponse): void {
  response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream; charset=utf-8' });
  response.flushHeaders();
}
