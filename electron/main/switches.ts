import type { CommandLine } from 'electron/main';

/**
 * Switches that would undo the hardening from outside. No fuse covers them (https://github.com/electron/fuses/issues/2), so a
 * packaged program does not start with one.
 */
export const REFUSED_SWITCHES = [
  'no-sandbox',
  'disable-web-security',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'load-extension',
  'host-resolver-rules',
  'proxy-server',
  'js-flags',
] as const;

/** The first refused switch on the command line, or null. Asked before `appendSwitches`, which sets one of them itself. */
export function refusedSwitch(commandLine: Pick<CommandLine, 'hasSwitch'>): string | null {
  return REFUSED_SWITCHES.find((name) => commandLine.hasSwitch(name)) ?? null;
}

/** Silences Chromium's own services and lets no name resolve; before `ready` only. */
export function appendSwitches(commandLine: Pick<CommandLine, 'appendSwitch'>): void {
  // SECURITY: no name resolves, so prefetch and preconnect have nowhere to go (test/electron/main/switches.test.ts).
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  commandLine.appendSwitch('disable-domain-reliability');
  commandLine.appendSwitch('no-pings');
}
