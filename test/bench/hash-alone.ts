import { createHash, hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { ChainPaths } from './chains.ts';

const LINE_FEED = 0x0a;
const PAYLOAD = '"payload":';
const HASH = ',"hash":"';
const PREVIOUS = '"prevHash":';
const PIECE_BYTES = 1024 * 1024;

/** A share of a file for one thread, and where the threads wait for each other. */
interface Share {
  readonly path: string;
  readonly part: number;
  readonly parts: number;
  /** Whether the file itself is digested as well. */
  readonly withFile: boolean;
  readonly gate: Int32Array;
}

/** What one thread did: milliseconds since the epoch, so that threads can be compared. */
interface Hashed {
  readonly start: number;
  readonly end: number;
}

/**
 * The least that a replay can take: SHA-256 over what is hashed for each row (`[prevHash,payload]`), on all cores, with everything else
 * done before the clock starts. For canonical lines as the generator writes them.
 *
 * @param withFile also over the bytes of the file, each thread over its share
 * @returns seconds from the first thread's start to the last one's end
 */
export async function hashAlone({ path }: ChainPaths, withFile: boolean): Promise<number> {
  const parts = availableParallelism();
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const done = Array.from({ length: parts }, (_, part) => hashShare({ path, part, parts, withFile, gate }));
  const hashed = await Promise.all(done);
  const start = Math.min(...hashed.map((share) => share.start));
  const end = Math.max(...hashed.map((share) => share.end));
  return (end - start) / 1e3;
}

function hashShare(share: Share): Promise<Hashed> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { hashShare: share } });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** In a thread that `hashAlone` started: does its share and answers. Returns false anywhere else. */
export function runHashShare(): boolean {
  const share = isMainThread ? undefined : (workerData as { hashShare?: Share }).hashShare;
  if (share === undefined) return false;
  const { inputs, bytes } = readShare(share);
  const { gate, parts, withFile } = share;
  if (Atomics.add(gate, 0, 1) + 1 === parts) Atomics.notify(gate, 0);
  for (let ready = Atomics.load(gate, 0); ready < parts; ready = Atomics.load(gate, 0)) Atomics.wait(gate, 0, ready);
  const start = performance.timeOrigin + performance.now();
  let sound = true;
  for (const input of inputs) sound = hash('sha256', input.bytes, 'hex') === input.stored && sound;
  if (withFile) digestOf(bytes);
  const end = performance.timeOrigin + performance.now();
  if (!sound) throw new Error('what was hashed is not what the chain says');
  parentPort?.postMessage({ start, end } satisfies Hashed);
  return true;
}

/** In pieces, as a file is read. */
function digestOf(bytes: Uint8Array): string {
  const digest = createHash('sha256');
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) digest.update(bytes.subarray(at, at + PIECE_BYTES));
  return digest.digest('hex');
}

interface ShareBytes {
  readonly inputs: { bytes: Uint8Array; stored: string }[];
  /** As many bytes as the file has in this share; what is hashed for the rows was put together among them. */
  readonly bytes: Uint8Array;
}

function readShare({ path, part, parts }: Share): ShareBytes {
  const file = openSync(path, 'r');
  const size = fstatSync(file).size;
  const [from, to] = [part, part + 1].map((border) => Math.floor((size * border) / parts));
  // One byte before: a line that starts exactly at the border belongs to this share.
  const bytes = Buffer.alloc(Math.min(size, (to ?? 0) + 64 * 1024) - Math.max(0, (from ?? 0) - 1));
  const base = Math.max(0, (from ?? 0) - 1);
  readSync(file, bytes, 0, bytes.length, base);
  closeSync(file);
  const inputs: { bytes: Uint8Array; stored: string }[] = [];
  let at = part === 0 ? 0 : bytes.indexOf(LINE_FEED) + 1;
  while (base + at < (to ?? 0)) {
    const end = bytes.indexOf(LINE_FEED, at);
    inputs.push(inputOf(bytes.subarray(at, end)));
    at = end + 1;
  }
  return { inputs, bytes: bytes.subarray(0, (to ?? 0) - (from ?? 0)) };
}

/** Moves the hash input together inside the line, so that it takes no memory of its own: predecessor and payload stand apart by a name. */
function inputOf(line: Buffer): { bytes: Uint8Array; stored: string } {
  const payload = line.indexOf(PAYLOAD) + PAYLOAD.length;
  const payloadEnd = line.lastIndexOf(HASH);
  const previous = line.indexOf(PREVIOUS) + PREVIOUS.length;
  const stored = line.toString('latin1', payloadEnd + HASH.length, payloadEnd + HASH.length + 64);
  const prefix = Buffer.concat([Buffer.from('['), line.subarray(previous, payload - PAYLOAD.length)]);
  prefix.copy(line, payload - prefix.length);
  line[payloadEnd] = 0x5d;
  return { bytes: line.subarray(payload - prefix.length, payloadEnd + 1), stored };
}
