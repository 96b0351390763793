import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { referenceSha256 } from '../../reference/canonical.ts';
import { linesOf, type TestEntry } from '../chain/build-chain.ts';
import { buildZip } from '../zip-builder.ts';
import { openForTest, type TestDocument } from './open-document.ts';

/** Files by name; folders in names are made. */
export type EvidenceFiles = Readonly<Record<string, string | Uint8Array>>;

/** Runs a test with evidence in a folder of its own, and closes and removes everything after it. */
export async function withEvidence(
  files: EvidenceFiles,
  run: (folder: string, open: typeof openForTest) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bathyscope-evidence-'));
  const opened: TestDocument[] = [];
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    await run(folder, async (path, options) => {
      const document = await openForTest(path, options);
      opened.push(document);
      return document;
    });
  } finally {
    for (const { document } of opened) await document.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** NDJSON of a chain. */
export function ndjson(entries: readonly TestEntry[]): string {
  return linesOf(entries)
    .map((line) => `${line}\n`)
    .join('');
}

/** A whole proof document; `entries` makes it hold them, else it names `audit-chain.ndjson`. */
export function proofText(
  chain: readonly TestEntry[],
  more: { entries?: readonly TestEntry[]; anchors?: readonly unknown[]; head?: object; rest?: object } = {},
): string {
  const head = {
    accountId: 'account-1',
    rule: 'sha256-canonical-prevhash-payload/1',
    entryCount: chain.length,
    genesisHash: chain[0]?.hash ?? null,
    tipHash: chain.at(-1)?.hash ?? null,
    ...more.head,
  };
  return JSON.stringify({
    format: 'bathyscope/audit-chain-proof',
    formatVersion: '1',
    collectedAt: '2026-06-28T10:15:00Z',
    collector: { name: 'test', version: '1' },
    head,
    anchors: more.anchors ?? [],
    ...(more.entries === undefined ? { entriesFile: 'audit-chain.ndjson' } : { entries: more.entries }),
    ...more.rest,
  });
}

/** `bundle.json` for files as they are. */
export function indexText(
  files: EvidenceFiles,
  change: (files: { name: string; sha256: string; bytes: number }[]) => void = () => undefined,
): string {
  const listed = Object.entries(files).map(([name, content]) => {
    const text = typeof content === 'string' ? content : Buffer.from(content).toString('utf8');
    return { name, sha256: referenceSha256(text), bytes: Buffer.byteLength(text) };
  });
  change(listed);
  return JSON.stringify({
    format: 'bathyscope/bundle',
    formatVersion: '1',
    collectedAt: '2026-06-28T10:15:00Z',
    collector: { name: 'test', version: '1' },
    tenantId: 'account-1',
    framework: { id: 'soc2', title: 'SOC 2', version: '2017' },
    files: listed,
  });
}

/** A zip of files, deflated. */
export function zipped(files: EvidenceFiles): Uint8Array {
  return buildZip({ entries: Object.entries(files).map(([name, data]) => ({ name, data, method: 8 })) }).bytes;
}

/** The anchor file that covers a chain. */
export function anchorText(chain: readonly TestEntry[], length = chain.length): string {
  return JSON.stringify({ length, tipHash: chain[length - 1]?.hash ?? '' });
}
