import { join } from 'node:path';

/**
 * Where the settings of this user are kept without Electron, by the habits of each system (XDG Base Directory Specification on
 * Linux). A name of its own: two shells never write one file at the same time.
 */
export function defaultSettingsFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Bathyscope Loopback');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Bathyscope Loopback');
  return join(
    env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : join(home, '.config'),
    'bathyscope-loopback',
  );
}
