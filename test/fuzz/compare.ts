import { isDeepStrictEqual } from 'node:util';
import { nodeSha256 } from '../../electron/node/hasher.ts';
import { CancelToken } from '../../electron/verifier/cancel.ts';
import type { KernelPlan } from '../../electron/verifier/kernel-feed.ts';
import type { KnownPart } from '../../electron/verifier/known-reader.ts';
import { partRange } from '../../electron/verifier/part-range.ts';
import { type RecordPlan, ReplayRun } from '../../electron/verifier/replay-run.ts';
import { RunRecorder } from '../../electron/verifier/run-recorder.ts';
import { decodeUtf8 } from '../../shared/base/utf8.ts';
import type { Lend } from '../../shared/bundle/container.ts';
import { type RecordLine, recordLineSchema } from '../../shared/chain/replay-record.ts';
import { type ReferenceReplay, referenceReplay } from '../reference/replay.ts';
import { lentChunks } from '../support/lent-chunks.ts';
import { caseBytes, type FuzzCase } from './chain.ts';

/** Everything that a replay establishes. */
type Established = Awaited<ReturnType<typeof replay>>;

/**
 * Replays a case by the kernel, by the kernel in the memory that the file was read to, by the plain path, by the reference, in parts that are joined, and from the record of a run that ended early.
 *
 * @returns what differs, in words; null when nothing does
 */
export async function difference(fuzz: FuzzCase, plan: Omit<KernelPlan, 'segmentBytes'>): Promise<string | null> {
  const bytes = caseBytes(fuzz);
  const kernel = { ...plan, segmentBytes: fuzz.segmentBytes };
  const plain = await replay(bytes, fuzz, null);
  const others: [string, () => Promise<Established>][] = [
    ['kernel', () => replay(bytes, fuzz, kernel)],
    ['lent memory', () => replay(bytes, fuzz, kernel, undefined, true)],
  ];
  if (fuzz.form === 'lines') {
    others.push(
      ['joined parts', () => joined(bytes, fuzz, kernel)],
      ['resumed run', () => resumed(bytes, fuzz, kernel)],
    );
  }
  for (const [name, other] of others) {
    const found = differing(name, await other(), plain);
    if (found !== null) return found;
  }
  return referenceDifference(fuzz, plain);
}

function differing(name: string, other: Established, plain: Established): string | null {
  const part = (Object.keys(plain) as (keyof Established)[]).find(
    (member) => !isDeepStrictEqual(other[member], plain[member]),
  );
  return part === undefined ? null : `${part}: ${name} ${shown(other[part])}, plain path ${shown(plain[part])}`;
}

const NOTHING_KNOWN = { known: [], from: 0, markBytes: Number.POSITIVE_INFINITY, markAtEnd: true } as const;

/** Each part goes by the kernel or by the plain path; then all are joined. The number of parts follows from the case. */
async function joined(bytes: Uint8Array, fuzz: FuzzCase, kernel: KernelPlan): Promise<Established> {
  const of = 1 + (fuzz.chunkBytes % 5);
  const readAt = async (offset: number, length: number) => bytes.subarray(offset, offset + length);
  const known: KnownPart[] = [];
  for (let index = 1; index <= of; index += 1) {
    const { from, to } = await partRange(index, of, bytes.length, readAt);
    const lines: RecordLine[] = [];
    const plan = { ...NOTHING_KNOWN, from, recorder: new RunRecorder(from), write: keep(lines) };
    await replay(bytes.subarray(from, to), fuzz, index % 3 === 0 ? null : kernel, plan);
    known.push({ name: `part ${index}`, from, lines: readBack(lines) });
  }
  return await replay(bytes, fuzz, kernel, { ...NOTHING_KNOWN, known, recorder: null, write: keep([]) });
}

/** Goes on behind one of the marks of a first run, writes down what follows, and goes through all of it once more by that. */
async function resumed(bytes: Uint8Array, fuzz: FuzzCase, kernel: KernelPlan): Promise<Established> {
  const lines: RecordLine[] = [];
  const marks = { ...NOTHING_KNOWN, markBytes: 1 + fuzz.segmentBytes, markAtEnd: false };
  await replay(bytes, fuzz, kernel, { ...marks, recorder: new RunRecorder(0), write: keep(lines) });
  const places = lines.flatMap((line, at) => (line.kind === 'mark' ? [at] : []));
  const last = places[fuzz.segmentBytes % Math.max(1, places.length)] ?? -1;
  const mark = lines[last];
  const kept = lines.slice(0, last + 1);
  const before = { name: 'checkpoint', from: 0, lines: readBack([...kept]) };
  const recorder = mark?.kind === 'mark' ? new RunRecorder(mark.to, mark.rows) : new RunRecorder(0);
  const first = await replay(bytes, fuzz, kernel, { ...marks, known: [before], recorder, write: keep(kept) });
  const again = { name: 'checkpoint', from: 0, lines: readBack(kept) };
  const second = await replay(bytes, fuzz, kernel, {
    ...NOTHING_KNOWN,
    known: [again],
    recorder: null,
    write: keep([]),
  });
  return differing('', second, first) === null ? first : second;
}

function keep(lines: RecordLine[]): RecordPlan['write'] {
  return async (written) => {
    lines.push(...written);
  };
}

/** Lines as they come out of a file. */
async function* readBack(lines: readonly RecordLine[]): AsyncIterable<RecordLine> {
  for (const line of lines) yield recordLineSchema.parse(JSON.parse(JSON.stringify(line)));
}

async function replay(
  bytes: Uint8Array,
  { form, chunkBytes, rows }: FuzzCase,
  kernel: KernelPlan | null,
  records?: RecordPlan,
  lent = false,
) {
  async function* stream(lend?: Lend) {
    if (lent && lend !== undefined) yield* lentChunks(bytes, lend);
    else for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const run = new ReplayRun({
    ...(records === undefined ? {} : { records }),
    stream,
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
    hashes: [...hashes].sort(([a], [b]) => a - b),
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
