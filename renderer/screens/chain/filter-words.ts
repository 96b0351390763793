import { showText } from '../../../shared/base/text.ts';
import type { QueryView, RowQuery } from '../../../shared/ipc/model.ts';
import { formatCount, formatCounted } from '../../format/number.ts';
import { FINDING_WORDS } from '../../words/finding-words.ts';

const SHOWN = 80;

function quoted(text: string): string {
  return `“${showText(text, SHOWN)}”`;
}

/**
 * Says a filter in words.
 * @returns what entries do that match, for example `hold “locked” in any case, and have actor.id equal to “7”`.
 */
export function filterWords(query: RowQuery): string {
  const parts: string[] = [];
  if (query.text !== undefined) {
    parts.push(`hold ${quoted(query.text)}${query.ignoreCase === true ? ' in any case' : ' exactly'}`);
  }
  if (query.field !== undefined) {
    parts.push(`have ${showText(query.field.path, SHOWN)} equal to ${quoted(query.field.equals)}`);
  }
  if (query.classes !== undefined) {
    const names = query.classes.map((name) => FINDING_WORDS[name].title.toLowerCase());
    parts.push(`are touched by: ${names.join(' or ')}`);
  }
  return parts.join(', and ');
}

/**
 * Says how many entries match, as exactly as is known.
 * @param view null while the scan has not answered yet.
 */
export function matchWords(query: RowQuery, view: QueryView | null): string {
  const words = filterWords(query);
  if (view === null) return `Looking for entries that ${words}.`;
  const found = formatCount(view.matches);
  const kept = view.kept < view.matches ? ` The first ${formatCount(view.kept)} are listed.` : '';
  switch (view.state) {
    case 'running':
      return `Partial: ${found} among the first ${formatCount(view.scanned)} of ${formatCounted(view.total, 'entry', 'entries')} ${words}.${kept}`;
    case 'done':
      return `${found} of ${formatCounted(view.total, 'entry', 'entries')} ${words}.${kept}`;
    case 'cancelled':
      return `Stopped: ${found} among the first ${formatCount(view.scanned)} of ${formatCounted(view.total, 'entry', 'entries')} ${words}; the rest was not looked at.${kept}`;
    case 'error':
      return `The search could not be finished after ${formatCounted(view.scanned, 'entry', 'entries')}; ${found} of them ${words}.${kept}`;
  }
}
