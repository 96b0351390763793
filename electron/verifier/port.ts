import { parentPort } from 'node:worker_threads';

/** The broker's end, whatever carries it. */
export interface Port {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** What Electron gives a utility process, as far as it is used here. */
interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** The port of a worker thread or of a utility process; null when started by hand. */
export function findPort(): Port | null {
  if (parentPort !== null) {
    const port = parentPort;
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => {
        port.on('message', listener);
      },
    };
  }
  const utility = Reflect.get(process, 'parentPort') as UtilityPort | undefined;
  if (utility === undefined) return null;
  return {
    post: (message) => utility.postMessage(message),
    onMessage: (listener) => utility.on('message', (event) => listener(event.data)),
  };
}
