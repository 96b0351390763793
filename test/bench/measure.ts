import { spawn } from 'node:child_process';
import { type BenchChain, benchAnchor } from './chains.ts';
import { type Implementation, replayWith } from './implementations.ts';

/** One run of one implementation over one chain, in a process of its own. */
export interface Measurement {
  readonly seconds: number;
  /** Largest resident set that the kernel saw (getrusage, ru_maxrss), in MiB; all threads of the process. */
  readonly peakMebibytes: number;
}

/** Measures in this process; throws when the implementation came to another result than the anchor. */
export async function measureHere(
  implementation: Implementation,
  chain: Pick<BenchChain, 'path' | 'anchorPath'>,
): Promise<Measurement> {
  const start = process.hrtime.bigint();
  const replayed = await replayWith(implementation, chain);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const anchor = benchAnchor(chain);
  if (!replayed.sound || replayed.rows !== anchor.length || replayed.tip !== anchor.tipHash) {
    throw new Error(`${implementation} did not reproduce ${chain.path}: ${JSON.stringify(replayed)}`);
  }
  return { seconds, peakMebibytes: process.resourceUsage().maxRSS / 1024 };
}

/**
 * Measures in a fresh process, so that no run inherits the memory or the compiled code of another.
 * @param program the built benchmark, which takes `--measure`.
 */
export function measureApart(program: string, implementation: Implementation, chain: BenchChain): Promise<Measurement> {
  const child = spawn(process.execPath, [program, '--measure', implementation, chain.path, chain.anchorPath], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) {
        resolve(JSON.parse(text) as Measurement);
      } else {
        reject(new Error(`${implementation} on ${chain.path} ended with ${code}`));
      }
    });
  });
}
