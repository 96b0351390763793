import type { WebContents } from 'electron/main';
import { EVENT_CHANNEL } from '../../shared/ipc/channels.ts';
import type { AppEvent } from '../../shared/ipc/events.ts';

/** Sends events to the page. Before it has made itself heard only what it could not ask for later is kept: what was opened. */
export class PageEvents {
  #contents: WebContents | null = null;
  #ready = false;
  #early: AppEvent[] = [];

  /** The contents that the events go to from now on; null when the window is closed. */
  attach(contents: WebContents | null): void {
    this.#contents = contents;
    this.#ready = false;
  }

  /** The page has asked for something, so it listens already: it subscribes before it asks. */
  pageIsReady(): void {
    if (this.#ready) return;
    this.#ready = true;
    for (const event of this.#early.splice(0)) this.emit(event);
  }

  emit(event: AppEvent): void {
    if (!this.#ready) {
      if (event.type === 'opened') this.#early.push(event);
    } else if (this.#contents !== null && !this.#contents.isDestroyed()) this.#contents.send(EVENT_CHANNEL, event);
  }
}
