import type { Lend } from '../../shared/bundle/container.ts';

/** Bytes as a reader yields them that reads one chunk ahead to memory that it is lent. Memory that is lent again is overwritten at once. */
export async function* lentChunks(bytes: Uint8Array, lend: Lend): AsyncGenerator<Uint8Array> {
  const begin = (at: number): Uint8Array => {
    const memory = lend();
    const chunk = bytes.subarray(at, at + memory.length);
    memory.fill(0xff);
    memory.set(chunk);
    return memory.subarray(0, chunk.length);
  };
  let next = begin(0);
  for (let at = 0; next.length > 0; ) {
    const chunk = next;
    at += chunk.length;
    next = begin(at);
    yield chunk;
  }
}
