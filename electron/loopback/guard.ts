import type { IncomingHttpHeaders } from 'node:http';

/** Why a request is refused before anything else is looked at. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/**
 * Checks where a request comes from. A page of another site can make a browser send requests here (CSRF, DNS rebinding);
 * none of them names this host and this origin.
 *
 * @param origin `http://127.0.0.1:<port>` of the host
 * @returns null when the request may go on
 */
export function refusalOf(method: string, headers: IncomingHttpHeaders, origin: string): Refusal | null {
  // SECURITY: Host against DNS rebinding, Origin and Sec-Fetch-Site against other sites (test/electron/loopback/host.test.ts).
  if (`http://${headers.host ?? ''}` !== origin)
    return { status: 421, reason: 'This host answers to its own address only.' };
  const changes = method !== 'GET';
  if (headers.origin !== undefined ? headers.origin !== origin : changes)
    return { status: 403, reason: 'This request comes from another origin.' };
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && !(site === 'none' && !changes))
    return { status: 403, reason: 'This request comes from another site.' };
  return null;
}
