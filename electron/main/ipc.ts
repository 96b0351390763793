import type { IpcMain, IpcMainInvokeEvent, WebFrameMain } from 'electron/main';
import { failure, type Result } from '../../shared/base/result.ts';
import { CHANNELS } from '../../shared/ipc/channels.ts';
import type { Dispatch } from './handlers/dispatch.ts';
import { ORIGIN } from './scheme.ts';

/** True for the top frame of our window, as long as it shows our page. */
export function isTrusted(sender: WebFrameMain | null, page: WebFrameMain | null): boolean {
  // SECURITY: frame and origin, not address: a frame may be gone or swapped by now (test/electron/main/ipc.test.ts).
  return sender !== null && sender === page && sender.origin === ORIGIN;
}

/**
 * The one gate between page and program: every channel of the contract, and no other way in.
 *
 * @param page the top frame of the window, asked anew on every call; null without a window
 * @param onRequest called with each request of the page that is let in
 */
export function registerIpc(
  ipcMain: Pick<IpcMain, 'handle'>,
  dispatch: Dispatch,
  page: () => WebFrameMain | null,
  onRequest: () => void,
): void {
  for (const channel of Object.values(CHANNELS))
    ipcMain.handle(channel, async (event: IpcMainInvokeEvent, params: unknown): Promise<Result<unknown>> => {
      if (!isTrusted(event.senderFrame, page()))
        return failure({ code: 'sender-refused', message: 'This request does not come from the page of Bathyscope.' });
      onRequest();
      return dispatch(channel, params);
    });
}
