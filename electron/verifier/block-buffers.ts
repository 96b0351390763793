import { type BlockSize, blockMemory } from './query-block.ts';

/** The memory that all searches of a verifier share: a fixed number of blocks, used again and again. */
export class BlockBuffers {
  readonly count: number;
  readonly size: BlockSize;
  private made = 0;
  private readonly spare: SharedArrayBuffer[] = [];
  private readonly waiting: ((memory: SharedArrayBuffer) => void)[] = [];

  /** @param count number of blocks, at least 1 */
  constructor(count: number, size: BlockSize) {
    this.count = count;
    this.size = size;
  }

  /** Memory for one block; whoever asked first gets it first. Hold it only while the block is read and looked at. */
  take(): Promise<SharedArrayBuffer> {
    const spare = this.spare.pop();
    if (spare !== undefined) return Promise.resolve(spare);
    if (this.made === this.count) return new Promise((resolve) => this.waiting.push(resolve));
    this.made += 1;
    return Promise.resolve(blockMemory(this.size));
  }

  giveBack(memory: SharedArrayBuffer): void {
    const next = this.waiting.shift();
    if (next === undefined) this.spare.push(memory);
    else next(memory);
  }
}
