import { grouped } from './base/number-words.ts';
import { showText } from './base/text.ts';
import type { AnchorInput, ChainInput, PackInput } from './verify.ts';
import type { Attestation } from './verify-attested.ts';

/** What keeps the rows of a chain from being shown to hold from genesis to tip; null when nothing does. */
export type RowsDoubt = 'breaks' | 'framing' | 'unread' | 'over-limit';

/** The worst reason why the rows do not hold, or can not be said to hold. */
export function doubtOf({ totals, breaks, framing }: ChainInput): RowsDoubt | null {
  if (breaks > 0) return 'breaks';
  if (framing.some((problem) => !problem.note)) return 'framing';
  if (!totals.readToEnd) return 'unread';
  return totals.recomputed === totals.rows ? null : 'over-limit';
}

/** What is wrong with the file around the entries, as the end of a sentence; empty when nothing is. */
export function framingProblem({ framing }: ChainInput): string {
  return framing.find((problem) => !problem.note)?.message ?? '';
}

/** Of the anchors that contradict the chain the one that does so first in the order of the entries; undefined when none does. */
export function firstContradicting(anchors: readonly AnchorInput[]): AnchorInput | undefined {
  const place = ({ judgement }: AnchorInput) => judgement?.position ?? Number.MAX_SAFE_INTEGER;
  return anchors.filter(({ judgement }) => judgement?.result === 'fail').sort((a, b) => place(a) - place(b))[0];
}

/** The anchor of the auditor that reaches furthest of those that neither cover the whole chain nor contradict it. */
export function furthestReaching(anchors: readonly AnchorInput[]): AnchorInput | undefined {
  const reach = (anchor: AnchorInput) => anchor.judgement?.fault?.first ?? 0;
  const open = anchors.filter((anchor) => counts(anchor) && anchor.judgement?.result === 'undetermined');
  return open.sort((a, b) => reach(b) - reach(a))[0];
}

/** Whether the auditor brought something as an anchor that could not be read as one. */
export function hasUnreadableAnchor(anchors: readonly AnchorInput[]): boolean {
  return anchors.some((anchor) => anchor.origin === 'auditor' && anchor.unreadable);
}

/**
 * Whether an anchor can raise the verdict: the auditor brought it, or a key that the auditor pinned has signed it. Any other anchor that
 * travelled with the entries could have been made anew together with them, and so could a time stamp or a log entry over it: both say
 * since when and to whom it was shown, never that nothing was there before.
 */
export function counts(anchor: AnchorInput): boolean {
  return anchor.origin === 'auditor' || anchor.signature === 'pass';
}

/** How an anchor came to count, as the end of a noun phrase. */
export function whose(anchor: AnchorInput): string {
  return anchor.origin === 'auditor' ? 'that you brought' : 'that a key you pinned has signed';
}

/** When the anchor of a length was stamped at the latest, by an authority that is trusted; empty when no stamp holds. */
function stampedBy(length: number, attestations: readonly Attestation[]): string {
  const times = attestations
    .filter(({ axis, result, entries }) => axis === 'time' && result === 'pass' && entries === length)
    .flatMap(({ stampedAt }) => stampedAt ?? []);
  const [first] = times.sort();
  return first === undefined ? '' : ` (stamped ${showText(first, 40)})`;
}

/**
 * Between which two places the fault lies, where several anchors tell: the longest start of the chain that an anchor covers and that holds,
 * and the first place that was found bad. Empty when no anchor covers a start, or nothing is bad.
 */
export function provenUpTo(
  chain: ChainInput | null,
  anchors: readonly AnchorInput[],
  attestations: readonly Attestation[],
): string {
  if (chain === null) return '';
  const { rows, recomputed, firstBroken } = chain.totals;
  const judged = anchors.filter(counts).flatMap(({ judgement }) => judgement ?? []);
  const bad = [firstBroken, ...judged.map(({ position }) => position)].flatMap((position) => position ?? []);
  const first = Math.min(...bad);
  const good = judged.flatMap(({ state, fault }) =>
    state === 'complete' ? rows : state === 'extended' ? (fault?.first ?? 0) : 0,
  );
  const last = Math.max(0, ...good.filter((length) => length <= first));
  if (bad.length === 0 || last === 0 || recomputed !== rows) return '';
  return ` Last proven good at length ${grouped(last)}${stampedBy(last, attestations)}, first found bad at position ${grouped(first)}.`;
}

/** The rows of all packs that carry any. */
export interface PackRowsSum {
  /** Packs that carry rows. */
  readonly packs: number;
  readonly count: number;
  readonly breaks: number;
  /** Of the first pack where the plain rule fails; null when it holds in each. */
  readonly firstBroken: number | null;
  /** Of one pack alone: several have no end in common. */
  readonly tip: string | null;
  readonly genesis: string | null;
}

/** Sums the rows that packs carry, so that no pack is left out of a count; null when none carries any. */
export function sumOfRows(packs: readonly PackInput[]): PackRowsSum | null {
  const carried = packs.flatMap(({ rows }) => rows ?? []);
  const [first] = carried;
  if (first === undefined) return null;
  const only = carried.length === 1 ? first : null;
  return {
    packs: carried.length,
    count: carried.reduce((sum, { count }) => sum + count, 0),
    breaks: carried.reduce((sum, { breaks }) => sum + breaks, 0),
    firstBroken: carried.map(({ firstBroken }) => firstBroken).find((at) => at !== null) ?? null,
    tip: only?.tip ?? null,
    genesis: only?.genesis ?? null,
  };
}
