import type { ServerResponse } from 'node:http';
import type { AppEvent } from '../../shared/ipc/events.ts';
import type { DocumentView } from '../../shared/ipc/model.ts';
import { openEventStream } from './reply.ts';

/** Bytes that may wait for a page that does not read; beyond, its stream is closed and it comes back for a fresh state. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** Page loads that are remembered. */
const MAX_KNOWN_PAGES = 1_000;

/** The stream of events to the page (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export class EventStream {
  readonly #pages = new Set<ServerResponse>();
  readonly #known = new Set<string>();

  /**
   * Connects a page. It is told what the open documents look like now; a page that was not here before, because it was
   * loaded for the first time or again, is also told to show the last one.
   *
   * @param pageId the same for all connections of one page load
   */
  connect(response: ServerResponse, pageId: string, open: readonly DocumentView[]): void {
    openEventStream(response);
    this.#pages.add(response);
    response.on('close', () => this.#pages.delete(response));
    for (const document of open) this.#write(response, { type: 'document', document });
    const last = open.at(-1);
    if (last !== undefined && !this.#known.has(pageId)) this.#write(response, { type: 'opened', documentId: last.id });
    if (this.#known.size < MAX_KNOWN_PAGES) this.#known.add(pageId);
  }

  /** Sends an event to all pages. */
  emit(event: AppEvent): void {
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
