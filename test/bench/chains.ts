import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor } from '../fixtures/generate/chain.ts';
import { writeLargeChain } from '../fixtures/generate/large.ts';
import { writeAsArray, writeAsZip } from './forms.ts';

/** Changes whenever the generator writes other bytes, so that no measurement runs on old ones. */
const GENERATION = 1;

/** Members as the canonical form has them, or in any order: the second makes every implementation sort. */
export type BenchOrder = 'canonical' | 'shuffled';
/** Lines, the same entries as one JSON array, or the lines deflated in a zip. */
export type BenchForm = 'ndjson' | 'array' | 'zip';

/** What distinguishes a chain that is measured on. */
export interface ChainKind {
  readonly rows: number;
  readonly order: BenchOrder;
  readonly form: BenchForm;
}

/** A chain on disk that is measured on. */
export interface BenchChain extends ChainKind {
  readonly path: string;
  readonly anchorPath: string;
  /** Size of the file. */
  readonly bytes: number;
}

/** The paths of a chain: what an implementation needs. */
export type ChainPaths = Pick<BenchChain, 'path' | 'anchorPath'>;

/** Makes a chain, or finds it in the cache folder. */
export async function benchChain(folder: string, kind: ChainKind, say: (line: string) => void): Promise<BenchChain> {
  const { rows, order, form } = kind;
  const lines = join(folder, `${order}-${rows}-${GENERATION}.ndjson`);
  const anchorPath = `${lines}.anchor.json`;
  if (!existsSync(lines) || !existsSync(anchorPath)) {
    say(`writing ${lines}`);
    const anchor = await writeLargeChain(lines, rows, order);
    writeFileSync(anchorPath, JSON.stringify(anchor));
  }
  const path = form === 'ndjson' ? lines : lines.replace(/ndjson$/, form === 'array' ? 'json' : 'zip');
  if (!existsSync(path)) {
    say(`writing ${path}`);
    await (form === 'array' ? writeAsArray(lines, path) : writeAsZip(lines, path));
  }
  return { ...kind, path, anchorPath, bytes: (await stat(path)).size };
}

/** The anchor of a chain, to hold each implementation's result against. */
export function benchAnchor(chain: Pick<BenchChain, 'anchorPath'>): Anchor {
  return JSON.parse(readFileSync(chain.anchorPath, 'utf8')) as Anchor;
}
