import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

/**
 * Bundles one TypeScript file of the repository to an ES module, for tests that need it as a program of its own.
 *
 * @param source path from the root of the repository
 * @param file absolute path of the module to write
 */
export async function bundleModule(source: string, file: string): Promise<void> {
  await build({
    input: fileURLToPath(new URL(`../../${source}`, import.meta.url)),
    platform: 'node',
    logLevel: 'silent',
    output: { file, format: 'es' },
  });
}
