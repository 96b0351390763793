/** A text in a source, and what stands in its place. */
export interface Edit {
  /** Path from the root of the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly text: string;
  readonly instead: string;
}

/** A guard that is taken out: removed or without effect, and what is left is still a program. */
export interface Mutant extends Edit {
  /** What no longer holds, in a few words. */
  readonly guard: string;
  /** Guards that stand behind the first, where no input passes the one and not the other: taken out with it. */
  readonly also?: readonly Edit[];
}

/** A test, and the guards without any one of which it must fail. */
export interface GuardedTest {
  /** Path from the root of the repository. */
  readonly tests: string;
  /** Start of the title, which no other test of the file has. */
  readonly test: string;
  /** The same as it stands in the source, where the title is made for each of several cases. */
  readonly written?: string;
  readonly mutants: readonly Mutant[];
}

/** All edits of a mutant. */
export function editsOf(mutant: Mutant): readonly Edit[] {
  return [mutant, ...(mutant.also ?? [])];
}

/** Places of a text in a source, as numbers of lines from 1. */
export function linesOf(source: string, text: string): number[] {
  const lines: number[] = [];
  for (let at = source.indexOf(text); at >= 0; at = source.indexOf(text, at + 1)) {
    lines.push(source.slice(0, at).split('\n').length);
  }
  return lines;
}

/** The source with an edit made; null when its text does not stand there exactly once. */
export function edited(source: string, { text, instead }: Edit): string | null {
  if (linesOf(source, text).length !== 1) return null;
  const at = source.indexOf(text);
  return source.slice(0, at) + instead + source.slice(at + text.length);
}
