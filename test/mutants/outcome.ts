/** What became of one test of a run. */
export interface TestResult {
  /** Titles from the outermost block to the test, a space between. */
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped' | 'pending';
  readonly errors: readonly TestError[];
}

/** An error as the runner reports it. */
export interface TestError {
  readonly name?: string | undefined;
  readonly message: string;
  readonly cause?: unknown;
}

/** One run with one guard taken out. */
export interface MutantRun {
  /** Whether the changed source was asked for: a test that does not load it shows nothing. */
  readonly served: boolean;
  /** What kept a file from being loaded, or went wrong outside of all tests. */
  readonly loadErrors: readonly string[];
  readonly results: readonly TestResult[];
}

/**
 * `killed`: the test failed by an assertion. `survived`: it passed without the guard. `not-run`: it is skipped here. `unclear`: it shows
 * nothing, because something broke that is not the assertion.
 */
export interface Outcome {
  readonly word: 'killed' | 'survived' | 'not-run' | 'unclear';
  readonly why: string;
}

/** The tests of a file whose title starts so, whatever blocks are around them. */
export function titlePattern(start: string): RegExp {
  return new RegExp(`(?:^|\\s)${start.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`, 'u');
}

/** Judges one run: only a failed assertion counts as a test that noticed. */
export function outcomeOf({ served, loadErrors, results }: MutantRun): Outcome {
  const [loadError] = loadErrors;
  if (loadError !== undefined) return { word: 'unclear', why: `could not be loaded: ${firstLine(loadError)}` };
  const ran = results.filter(({ state }) => state === 'passed' || state === 'failed');
  if (ran.length === 0) {
    return results.length > 0
      ? { word: 'not-run', why: 'the test is skipped here' }
      : { word: 'unclear', why: 'no test has that title' };
  }
  if (!served) return { word: 'unclear', why: 'the test does not load the changed file' };
  const failed = ran.filter(({ state }) => state === 'failed');
  if (failed.length === 0) return { word: 'survived', why: 'the test passes without the guard' };
  const other = failed.flatMap(({ errors }) => errors).find((error) => !isAssertion(error));
  const bare = failed.some(({ errors }) => errors.length === 0);
  if (other !== undefined) return { word: 'unclear', why: `not an assertion: ${firstLine(other.message)}` };
  return bare ? { word: 'unclear', why: 'it failed without an error' } : { word: 'killed', why: '' };
}

/** A property that failed wraps the assertion that did. */
function isAssertion({ name, cause }: TestError): boolean {
  const inner = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'name') : undefined;
  return name === 'AssertionError' || inner === 'AssertionError';
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
