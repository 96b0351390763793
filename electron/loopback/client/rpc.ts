import { failure, type Result } from '../../../shared/base/result.ts';
import type { Channel } from '../../../shared/ipc/channels.ts';
import type { RequestOf, ResponseOf } from '../../../shared/ipc/contract.ts';

/** The reply when the host is not there any more. */
export const HOST_GONE: Result<never> = failure({
  code: 'host-gone',
  message: 'The Bathyscope host has ended. Start it again with npm start.',
});

/** Sends one request to the host. Never rejects. */
export async function call<C extends Channel>(channel: C, params: RequestOf<C>): Promise<Result<ResponseOf<C>>> {
  try {
    const response = await fetch(`/rpc/${channel}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    });
    return response.ok ? ((await response.json()) as Result<ResponseOf<C>>) : HOST_GONE;
  } catch {
    return HOST_GONE;
  }
}
