import type { Protocol } from 'electron/main';
import type { StaticTable } from '../node/static-table.ts';
import { responseHeaders } from './headers.ts';

/** Scheme and origin of the page. */
export const SCHEME = 'app';
export const ORIGIN = 'app://bundle';

/** Makes `app:` a scheme like https; before `ready`, once. It may not bypass the policy, be reached by other origins, or run service workers. */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  // SECURITY: exactly these four (test/electron/main/scheme.test.ts).
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

/** Answers one request to `app:` from the table; 404 for everything that is not a GET of a known address of host `bundle`. */
export function answer(table: StaticTable, method: string, address: string): Response {
  const url = new URL(address);
  // SECURITY: exact key of a table made at start, so no path is computed from an address; the headers are on every reply
  // (test/electron/main/scheme.test.ts).
  const known = method === 'GET' && url.protocol === `${SCHEME}:` && url.host === 'bundle' && url.search === '';
  const file = known ? table.get(url.pathname) : undefined;
  const headers = responseHeaders('electron');
  return file === undefined
    ? new Response('There is nothing at this address.\n', {
        status: 404,
        headers: { ...headers, 'content-type': 'text/plain' },
      })
    : new Response(file.bytes, { headers: { ...headers, 'content-type': file.contentType } });
}

/** Serves the page on the session's own protocol: handlers of the default session do not reach a partition. */
export function handleScheme(protocol: Pick<Protocol, 'handle'>, table: StaticTable): void {
  protocol.handle(SCHEME, (request) => answer(table, request.method, request.url));
}
