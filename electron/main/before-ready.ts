import type { App, Protocol } from 'electron/main';
import { type LaunchRequest, parseLaunch } from './launch.ts';
import { registerScheme } from './scheme.ts';
import { appendSwitches, refusedSwitch } from './switches.ts';

/** Exit code for a command line that is refused. */
export const EXIT_USAGE = 64;

/**
 * All that has to happen before Electron is ready, in this order.
 *
 * @returns what the program is asked to open; null when it is not to go on: a switch is refused (it exits with EXIT_USAGE),
 *   or another instance runs already and takes over
 */
export function prepare(
  app: App,
  protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>,
  argv: readonly string[],
  workingFolder: string,
): LaunchRequest | null {
  // SECURITY: each line has its test in test/electron/main/before-ready.test.ts.
  const refused = app.isPackaged ? refusedSwitch(app.commandLine) : null;
  if (refused !== null) {
    process.stderr.write(`Bathyscope does not start with --${refused}.\n`);
    app.exit(EXIT_USAGE);
    return null;
  }
  app.enableSandbox();
  appendSwitches(app.commandLine);
  registerScheme(protocol);
  const launch = parseLaunch(argv, app.isPackaged, workingFolder);
  if (app.requestSingleInstanceLock({ ...launch })) return launch;
  app.quit();
  return null;
}
