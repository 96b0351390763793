/** Measures the replay against the plain reference; the arguments are those of test/bench/main.ts. */
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await build();
await import('../out/tools/bench.js');
