import { canonicalTextOfValue } from '../../shared/base/chain-canonical.ts';
import type { AnchorView, DocumentView } from '../../shared/ipc/model.ts';
import type { CustodyFacts, CustodyRecorder } from '../node/custody-entry.ts';
import { nodeSha256 } from '../node/hasher.ts';
import type { GivenPiece } from './given-trust.ts';

/** Writes what happens to one document into the custody log: names and digests, never payloads or paths. */
export class DocumentCustody {
  readonly #recorder: CustodyRecorder;
  readonly #subject: { readonly document: string; readonly name: string };
  readonly #sampleId: string | null;
  #last = '';

  /** @param name of the file or folder, without where it lies */
  constructor(recorder: CustodyRecorder, id: string, name: string, sampleId: string | null) {
    this.#recorder = recorder;
    this.#subject = { document: id, name };
    this.#sampleId = sampleId;
  }

  opened(): void {
    this.#recorder.record('document.opened', { ...this.#subject, sample: this.#sampleId });
  }

  /** Notes a verdict, or that there is none, whenever it differs from the one before. */
  saw(view: DocumentView): void {
    const { event, facts } = outcomeOf(view);
    // Work that begins again may end as it did before, and that is a new judgement.
    const now = event === null ? '' : JSON.stringify([event, facts]);
    if (event === null || now === this.#last) {
      this.#last = now;
      return;
    }
    this.#last = now;
    this.#recorder.record(event, { ...this.#subject, ...facts });
  }

  anchorChanged(change: 'added' | 'removed', anchor: AnchorView, file: string): void {
    const { length, bytes, result } = anchor;
    const facts = { ...this.#subject, file, length, digest: anchorDigest(anchor), bytes, result };
    this.#recorder.record(`anchor.${change}`, facts);
  }

  givenChanged(change: 'added' | 'removed', piece: GivenPiece): void {
    this.#recorder.record(`given.${change}`, { ...this.#subject, ...givenFacts(piece) });
  }

  closed(): void {
    this.#recorder.record('document.closed', this.#subject);
  }
}

/** What was given for one document: a digest or the text itself. */
function givenFacts(piece: GivenPiece): CustodyFacts {
  switch (piece.kind) {
    case 'signature':
      return { kind: piece.kind, file: piece.source.name, digest: piece.sha256 };
    case 'tenant':
      return { kind: piece.kind, tenant: piece.tenantId };
    case 'key-fingerprint':
      return { kind: piece.kind, fingerprint: piece.fingerprint, keyId: piece.keyId };
  }
}

function outcomeOf(view: DocumentView): { readonly event: string | null; readonly facts: CustodyFacts } {
  const { report, state, error } = view;
  if (report !== null) {
    const { verdict, firstBrokenSeq, summary, input } = report;
    const { sha256, kind } = input;
    const anchors = view.anchors.map((anchor) => `${anchor.origin} ${anchorDigest(anchor) ?? 'unreadable'}`);
    const trust = view.trust
      .filter(({ used }) => used)
      .map(({ kind: use, fingerprint }) => `${use} ${fingerprint ?? ''}`.trim());
    const facts = { sha256, kind, verdict, firstBrokenSeq, rows: summary.rows, tip: summary.root, anchors, trust };
    return { event: 'document.judged', facts };
  }
  if (state === 'error' || state === 'cancelled') return { event: 'document.not-judged', facts: { state, error } };
  return { event: null, facts: {} };
}

/** SHA-256 over the core bytes of an anchor (docs/formats/anchor.md): what receipts name it by. Null when it could not be read. */
function anchorDigest({ length, tipHash, genesisHash }: AnchorView): string | null {
  if (length === null || tipHash === null) return null;
  const text = canonicalTextOfValue({ length, tipHash, ...(genesisHash === null ? {} : { genesisHash }) });
  return text === null ? null : nodeSha256.hexOfText(text);
}
