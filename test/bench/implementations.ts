import { createHash, webcrypto } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { nodeSha256 } from '../../electron/node/hasher.ts';
import { openContainer } from '../../electron/node/open-container.ts';
import { CancelToken } from '../../electron/verifier/cancel.ts';
import { kernelPlan } from '../../electron/verifier/kernel-plan.ts';
import { ReplayRun } from '../../electron/verifier/replay-run.ts';
import { referenceCanonicalize } from '../reference/canonical.ts';
import type { ChainPaths } from './chains.ts';
import { hashAlone } from './hash-alone.ts';
import { verifyChain } from './product.ts';

/** What an implementation found out about a chain; compared with the anchor before its time counts. */
export interface Replayed {
  readonly rows: number;
  readonly tip: string | null;
  readonly sound: boolean;
  /** Of the part that counts; the whole call when absent. */
  readonly seconds?: number;
}

/** Folder of the built verifier, with its kernel and its worker. */
export const VERIFIER_FOLDER = new URL('../verifier/', import.meta.url);

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

/** The engine's replay in this thread alone: through the kernel, or by its plain path with every entry read on its own. */
async function oneThread(path: string, kernel: ReturnType<typeof kernelPlan>): Promise<Replayed> {
  const opened = await openContainer(path);
  const entry = opened.ok ? opened.value.entries[0] : undefined;
  if (!opened.ok || entry === undefined) throw new Error(`${path} can not be opened`);
  const run = new ReplayRun({
    stream: (lend) => entry.streamOnce?.(lend) ?? entry.stream(),
    name: 'chain',
    form: path.endsWith('.json') ? 'array' : 'lines',
    sha256: nodeSha256,
    token: new CancelToken(),
    wanted: new Set(),
    index: null,
    spool: null,
    kernel,
    onProgress: () => undefined,
  });
  await run.run();
  await opened.value.close();
  const { totals, collector, rows } = run;
  return { rows, tip: totals?.tip ?? null, sound: collector.breaks === 0 && totals?.firstBroken === null };
}

function oneThreadKernel(): NonNullable<ReturnType<typeof kernelPlan>> {
  const plan = kernelPlan(VERIFIER_FOLDER, 0);
  if (plan === null) throw new Error('the replay kernel is not built');
  return plan;
}

/** The entry of a zip, inflated and thrown away; its checksum stands in for the comparison of what was found. */
async function inflate(
  { path, anchorPath }: ChainPaths,
  expected: (anchorPath: string) => Replayed,
): Promise<Replayed> {
  const opened = await openContainer(path);
  const entry = opened.ok ? opened.value.entries[0] : undefined;
  if (!opened.ok || entry === undefined) throw new Error(`${path} can not be opened`);
  let bytes = 0;
  for await (const chunk of entry.stream()) bytes += chunk.length;
  await opened.value.close();
  if (bytes !== entry.size) throw new Error(`${path} inflates to another size`);
  return expected(anchorPath);
}

async function hashed(
  chain: ChainPaths,
  withFile: boolean,
  expected: (anchorPath: string) => Replayed,
): Promise<Replayed> {
  const seconds = await hashAlone(chain, withFile);
  return { ...expected(chain.anchorPath), seconds };
}

type Implement = (chain: ChainPaths, expected: (anchorPath: string) => Replayed) => Promise<Replayed>;

/** Ways to replay a chain that are measured against each other. */
const IMPLEMENTED = {
  reference: ({ path }) => plain(path, nodeHash),
  webcrypto: ({ path }) => plain(path, webHash),
  'plain-path': ({ path }) => oneThread(path, null),
  'kernel-one-thread': ({ path }) => oneThread(path, oneThreadKernel()),
  bathyscope: (chain) => verifyChain(chain),
  'hash-alone': (chain, expected) => hashed(chain, false, expected),
  'digests-alone': (chain, expected) => hashed(chain, true, expected),
  'inflate-alone': inflate,
} as const satisfies Record<string, Implement>;

export type Implementation = keyof typeof IMPLEMENTED;

/** The implementation of that name; undefined when there is none. */
export function implementationNamed(name: string | undefined): Implementation | undefined {
  return (Object.keys(IMPLEMENTED) as Implementation[]).find((known) => known === name);
}

/**
 * Replays a chain with one implementation.
 *
 * @param expected what the anchor says, for those that do not replay
 */
export function replayWith(
  implementation: Implementation,
  chain: ChainPaths,
  expected: (anchorPath: string) => Replayed,
): Promise<Replayed> {
  return IMPLEMENTED[implementation](chain, expected);
}
