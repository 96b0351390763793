/** Writes the licence texts of everything that is bundled into what ships: electron/resources/third-party-notices.txt. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Packages whose code or files are in the built programs, those that they bring along included. */
export const SHIPPED = [
  '@fontsource/jetbrains-mono',
  '@noble/curves',
  '@noble/hashes',
  'assemblyscript',
  'react',
  'react-dom',
  'scheduler',
  'zod',
];

const LICENCE_FILES = ['LICENSE', 'LICENSE.md', 'LICENSE.txt'];

/** @returns {{ name: string, version: string, licence: string, text: string }[]} */
export function notices() {
  return SHIPPED.map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = LICENCE_FILES.map((each) => join(folder, each)).find((path) => existsSync(path));
    if (file === undefined) throw new Error(`${name} comes without a licence text`);
    return { name, version, licence: license, text: readFileSync(file, 'utf8').trim() };
  });
}

/** The whole file. */
export function noticesText() {
  const parts = notices().map(({ name, version, licence, text }) => `${name} ${version} (${licence})\n\n${text}`);
  return `Bathyscope contains the following works.\n\n${parts.join(`\n\n${'-'.repeat(78)}\n\n`)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, 'electron', 'resources', 'third-party-notices.txt'), noticesText());
}
