import { type WasmModule, wasmRuntime } from '../../electron/verifier/wasm.ts';
import { compileKernel } from '../../scripts/kernel.mjs';

let compiled: Promise<WasmModule> | null = null;

/** The replay kernel, compiled from its source once for each test process. */
export function testKernel(): Promise<WasmModule> {
  compiled ??= compile();
  return compiled;
}

async function compile(): Promise<WasmModule> {
  const runtime = wasmRuntime();
  if (runtime === null) throw new Error('the tests need a runtime with WebAssembly');
  return new runtime.Module(await compileKernel());
}
