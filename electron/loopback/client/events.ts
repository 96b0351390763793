import type { AppEvent } from '../../../shared/ipc/events.ts';

const listeners = new Set<(event: AppEvent) => void>();
let source: EventSource | null = null;

/** Calls `listener` for each event of the host until the returned function is called. The stream is one for the whole page. */
export function subscribe(listener: (event: AppEvent) => void): () => void {
  listeners.add(listener);
  if (source === null) {
    source = new EventSource(`/events?page=${crypto.randomUUID()}`);
    source.addEventListener('message', ({ data }) => {
      const event = JSON.parse(String(data)) as AppEvent;
      for (const each of listeners) each(event);
    });
  }
  return () => listeners.delete(listener);
}
