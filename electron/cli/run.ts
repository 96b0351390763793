import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { counted } from '../../shared/base/number-words.ts';
import { showText } from '../../shared/base/text.ts';
import type { VerificationReport } from '../../shared/base/verification.ts';
import type { AnchorFile, RecordsRequest, VerifierTrust } from '../../shared/ipc/verifier.ts';
import { writeFileAtomically } from '../node/atomic-write.ts';
import { SystemFault } from '../node/system-fault.ts';
import type { VerifierConnection } from '../node/verifier-connection.ts';
import { EXIT, type ExitCode, exitCodeOf, worstOf } from './exit-code.ts';
import { HELP_TEXTS } from './help.ts';
import { junitXml, type VerifiedInput } from './junit.ts';
import { parseCommand, type VerifyOptions } from './options.ts';
import { progressLine } from './progress-line.ts';
import { paintAnsi, paintNothing, wantsColour } from './style.ts';
import { forTerminal, jsonText, type Sink } from './terminal.ts';
import { type Layout, textReport } from './text-report.ts';
import { loadTrust, unreadableAnchor, unreadableSignature } from './trust.ts';
import { type Outcome, verifyInput } from './verify-input.ts';

const WIDEST = 100;

/** What the command line needs of the process around it. */
export interface Surroundings {
  readonly out: Sink;
  readonly err: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Fires when the user interrupts. */
  readonly interrupted: AbortSignal;
  /** @param readsStandardInput whether the verifier is to be handed standard input. */
  startVerifier(readsStandardInput: boolean): VerifierConnection;
}

/**
 * Runs one command line to its end.
 * @param argv the words behind the name of the program.
 * @returns the exit code, see docs/cli.md; never throws for what a user or a bundle can do.
 */
export async function runCli(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  const command = parseCommand(argv);
  switch (command.kind) {
    case 'help':
      await around.out.write(HELP_TEXTS[command.topic]);
      return EXIT.verified;
    case 'version':
      await around.out.write(`bathyscope ${around.version}\n`);
      return EXIT.verified;
    case 'wrong':
      await complain(
        around,
        `${command.message}\nTry: bathyscope help${command.topic === 'all' ? '' : ` ${command.topic}`}`,
      );
      return EXIT.usage;
    case 'verify':
      return verify(command.options, around);
  }
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

async function complain(around: Surroundings, message: string): Promise<void> {
  await around.err.write(`bathyscope: ${forTerminal(message)}\n`);
}

async function verify(options: VerifyOptions, around: Surroundings): Promise<ExitCode> {
  const unreachable = await firstUnreachable(options);
  if (unreachable !== null) {
    await complain(around, unreachable);
    return EXIT.usage;
  }
  const trust = await loadTrust(options.trust, new Date().toISOString());
  if (!trust.ok) {
    await complain(around, `${sentence(trust.error.message)} Nothing was verified.`);
    return EXIT.usage;
  }
  const unreadable =
    (await unreadableAnchor(options.anchors, options.exactAnchors)) ??
    (await unreadableSignature(options.trust.signature));
  if (unreadable !== null) {
    await complain(around, `${sentence(unreadable)} Nothing was verified.`);
    return EXIT.usage;
  }
  const inputs: VerifiedInput[] = [];
  for (const path of options.paths) {
    const outcome = await verifyOne(path, options, trust.value, around);
    inputs.push({ path, outcome });
    if (outcome.kind === 'interrupted') {
      break;
    }
    await tell(path, outcome, inputs.length, options, around);
  }
  const codes = inputs.map(({ outcome }) => codeOf(outcome));
  if (codes.includes(EXIT.interrupted)) {
    return EXIT.interrupted;
  }
  if (options.json) {
    await writeJson(inputs, options, around);
  }
  if (options.junit !== null) {
    codes.push(await writeJunit(options.junit, inputs, around));
  }
  return worstOf(codes);
}

/** A name that leads nowhere is wrong usage, found before any work starts. */
async function firstUnreachable(options: VerifyOptions): Promise<string | null> {
  const { files, keys, tsaRoots, signature } = options.trust;
  const trusted = [...files, ...keys, ...tsaRoots, ...(signature === null ? [] : [signature])];
  const { known = [], checkpoint = null, part = null } = options.records ?? {};
  const anchors = [...options.anchors, ...options.exactAnchors];
  const named = [...options.paths.filter((path) => path !== '-'), ...anchors, ...trusted, ...known];
  const written = [options.junit, checkpoint, part?.result ?? null].filter((path) => path !== null);
  const folders = written.map((path) => dirname(resolve(path)));
  for (const path of [...named, ...folders]) {
    try {
      await stat(path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      return `can not open ${showText(path)}: ${code === 'ENOENT' ? 'no such file or folder' : code}; nothing was verified`;
    }
  }
  return null;
}

async function verifyOne(
  path: string,
  options: VerifyOptions,
  trust: VerifierTrust,
  around: Surroundings,
): Promise<Outcome> {
  if (around.interrupted.aborted) {
    return { kind: 'interrupted' };
  }
  const spoolFolder = await mkdtemp(join(tmpdir(), 'bathyscope-')).catch(
    (error: unknown) => new SystemFault(`A folder for temporary files can not be made in ${showText(tmpdir())}`, error),
  );
  if (spoolFolder instanceof SystemFault) return { kind: 'fault', message: spoolFolder.message };
  const progress = progressLine(around.err, !options.quiet && !options.json);
  try {
    return await verifyInput(
      around.startVerifier(path === '-'),
      {
        type: 'init',
        documentId: randomUUID(),
        path: path === '-' ? path : resolve(path),
        name: path === '-' ? 'standard input' : basename(resolve(path)),
        sample: false,
        openedAt: new Date().toISOString(),
        spoolFolder,
        anchors: anchorFilesOf(options),
        browse: false,
        ...(options.records === null ? {} : { records: absolute(options.records) }),
        trust,
        toolVersion: around.version,
      },
      progress.show,
      around.interrupted,
    );
  } finally {
    await progress.clear();
    await rm(spoolFolder, { recursive: true, force: true });
  }
}

function anchorFilesOf({ anchors, exactAnchors }: VerifyOptions): AnchorFile[] {
  return [
    ...anchors.map((path) => ({ path: resolve(path), bytes: 'canonical' as const })),
    ...exactAnchors.map((path) => ({ path: resolve(path), bytes: 'as-is' as const })),
  ];
}

function absolute({ known, checkpoint, part }: RecordsRequest): RecordsRequest {
  return {
    known: known.map((path) => resolve(path)),
    checkpoint: checkpoint === null ? null : resolve(checkpoint),
    part: part === null ? null : { ...part, result: resolve(part.result) },
  };
}

function codeOf(outcome: Outcome): ExitCode {
  switch (outcome.kind) {
    case 'report':
      return exitCodeOf(outcome.report.verdict);
    case 'segment':
      return EXIT.verified;
    case 'misused':
      return EXIT.usage;
    case 'fault':
      return EXIT.fault;
    case 'interrupted':
      return EXIT.interrupted;
  }
}

/** That a segment was gone through says nothing of the chain: the line says so, and goes where progress goes. */
function segmentLine(records: RecordsRequest | null, { rows }: Outcome & { kind: 'segment' }): string {
  const which = `segment ${records?.part?.index}/${records?.part?.of}`;
  return `bathyscope: ${which}: ${counted(rows, 'row', 'rows')} written down; no verdict before merge-segments`;
}

/** Says what came of an input as soon as it is known, so that a long list of inputs can be followed. */
async function tell(path: string, outcome: Outcome, count: number, options: VerifyOptions, around: Surroundings) {
  if (outcome.kind === 'fault') {
    await complain(around, `${showText(path)}: ${outcome.message.replace(/\.$/, '')}; no verdict`);
  }
  if (outcome.kind === 'misused') {
    await complain(around, outcome.message);
  }
  if (outcome.kind === 'segment' && !options.quiet) {
    await around.err.write(`${segmentLine(options.records, outcome)}\n`);
  }
  if (outcome.kind !== 'report' || options.quiet || options.json) {
    return;
  }
  const coloured = wantsColour(options.colour, around.env, around.out.isTerminal);
  const layout: Layout = {
    paint: coloured ? paintAnsi : paintNothing,
    width: around.out.isTerminal ? Math.min(around.out.columns ?? WIDEST, WIDEST) : Number.POSITIVE_INFINITY,
  };
  const heading = options.paths.length > 1 ? `${count > 1 ? '\n' : ''}${showText(path)}\n` : '';
  await around.out.write(`${heading}${textReport(outcome.report, layout)}`);
}

/** One report for one input, an array for several; an input without a report has none there either. */
async function writeJson(inputs: readonly VerifiedInput[], options: VerifyOptions, around: Surroundings) {
  const reports = inputs.flatMap(({ path, outcome }): VerificationReport[] =>
    outcome.kind === 'report' ? [{ ...outcome.report, input: { ...outcome.report.input, path } }] : [],
  );
  if (options.paths.length > 1) {
    await around.out.write(`${jsonText(reports)}\n`);
  } else if (reports[0] !== undefined) {
    await around.out.write(`${jsonText(reports[0])}\n`);
  }
}

async function writeJunit(path: string, inputs: readonly VerifiedInput[], around: Surroundings): Promise<ExitCode> {
  try {
    await writeFileAtomically(resolve(path), junitXml(inputs));
    return EXIT.verified;
  } catch (error) {
    await complain(around, new SystemFault(`The JUnit report ${showText(path)} can not be written`, error).message);
    return EXIT.fault;
  }
}
