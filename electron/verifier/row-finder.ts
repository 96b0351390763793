import { readEntry } from '../../shared/chain/entry.ts';
import type { Frame } from '../../shared/chain/framing/frame.ts';
import { LineFramer } from '../../shared/chain/framing/lines.ts';

/** Finds the hashes stored in some entries among bytes that are otherwise passed over. */
export class RowFinder {
  private readonly framer = new LineFramer();
  private readonly wanted: ReadonlySet<number>;
  private readonly onHash: (row: number, hash: string) => void;
  private row = 0;

  /** @param wanted entries by their number among those that are pushed, from 0 */
  constructor(wanted: ReadonlySet<number>, onHash: (row: number, hash: string) => void) {
    this.wanted = wanted;
    this.onHash = onHash;
  }

  push(bytes: Uint8Array): void {
    this.framer.push(bytes, (frame) => this.look(frame));
  }

  /** Call once after the last bytes. */
  finish(): void {
    this.framer.finish((frame) => this.look(frame));
  }

  private look({ bytes }: Frame): void {
    if (bytes !== null && this.wanted.has(this.row)) {
      const { hash } = readEntry(bytes);
      if (hash !== undefined) this.onHash(this.row, hash);
    }
    this.row += 1;
  }
}
