/** Writes samples/ from the seeded generator; `-- --large ROWS` writes one large chain to samples/large/ instead. */
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await build();
await import('../out/tools/samples.js');
