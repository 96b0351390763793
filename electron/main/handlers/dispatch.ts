import { failure, type Result } from '../../../shared/base/result.ts';
import type { Channel } from '../../../shared/ipc/channels.ts';
import { CONTRACT } from '../../../shared/ipc/contract.ts';
import { systemCode } from '../../node/file-source.ts';
import { isMachineAnswer, systemAnswer } from '../../node/system-words.ts';
import { anchorHandlers } from './anchors.ts';
import { appHandlers } from './app.ts';
import { clipboardHandlers } from './clipboard.ts';
import { custodyHandlers } from './custody.ts';
import type { HandlerDependencies, Handlers } from './dependencies.ts';
import { documentHandlers } from './documents.ts';
import { fileHandlers } from './files.ts';
import { givenHandlers } from './given.ts';
import { recentsHandlers } from './recents.ts';
import { rowHandlers } from './rows.ts';
import { settingsHandlers } from './settings.ts';
import { trustHandlers } from './trust.ts';

/** Answers one request of the page; never rejects. */
export type Dispatch = (channel: Channel, params: unknown) => Promise<Result<unknown>>;

/** True for the name of a request channel. */
export function isChannel(name: string): name is Channel {
  return Object.hasOwn(CONTRACT, name);
}

/** All handlers, and the one way to them: a request that does not fit the contract reaches none. */
export function createDispatch(dependencies: HandlerDependencies): Dispatch {
  const handlers: Handlers = {
    ...appHandlers(dependencies),
    ...settingsHandlers(dependencies),
    ...recentsHandlers(dependencies),
    ...clipboardHandlers(dependencies),
    ...documentHandlers(dependencies),
    ...anchorHandlers(dependencies),
    ...givenHandlers(dependencies),
    ...rowHandlers(dependencies),
    ...fileHandlers(dependencies),
    ...trustHandlers(dependencies),
    ...custodyHandlers(dependencies),
  };
  return async (channel, params) => {
    // SECURITY: strict schemas before anything else happens (test/electron/main/dispatch.test.ts).
    const request = CONTRACT[channel].request.safeParse(params);
    if (!request.success)
      return failure({ code: 'request-invalid', message: 'The page sent a request of a wrong shape.' });
    const handler = handlers[channel] as (request: unknown) => Promise<Result<unknown>>;
    try {
      return await handler(request.data);
    } catch (error) {
      // What was thrown may name a path, so the page learns what the system answered and no more.
      const code = systemCode(error);
      if (isMachineAnswer(code))
        return failure({ code: 'system', message: `Bathyscope could not do this: ${systemAnswer(code)}` });
      return failure({
        code: 'internal',
        message: 'Bathyscope could not do this. It is a fault of the program, not of the bundle.',
      });
    }
  };
}
