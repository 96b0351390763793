import { basename, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles a TypeScript file of this repository to out/tools/<name>.js and imports it: Node 20 runs no TypeScript.
 *
 * @param {string} entry path from the root of the repository
 * @returns the exports of the module
 */
export async function loadTs(entry) {
  const name = basename(entry).replace(/\.tsx?$/, '');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: 'out/tools',
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: `${name}.js` } },
    },
  });
  return import(`${pathToFileURL(resolve(root, 'out/tools', `${name}.js`)).href}?built=${process.hrtime.bigint()}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , entry, ...rest] = process.argv;
  if (entry === undefined) {
    console.error('usage: node scripts/run-ts.mjs <file.ts> [arguments]');
    process.exitCode = 64;
  } else {
    process.argv = [process.argv[0] ?? 'node', resolve(entry), ...rest];
    await loadTs(entry);
  }
}
