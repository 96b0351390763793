import { readFileSync } from 'node:fs';
import { startVerifierThread } from '../node/verifier-thread.ts';
import { EXIT } from './exit-code.ts';
import { runCli } from './run.ts';
import { forTerminal, sinkOf } from './terminal.ts';

const VERIFIER = new URL('../verifier/index.js', import.meta.url);

/** The version stands in package.json beside the built folder and nowhere else. */
function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version?: unknown };
  return typeof version === 'string' ? version : 'unknown';
}

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => interruption.abort());
}

const err = sinkOf(process.stderr);
try {
  const code = await runCli(process.argv.slice(2), {
    out: sinkOf(process.stdout),
    err,
    env: process.env,
    version: ownVersion(),
    interrupted: interruption.signal,
    startVerifier: (readsStandardInput) =>
      startVerifierThread(VERIFIER, readsStandardInput ? process.stdin : undefined),
  });
  // Standard input that nobody ends would keep the process alive.
  process.exit(code);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  await err.write(`bathyscope: a fault of this program: ${forTerminal(reason)}; no verdict\n`);
  process.exit(EXIT.fault);
}
