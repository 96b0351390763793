import type { ServerResponse } from 'node:http';
import type { AppEvent } from '../../shared/ipc/events.ts';
import { openEventStream } from './reply.ts';

/** Bytes that may wait for a page that does not read; beyond, its stream is closed and it comes back for a fresh state. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** Events that wait for the first page. */
const MAX_EARLY_EVENTS = 100;

/** The stream of events to the page (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export class EventStream {
  readonly #pages = new Set<ServerResponse>();
  #early: AppEvent[] = [];

  /**
   * Connects a page.
   *
   * @param now what the page has to know first: the views of all open documents
   */
  connect(response: ServerResponse, now: readonly AppEvent[]): void {
    openEventStream(response);
    this.#pages.add(response);
    response.on('close', () => this.#pages.delete(response));
    for (const event of [...now, ...this.#early.splice(0)]) this.#write(response, event);
  }

  /** Sends an event to the page; what happens before there is one, such as a bundle named on the command line, waits for it. */
  emit(event: AppEvent): void {
    if (this.#pages.size === 0 && event.type === 'opened')
      this.#early = [...this.#early, event].slice(-MAX_EARLY_EVENTS);
    for (const page of this.#pages) this.#write(page, event);
  }

  /** Ends all streams. */
  close(): void {
    for (const page of this.#pages) page.end();
  }

  #write(page: ServerResponse, event: AppEvent): void {
    if (page.writableLength > MAX_WAITING_BYTES) page.destroy();
    else if (!page.writableNeedDrain || event.type !== 'progress') page.write(`data: ${JSON.stringify(event)}\n\n`);
  }
}
