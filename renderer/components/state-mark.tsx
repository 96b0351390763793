import type { CheckResult, Verdict } from '../../shared/base/verification.ts';
import type { RowState } from '../../shared/ipc/model.ts';
import './state-mark.css';

export type Markable = RowState | CheckResult | Verdict;

/** Which colour token a state takes. */
export type Tone = 'pass' | 'fail' | 'undetermined' | 'not-checked' | 'error';

export type Shape =
  | 'disc'
  | 'half-disc'
  | 'diamond'
  | 'open-diamond'
  | 'triangle'
  | 'open-triangle'
  | 'ring'
  | 'cross'
  | 'bar';

interface Mark {
  readonly tone: Tone;
  readonly shape: Shape;
  readonly word: string;
}

/** One look for each state wherever it appears: table, strip, axes, verdict line. */
const MARKS: Readonly<Record<Markable, Mark>> = {
  recomputed: { tone: 'pass', shape: 'disc', word: 'Recomputed' },
  warning: { tone: 'undetermined', shape: 'triangle', word: 'Warning' },
  malformed: { tone: 'fail', shape: 'open-diamond', word: 'Malformed' },
  tampered: { tone: 'fail', shape: 'diamond', word: 'Tampered' },
  'not-read': { tone: 'not-checked', shape: 'ring', word: 'Not read' },
  'not-disclosed': { tone: 'undetermined', shape: 'half-disc', word: 'Not disclosed' },
  pass: { tone: 'pass', shape: 'disc', word: 'Pass' },
  fail: { tone: 'fail', shape: 'diamond', word: 'Fail' },
  undetermined: { tone: 'undetermined', shape: 'triangle', word: 'Undetermined' },
  'not-applicable': { tone: 'not-checked', shape: 'bar', word: 'Not applicable' },
  'not-checked': { tone: 'not-checked', shape: 'ring', word: 'Not checked' },
  error: { tone: 'error', shape: 'cross', word: 'Error' },
  verified: { tone: 'pass', shape: 'disc', word: 'Verified' },
  'consistent-not-anchored': { tone: 'undetermined', shape: 'triangle', word: 'Consistent, not anchored' },
  unverifiable: { tone: 'undetermined', shape: 'open-triangle', word: 'Unverifiable' },
};

/** Outlines on a 12 × 12 grid; shared with the strip, which draws them on its canvas. */
export const SHAPE_PATHS: Readonly<Record<Shape, { readonly path: string; readonly filled: boolean }>> = {
  disc: { path: 'M6 2a4 4 0 1 0 0 8a4 4 0 1 0 0-8z', filled: true },
  // The left half is there, of the right half only the outline: anchored, and not disclosed.
  'half-disc': { path: 'M6 2a4 4 0 1 0 0 8zM6 2a4 4 0 0 1 0 8v-1.5a2.5 2.5 0 0 0 0-5z', filled: true },
  diamond: { path: 'M6 1l5 5l-5 5l-5-5z', filled: true },
  'open-diamond': { path: 'M6 1.75l4.25 4.25l-4.25 4.25l-4.25-4.25z', filled: false },
  triangle: { path: 'M6 1.5l5 9h-10z', filled: true },
  'open-triangle': { path: 'M6 2.75l4 7h-8z', filled: false },
  ring: { path: 'M6 2.25a3.75 3.75 0 1 0 0 7.5a3.75 3.75 0 1 0 0-7.5z', filled: false },
  cross: { path: 'M2.5 2.5l7 7M9.5 2.5l-7 7', filled: false },
  bar: { path: 'M2.5 6h7', filled: false },
};

/**
 * Says how a state looks and what it is called.
 * @param state state of an entry, result of a check, or verdict.
 */
export function markOf(state: Markable): Mark {
  return MARKS[state];
}

interface StateMarkProps {
  readonly state: Markable;
  /** Replaces the usual word, for example with a verdict in a sentence. */
  readonly word?: string;
  /** Shows the shape alone; the word stays for screen readers. */
  readonly wordless?: boolean;
}

/** A state as shape, word and colour: any two of the three may be missing to the reader, the third still tells. */
export function StateMark({ state, word, wordless = false }: StateMarkProps) {
  const mark = markOf(state);
  const { path, filled } = SHAPE_PATHS[mark.shape];
  return (
    <span className={`state-mark state-mark--${mark.tone}`}>
      <svg
        className="state-mark__shape"
        width="12"
        height="12"
        viewBox="0 0 12 12"
        aria-hidden="true"
        focusable="false"
      >
        <path d={path} fill={filled ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth={filled ? 0 : 1.5} />
      </svg>
      <span className={wordless ? 'visually-hidden' : 'state-mark__word'}>{word ?? mark.word}</span>
    </span>
  );
}
