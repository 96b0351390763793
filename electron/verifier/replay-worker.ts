import { parentPort, workerData } from 'node:worker_threads';
import { Kernel } from './kernel.ts';
import { processSegment, type SegmentResult } from './segment.ts';
import type { WasmModule } from './wasm.ts';

/** A segment for a worker. Its bytes are in shared memory, and nobody writes there before the answer. */
export interface SegmentTask {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly lines: boolean;
}

/** What comes back. */
export interface SegmentAnswer {
  readonly id: number;
  readonly result: SegmentResult;
}

/* One worker of a replay: takes segments, answers each. Reads no files and holds no state between segments. */
const port = parentPort;
if (port !== null) {
  const { kernel: module } = workerData as { kernel: WasmModule };
  const kernel = new Kernel(module);
  port.on('message', ({ id, bytes, lines }: SegmentTask) => {
    const result = processSegment(kernel, bytes, lines);
    const answer: SegmentAnswer = { id, result };
    const places = result.parts.flatMap(({ run }) =>
      run === null ? [] : [run.places.buffer as ArrayBuffer, run.digits.buffer as ArrayBuffer],
    );
    port.postMessage(answer, places);
  });
}
