import { failure, type Result, success } from '../../../shared/base/result.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import type { GivenChange } from '../document-trust.ts';
import { type GivenPiece, MOST_GIVEN } from '../given-trust.ts';
import type { HandlerDependencies, HandlerGroup } from './dependencies.ts';
import { lastingSource, type OpenSource } from './open-source.ts';
import { signaturePieces } from './signature-sources.ts';

type GivenChannel =
  | 'signature:picked'
  | 'signature:dropped'
  | 'signature:remove'
  | 'tenant:expect'
  | 'fingerprint:pin'
  | 'fingerprint:unpin';

const TOO_MANY = failure({
  code: 'given-too-many',
  message: `At most ${MOST_GIVEN} signatures and ${MOST_GIVEN} fingerprints are taken for one bundle. Remove one first.`,
});
const UNKNOWN = failure({ code: 'given-unknown', message: 'This was not given for this bundle, or not any more.' });
const KNOWN = failure({
  code: 'given-known',
  message: 'That signature was brought for this bundle already. Nothing was added.',
});

/** Gives trust for one document only, and takes it away: detached signatures, the tenant, fingerprints. */
export function givenHandlers({ documents, pickers, dropped }: HandlerDependencies): HandlerGroup<GivenChannel> {
  const give = async (documentId: string, change: GivenChange): Promise<Result<DocumentView>> => {
    const document = documents.get(documentId);
    return document.ok ? document.value.giveTrust(change) : document;
  };

  async function addSignatures(documentId: string, brought: readonly OpenSource[]): Promise<Result<DocumentView>> {
    const release = async (): Promise<void> => {
      for (const source of brought) await source.release();
    };
    const pieces = await signaturePieces(brought);
    const given = pieces.ok ? await give(documentId, adding(pieces.value)) : pieces;
    if (!given.ok) await release();
    return given;
  }

  return {
    [CHANNELS.signaturePicked]: async ({ documentId }) => {
      const picked = await pickers.pickSignatures();
      if (!picked.ok) return picked;
      if (picked.value === null) return success(null);
      return addSignatures(
        documentId,
        picked.value.map((path) => lastingSource(path)),
      );
    },
    [CHANNELS.signatureDropped]: async ({ documentId, handles }) => {
      const sources = await dropped.each(handles);
      return sources.ok ? addSignatures(documentId, sources.value) : sources;
    },
    [CHANNELS.signatureRemove]: ({ documentId, sha256 }) =>
      give(documentId, (given, view) => {
        // The verifier shows them in the order in which it was given them, with the digests of what it read.
        const shown = view.trust.filter(({ kind }) => kind === 'signature');
        const at = shown.findIndex(({ fingerprint }) => fingerprint === sha256);
        const gone = given.filter(({ kind }) => kind === 'signature')[at];
        return gone === undefined ? UNKNOWN : success(given.filter((piece) => piece !== gone));
      }),
    [CHANNELS.tenantExpect]: ({ documentId, tenantId }) =>
      give(documentId, (given) =>
        success([
          ...given.filter(({ kind }) => kind !== 'tenant'),
          ...(tenantId === null ? [] : [{ kind: 'tenant' as const, tenantId }]),
        ]),
      ),
    [CHANNELS.fingerprintPin]: ({ documentId, fingerprint, keyId = null }) =>
      give(documentId, (given) => {
        const others = given.filter((piece) => !pins(piece, fingerprint));
        const count = others.filter(({ kind }) => kind === 'key-fingerprint').length;
        return count >= MOST_GIVEN ? TOO_MANY : success([...others, { kind: 'key-fingerprint', fingerprint, keyId }]);
      }),
    [CHANNELS.fingerprintUnpin]: ({ documentId, fingerprint }) =>
      give(documentId, (given) => {
        const others = given.filter((piece) => !pins(piece, fingerprint));
        return others.length === given.length ? UNKNOWN : success(others);
      }),
  };
}

/** Adds signatures, all or none: one that is there already would stand in the list twice. */
function adding(pieces: readonly Extract<GivenPiece, { kind: 'signature' }>[]): GivenChange {
  return (given) => {
    const known = given.flatMap((piece) => (piece.kind === 'signature' ? [piece.sha256] : []));
    const all = [...known, ...pieces.map(({ sha256 }) => sha256)];
    if (all.length > MOST_GIVEN) return TOO_MANY;
    return new Set(all).size < all.length ? KNOWN : success([...given, ...pieces]);
  };
}

function pins(piece: GivenPiece, fingerprint: string): boolean {
  return piece.kind === 'key-fingerprint' && piece.fingerprint === fingerprint;
}
