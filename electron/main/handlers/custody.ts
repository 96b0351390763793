import { failure, success } from '../../../shared/base/result.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { HandlerDependencies, HandlerGroup } from './dependencies.ts';
import { exportFile } from './exports.ts';

const UNREADABLE = failure({
  code: 'custody-unreadable',
  message:
    'The custody log can not be read or begun: the settings folder can not be used, or every log in it is in use.',
});

/** Shows the program's own custody log and hands it out. */
export function custodyHandlers(dependencies: HandlerDependencies): HandlerGroup<'custody:get' | 'custody:export'> {
  const { custody, saveFile } = dependencies;
  return {
    [CHANNELS.custodyGet]: async ({ from, count }) => custody.page(from, count).then(success, () => UNREADABLE),
    [CHANNELS.custodyExport]: async () => {
      const file = await exportFile('custody', dependencies).catch(() => null);
      return file === null ? UNREADABLE : saveFile(file);
    },
  };
}
