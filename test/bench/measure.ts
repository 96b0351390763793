import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type BenchChain, benchAnchor, type ChainPaths } from './chains.ts';
import { type Implementation, type Replayed, replayWith } from './implementations.ts';

/** One run of one implementation over one chain, in a process of its own. */
export interface Measurement {
  readonly seconds: number;
  /** Of all threads, the start of the process included. */
  readonly cpuSeconds: number;
  /** Largest resident set that the kernel saw, in MiB; all threads of the process. */
  readonly peakMebibytes: number;
}

/** Measures in this process; throws when the implementation came to another result than the anchor. */
export async function measureHere(implementation: Implementation, chain: ChainPaths): Promise<Measurement> {
  const start = process.hrtime.bigint();
  const replayed = await replayWith(implementation, chain, stated);
  const seconds = replayed.seconds ?? Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage();
  const anchor = benchAnchor(chain);
  if (!replayed.sound || replayed.rows !== anchor.length || replayed.tip !== anchor.tipHash) {
    throw new Error(`${implementation} did not reproduce ${chain.path}: ${JSON.stringify(replayed)}`);
  }
  return { seconds, cpuSeconds: (user + system) / 1e6, peakMebibytes: peakKibibytes() / 1024 };
}

function stated(anchorPath: string): Replayed {
  const { length, tipHash } = benchAnchor({ anchorPath });
  return { rows: length, tip: tipHash, sound: true };
}

/**
 * High-water mark of the resident set. Linux carries ru_maxrss of the starting process over into a new one (proc(5), VmHWM is per address
 * space and starts afresh), so it is asked only where there is no other.
 */
function peakKibibytes(): number {
  try {
    const match = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return match === null ? process.resourceUsage().maxRSS : Number(match[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
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
