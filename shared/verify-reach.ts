import type { Axis, AxisId } from './base/verification.ts';
import type { ChainInput, VerificationInput } from './verify.ts';
import { type AttestedAxis, reachesChain, reachesDocuments } from './verify-attested.ts';
import { counts, doubtOf } from './verify-rows.ts';

/** What stands between what was judged and somebody who makes it up. */
export interface Reach {
  /** The anchor that covers the whole chain came from outside the bundle, so that its keeper would have to take part. */
  readonly keeper: boolean;
  /** A pinned key has signed all of the chain, or all packs. */
  readonly signer: boolean;
  /** Only a signature covers the chain, so that it could have been cut back to any length that the key has signed. */
  readonly cuttable: boolean;
  /** Everything that was judged was stamped, or taken into a log: nobody can date it back, but anybody can have that done. */
  readonly stamped: boolean;
  readonly logged: boolean;
  /** Why something that was judged could have been made up by anybody, as a sentence; null when keeper or signer stand before each part. */
  readonly loose: string | null;
}

/**
 * How far what was brought reaches, over everything that was judged: what covers a part leaves the rest to anybody.
 *
 * @returns null when nothing was judged that anybody could have made up
 */
export function reachOf(
  { anchors, packs, attestations }: VerificationInput,
  chain: ChainInput | null,
  axes: Readonly<Record<AxisId, Axis>>,
): Reach | null {
  const documents = packs.filter((pack) => pack.verdict !== null);
  if (chain === null && documents.length === 0) return null;
  const receipts = documents.length > 0 && documents.every((pack) => pack.isReceipt === true);
  const rows = chain?.totals.rows ?? null;
  const overDocuments = (axis: AttestedAxis) => reachesDocuments(axis, attestations, documents.length);
  const overAll = (axis: AttestedAxis): boolean => {
    // A receipt is bound by what it is, once it holds; of several each has to.
    if (receipts) return axes[axis].result === 'pass' && documents.every((pack) => pack.verdict === 'verified');
    return (
      isHeld(axes[axis]) &&
      (rows === null || reachesChain(axis, attestations, rows)) &&
      (documents.length === 0 || overDocuments(axis))
    );
  };
  const sound = chain !== null && doubtOf(chain) === null;
  const brought = anchors.some(({ origin, judgement }) => origin === 'auditor' && judgement?.state === 'complete');
  const keeper = sound && brought && axes.completeness.result === 'pass';
  const signed = isHeld(axes.origin);
  const signedChain = signed && sound && reachesChain('origin', attestations, chain.totals.rows);
  const signedDocuments = signed && !receipts && documents.length > 0 && overDocuments('origin');
  const looseChain = chain !== null && !keeper && !signedChain;
  const looseDocuments = documents.length > 0 && !signedDocuments;
  return {
    keeper,
    signer: signedChain || signedDocuments,
    cuttable: signedChain && !keeper,
    stamped: overAll('time'),
    logged: overAll('independence'),
    loose: looseChain
      ? whyChain(anchors, chain)
      : looseDocuments
        ? whyDocuments(chain, receipts, documents.length)
        : null,
  };
}

/** Nothing about an axis fails: how far what holds reaches is asked of each part by itself. */
function isHeld({ result }: Axis): boolean {
  return result !== 'fail' && result !== 'error';
}

function whyChain(anchors: VerificationInput['anchors'], chain: ChainInput): string {
  const noKey = 'The hashes of a chain need no key, and';
  if (anchors.length === 0) return `${noKey} no anchor was brought that it could be held against.`;
  if (!anchors.some(counts)) return `${noKey} the anchors that came with it could have been made with it.`;
  return doubtOf(chain) === null
    ? `${noKey} no anchor that you brought, and none that a key you pinned has signed, covers all of it.`
    : 'Not every entry was shown to link to an anchor that counts.';
}

function whyDocuments(chain: ChainInput | null, receipts: boolean, count: number): string {
  if (receipts) {
    return count === 1
      ? 'A receipt says nothing of who made what it is over, and holds only by a root or a log key that you trust, over an anchor that you brought.'
      : 'Receipts say nothing of who made what they are over, and hold only by roots or log keys that you trust, over anchors that you brought.';
  }
  const what = chain === null ? (count === 1 ? 'it' : 'each of the packs') : 'what stands beside the chain';
  return `No key that you pinned has signed ${what}; a key that came with it could be anybody's.`;
}
