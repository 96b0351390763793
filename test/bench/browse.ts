import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VerifierConnection } from '../../electron/node/verifier-connection.ts';
import { startVerifierThread } from '../../electron/node/verifier-thread.ts';
import { CHANNELS } from '../../shared/ipc/channels.ts';
import type { AppEvent } from '../../shared/ipc/events.ts';
import { type ForwardedChannel, verifierMessageSchema } from '../../shared/ipc/verifier.ts';
import type { BenchChain } from './chains.ts';
import { median } from './plan.ts';
import { initFor, VERIFIER } from './product.ts';

/** One figure of browsing. */
export interface Browsed {
  readonly name: string;
  readonly rows: number;
  readonly value: number;
  readonly unit: 'ms' | 'GB/s';
  readonly aim: string;
}

const ROUNDS = 5;
/** Is in no entry, so that every byte is looked at. */
const ABSENT = 'no entry says this';
/** Is in one of eight entries or so. */
const FREQUENT = 'invoice.paid';

/** An opened chain, asked as the screens ask. */
class Session {
  private readonly connection: VerifierConnection;
  private readonly replies = new Map<number, (value: unknown) => void>();
  private readonly listeners = new Set<(event: AppEvent) => void>();
  private nextId = 1;
  private readonly documentId: string;

  constructor(chain: BenchChain, spoolFolder: string) {
    const init = initFor(chain, spoolFolder, true);
    this.documentId = init.documentId;
    this.connection = startVerifierThread(VERIFIER);
    this.connection.onMessage((message) => {
      const parsed = verifierMessageSchema.parse(message);
      if (parsed.type === 'event') for (const listener of this.listeners) listener(parsed.event);
      else if (parsed.type === 'reply-fault') throw new Error(parsed.error.message);
      else this.replies.get(parsed.requestId)?.(parsed.value);
    });
    this.connection.send(init);
  }

  until(holds: (event: AppEvent) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const listener = (event: AppEvent) => {
        if (!holds(event)) return;
        this.listeners.delete(listener);
        resolve();
      };
      this.listeners.add(listener);
    });
  }

  ask(channel: ForwardedChannel, params: object): Promise<unknown> {
    const requestId = this.nextId;
    this.nextId += 1;
    const { documentId } = this;
    return new Promise((resolve) => {
      this.replies.set(requestId, resolve);
      this.connection.send({
        type: 'request',
        requestId,
        method: 'forward',
        channel,
        params: { documentId, ...params },
      });
    });
  }

  end(): void {
    this.connection.kill();
  }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

async function rounds(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await milliseconds(work));
  return median(times);
}

/** Opens a chain for browsing, and measures opening its last entry and searching all of its payloads. */
export async function measureBrowsing(chain: BenchChain): Promise<Browsed[]> {
  const spoolFolder = mkdtempSync(join(tmpdir(), 'bathyscope-bench-'));
  const session = new Session(chain, spoolFolder);
  try {
    await session.until((event) => event.type === 'document' && event.document.state === 'done');
    const last = chain.rows - 1;
    const open = await rounds(() => session.ask(CHANNELS.rowGet, { position: last }));
    const search = (query: object) => async () => {
      const ended = session.until((event) => event.type === 'query' && event.query.state !== 'running');
      await session.ask(CHANNELS.queryStart, { query });
      await ended;
    };
    const speed = async (query: object) => chain.bytes / 1e6 / (await rounds(search(query)));
    const { rows } = chain;
    return [
      { name: `opening entry ${last}`, rows, value: open, unit: 'ms', aim: 'under 50' },
      { name: 'search, no match', rows, value: await speed({ text: ABSENT }), unit: 'GB/s', aim: 'at least 1' },
      { name: 'search, many matches', rows, value: await speed({ text: FREQUENT }), unit: 'GB/s', aim: 'at least 1' },
      {
        name: 'search, any case',
        rows,
        value: await speed({ text: ABSENT, ignoreCase: true }),
        unit: 'GB/s',
        aim: '',
      },
    ];
  } finally {
    session.end();
    rmSync(spoolFolder, { recursive: true, force: true });
  }
}
