import type { VerifierConnection } from '../../electron/node/verifier-connection.ts';
import { CHANNELS } from '../../shared/ipc/channels.ts';
import type { AppEvent } from '../../shared/ipc/events.ts';
import type { QueryView, RowQuery } from '../../shared/ipc/model.ts';
import { type ForwardedChannel, type VerifierInit, verifierMessageSchema } from '../../shared/ipc/verifier.ts';

/** An opened bundle, asked as the screens ask. */
export class Session {
  private readonly connection: VerifierConnection;
  private readonly replies = new Map<number, (value: unknown) => void>();
  private readonly listeners = new Set<(event: AppEvent) => void>();
  private nextId = 1;
  private readonly documentId: string;

  constructor(connection: VerifierConnection, init: VerifierInit) {
    this.documentId = init.documentId;
    this.connection = connection;
    this.connection.onMessage((message) => {
      const parsed = verifierMessageSchema.parse(message);
      if (parsed.type === 'event') for (const listener of this.listeners) listener(parsed.event);
      else if (parsed.type === 'reply-fault') throw new Error(parsed.error.message);
      else this.replies.get(parsed.requestId)?.(parsed.value);
    });
    this.connection.send(init);
  }

  /** The next event for which something holds. */
  until(holds: (event: AppEvent) => boolean): Promise<AppEvent> {
    return new Promise((resolve) => {
      const listener = (event: AppEvent) => {
        if (!holds(event)) return;
        this.listeners.delete(listener);
        resolve(event);
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

  /** Opened and verified. */
  async opened(): Promise<void> {
    await this.until((event) => event.type === 'document' && event.document.state === 'done');
  }

  /** Searches to the end; returns what the search came to. */
  async search(query: RowQuery): Promise<QueryView> {
    const ended = this.until((event) => event.type === 'query' && event.query.state !== 'running');
    await this.ask(CHANNELS.queryStart, { query });
    const event = await ended;
    if (event.type !== 'query') throw new TypeError('not an event of a search');
    return event.query;
  }

  end(): void {
    this.connection.kill();
  }
}
