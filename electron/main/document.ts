import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failure, type Result, success } from '../../shared/base/result.ts';
import { CHANNELS } from '../../shared/ipc/channels.ts';
import type { RequestOf, ResponseOf } from '../../shared/ipc/contract.ts';
import type { AppEvent } from '../../shared/ipc/events.ts';
import { type AnchorBytes, type AnchorView, type DocumentView, documentViewSchema } from '../../shared/ipc/model.ts';
import {
  type AnchorFile,
  addAnchorsResponseSchema,
  type ForwardedChannel,
  responseSchemaOf,
} from '../../shared/ipc/verifier.ts';
import { SystemFault } from '../node/system-fault.ts';
import type { VerifierConnection } from '../node/verifier-connection.ts';
import { cancelledView, failedView, openingView } from './document-state.ts';
import { CLOSED, DocumentTrust, type GivenChange, type TrustContext } from './document-trust.ts';
import type { OpenSource } from './handlers/open-source.ts';
import { type SessionEnd, VerifierSession } from './verifier-session.ts';

/** Milliseconds in which a verifier has to answer a cancel before it is ended. */
export const CANCEL_GRACE_MS = 150;
/** Milliseconds in which it has to end by itself after `close`. */
export const CLOSE_GRACE_MS = 1_000;
/** Milliseconds that the page waits for a first look at the bundle before it is shown as still opening. */
export const FIRST_VIEW_MS = 5_000;

const END_MESSAGES: Readonly<Record<SessionEnd, string>> = {
  crashed: 'The verifier of this bundle ended unexpectedly. Nothing that it had not finished has a result.',
  'broke-protocol': 'The verifier of this bundle sent something that it never should, and was ended. It has no result.',
  stopped: 'The verifier of this bundle was ended.',
};

/** Forwarded channels whose reply is a view of the whole document. */
const VIEW_CHANNELS: ReadonlySet<ForwardedChannel> = new Set([
  CHANNELS.documentGet,
  CHANNELS.replayCancel,
  CHANNELS.replayRestart,
  CHANNELS.anchorRemove,
]);

/** What a document needs from its surroundings. */
export interface DocumentContext extends TrustContext {
  startVerifier(): VerifierConnection;
  /** Folder in which each run of a verifier gets a folder of its own. */
  readonly spoolRoot: string;
  readonly toolVersion: string;
  emit(event: AppEvent): void;
  /** Told of an anchor that the auditor brought or took away, with the name of its file. */
  anchorChanged(change: 'added' | 'removed', anchor: AnchorView, file: string): void;
  /** Milliseconds of a monotonic clock. */
  monotonicNow(): number;
}

const wait = (milliseconds: number): Promise<'late'> =>
  new Promise((resolve) => setTimeout(() => resolve('late'), milliseconds).unref());

/** An anchor file of the auditor, and which of its bytes receipts are held against. */
interface BroughtAnchor {
  readonly source: OpenSource;
  readonly bytes: AnchorBytes;
}

function anchorFileOf({ source, bytes }: BroughtAnchor): AnchorFile {
  return { path: source.path, bytes };
}

/** One opened bundle and the verifier that reads it. The path never leaves this class but to the verifier. */
export class OpenDocument {
  readonly #context: DocumentContext;
  readonly #source: OpenSource;
  readonly #anchors = new Map<string, BroughtAnchor>();
  #session: VerifierSession | null = null;
  #view: DocumentView;
  #firstView: (() => void) | null = null;
  /** What is waited for in the views that come: see `#expect`. */
  readonly #expected = new Set<(view: DocumentView) => void>();
  #starting: Promise<DocumentView> | null = null;
  #adding: Promise<unknown> = Promise.resolve();
  #closed = false;
  readonly #trust: DocumentTrust;

  constructor(context: DocumentContext, source: OpenSource, id: string, sample: boolean, openedAt: string) {
    this.#context = context;
    this.#source = source;
    this.#view = openingView(id, source.name, sample, openedAt);
    this.#trust = new DocumentTrust(context, {
      session: () => this.#session,
      view: () => this.#view,
      show: (view) => this.#show(view),
    });
  }

  get view(): DocumentView {
    return this.#view;
  }

  /** Starts a verifier and waits for its first look at the bundle, or for its end, but never longer than FIRST_VIEW_MS. Throws SystemFault. */
  start(): Promise<DocumentView> {
    this.#starting ??= this.#start().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #start(): Promise<DocumentView> {
    const { id, name, sample, dates } = this.#view;
    this.#view = openingView(id, name, sample, dates.opened);
    const spoolFolder = await mkdtemp(join(this.#context.spoolRoot, 'spool-')).catch((error: unknown) => {
      throw new SystemFault('A folder for temporary files can not be made', error);
    });
    const removeSpool = (): Promise<void> => rm(spoolFolder, { recursive: true, force: true });
    if (this.#closed) {
      await removeSpool();
      return this.#view;
    }
    const session: VerifierSession = new VerifierSession(
      this.#context.startVerifier(),
      { onEvent: (event) => this.#receive(session, event), onEnd: (end) => this.#ended(session, end) },
      this.#context.monotonicNow,
    );
    this.#session = session;
    const first = new Promise<void>((resolve) => {
      this.#firstView = resolve;
    });
    // The verifier empties its spool when it closes; after a crash nobody else would.
    const exited = session.exited.then(removeSpool);
    session.begin({
      type: 'init',
      documentId: id,
      path: this.#source.path,
      name,
      sample,
      openedAt: dates.opened,
      spoolFolder,
      anchors: [...this.#anchors.values()].map(anchorFileOf),
      browse: true,
      trust: this.#trust.current,
      toolVersion: this.#context.toolVersion,
    });
    await Promise.race([first, exited, wait(FIRST_VIEW_MS)]);
    return this.#view;
  }

  /** Passes a request of the page, parsed already, on to the verifier; see FORWARDED_CHANNELS. */
  async forward<C extends ForwardedChannel>(channel: C, params: RequestOf<C>): Promise<Result<ResponseOf<C>>> {
    // The reply was parsed with the schema of this very channel, or is a view of this document: that makes the type true.
    return (await this.#forward(channel, params)) as Result<ResponseOf<C>>;
  }

  /** Hands anchors that the auditor brought to the verifier, which takes all or none; they stay known over a restart. */
  addAnchors(sources: readonly OpenSource[], bytes: AnchorBytes): Promise<Result<DocumentView>> {
    // One after the other, so that the ids that are new belong to the files that were handed over.
    const added = this.#adding.then(() => this.#addAnchors(sources.map((source) => ({ source, bytes }))));
    this.#adding = added.catch(() => undefined);
    return added;
  }

  async #addAnchors(brought: readonly BroughtAnchor[]): Promise<Result<DocumentView>> {
    const known = new Set(this.#view.anchors.map((view) => view.id));
    const taken = this.#expect(({ anchors }) => {
      const added = anchors.filter((view) => view.origin === 'auditor' && !known.has(view.id));
      if (added.length !== brought.length) return false;
      for (const [at, anchor] of brought.entries()) {
        const view = added[at];
        if (view === undefined) continue;
        this.#anchors.set(view.id, anchor);
        this.#context.anchorChanged('added', view, anchor.source.name);
      }
      return true;
    });
    const reply = await this.#session?.request(
      { method: 'add-anchors', anchors: brought.map(anchorFileOf) },
      addAnchorsResponseSchema,
    );
    if (!taken.in(reply?.ok ? reply.value : null)) for (const anchor of brought) await anchor.source.release();
    if (reply === undefined) return failure(CLOSED);
    this.#keep(reply);
    return reply;
  }

  /** Takes an anchor away again; what only it needed is freed. */
  async removeAnchor(anchorId: string): Promise<Result<DocumentView>> {
    const params = { documentId: this.#view.id, anchorId };
    const view = this.#view.anchors.find(({ id }) => id === anchorId);
    const anchor = this.#anchors.get(anchorId);
    const gone = this.#expect(({ anchors, state }) => {
      // What is only being opened lists none yet.
      if (state === 'opening' || anchors.some(({ id }) => id === anchorId)) return false;
      if (anchor !== undefined && view !== undefined) this.#context.anchorChanged('removed', view, anchor.source.name);
      return true;
    });
    const reply = await this.forward(CHANNELS.anchorRemove, params);
    if (gone.in(reply.ok ? reply.value : null) && anchor !== undefined && this.#anchors.delete(anchorId))
      await anchor.source.release();
    return reply;
  }

  /**
   * Waits for the first view with a change, which may come as an event before the reply: the change is told before the verdict that rests on it.
   *
   * @param sees tells the change, and whether the view has it; asked of each view until it has
   * @returns whether it came, the reply included, after which it is waited for no longer
   */
  #expect(sees: (view: DocumentView) => boolean): { in(reply: DocumentView | null): boolean } {
    let seen = false;
    const look = (view: DocumentView): void => {
      seen ||= sees(view);
    };
    this.#expected.add(look);
    return {
      in: (reply) => {
        this.#expected.delete(look);
        if (reply !== null) look(reply);
        return seen;
      },
    };
  }

  /** Has the verifier judge again after the trust store changed; see DocumentTrust. */
  trustChanged(): Promise<void> {
    return this.#trust.storeChanged();
  }

  /** Gives trust for this document only, or takes it away; see DocumentTrust. */
  giveTrust(change: GivenChange): Promise<Result<DocumentView>> {
    return this.#trust.give(change);
  }

  /** Ends the verifier, in order if it can, and frees all that the document held. */
  async close(): Promise<void> {
    this.#closed = true;
    const session = this.#session;
    this.#session = null;
    if (session !== null && !session.ended) {
      void session.request({ method: 'close' }, { safeParse: (data) => ({ success: true, data }) });
      if ((await Promise.race([session.exited, wait(CLOSE_GRACE_MS)])) === 'late') session.stop();
    }
    await session?.exited;
    const anchors = [...this.#anchors.values()].map(({ source }) => source);
    await Promise.all([this.#source, ...anchors, ...this.#trust.sources].map((source) => source.release()));
  }

  async #forward(channel: ForwardedChannel, params: unknown): Promise<Result<unknown>> {
    const session = this.#session;
    if (session === null || session.ended) {
      if (channel === CHANNELS.documentGet) return success(this.#view);
      if (channel === CHANNELS.replayRestart && !this.#closed) return success(await this.start());
    }
    if (session === null) return failure(CLOSED);
    if (channel === CHANNELS.replayCancel) return this.#cancel(session, params);
    const reply = await session.request({ method: 'forward', channel, params }, responseSchemaOf(channel));
    return VIEW_CHANNELS.has(channel) ? this.#keep(reply) : reply;
  }

  async #cancel(session: VerifierSession, params: unknown): Promise<Result<unknown>> {
    const channel = CHANNELS.replayCancel;
    const asked = session.request({ method: 'forward', channel, params }, responseSchemaOf(channel));
    const reply = await Promise.race([asked, wait(CANCEL_GRACE_MS)]);
    if (reply !== 'late') return this.#keep(reply);
    session.stop();
    this.#show(cancelledView(this.#view));
    return success(this.#view);
  }

  /** Keeps the view that a reply carries, so that there is one to show when the verifier is gone. */
  #keep(reply: Result<unknown>): Result<unknown> {
    const view = reply.ok ? documentViewSchema.safeParse(reply.value) : null;
    if (view?.success && view.data.id === this.#view.id) this.#view = view.data;
    return reply;
  }

  #receive(session: VerifierSession, event: AppEvent): void {
    // SECURITY: a verifier speaks of its own document only, and gives no commands
    // (test/electron/main/documents.test.ts).
    const owner = event.type === 'document' ? event.document.id : 'documentId' in event ? event.documentId : null;
    if (owner !== this.#view.id || event.type === 'opened') session.violation();
    else if (session === this.#session) {
      if (event.type === 'document') this.#show(event.document);
      else this.#context.emit(event);
    }
  }

  #show(view: DocumentView): void {
    this.#view = view;
    this.#firstView?.();
    this.#firstView = null;
    for (const look of this.#expected) look(view);
    this.#context.emit({ type: 'document', document: view });
  }

  #ended(session: VerifierSession, end: SessionEnd): void {
    if (session !== this.#session || end === 'stopped') return;
    this.#show(failedView(this.#view, END_MESSAGES[end]));
  }
}
