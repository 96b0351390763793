import { showText } from '../../shared/base/text.ts';

/** Edits that a slip of the hand takes at most. */
const MOST_EDITS = 2;

/**
 * The known word that was probably meant.
 *
 * @param typed untrusted; a word that is much longer than any known one is near none
 * @returns the nearest of `known` when it is at most two edits away, or the only one that begins with what was typed; else null
 */
export function nearestWord(typed: string, known: readonly string[]): string | null {
  const longest = Math.max(...known.map((word) => word.length));
  if (typed.length > longest + MOST_EDITS) return null;
  const ranked = known.map((word) => ({ word, edits: edits(typed, word) })).sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  if (best !== undefined && best.edits <= Math.min(MOST_EDITS, typed.length / 2)) return best.word;
  const begun = known.filter((word) => typed.length > 1 && word.startsWith(typed));
  return begun.length === 1 ? (begun[0] ?? null) : null;
}

/** Levenshtein distance, by rows. */
function edits(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...a].entries()) {
    const here = [row + 1];
    for (const [at, other] of [...b].entries()) {
      const swapped = (above[at] ?? 0) + (letter === other ? 0 : 1);
      here.push(Math.min(swapped, (above[at + 1] ?? 0) + 1, (here[at] ?? 0) + 1));
    }
    above = here;
  }
  return above.at(-1) ?? 0;
}

/**
 * One sentence, without its full stop, on a word of the command line that is no option, or an option that is not used as it has to be.
 *
 * @param error as `parseArgs` of node:util throws it
 * @param options names of all options, without their dashes
 */
export function wrongOption(error: unknown, options: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const option = /'(-{1,2}[^' ]+)/.exec(message)?.[1];
  if (option !== undefined && code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const meant = option.startsWith('--') ? nearestWord(option.slice(2), options) : null;
    return `there is no option ${showText(option, 80)}${meant === null ? '' : `; did you mean --${meant}?`}`;
  }
  if (option !== undefined && code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    if (message.includes('argument missing')) return `${showText(option, 80)} needs a value`;
    if (message.includes('does not take')) return `${showText(option, 80)} takes no value`;
    if (message.includes('ambiguous'))
      return `${showText(option, 80)} needs a value; one that begins with a dash is written ${showText(option, 80)}=VALUE`;
  }
  return showText(message, 300);
}
