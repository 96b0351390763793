import type { Verdict, VerificationReport } from '../../shared/base/verification.ts';
import type { DocumentView } from '../../shared/ipc/model.ts';
import { formatCounted } from '../format/number.ts';

/** What the line under the identity says: a verdict only when the replay is done. */
export type VerdictLine =
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly counts: string; readonly spoken: string }
  | {
      readonly kind: 'none';
      readonly mark: 'working' | 'stopped' | 'error';
      readonly word: string;
      readonly counts: string;
      readonly spoken: string;
    };

/**
 * Says where a document stands.
 *
 * SECURITY: a verdict is said only in state `done`; what an unfinished replay saw so far is labelled partial.
 * Test: test/renderer/frame/verdict-line.test.ts.
 */
export function verdictLine(document: DocumentView): VerdictLine {
  const { progress, report, state } = document;
  const entries = formatCounted(progress.rows, 'entry', 'entries');
  const breaks = formatCounted(progress.breaks, 'break', 'breaks');
  switch (state) {
    case 'opening':
      return none('working', 'Opening…', 'No verdict yet.');
    case 'running':
      if (progress.phase === 'replaying')
        return none('working', 'Replaying…', `Partial: ${entries} replayed so far, ${breaks} so far. No verdict yet.`);
      return none('working', progress.phase === 'judging' ? 'Judging…' : 'Reading…', 'No verdict yet.');
    case 'cancelled':
      return none('stopped', 'Cancelled', `Partial: ${entries} were replayed, ${breaks} seen. There is no verdict.`);
    case 'error':
      return none('error', 'The tool could not finish', 'There is no verdict on this evidence.');
    case 'done':
      if (report === null) return none('error', 'The tool gave no result', 'There is no verdict on this evidence.');
      return {
        kind: 'verdict',
        verdict: report.verdict,
        counts: countsOf(document, report.summary),
        spoken: report.head,
      };
  }
}

/** A control pack or a receipt has no entries: nothing was replayed, so nothing is counted. */
function countsOf({ chainFile }: DocumentView, { rows, breaks }: VerificationReport['summary']): string {
  if (chainFile === null && rows === 0) return 'no chain in it';
  return `${formatCounted(rows, 'entry', 'entries')} · ${formatCounted(breaks, 'break', 'breaks')}`;
}

function none(mark: 'working' | 'stopped' | 'error', word: string, counts: string): VerdictLine {
  // Counts change ten times a second; only the word is worth interrupting a listener for while work goes on.
  return { kind: 'none', mark, word, counts, spoken: mark === 'working' ? word : `${word}. ${counts}` };
}
