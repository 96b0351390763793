/** Runs the command line from the sources: builds if needed (messages to standard error), then passes everything on. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const EXIT_FAULT = 70;

await build();
const entry = fileURLToPath(new URL('../out/cli/index.js', import.meta.url));
const child = spawn(process.execPath, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('error', () => {
  process.exitCode = EXIT_FAULT;
});
child.on('close', (code) => {
  process.exitCode = code ?? EXIT_FAULT;
});
