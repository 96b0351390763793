import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { KernelPlan } from './kernel-feed.ts';
import { SegmentPool } from './segment-pool.ts';
import { wasmRuntime } from './wasm.ts';

/** Bytes of one segment: large enough that its cost is in its rows, small enough that the first fault is seen early. */
const SEGMENT_BYTES = 2 * 1024 * 1024;
/** More threads than this wait for the thread that joins their results and takes the digest of the file. */
const THREADS = 8;

/**
 * The replay kernel that was built beside this program, and threads to run it on.
 *
 * @param threads 0 to work in the calling thread
 * @returns null where WebAssembly, its vector instructions or the built kernel are missing: then the plain path gives the same verdict
 */
export function kernelPlan(
  folder: URL = new URL('.', import.meta.url),
  threads: number = Math.min(THREADS, availableParallelism()),
): KernelPlan | null {
  const runtime = wasmRuntime();
  if (runtime === null) return null;
  try {
    const module = new runtime.Module(readFileSync(new URL('kernel.wasm', folder)));
    const startPool = () => new SegmentPool(new URL('replay-worker.js', folder), module, threads);
    return { module, startPool: threads === 0 ? null : startPool, segmentBytes: SEGMENT_BYTES };
  } catch {
    return null;
  }
}
