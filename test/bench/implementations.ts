import { createHash, randomUUID, webcrypto } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { verifyInput } from '../../electron/cli/verify-input.ts';
import { startVerifierThread } from '../../electron/node/verifier-thread.ts';
import { NO_VERIFIER_TRUST } from '../../shared/ipc/verifier.ts';
import { referenceCanonicalize } from '../reference/canonical.ts';
import type { BenchChain } from './chains.ts';

/** What an implementation found out about a chain; compared with the anchor before its time counts. */
export interface Replayed {
  readonly rows: number;
  readonly tip: string | null;
  readonly sound: boolean;
}

/** Ways to replay a chain that are measured against each other. */
export const IMPLEMENTATIONS = ['reference', 'webcrypto', 'bathyscope'] as const;
export type Implementation = (typeof IMPLEMENTATIONS)[number];

const VERIFIER = new URL('../verifier/index.js', import.meta.url);

type HashText = (text: string) => string | Promise<string>;

/** The plain rule, streaming: readline, JSON.parse, sort, JSON.stringify, one hash a row, one thread. */
async function plain(path: string, hashText: HashText): Promise<Replayed> {
  let [rows, sound] = [0, true];
  let before: string | null = null;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const { seq, prevHash, payload, hash } = JSON.parse(line);
    const pending = hashText(referenceCanonicalize([prevHash, payload]));
    const computed = typeof pending === 'string' ? pending : await pending;
    sound = sound && seq === rows && prevHash === before && computed === hash;
    before = hash;
    rows += 1;
  }
  return { rows, tip: before, sound };
}

const nodeHash: HashText = (text) => createHash('sha256').update(text).digest('hex');

const webHash: HashText = async (text) =>
  Buffer.from(await webcrypto.subtle.digest('SHA-256', Buffer.from(text))).toString('hex');

/** The product: its built verifier in a thread, with the anchor, as the command line runs it. */
async function bathyscope(chain: Pick<BenchChain, 'path' | 'anchorPath'>): Promise<Replayed> {
  const spoolFolder = mkdtempSync(join(tmpdir(), 'bathyscope-bench-'));
  try {
    const outcome = await verifyInput(
      startVerifierThread(VERIFIER),
      {
        type: 'init',
        documentId: randomUUID(),
        path: chain.path,
        name: basename(chain.path),
        sample: false,
        openedAt: new Date().toISOString(),
        spoolFolder,
        anchors: [chain.anchorPath],
        browse: false,
        trust: NO_VERIFIER_TRUST,
        toolVersion: 'bench',
      },
      () => undefined,
      new AbortController().signal,
    );
    if (outcome.kind !== 'report') {
      throw new Error(outcome.kind === 'fault' ? outcome.message : outcome.kind);
    }
    const { summary, verdict } = outcome.report;
    return { rows: summary.rows, tip: summary.root, sound: verdict === 'verified' };
  } finally {
    rmSync(spoolFolder, { recursive: true, force: true });
  }
}

/** Replays a chain with one implementation. */
export function replayWith(
  implementation: Implementation,
  chain: Pick<BenchChain, 'path' | 'anchorPath'>,
): Promise<Replayed> {
  switch (implementation) {
    case 'reference':
      return plain(chain.path, nodeHash);
    case 'webcrypto':
      return plain(chain.path, webHash);
    case 'bathyscope':
      return bathyscope(chain);
  }
}
