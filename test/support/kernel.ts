import { type WasmModule, wasmRuntime } from '../../electron/verifier/wasm.ts';
import { compileKernel } from '../../scripts/kernel.mjs';

/** By path from the root. Read by the test runner, so that `npm run mutants` can change them as it changes every other source. */
const sources = import.meta.glob('/kernel/*.ts', { query: '?raw', import: 'default', eager: true });

let compiled: Promise<WasmModule> | null = null;

/** The replay kernel, compiled from its source once for each test process. */
export function testKernel(): Promise<WasmModule> {
  compiled ??= kernelWith((text) => text);
  return compiled;
}

/** A kernel of sources that were changed, as one of another build. */
export async function kernelWith(change: (text: string) => string): Promise<WasmModule> {
  const runtime = wasmRuntime();
  if (runtime === null) throw new Error('the tests need a runtime with WebAssembly');
  const texts = Object.entries(sources).map(([path, text]) => [path.slice(1), change(String(text))]);
  return new runtime.Module(await compileKernel(Object.fromEntries(texts)));
}
