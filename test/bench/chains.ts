import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor } from '../fixtures/generate/chain.ts';
import { writeLargeChain } from '../fixtures/generate/large.ts';

/** Changes whenever the generator writes other bytes, so that no measurement runs on old ones. */
const GENERATION = 1;

/** Members as the canonical form has them, or in any order: the second makes every implementation sort. */
export type BenchOrder = 'canonical' | 'shuffled';

/** A chain on disk that is measured on. */
export interface BenchChain {
  readonly path: string;
  readonly anchorPath: string;
  readonly order: BenchOrder;
  readonly rows: number;
  readonly bytes: number;
}

/** Makes a chain, or finds it in the cache folder. */
export async function benchChain(
  folder: string,
  rows: number,
  order: BenchOrder,
  say: (line: string) => void,
): Promise<BenchChain> {
  const path = join(folder, `${order}-${rows}-${GENERATION}.ndjson`);
  const anchorPath = `${path}.anchor.json`;
  if (!existsSync(path) || !existsSync(anchorPath)) {
    say(`writing ${path}`);
    const anchor = await writeLargeChain(path, rows, order);
    writeFileSync(anchorPath, JSON.stringify(anchor));
  }
  return { path, anchorPath, order, rows, bytes: (await stat(path)).size };
}

/** The anchor of a chain, to hold each implementation's result against. */
export function benchAnchor(chain: Pick<BenchChain, 'anchorPath'>): Anchor {
  return JSON.parse(readFileSync(chain.anchorPath, 'utf8')) as Anchor;
}
