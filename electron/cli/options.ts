import { parseArgs } from 'node:util';
import { showText } from '../../shared/base/text.ts';

/** What `bathyscope verify` was asked to do; paths as the user wrote them. */
export interface VerifyOptions {
  /** At least one; `-` is standard input. */
  readonly paths: readonly string[];
  readonly anchors: readonly string[];
  readonly json: boolean;
  readonly junit: string | null;
  readonly quiet: boolean;
  readonly colour: 'always' | 'never' | undefined;
}

/** A parsed command line, or why it is none. */
export type Command =
  | { readonly kind: 'verify'; readonly options: VerifyOptions }
  | { readonly kind: 'help'; readonly topic: 'all' | 'verify' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly message: string };

/** Trust inputs that are named already and not read yet; refused, so that nobody believes that they took part in a verdict. */
const UNSUPPORTED = new Set([
  '--pin-key-sha256',
  '--pin-key',
  '--key-id',
  '--tenant',
  '--tsa-ca',
  '--log-key',
  '--signature',
  '--anchor-bytes',
  '--trust',
]);

const OPTIONS = {
  anchor: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
  junit: { type: 'string' },
  quiet: { type: 'boolean', short: 'q', default: false },
  color: { type: 'boolean', default: false },
  'no-color': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'V', default: false },
} as const;

/**
 * Reads a command line.
 * @param argv the words behind the name of the program.
 */
export function parseCommand(argv: readonly string[]): Command {
  const [name, ...rest] = argv;
  if (name === undefined) {
    return wrong('a command is missing');
  }
  if (name === 'help') {
    return rest[0] === 'verify' ? { kind: 'help', topic: 'verify' } : { kind: 'help', topic: 'all' };
  }
  if (name === '--help' || name === '-h') {
    return { kind: 'help', topic: 'all' };
  }
  if (name === '--version' || name === '-V' || name === 'version') {
    return { kind: 'version' };
  }
  if (name === 'verify') {
    return parseVerify(rest);
  }
  return wrong(`there is no command ${showText(name, 80)}`);
}

function wrong(message: string): Command {
  return { kind: 'wrong', message };
}

function unsupportedIn(words: readonly string[]): string | undefined {
  const end = words.indexOf('--');
  const options = end < 0 ? words : words.slice(0, end);
  return options.map((word) => word.split('=', 1)[0] ?? word).find((word) => UNSUPPORTED.has(word));
}

function parseVerify(words: readonly string[]): Command {
  const unsupported = unsupportedIn(words);
  if (unsupported !== undefined) {
    return wrong(`${unsupported} is not supported by this version; nothing was verified`);
  }
  try {
    const { values, positionals } = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
    if (values.help) {
      return { kind: 'help', topic: 'verify' };
    }
    if (values.version) {
      return { kind: 'version' };
    }
    const anchors = values.anchor ?? [];
    const problem = problemOf(positionals, anchors);
    if (problem !== null) {
      return wrong(problem);
    }
    if (values.color && values['no-color']) {
      return wrong('--color and --no-color exclude each other');
    }
    return {
      kind: 'verify',
      options: {
        paths: positionals,
        anchors,
        json: values.json,
        junit: values.junit ?? null,
        quiet: values.quiet,
        colour: values.color ? 'always' : values['no-color'] ? 'never' : undefined,
      },
    };
  } catch (error) {
    return wrong(showText(error instanceof Error ? error.message : String(error), 300));
  }
}

function problemOf(paths: readonly string[], anchors: readonly string[]): string | null {
  if (paths.length === 0) {
    return 'verify needs at least one file or folder, or - for standard input';
  }
  if (paths.filter((path) => path === '-').length > 1) {
    return 'standard input can be read only once';
  }
  if (paths.includes('') || anchors.includes('')) {
    return 'a path is empty';
  }
  // An anchor belongs to one chain; held against the chain of another input it would call that one tampered.
  if (paths.length > 1 && anchors.length > 0) {
    return '--anchor goes with one input: an anchor belongs to one chain; run verify once for each';
  }
  return null;
}
