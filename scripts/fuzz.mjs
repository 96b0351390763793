/** Holds the replay kernel to the plain path and the reference over generated chains; the arguments are those of test/fuzz/main.ts. */
import { fileURLToPath } from 'node:url';
import { compileKernel } from './kernel.mjs';
import { loadTs } from './run-ts.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { fuzz } = await loadTs('test/fuzz/main.ts');
process.exitCode = await fuzz(await compileKernel(), process.argv.slice(2));
