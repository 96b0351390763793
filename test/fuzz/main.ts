import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { wasmRuntime } from '../../electron/verifier/wasm.ts';
import { failureText, searchDifference } from './search.ts';

const USAGE = 'npm run fuzz [-- --rows N] [--seed S]\n';
const REPORT_ROWS = 250_000;

/**
 * Searches for a chain on which the kernel, the plain path and the reference disagree.
 *
 * @param kernel the compiled replay kernel
 * @returns the exit code: 0 when none was found, 1 with a reproduction on standard output, 64 for wrong usage
 */
export async function fuzz(kernel: Uint8Array, words: string[]): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: { rows: { type: 'string', default: '10000000' }, seed: { type: 'string' } },
  });
  const rows = Number(values.rows);
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  const runtime = wasmRuntime();
  if (!Number.isSafeInteger(rows) || rows < 1 || !Number.isSafeInteger(seed) || seed < 0 || runtime === null) {
    process.stderr.write(USAGE);
    return 64;
  }
  process.stderr.write(`seed ${seed}\n`);
  let reported = 0;
  const start = performance.now();
  const plan = { module: new runtime.Module(kernel), startPool: null };
  const searched = await searchDifference(seed, rows, plan, (done) => {
    if (done - reported < REPORT_ROWS) return;
    reported = done;
    process.stderr.write(`${done} rows, ${((performance.now() - start) / 1_000).toFixed(0)} s\n`);
  });
  const seconds = ((performance.now() - start) / 1_000).toFixed(0);
  const { cases, bytes, failure } = searched;
  process.stdout.write(`seed ${seed}: ${searched.rows} rows, ${cases} chains, ${bytes} bytes, ${seconds} s\n`);
  if (failure === null) return 0;
  process.stdout.write(failureText(failure));
  return 1;
}
