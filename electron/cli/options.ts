import { parseArgs } from 'node:util';
import { showText } from '../../shared/base/text.ts';
import { NAME_CHARACTERS, type RecordsRequest } from '../../shared/ipc/verifier.ts';
import { recordsOf } from './record-options.ts';
import { nearestWord, wrongOption } from './wrong-words.ts';

/** What the auditor brings to trust, as it was written. */
export interface TrustOptions {
  /** Trust files. */
  readonly files: readonly string[];
  /** Files with an Ed25519 public key: PEM SPKI, or base64 of SPKI DER. */
  readonly keys: readonly string[];
  /** SHA-256 over SPKI DER, 64 hex digits in any case. */
  readonly fingerprints: readonly string[];
  /** Name of the pinned keys; null when it is not compared. */
  readonly keyId: string | null;
  readonly tenant: string | null;
  /** Files with certificates of time-stamp authorities. */
  readonly tsaRoots: readonly string[];
  /** `ORIGIN=SPKI`. */
  readonly logKeys: readonly string[];
  readonly signature: string | null;
}

/** What `bathyscope verify` was asked to do; paths as the user wrote them. */
export interface VerifyOptions {
  /** At least one; `-` is standard input. */
  readonly paths: readonly string[];
  readonly anchors: readonly string[];
  /** Anchor files whose bytes are taken as they are. */
  readonly exactAnchors: readonly string[];
  readonly trust: TrustOptions;
  /** Records of replays to use or write; null for a replay from start to end. */
  readonly records: RecordsRequest | null;
  readonly json: boolean;
  readonly junit: string | null;
  readonly quiet: boolean;
  readonly colour: 'always' | 'never' | undefined;
}

/** What help is asked about. */
export type HelpTopic = 'all' | 'verify' | 'merge-segments';

/** A parsed command line, or why it is none. */
export type Command =
  | { readonly kind: 'verify'; readonly options: VerifyOptions }
  | { readonly kind: 'help'; readonly topic: HelpTopic }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly message: string; readonly topic: HelpTopic };

const OPTIONS = {
  anchor: { type: 'string', multiple: true },
  'anchor-bytes': { type: 'string', multiple: true },
  trust: { type: 'string', multiple: true },
  'pin-key': { type: 'string', multiple: true },
  'pin-key-sha256': { type: 'string', multiple: true },
  'key-id': { type: 'string' },
  tenant: { type: 'string' },
  'tsa-ca': { type: 'string', multiple: true },
  'log-key': { type: 'string', multiple: true },
  signature: { type: 'string' },
  checkpoint: { type: 'string' },
  segment: { type: 'string' },
  result: { type: 'string' },
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
    return wrong('a command is missing', 'all');
  }
  if (name === 'help') {
    return helpAbout(rest[0]);
  }
  if (name === '--help' || name === '-h') {
    return { kind: 'help', topic: 'all' };
  }
  if (name === '--version' || name === '-V' || name === 'version') {
    return { kind: 'version' };
  }
  if (name === 'verify' || name === 'merge-segments') {
    return parseVerify(rest, name);
  }
  return noCommand(name);
}

function noCommand(name: string): Command {
  const meant = nearestWord(name, ['verify', 'merge-segments', 'help']);
  return wrong(`there is no command ${showText(name, 80)}${meant === null ? '' : `; did you mean ${meant}?`}`, 'all');
}

function helpAbout(topic: string | undefined): Command {
  if (topic === undefined || topic === 'verify' || topic === 'merge-segments') {
    return { kind: 'help', topic: topic ?? 'all' };
  }
  return noCommand(topic);
}

function wrong(message: string, topic: HelpTopic): Command {
  return { kind: 'wrong', message, topic };
}

function parseVerify(words: readonly string[], name: 'verify' | 'merge-segments'): Command {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
    if (values.help) {
      return { kind: 'help', topic: name };
    }
    if (values.version) {
      return { kind: 'version' };
    }
    const anchors = values.anchor ?? [];
    const exactAnchors = values['anchor-bytes'] ?? [];
    const trust: TrustOptions = {
      files: values.trust ?? [],
      keys: values['pin-key'] ?? [],
      fingerprints: values['pin-key-sha256'] ?? [],
      keyId: values['key-id'] ?? null,
      tenant: values.tenant ?? null,
      tsaRoots: values['tsa-ca'] ?? [],
      logKeys: values['log-key'] ?? [],
      signature: values.signature ?? null,
    };
    const records = recordsOf(name, positionals, values);
    if (typeof records === 'string') {
      return wrong(records, name);
    }
    const paths = name === 'verify' ? positionals : positionals.slice(0, 1);
    const given = [...anchors, ...exactAnchors];
    const problem = problemOf(paths, given) ?? trustProblemOf(paths, trust) ?? segmentProblemOf(records, given, trust);
    if (problem !== null) {
      return wrong(problem, name);
    }
    if (values.color && values['no-color']) {
      return wrong('--color and --no-color exclude each other', name);
    }
    return {
      kind: 'verify',
      options: {
        paths,
        anchors,
        exactAnchors,
        trust,
        records,
        json: values.json,
        junit: values.junit ?? null,
        quiet: values.quiet,
        colour: values.color ? 'always' : values['no-color'] ? 'never' : undefined,
      },
    };
  } catch (error) {
    return wrong(wrongOption(error, Object.keys(OPTIONS)), name);
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
    return '--anchor and --anchor-bytes go with one input: an anchor belongs to one chain; run verify once for each';
  }
  return null;
}

/** What takes part in no verdict is refused, so that nobody believes that it did. */
function segmentProblemOf(
  records: RecordsRequest | null,
  anchors: readonly string[],
  trust: TrustOptions,
): string | null {
  if (records === null || records.part === null) return null;
  const given = [...anchors, ...Object.values(trust).flat()].filter((value) => value !== null);
  return given.length === 0 ? null : 'a segment has no verdict: anchors and trust go with merge-segments';
}

function trustProblemOf(paths: readonly string[], trust: TrustOptions): string | null {
  const wrongFingerprint = trust.fingerprints.find((one) => !/^[0-9a-fA-F]{64}$/.test(one));
  if (wrongFingerprint !== undefined) {
    return `--pin-key-sha256 takes 64 hex digits, not ${showText(wrongFingerprint, 80)}`;
  }
  const wrongLogKey = trust.logKeys.find((one) => !/^[^=]+=[A-Za-z0-9+/]+={0,2}$/.test(one));
  if (wrongLogKey !== undefined) {
    return `--log-key takes ORIGIN=SPKI (base64), not ${showText(wrongLogKey, 80)}`;
  }
  for (const [option, name, most] of [
    ['--key-id', trust.keyId, NAME_CHARACTERS.keyId],
    ['--tenant', trust.tenant, NAME_CHARACTERS.tenant],
  ] as const) {
    if (name !== null && (name.length === 0 || name.length > most)) {
      return `${option} takes 1 to ${most} characters, not ${name.length}`;
    }
  }
  if (trust.keyId !== null && trust.keys.length === 0 && trust.fingerprints.length === 0) {
    return '--key-id names a pinned key: it goes with --pin-key or --pin-key-sha256';
  }
  if (paths.length > 1 && trust.signature !== null) {
    return '--signature goes with one input: it was made over one pack';
  }
  return null;
}
