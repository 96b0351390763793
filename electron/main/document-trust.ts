import { type Fault, failure, type Result, success } from '../../shared/base/result.ts';
import { type DocumentView, documentViewSchema } from '../../shared/ipc/model.ts';
import type { VerifierTrust } from '../../shared/ipc/verifier.ts';
import { failedView } from './document-state.ts';
import { type GivenPiece, type GivenTrust, givenDifference, withGiven } from './given-trust.ts';
import type { OpenSource } from './handlers/open-source.ts';
import type { VerifierSession } from './verifier-session.ts';

const NOT_TAKEN =
  'What you trust changed, and this bundle could not be judged again with it. Start the replay again for a verdict.';

/** What is said of a document that is not open any more. */
export const CLOSED: Fault = { code: 'document-closed', message: 'This bundle is closed.' };

/** What the trust of a document needs from the surroundings of the document. */
export interface TrustContext {
  /** What the auditor trusts in all bundles now; asked for whenever a verifier is started. */
  currentTrust(): VerifierTrust;
  /** Told of trust that the auditor gave for this document only, or took away. */
  givenChanged(change: 'added' | 'removed', piece: GivenPiece): void;
}

/** What it needs from the document itself. */
interface TrustedDocument {
  /** Null before a verifier is there, and when the document is closed. */
  session(): VerifierSession | null;
  view(): DocumentView;
  show(view: DocumentView): void;
}

/** Makes of what is given for a document, and the view that the page has of it, what is to be given; or says why not. */
export type GivenChange = (given: GivenTrust, view: DocumentView) => Result<GivenTrust>;

/** What one document is judged with: the trust store, and what was given for this document only. */
export class DocumentTrust {
  readonly #context: TrustContext;
  readonly #document: TrustedDocument;
  #given: GivenTrust = [];
  #judging: Promise<unknown> = Promise.resolve();

  constructor(context: TrustContext, document: TrustedDocument) {
    this.#context = context;
    this.#document = document;
  }

  /** What a verifier that starts now is to trust. */
  get current(): VerifierTrust {
    return withGiven(this.#context.currentTrust(), this.#given);
  }

  /** Files that are held for it. */
  get sources(): readonly OpenSource[] {
    return this.#given.flatMap((piece) => (piece.kind === 'signature' ? [piece.source] : []));
  }

  /**
   * Has the verifier judge again after the trust store changed; a later one takes the changed trust when it starts.
   *
   * SECURITY: a verdict never outlives the trust that it was made with: a verifier that does not take the change is ended
   * (test/electron/main/documents.test.ts "takes the verdict away when a verifier does not take changed trust").
   */
  storeChanged(): Promise<void> {
    return this.#next(() => this.#judgeAgain());
  }

  /**
   * Gives trust for this document only, or takes it away, and has the verifier judge again; it stays known over a restart.
   *
   * @returns the view; a fault when the change or the verifier refuses it: then what was given before counts
   */
  give(change: GivenChange): Promise<Result<DocumentView>> {
    return this.#next(() => this.#give(change));
  }

  /** One after the other, each with what is trusted by then: the last word is never overtaken by an earlier one. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#judging.then(work);
    this.#judging = done.catch(() => undefined);
    return done;
  }

  async #judgeAgain(): Promise<void> {
    const session = this.#document.session();
    if (session === null || session.ended) return;
    const reply = await session.request({ method: 'set-trust', trust: this.current }, documentViewSchema);
    if (session !== this.#document.session()) return;
    if (reply.ok && reply.value.id === this.#document.view().id) this.#document.show(reply.value);
    else if (!session.ended) {
      session.stop();
      this.#document.show(failedView(this.#document.view(), NOT_TAKEN));
    }
  }

  async #give(change: GivenChange): Promise<Result<DocumentView>> {
    const before = this.#given;
    const session = this.#document.session();
    if (session === null) return failure(CLOSED);
    const after = change(before, this.#document.view());
    if (!after.ok) return after;
    this.#given = after.value;
    const { added, removed } = givenDifference(before, after.value);
    // Told before anything is judged with it: a verdict must not stand in the log before what it rests on.
    this.#tell(removed, added);
    const reply = await session.request({ method: 'set-trust', trust: this.current }, documentViewSchema);
    if (this.#document.session() === null) return failure(CLOSED);
    // A verifier that was started meanwhile began with it.
    const same = session === this.#document.session();
    const taken = reply.ok && reply.value.id === this.#document.view().id;
    if (same && !taken) {
      this.#given = before;
      this.#tell(added, removed);
      await this.#judgeAgain();
      return reply.ok ? failure({ code: 'trust-not-taken', message: NOT_TAKEN }) : reply;
    }
    if (same && reply.ok) this.#document.show(reply.value);
    for (const piece of removed) if (piece.kind === 'signature') await piece.source.release();
    return success(this.#document.view());
  }

  #tell(removed: readonly GivenPiece[], added: readonly GivenPiece[]): void {
    for (const piece of removed) this.#context.givenChanged('removed', piece);
    for (const piece of added) this.#context.givenChanged('added', piece);
  }
}
