import type { VerifierConnection } from '../../electron/node/verifier-connection.ts';
import type { DocumentView } from '../../shared/ipc/model.ts';
import type { VerifierInit, VerifierRequest } from '../../shared/ipc/verifier.ts';

type Request = Extract<VerifierRequest, { type: 'request' }>;

/** A verifier that a test plays by hand: it sees what was sent and says what it likes. */
export class FakeVerifier implements VerifierConnection {
  readonly sent: (VerifierInit | VerifierRequest)[] = [];
  killed = false;
  #message: (message: unknown) => void = () => undefined;
  #exit: (code: number) => void = () => undefined;
  /** Called with each request, so that a test can answer as a verifier would; by default it only ends when asked. */
  answer: (request: Request) => void = ({ method }) => {
    if (method === 'close') this.ends(0);
  };

  send(message: VerifierInit | VerifierRequest): void {
    this.sent.push(message);
    if (message.type === 'request') this.answer(message);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener;
  }
  onExit(listener: (code: number) => void): void {
    this.#exit = listener;
  }
  kill(): void {
    this.killed = true;
    this.#exit(137);
  }

  get init(): VerifierInit {
    const first = this.sent[0];
    if (first?.type !== 'init') throw new Error('the first message was not init');
    return first;
  }
  get requests(): Request[] {
    return this.sent.filter((message): message is Request => message.type === 'request');
  }
  says(message: unknown): void {
    this.#message(message);
  }
  shows(view: DocumentView): void {
    this.says({ type: 'event', event: { type: 'document', document: view } });
  }
  replies(requestId: number, value: unknown): void {
    this.says({ type: 'reply', requestId, ok: true, value });
  }
  ends(code: number): void {
    this.#exit(code);
  }
}
