import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startVerifierProcess } from '../node/verifier-process.ts';
import { startHost } from './host.ts';
import { parseHostArguments } from './options.ts';
import { defaultSettingsFolder } from './settings-folder.ts';

const EXIT_USAGE = 64;
const EXIT_FAULT = 70;

/** Path of something beside the built host, which is `out/loopback/host/index.js`. */
const built = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

async function programVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(built('../../../package.json'), 'utf8')) as { version: string };
  return version;
}

/** Starts the host, prints its address on one line, and ends with SIGINT, SIGTERM or the program that started it. */
async function main(): Promise<void> {
  const args = parseHostArguments(process.argv.slice(2));
  if (!args.ok) {
    process.stderr.write(`${args.error.message}\n`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  process.umask(0o077);
  const { port, sample, settingsFolder, paths } = args.value;
  const host = await startHost({
    page: { renderer: built('../../renderer'), client: built('../client') },
    samplesFolder: built('../../../samples'),
    settingsFolder: settingsFolder ?? defaultSettingsFolder(process.platform, process.env, homedir()),
    version: await programVersion(),
    port,
    startVerifier: () =>
      startVerifierProcess({ child: built('../../verifier/child.js'), entry: built('../../verifier/index.js') }),
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void host.stop().finally(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // Started by another program (npm start), the host ends with it.
  process.on('disconnect', stop);
  process.stdout.write(`${host.address}${sample === null ? '' : `#sample=${encodeURIComponent(sample)}`}\n`);
  for (const path of paths) await host.open(resolve(path));
}

main().catch((error: unknown) => {
  process.stderr.write(`Bathyscope could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = EXIT_FAULT;
});
