import type { Verdict } from '../../../shared/base/verification.ts';
import { markOf } from '../../components/state-mark.tsx';

const KNOWN: readonly Verdict[] = ['verified', 'consistent-not-anchored', 'tampered', 'unverifiable', 'malformed'];

/** The word for a verdict that was noted when a bundle was last open; `no verdict` for anything that is none. */
export function recentVerdict(noted: string): string {
  const known = KNOWN.find((verdict) => verdict === noted);
  return known === undefined ? 'no verdict' : markOf(known).word.toLowerCase();
}
