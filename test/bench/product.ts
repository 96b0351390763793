import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { verifyInput } from '../../electron/cli/verify-input.ts';
import { startVerifierThread } from '../../electron/node/verifier-thread.ts';
import { NO_VERIFIER_TRUST, type VerifierInit } from '../../shared/ipc/verifier.ts';
import type { ChainPaths } from './chains.ts';
import type { Replayed } from './implementations.ts';

/** The built verifier, beside the folder of this program. */
export const VERIFIER = new URL('../verifier/index.js', import.meta.url);

/** What the verifier is told about a chain. */
export function initFor({ path, anchorPath }: ChainPaths, spoolFolder: string, browse: boolean): VerifierInit {
  return {
    type: 'init',
    documentId: randomUUID(),
    path,
    name: basename(path),
    sample: false,
    openedAt: new Date().toISOString(),
    spoolFolder,
    anchors: [{ path: anchorPath, bytes: 'canonical' }],
    trust: NO_VERIFIER_TRUST,
    browse,
    toolVersion: 'bench',
  };
}

/** The product: its built verifier in a thread, with the anchor, as the command line runs it. */
export async function verifyChain(chain: ChainPaths): Promise<Replayed> {
  const spoolFolder = mkdtempSync(join(tmpdir(), 'bathyscope-bench-'));
  try {
    const outcome = await verifyInput(
      startVerifierThread(VERIFIER),
      initFor(chain, spoolFolder, false),
      () => undefined,
      new AbortController().signal,
    );
    if (outcome.kind !== 'report') throw new Error(outcome.kind === 'fault' ? outcome.message : outcome.kind);
    const { summary, verdict } = outcome.report;
    return { rows: summary.rows, tip: summary.root, sound: verdict === 'verified' };
  } finally {
    rmSync(spoolFolder, { recursive: true, force: true });
  }
}
