/** Compiles the replay kernel (kernel/, AssemblyScript) to WebAssembly. It is never committed as a binary. */
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Pages of 64 KiB: up to the end of the arena in kernel/layout.ts. */
const PAGES = 400;

/**
 * @returns {Promise<Uint8Array>} the module
 * @throws {Error} with the compiler's messages when the source does not compile
 */
export async function compileKernel() {
  let wasm = null;
  const { error, stderr } = await asc.main(
    [
      'kernel/index.ts',
      '--outFile=kernel.wasm',
      '-O3',
      '--converge',
      '--runtime=stub',
      '--noAssert',
      '--enable=simd',
      `--initialMemory=${PAGES}`,
      `--maximumMemory=${PAGES}`,
      '--memoryBase=1024',
      '--use=abort=',
    ],
    {
      baseDir: root,
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) wasm = contents;
      },
    },
  );
  if (error !== null || wasm === null) throw new Error(`the kernel does not compile: ${error ?? ''}\n${stderr}`);
  return wasm;
}
