import { type Fault, failure, type Result, success } from '../../shared/base/result.ts';
import type { AppEvent } from '../../shared/ipc/events.ts';
import { type VerifierInit, type VerifierRequest, verifierMessageSchema } from '../../shared/ipc/verifier.ts';
import type { VerifierConnection } from '../node/verifier-connection.ts';
import { messageWeight, RateGauge } from './message-guard.ts';
import { PendingRequests } from './pending-requests.ts';

/** What a verifier may do to its broker; going beyond ends it. */
export const VERIFIER_CAPS = {
  /** Weight of one message (see messageWeight): above the largest view that LIMITS allows. */
  messageWeight: 96 * 1024 * 1024,
  /** Events in one second; the protocol promises 10. */
  eventsPerSecond: 100,
  /** Requests that wait for a reply at the same time. */
  waiting: 256,
} as const;

/** `crashed`: it ended by itself. `broke-protocol`: it was ended because of what it sent. `stopped`: the broker ended it. */
export type SessionEnd = 'crashed' | 'broke-protocol' | 'stopped';

/** The parts of a request that the caller of `request` chooses. */
export type RequestBody = VerifierRequest extends infer R
  ? R extends VerifierRequest
    ? Omit<R, 'type' | 'requestId'>
    : never
  : never;

/** Anything that checks an unknown value, as every zod schema does. */
export interface Parser<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

export interface SessionListeners {
  onEvent(event: AppEvent): void;
  onEnd(end: SessionEnd): void;
}

const ENDED: Fault = {
  code: 'verifier-ended',
  message: 'The verifier of this bundle has ended. Start the replay again to go on.',
};
const BUSY: Fault = { code: 'too-many-requests', message: 'Too many requests wait for the verifier of this bundle.' };

/**
 * Talks to one verifier and believes nothing that it says: every message is weighed, counted and parsed, and one that does
 * not fit ends the verifier.
 */
export class VerifierSession {
  readonly #connection: VerifierConnection;
  readonly #listeners: SessionListeners;
  readonly #pending = new PendingRequests();
  readonly #events: RateGauge;
  #end: SessionEnd | null = null;
  readonly exited: Promise<void>;

  /** @param now milliseconds of a monotonic clock */
  constructor(connection: VerifierConnection, listeners: SessionListeners, now: () => number) {
    this.#connection = connection;
    this.#listeners = listeners;
    this.#events = new RateGauge(VERIFIER_CAPS.eventsPerSecond, now);
    connection.onMessage((message) => this.#receive(message));
    this.exited = new Promise((resolve) => {
      connection.onExit(() => {
        this.#finish('crashed');
        resolve();
      });
    });
  }

  /** Sends the first message: what to read. */
  begin(init: VerifierInit): void {
    this.#connection.send(init);
  }

  get ended(): boolean {
    return this.#end !== null;
  }

  /**
   * Sends one request.
   *
   * @param schema what the reply has to look like; a reply that does not ends the verifier
   * @returns the reply; a fault `verifier-ended` when it can not come any more, or the verifier's own fault
   */
  async request<T>(body: RequestBody, schema: Parser<T>): Promise<Result<T>> {
    if (this.#end !== null) return failure(ENDED);
    if (this.#pending.size >= VERIFIER_CAPS.waiting) return failure(BUSY);
    const { requestId, reply } = this.#pending.open();
    this.#connection.send({ type: 'request', requestId, ...body });
    const result = await reply;
    if (!result.ok) return result;
    const parsed = schema.safeParse(result.value);
    if (parsed.success) return success(parsed.data);
    // SECURITY: a reply that is not what was asked for never reaches the page (test/electron/main/verifier-session.test.ts).
    this.violation();
    return failure(ENDED);
  }

  /** Ends the verifier at once; nothing that it still sends is heard. */
  stop(): void {
    this.#finish('stopped');
    this.#connection.kill();
  }

  #receive(message: unknown): void {
    if (this.#end !== null) return;
    if (!this.#accept(message)) this.violation();
  }

  /** Takes one message; false when the protocol does not allow it. */
  #accept(message: unknown): boolean {
    // SECURITY: size and shape before anything is stored or passed on (test/electron/main/verifier-session.test.ts).
    if (messageWeight(message, VERIFIER_CAPS.messageWeight) > VERIFIER_CAPS.messageWeight) return false;
    const parsed = verifierMessageSchema.safeParse(message);
    if (!parsed.success) return false;
    const { data } = parsed;
    if (data.type !== 'event') {
      const result = data.type === 'reply' ? success(data.value) : failure(data.error);
      return this.#pending.settle(data.requestId, result);
    }
    if (!this.#events.admit()) return false;
    this.#listeners.onEvent(data.event);
    return true;
  }

  /** Ends the verifier because of what it sent; also for events that the session itself can not judge. */
  violation(): void {
    this.#finish('broke-protocol');
    this.#connection.kill();
  }

  #finish(end: SessionEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#pending.failAll(ENDED);
    this.#listeners.onEnd(end);
  }
}
