import { counted, grouped, shortHash } from './base/number-words.ts';
import type { Verdict } from './base/verification.ts';
import type { ChainInput, VerificationInput } from './verify.ts';

/**
 * The head sentence: what was established, in words that can be quoted. Built from the axes' facts, never from one light.
 */
export function headSentence(input: VerificationInput, chain: ChainInput | null, verdict: Verdict): string {
  const parts = [chain === null ? input.noChain : replayed(chain)];
  if (chain !== null) parts.push(...firstPlace(chain), anchored(input, chain, verdict), ...uncovered(chain));
  parts.push(...aroundTheChain(input));
  return parts.filter((part) => part !== '').join(' ');
}

function replayed({ totals, breaks }: ChainInput): string {
  if (totals.rows === 0) return 'The chain holds no entry; nothing was checked.';
  const tip = totals.tip === null ? 'tip not readable' : `tip ${shortHash(totals.tip)}`;
  const read = totals.rows - totals.malformed - totals.overLimit;
  const all = read === totals.rows ? '' : `, ${grouped(read)} of them readable`;
  return `${counted(totals.rows, 'entry', 'entries')} replayed${all}, ${counted(breaks, 'break', 'breaks')}, ${tip}.`;
}

function firstPlace({ breaks, totals }: ChainInput): string[] {
  if (breaks === 0 || totals.firstBroken === null) return [];
  const more = breaks - 1;
  const rest = more === 0 ? '' : ` ${counted(more, 'more place does', 'more places do')} not hold.`;
  return [`The chain does not hold at position ${totals.firstBroken}.${rest}`];
}

function anchored(input: VerificationInput, { totals, breaks }: ChainInput, verdict: Verdict): string {
  const judged = input.anchors.filter((anchor) => anchor.judgement !== null);
  const failed = judged.find((anchor) => anchor.judgement?.result === 'fail');
  if (failed?.judgement) return failed.judgement.message;
  const brought = judged.filter((anchor) => anchor.origin === 'auditor');
  const complete = brought.some((anchor) => anchor.judgement?.state === 'complete');
  if (complete) {
    const signature = 'The signature of the anchor was not checked.';
    return `Complete against the anchor at ${grouped(totals.rows)} that you brought. ${signature}`;
  }
  const partly = brought.find((anchor) => anchor.judgement !== null)?.judgement;
  if (partly) return verdict === 'consistent-not-anchored' ? `Consistent. ${partly.message}` : partly.message;
  if (totals.rows === 0 || breaks > 0) return '';
  const missing = 'a shortened or wholly rewritten chain could not be noticed.';
  if (verdict !== 'consistent-not-anchored') return `No anchor was supplied, so ${missing}`;
  return judged.length > 0
    ? `Consistent; the only anchors came with the bundle itself, so ${missing}`
    : `Consistent; no anchor was supplied, so ${missing}`;
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

function aroundTheChain(input: VerificationInput): string[] {
  const failures = input.bundleFindings.filter((finding) => finding.severity === 'fail');
  const differing = failures.filter((finding) =>
    ['claim-differs', 'digest-differs', 'missing-part'].includes(finding.class),
  );
  const parts: string[] = [];
  if (differing.length > 0) {
    parts.push(`The bundle contradicts itself in ${counted(differing.length, 'place', 'places')}.`);
  }
  const unread = failures.length - differing.length;
  if (unread > 0) {
    parts.push(
      `${counted(unread, 'problem', 'problems')} with the files of the bundle kept something from being read.`,
    );
  }
  return parts;
}
