import { anchorCoreBytes, digestOfAnchorBytes } from '../../shared/anchors/anchor-signature.ts';
import type { Anchor } from '../../shared/formats/anchor.ts';
import type { HeldAnchor } from './anchors.ts';

/** An anchor that a receipt may be for. */
export interface ReceiptAnchor {
  readonly anchor: Anchor;
  /** What the receipt is held against. */
  readonly bytes: Uint8Array;
  /** SHA-256 over them, 64 lowercase hex digits. */
  readonly digest: string;
  /** Escaped name of the file whose bytes were taken as they are and are not the canonical ones; null where the core bytes are taken. */
  readonly asIs: string | null;
  /** The auditor brought it; what came with the evidence could have been made for the receipt. */
  readonly brought: boolean;
}

/** An anchor by its canonical core bytes. */
function canonicalAnchor(anchor: Anchor, brought: boolean): ReceiptAnchor {
  const bytes = anchorCoreBytes(anchor);
  return { anchor, bytes, digest: digestOfAnchorBytes(bytes), asIs: null, brought };
}

/**
 * An anchor as it was brought or found. Its bytes are one thing or the other, never both: a receipt over canonical bytes does not hold against a file
 * whose bytes were taken as they are, and the other way round.
 *
 * @returns null when it could not be read
 */
export function heldAnchor({ anchor, bytes, file, origin }: HeldAnchor): ReceiptAnchor | null {
  if (anchor === null) return null;
  const brought = origin === 'auditor';
  const canonical = canonicalAnchor(anchor, brought);
  if (bytes === null) return canonical;
  const digest = digestOfAnchorBytes(bytes);
  return digest === canonical.digest ? canonical : { anchor, bytes, digest, asIs: file, brought };
}

/**
 * The anchors that a receipt inside a pack may be for: the one that the pack names, and files whose bytes were taken as they are and that
 * state the same length and hashes.
 */
export function namedAnchors(named: Anchor, held: readonly ReceiptAnchor[]): readonly ReceiptAnchor[] {
  const own = canonicalAnchor(named, false);
  const same = held.filter((one) => one.asIs !== null && canonicalAnchor(one.anchor, true).digest === own.digest);
  return [own, ...same];
}
