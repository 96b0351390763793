import { existsSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

/** Absolute path of a file of the repository. */
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `node:fs` and `fs` both stay imports: the built program finds them in its runtime. */
const NODE_MODULES = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];
const ELECTRON_MODULES = ['electron', 'electron/main', 'electron/renderer', 'electron/common'];

interface Program {
  readonly entries: Readonly<Record<string, string>>;
  readonly outDir: string;
  readonly format?: 'es' | 'cjs';
  readonly extension?: '.js' | '.cjs';
  readonly banner?: string;
  readonly browser?: boolean;
}

/** Workers of the verifier each need a key of their own: `new Worker(new URL(…))` is left as written. */
function verifierEntries(): Record<string, string> {
  const folder = 'electron/verifier';
  const workers = existsSync(at(folder)) ? readdirSync(at(folder)).filter((name) => name.endsWith('worker.ts')) : [];
  return {
    ...Object.fromEntries(['index.ts', ...workers].map((name) => [name.slice(0, -3), `${folder}/${name}`])),
    child: 'electron/node/verifier-child.ts',
  };
}

const PROGRAMS: Readonly<Record<string, Program>> = {
  loopbackClient: {
    entries: { client: 'electron/loopback/client/index.ts' },
    outDir: 'out/loopback/client',
    browser: true,
  },
  main: { entries: { index: 'electron/main/index.ts' }, outDir: 'out/main' },
  preload: {
    entries: { index: 'electron/preload/index.ts' },
    outDir: 'out/preload',
    // A sandboxed preload can not be an ES module (https://www.electronjs.org/docs/latest/tutorial/esm).
    format: 'cjs',
    extension: '.cjs',
  },
  verifier: { entries: verifierEntries(), outDir: 'out/verifier' },
  cli: { entries: { index: 'electron/cli/index.ts' }, outDir: 'out/cli', banner: '#!/usr/bin/env node' },
  loopback: { entries: { index: 'electron/loopback/index.ts' }, outDir: 'out/loopback/host' },
  tools: {
    entries: { bench: 'test/bench/main.ts', samples: 'test/fixtures/generate/main.ts' },
    outDir: 'out/tools',
  },
};

const present = (program: Program): [string, string][] =>
  Object.entries(program.entries)
    .filter(([, path]) => existsSync(at(path)))
    .map(([name, path]) => [name, at(path)]);

/** A program for Node, Electron or the page, with everything it imports bundled: nothing of node_modules ships. */
function environment(program: Program): EnvironmentOptions {
  const extension = program.extension ?? '.js';
  return {
    consumer: program.browser ? 'client' : 'server',
    resolve: program.browser
      ? {}
      : { noExternal: true, external: ELECTRON_MODULES, builtins: NODE_MODULES, conditions: ['node', 'import'] },
    build: {
      outDir: at(program.outDir),
      // Other scripts keep programs of their own in out/tools.
      emptyOutDir: program.outDir !== 'out/tools',
      copyPublicDir: false,
      sourcemap: false,
      target: program.browser ? 'chrome140' : 'node20',
      minify: program.extension === '.cjs',
      modulePreload: false,
      rolldownOptions: {
        input: Object.fromEntries(present(program)),
        external: program.browser ? [] : [...ELECTRON_MODULES, ...NODE_MODULES],
        output: {
          format: program.format ?? 'es',
          entryFileNames: program.browser ? '[name]-[hash].js' : `[name]${extension}`,
          chunkFileNames: `[name]-[hash]${extension}`,
          ...(program.banner === undefined ? {} : { banner: program.banner }),
        },
      },
    },
  };
}

/** Puts the compiled replay kernel beside the verifier. */
function replayKernel(): Plugin {
  return {
    name: 'replay-kernel',
    applyToEnvironment: (target) => target.name === 'verifier',
    async generateBundle() {
      const { compileKernel } = await import('./scripts/kernel.mjs');
      this.emitFile({ type: 'asset', fileName: 'kernel.wasm', source: await compileKernel() });
    },
  };
}

const programs = Object.fromEntries(Object.entries(PROGRAMS).filter(([, program]) => present(program).length > 0));

export default defineConfig({
  root: at('renderer'),
  base: '/',
  publicDir: at('renderer/public'),
  plugins: [react(), replayKernel()],
  logLevel: 'warn',
  environments: {
    client: {
      build: {
        outDir: at('out/renderer'),
        emptyOutDir: true,
        // The page's policy has no `data:` source, so nothing may be inlined.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        sourcemap: false,
        target: 'chrome140',
        rolldownOptions: {
          input: at('renderer/index.html'),
          output: {
            entryFileNames: 'assets/[name]-[hash].js',
            chunkFileNames: 'assets/[name]-[hash].js',
            assetFileNames: 'assets/[name]-[hash][extname]',
          },
        },
      },
    },
    ...Object.fromEntries(Object.entries(programs).map(([name, program]) => [name, environment(program)])),
  },
  builder: {
    async buildApp(builder) {
      for (const [name, target] of Object.entries(builder.environments)) {
        const wanted = name === 'client' ? existsSync(at('renderer/main.tsx')) : name in programs;
        if (wanted) await builder.build(target);
      }
    },
  },
});
