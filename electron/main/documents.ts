import { randomUUID } from 'node:crypto';
import { failure, type Result, success } from '../../shared/base/result.ts';
import type { DocumentView } from '../../shared/ipc/model.ts';
import type { VerifierTrust } from '../../shared/ipc/verifier.ts';
import type { CustodyRecorder } from '../node/custody-entry.ts';
import { type DocumentContext, OpenDocument } from './document.ts';
import { DocumentCustody } from './document-custody.ts';
import type { OpenSource } from './handlers/open-source.ts';
import type { Recents } from './recents.ts';

/** Bundles that may be open at once: each has a verifier of its own. */
export const MAX_OPEN_DOCUMENTS = 8;

/** What the registry needs from its surroundings. */
export interface DocumentsContext extends Omit<DocumentContext, 'currentTrust' | 'anchorChanged' | 'givenChanged'> {
  readonly recents: Recents;
  readonly custody: CustodyRecorder;
  /** What the auditor trusts at the start. */
  readonly trust: VerifierTrust;
  /** The time of day, for "opened". */
  now(): Date;
}

interface OpenedDocument {
  readonly document: OpenDocument;
  readonly sampleId: string | null;
  readonly custody: DocumentCustody;
}

/** The opened bundles by opaque random id: the only place where a path becomes a verifier. */
export class Documents {
  readonly #context: DocumentsContext;
  readonly #open = new Map<string, OpenedDocument>();
  #trust: VerifierTrust;

  constructor(context: DocumentsContext) {
    this.#context = context;
    this.#trust = context.trust;
  }

  /** Ids of the opened bundles, in the order in which they were opened. */
  get ids(): readonly string[] {
    return [...this.#open.keys()];
  }

  /**
   * Opens a bundle with a verifier of its own. A path that can not be read gives a document in state `error`.
   *
   * @param sampleId the sample that it is, or null; samples do not become recent bundles
   * @returns the first view; a fault `too-many-open` above MAX_OPEN_DOCUMENTS
   */
  async open(source: OpenSource, sampleId: string | null): Promise<Result<DocumentView>> {
    if (this.#open.size >= MAX_OPEN_DOCUMENTS) {
      await source.release();
      return failure({
        code: 'too-many-open',
        message: `At most ${MAX_OPEN_DOCUMENTS} bundles can be open. Close one first.`,
      });
    }
    const id = randomUUID();
    const openedAt = this.#context.now().toISOString();
    const recentId = sampleId === null ? await this.#context.recents.add(source, openedAt) : null;
    const custody = new DocumentCustody(this.#context.custody, id, source.name, sampleId);
    const context: DocumentContext = {
      ...this.#context,
      currentTrust: () => this.#trust,
      anchorChanged: (change, anchor, file) => custody.anchorChanged(change, anchor, file),
      givenChanged: (change, piece) => custody.givenChanged(change, piece),
      emit: (event) => {
        if (event.type === 'document') custody.saw(event.document);
        if (event.type === 'document' && event.document.report !== null && recentId !== null)
          void this.#context.recents.setVerdict(recentId, event.document.report.verdict);
        this.#context.emit(event);
      },
    };
    const document = new OpenDocument(context, source, id, sampleId !== null, openedAt);
    this.#open.set(id, { document, sampleId, custody });
    custody.opened();
    try {
      return success(await document.start());
    } catch (error) {
      await this.close(id);
      throw error;
    }
  }

  /** The document of an id; a fault `document-unknown` when it was never opened or is closed. */
  get(id: string): Result<OpenDocument> {
    const entry = this.#open.get(id);
    return entry === undefined
      ? failure({ code: 'document-unknown', message: 'This bundle is not open.' })
      : success(entry.document);
  }

  /** The sample that a document is, or null. */
  sampleOf(id: string): string | null {
    return this.#open.get(id)?.sampleId ?? null;
  }

  /** Closes a document and frees what it held; one that is not open stays as it is. */
  async close(id: string): Promise<void> {
    const entry = this.#open.get(id);
    this.#open.delete(id);
    entry?.custody.closed();
    await entry?.document.close();
  }

  /** Gives changed trust to all open documents, and to those that are opened later. The documents tell of the outcome by events. */
  async setTrust(trust: VerifierTrust): Promise<void> {
    this.#trust = trust;
    await Promise.all([...this.#open.values()].map(({ document }) => document.trustChanged()));
  }

  /** Closes all documents, as when the program ends. */
  async closeAll(): Promise<void> {
    await Promise.all(this.ids.map((id) => this.close(id)));
    await this.#context.recents.flush();
  }
}
