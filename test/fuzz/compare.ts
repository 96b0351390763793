import { isDeepStrictEqual } from 'node:util';
import { nodeSha256 } from '../../electron/node/hasher.ts';
import { CancelToken } from '../../electron/verifier/cancel.ts';
import type { KernelPlan } from '../../electron/verifier/kernel-feed.ts';
import { ReplayRun } from '../../electron/verifier/replay-run.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import { type ReferenceReplay, referenceReplay } from '../reference/replay.ts';
import { caseBytes, type FuzzCase } from './chain.ts';

/** Everything that a replay establishes. */
type Established = Awaited<ReturnType<typeof replay>>;

/**
 * Replays a case by the kernel, by the plain path and by the reference.
 *
 * @returns what differs, in words; null when nothing does
 */
export async function difference(fuzz: FuzzCase, plan: Omit<KernelPlan, 'segmentBytes'>): Promise<string | null> {
  const bytes = caseBytes(fuzz);
  const plain = await replay(bytes, fuzz, null);
  const kernel = await replay(bytes, fuzz, { ...plan, segmentBytes: fuzz.segmentBytes });
  for (const part of Object.keys(plain) as (keyof Established)[]) {
    if (!isDeepStrictEqual(kernel[part], plain[part])) {
      return `${part}: kernel ${shown(kernel[part])}, plain path ${shown(plain[part])}`;
    }
  }
  return referenceDifference(fuzz, plain);
}

async function replay(bytes: Uint8Array, { form, chunkBytes, rows }: FuzzCase, kernel: KernelPlan | null) {
  async function* stream() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const run = new ReplayRun({
    stream: stream(),
    name: 'chain',
    form,
    sha256: nodeSha256,
    token: new CancelToken(),
    // Every hash is wanted, and each is read where the path says that its entry stands.
    wanted: new Set(Array.from({ length: 2 * rows.length + 2 }, (_, at) => at)),
    index: null,
    spool: null,
    kernel,
    onProgress: () => undefined,
  });
  await run.run();
  const { totals, collector, framing, hashes, sha256 } = run;
  return {
    totals,
    faults: collector.faults,
    counts: [...collector.findingCounts].sort(([a], [b]) => a.localeCompare(b)),
    breaks: collector.breaks,
    strip: collector.strip.cells(16),
    framing,
    hashes: [...hashes],
    sha256,
  };
}

/** The reference reads lines of text; of an array it is asked only when each entry is JSON by itself, so that nobody cuts it otherwise. */
function referenceDifference(fuzz: FuzzCase, { totals, hashes }: Established): string | null {
  const lines = referenceLines(fuzz);
  if (lines === null || totals === null) return null;
  const reference = referenceReplay(lines);
  const own = new Map(hashes);
  for (const part of ['rows', 'firstBroken'] as const) {
    if (totals[part] !== reference[part]) return `${part}: engine ${totals[part]}, reference ${reference[part]}`;
  }
  return hashDifference(reference, own);
}

/** A hash that the reference knows is the engine's, too, but for texts too long to be a hash, which the engine does not keep. */
function hashDifference(reference: ReferenceReplay, own: ReadonlyMap<number, string>): string | null {
  const at = reference.hashes.findIndex((hash, row) => hash !== null && hash.length <= 128 && own.get(row) !== hash);
  return at === -1 ? null : `hash ${at}: engine ${own.get(at)}, reference ${reference.hashes[at]}`;
}

/** Null when the reference can not be asked. */
function referenceLines(fuzz: FuzzCase): string[] | null {
  if (fuzz.form === 'array') {
    const texts = fuzz.rows.map((row) => decodeUtf8(row));
    const sound = fuzz.head.endsWith('[') && /^[\s\uFEFF]*\[\s*$/.test(fuzz.head) && /^\s*\]\s*$/.test(fuzz.tail);
    const whole = sound && fuzz.between.trim() === ',' && texts.every((text) => text !== null && isJson(text));
    return whole ? texts.map((text) => text ?? '') : null;
  }
  const lines: string[] = [];
  const bytes = Buffer.from(caseBytes(fuzz));
  for (let from = 0; from < bytes.length; ) {
    const feed = bytes.indexOf(0x0a, from);
    const end = feed === -1 ? bytes.length : feed;
    const text = decodeUtf8(bytes.subarray(from, end));
    const line = from === 0 && text?.startsWith('\uFEFF') ? text.slice(1) : text;
    // Bytes that are no UTF-8 are no JSON: the reference gets a text that is none either.
    if (line === null || /[^ \t\r\n]/.test(line)) lines.push(line ?? '\u0000');
    from = end + 1;
  }
  return lines;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
