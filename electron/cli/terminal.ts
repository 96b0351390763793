/** A stream that the command line writes to: standard output or standard error. */
export interface Sink {
  /** Resolves when the text was handed to the system, or when nobody reads any more. */
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
  /** Width of the terminal in columns; undefined where there is none, or where it does not say. */
  readonly columns: number | undefined;
}

type NodeSink = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/**
 * Wraps a stream of the process. A reader that went away (`| head -1`) is no fault: what is still to be said is dropped and the exit code
 * keeps its meaning.
 */
export function sinkOf(stream: NodeSink): Sink {
  let closed = false;
  stream.on('error', () => {
    closed = true;
  });
  return {
    write: (text) =>
      new Promise((resolve) => {
        if (closed) {
          resolve();
          return;
        }
        stream.write(text, () => resolve());
      }),
    get isTerminal() {
      return stream.isTTY === true;
    },
    get columns() {
      return stream.columns === 0 ? undefined : stream.columns;
    },
  };
}

const ACTIVE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * SECURITY: the last guard before a terminal (test/electron/cli/text-report.test.ts). Whatever slipped through is spelled out, so that
 * nothing from a bundle can move the cursor, set a title or turn the direction of a line. Newlines are ours and stay.
 */
export function forTerminal(text: string): string {
  return text.replace(ACTIVE, (character) =>
    character === '\n'
      ? character
      : `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

/**
 * SECURITY: JSON for a terminal or a file (test/electron/cli/run.test.ts): the same value, with every character that a terminal would act
 * on written as an escape. `JSON.stringify` alone leaves C1 controls and direction marks as they are.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(ACTIVE, (character) => {
    if (character === '\n') {
      return character;
    }
    let escaped = '';
    for (let at = 0; at < character.length; at += 1) {
      escaped += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}
