/* The first program of a verifier process: it gives the verifier named by the first argument its port, then runs it. */

import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';

/**
 * What Electron gives a utility process as `process.parentPort`, as far as the verifier uses it. Messages that come before
 * the verifier listens wait for it.
 */
class ParentPort extends EventEmitter {
  readonly #early: unknown[] = [];

  constructor() {
    super();
    this.on('newListener', (event) => {
      if (event === 'message') queueMicrotask(() => this.#flush());
    });
  }

  deliver(message: unknown): void {
    this.#early.push(message);
    if (this.listenerCount('message') > 0) this.#flush();
  }

  postMessage(message: unknown): void {
    process.send?.(message, undefined, undefined, () => undefined);
  }

  start(): void {
    this.#flush();
  }

  #flush(): void {
    for (const message of this.#early.splice(0)) this.emit('message', { data: message });
  }
}

const [, , entry] = process.argv;
if (entry === undefined || process.send === undefined) throw new Error('started without a verifier or without a host');
const port = new ParentPort();
Object.defineProperty(process, 'parentPort', { value: port });
process.on('message', (message: unknown) => port.deliver(message));
// The host is gone: no reader of evidence is left behind.
process.on('disconnect', () => process.exit(1));
process.on('unhandledRejection', () => process.exit(1));
await import(/* @vite-ignore */ pathToFileURL(entry).href);
