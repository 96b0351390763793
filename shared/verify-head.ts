import { counted, grouped, shortHash } from './base/number-words.ts';
import type { Verdict } from './base/verification.ts';
import type { AnchorInput, ChainInput, VerificationInput } from './verify.ts';
import { TENANT_RULE } from './verify-claims.ts';
import { PACK_ANCHOR_RULE } from './verify-named-chain.ts';
import {
  counts,
  doubtOf,
  firstContradicting,
  framingProblem,
  furthestReaching,
  hasUnreadableAnchor,
  whose,
} from './verify-rows.ts';
import { unsettled } from './verify-unsettled.ts';

/**
 * The head sentence: what was established, in words that can be quoted. Built from the axes' facts, never from one light.
 */
export function headSentence(input: VerificationInput, chain: ChainInput | null, verdict: Verdict): string {
  const parts = chain === null ? withoutChain(input) : [replayed(chain)];
  if (chain !== null) parts.push(...firstPlace(chain), ...wholeFile(chain), ...anchored(input, chain, verdict));
  if (chain !== null) parts.push(...uncovered(chain));
  parts.push(...aroundTheChain(input), ...(chain === null ? [] : besideTheChain(input)));
  parts.push(...unsettled(input.bundleFindings));
  return parts.join(' ');
}

/** Packs and receipts speak for themselves where there is no chain beside them. */
function withoutChain(input: VerificationInput): string[] {
  return input.packs.length === 0 ? [input.noChain] : input.packs.slice(0, 3).map((pack) => pack.sentence);
}

function replayed({ totals, breaks, earlier }: ChainInput): string {
  if (totals.rows === 0)
    return `${totals.readToEnd ? 'The chain holds no entry' : 'No entry was read'}; nothing was checked.`;
  const readable = totals.tip === null ? 'tip not readable' : `tip ${shortHash(totals.tip)}`;
  const tip = totals.readToEnd ? readable : 'tip not known';
  const read = totals.rows - totals.malformed - totals.overLimit;
  const all = read === totals.rows ? '' : `, ${grouped(read)} of them readable`;
  const before = earlier === null ? '' : `, ${grouped(earlier.rows)} of them by earlier runs`;
  return `${counted(totals.rows, 'entry', 'entries')} replayed${before}${all}, ${counted(breaks, 'break', 'breaks')}, ${tip}.`;
}

function firstPlace({ breaks, totals }: ChainInput): string[] {
  if (breaks === 0 || totals.firstBroken === null) return [];
  const more = breaks - 1;
  const rest = more === 0 ? '' : ` ${counted(more, 'more place does', 'more places do')} not hold.`;
  return [`The chain does not hold at position ${totals.firstBroken}.${rest}`];
}

function wholeFile(chain: ChainInput): string[] {
  const problem = framingProblem(chain);
  if (problem !== '') return [`The file around the entries is malformed: ${problem}.`];
  return chain.totals.readToEnd ? [] : ['The file could not be read to its end.'];
}

function anchored(input: VerificationInput, chain: ChainInput, verdict: Verdict): string[] {
  const parts = hasUnreadableAnchor(input.anchors) ? ['What was brought as an anchor could not be read as one.'] : [];
  const said = comparison(input, chain, verdict);
  return said === '' || (parts.length > 0 && !anchorCompared(input)) ? parts : [...parts, said];
}

function anchorCompared({ anchors }: VerificationInput): boolean {
  return anchors.some((anchor) => anchor.judgement !== null);
}

function comparison(input: VerificationInput, chain: ChainInput, verdict: Verdict): string {
  const judged = input.anchors.filter((anchor) => anchor.judgement !== null);
  const failed = firstContradicting(judged);
  if (failed?.judgement) {
    const own = failed.origin === 'bundle' ? 'An anchor of the bundle itself contradicts its entries. ' : '';
    return `${own}${failed.judgement.message}`;
  }
  const whole = judged.find((anchor) => counts(anchor) && anchor.judgement?.state === 'complete');
  if (whole) return complete(input, chain, whole);
  const partly = furthestReaching(judged)?.judgement;
  if (partly) return verdict === 'consistent-not-anchored' ? `Consistent. ${partly.message}` : partly.message;
  if (chain.totals.rows === 0 || chain.breaks > 0) return '';
  const missing = 'a shortened or wholly rewritten chain could not be noticed.';
  if (verdict !== 'consistent-not-anchored') {
    return judged.length > 0
      ? `The only anchors came with the bundle itself, so ${missing}`
      : `No anchor was supplied, so ${missing}`;
  }
  return judged.length > 0
    ? `Consistent; the only anchors came with the bundle itself, so ${missing}`
    : `Consistent; no anchor was supplied, so ${missing}`;
}

function complete(input: VerificationInput, chain: ChainInput, anchor: AnchorInput): string {
  const signature = signatureSentence(input, anchor);
  return doubtOf(chain) === null
    ? `Complete against the anchor at ${grouped(chain.totals.rows)} ${whose(anchor)}. ${signature}`
    : `Length and last hash are those of the anchor ${whose(anchor)}, but not every entry before was shown to link to it. ${signature}`;
}

function signatureSentence({ keyPinned }: VerificationInput, { signature }: AnchorInput): string {
  if (signature === 'pass') return 'The signature of the anchor was checked with the key that you pinned.';
  if (signature === 'fail') return 'The signature of the anchor does not hold.';
  return keyPinned
    ? 'It was not shown that a key you pinned has signed the anchor, so that this is not settled.'
    : 'The signature of the anchor was not checked.';
}

function uncovered({ counts, totals }: ChainInput): string[] {
  const parts: string[] = [];
  const entries = counts.get('not-fully-committed') ?? 0;
  if (entries > 0) parts.push(`${counted(entries, 'entry carries', 'entries carry')} text that no hash covers.`);
  if (totals.overLimit > 0) {
    parts.push(`${counted(totals.overLimit, 'entry is', 'entries are')} beyond what this tool reads and not judged.`);
  }
  return parts;
}

/** Beside a chain the packs are silent, unless one of them is why the verdict is not that of the chain. */
function besideTheChain({ packs }: VerificationInput): string[] {
  const failing = packs.filter(({ verdict }) => verdict === 'tampered' || verdict === 'malformed');
  return failing.slice(0, 3).map(({ sentence }) => sentence);
}

function aroundTheChain(input: VerificationInput): string[] {
  const failures = input.bundleFindings.filter((finding) => finding.severity === 'fail');
  const otherTenant = failures.filter((finding) => finding.where.rule === TENANT_RULE);
  const signatures = failures.filter((finding) => ['signature-invalid', 'key-mismatch'].includes(finding.class));
  const byAnchor = failures.filter((finding) => finding.where.rule === PACK_ANCHOR_RULE);
  const differing = failures.filter(
    (finding) =>
      !otherTenant.includes(finding) && ['claim-differs', 'digest-differs', 'missing-part'].includes(finding.class),
  );
  const parts: string[] = [];
  if (otherTenant.length > 0) parts.push('It is evidence of another tenant than the one that you named.');
  if (byAnchor[0] !== undefined) parts.push(byAnchor[0].message);
  if (differing.length > 0) {
    parts.push(`The bundle contradicts itself in ${counted(differing.length, 'place', 'places')}.`);
  }
  const unread = failures.length - differing.length - otherTenant.length - signatures.length - byAnchor.length;
  if (unread > 0) {
    parts.push(
      `${counted(unread, 'problem', 'problems')} with the files of the bundle kept something from being read.`,
    );
  }
  return parts;
}
