import type { Severity } from '../../shared/base/finding.ts';
import type { CheckResult, Verdict } from '../../shared/base/verification.ts';

/** Colours a piece of text, or does nothing. State is always told by shape and word too. */
export type Paint = (text: string, tone: Tone) => string;
export type Tone = 'pass' | 'fail' | 'undetermined' | 'muted' | 'error' | 'strong';

const CODES: Readonly<Record<Tone, string>> = {
  pass: '36',
  fail: '1;31',
  undetermined: '33',
  muted: '2',
  error: '35',
  strong: '1',
};

/** Text as it is. */
export const paintNothing: Paint = (text) => text;

/** Text between SGR sequences (ECMA-48 8.3.117). */
export const paintAnsi: Paint = (text, tone) => `\u001b[${CODES[tone]}m${text}\u001b[0m`;

/**
 * Whether to colour: an explicit flag decides; else `NO_COLOR` (https://no-color.org, any value but the empty one) and a dumb terminal
 * forbid it; else only a terminal gets it.
 */
export function wantsColour(
  flag: 'always' | 'never' | undefined,
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (flag !== undefined) {
    return flag === 'always';
  }
  const refused = env.NO_COLOR !== undefined && env.NO_COLOR !== '';
  return isTerminal && !refused && env.TERM !== 'dumb';
}

interface Mark {
  readonly shape: string;
  readonly tone: Tone;
  readonly word: string;
}

/** Shape, tone and word of each verdict. */
export const VERDICT_MARKS: Readonly<Record<Verdict, Mark>> = {
  verified: { shape: '●', tone: 'pass', word: 'verified' },
  'consistent-not-anchored': { shape: '▲', tone: 'undetermined', word: 'consistent, not anchored' },
  tampered: { shape: '◆', tone: 'fail', word: 'tampered' },
  unverifiable: { shape: '▲', tone: 'undetermined', word: 'unverifiable' },
  malformed: { shape: '✕', tone: 'error', word: 'malformed' },
};

/** Shape, tone and word of each result of a check. */
export const RESULT_MARKS: Readonly<Record<CheckResult, Mark>> = {
  pass: { shape: '●', tone: 'pass', word: 'pass' },
  fail: { shape: '◆', tone: 'fail', word: 'fail' },
  undetermined: { shape: '▲', tone: 'undetermined', word: 'undetermined' },
  'not-applicable': { shape: '○', tone: 'muted', word: 'not applicable' },
  'not-checked': { shape: '○', tone: 'muted', word: 'not checked' },
  error: { shape: '✕', tone: 'error', word: 'error' },
};

/** Shape, tone and word of each severity of a finding. */
export const SEVERITY_MARKS: Readonly<Record<Severity, Mark>> = {
  fail: { shape: '◆', tone: 'fail', word: 'fail' },
  warning: { shape: '▲', tone: 'undetermined', word: 'warning' },
  note: { shape: '○', tone: 'muted', word: 'note' },
};
