import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openContainer } from '../../electron/node/open-container.ts';
import type { Finding } from '../../shared/base/finding.ts';
import type { ByteSource } from '../../shared/bundle/byte-source.ts';
import type { BundleContainer, BundleEntry } from '../../shared/bundle/container.ts';
import { EvidenceError } from '../../shared/bundle/evidence-error.ts';

/** Runs a test in an empty folder that is removed afterwards. */
export async function inTemporaryFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bathyscope-test-'));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Opens a path that must open, and closes it after the test. */
export async function withContainer<T>(path: string, run: (container: BundleContainer) => Promise<T>): Promise<T> {
  const opened = await openContainer(path);
  if (!opened.ok) throw new Error(opened.error.message);
  try {
    return await run(opened.value);
  } finally {
    await opened.value.close();
  }
}

/** Opens bytes as the file `bundle.zip`. */
export function withBytes<T>(
  bytes: Uint8Array,
  run: (container: BundleContainer) => Promise<T>,
  name = 'bundle.zip',
): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    await writeFile(join(folder, name), bytes);
    return withContainer(join(folder, name), run);
  });
}

/** What came out of an entry: the bytes, and the finding that ended them early. */
export interface EntryOutcome {
  readonly bytes: Uint8Array;
  readonly finding: Finding | null;
}

/** Reads an entry to its end or to its error; errors that are not evidence are thrown. */
export async function readEntry(entry: BundleEntry): Promise<EntryOutcome> {
  const parts: Uint8Array[] = [];
  try {
    for await (const bytes of entry.stream()) parts.push(bytes);
    return { bytes: Buffer.concat(parts), finding: null };
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return { bytes: Buffer.concat(parts), finding: error.finding };
  }
}

/** Text of an entry that must be readable. */
export async function textOf(container: BundleContainer, name: string): Promise<string> {
  const entry = entryNamed(container, name);
  const { bytes, finding } = await readEntry(entry);
  if (finding !== null) throw new Error(finding.message);
  return Buffer.from(bytes).toString('utf8');
}

export function entryNamed(container: BundleContainer, name: string): BundleEntry {
  const entry = container.entries.find((candidate) => candidate.name === name);
  if (entry === undefined)
    throw new Error(`no entry ${name} among ${container.entries.map((each) => each.name).join(', ')}`);
  return entry;
}

/** Rules of findings, in order. */
export function rulesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ where }) => where.rule ?? '');
}

/** A source over an array that counts what it is asked for. */
export function memorySource(bytes: Uint8Array): ByteSource & { readonly served: () => number } {
  let served = 0;
  return {
    size: bytes.length,
    read(offset, length) {
      const part = bytes.slice(offset, offset + length);
      served += part.length;
      return Promise.resolve(new Uint8Array(part));
    },
    served: () => served,
  };
}
