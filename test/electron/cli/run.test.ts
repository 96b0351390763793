import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli, type Surroundings } from '../../../electron/cli/run.ts';
import type { VerifierConnection } from '../../../electron/node/verifier-connection.ts';
import type { VerificationReport } from '../../../shared/base/verification.ts';
import type { AppEvent } from '../../../shared/ipc/events.ts';
import type { VerifierInit } from '../../../shared/ipc/verifier.ts';
import { IDLE, sampleDocument, sampleReport, tamperedReport } from './sample-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'bathyscope-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content = ''): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Fake {
  readonly connection: VerifierConnection;
  say(message: unknown): void;
  event(event: AppEvent): void;
  done(report: VerificationReport | null): void;
  exit(code: number): void;
  readonly init: VerifierInit;
  killed: boolean;
}

/** A verifier of this process: `play` is called when it is told what to read. */
function fakeVerifier(play: (fake: Fake) => void): Fake {
  const listeners: ((message: unknown) => void)[] = [];
  const exits: ((code: number) => void)[] = [];
  let init: VerifierInit | undefined;
  const fake: Fake = {
    killed: false,
    get init() {
      if (init === undefined) throw new Error('not started');
      return init;
    },
    say: (message) => {
      for (const listener of listeners) listener(message);
    },
    event: (event) => fake.say({ type: 'event', event }),
    done: (report) => fake.event({ type: 'document', document: sampleDocument({ state: 'done', report }) }),
    exit: (code) => {
      for (const listener of exits) listener(code);
    },
    connection: {
      send: (message) => {
        if (message.type === 'init') {
          init = message;
          play(fake);
        } else if (message.method === 'close') {
          fake.exit(0);
        }
      },
      onMessage: (listener) => listeners.push(listener),
      onExit: (listener) => exits.push(listener),
      kill: () => {
        fake.killed = true;
        fake.exit(1);
      },
    },
  };
  return fake;
}

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly verifiers: Fake[];
}

async function run(
  words: readonly string[],
  play: (fake: Fake) => void,
  { terminal = false, env = {} as Record<string, string>, interrupted = new AbortController().signal } = {},
): Promise<Run> {
  const verifiers: Fake[] = [];
  const written = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({
    write: async (text: string) => {
      written[name] += text;
    },
    isTerminal: terminal,
    columns: terminal ? 80 : undefined,
  });
  const around: Surroundings = {
    out: sink('out'),
    err: sink('err'),
    env,
    version: '1.2.3',
    interrupted,
    startVerifier: () => {
      const fake = fakeVerifier(play);
      verifiers.push(fake);
      return fake.connection;
    },
  };
  const code = await runCli(words, around);
  return { code, ...written, verifiers };
}

const finish = (report: VerificationReport) => (fake: Fake) => fake.done(report);

describe('bathyscope', () => {
  it('tells its version and its use, and starts nothing for that', async () => {
    const never = () => expect.unreachable();
    expect(await run(['--version'], never)).toMatchObject({ code: 0, out: 'bathyscope 1.2.3\n', err: '' });
    expect((await run(['help'], never)).out).toContain('bathyscope verify <path...>');
    const help = await run(['verify', '--help'], never);
    expect(help.out).toContain('Examples');
    expect(help.code).toBe(0);
  });

  it('answers wrong usage on standard error with 64', async () => {
    const result = await run(['verify'], () => expect.unreachable());
    expect(result).toMatchObject({ code: 64, out: '' });
    expect(result.err).toContain('at least one file or folder');
    expect(result.err).toContain('Try: bathyscope help verify\n');
    const unknown = await run(['help', 'nonsense'], () => expect.unreachable());
    expect(unknown).toMatchObject({ code: 64, out: '' });
    expect(unknown.err).toContain('Try: bathyscope help\n');
  });

  it('calls a path that leads nowhere wrong usage, before anything starts', async () => {
    const good = file('good.ndjson');
    for (const words of [
      ['verify', good, join(folder, 'none\u202E.zip')],
      ['verify', good, '--anchor', join(folder, 'none\u202E.json')],
      ['verify', good, '--junit', join(folder, 'none\u202E', 'x.xml')],
    ]) {
      const result = await run(words, () => expect.unreachable());
      expect(result).toMatchObject({ code: 64, out: '' });
      expect(result.err).toContain('none⟨U+202E⟩');
    }
  });
});

describe('bathyscope verify', () => {
  it('tells the verifier what to read, without browsing, and gives it a spool that is gone afterwards', async () => {
    const path = file('chain.ndjson');
    const anchor = file('anchor.json', JSON.stringify({ length: 1, tipHash: 'ab'.repeat(32) }));
    const { verifiers } = await run(['verify', path, '--anchor', anchor], finish(sampleReport()));
    const init = verifiers[0]?.init;
    expect(init).toMatchObject({
      type: 'init',
      path,
      name: 'chain.ndjson',
      anchors: [{ path: anchor, bytes: 'canonical' }],
      browse: false,
      sample: false,
    });
    expect(init?.toolVersion).toBe('1.2.3');
    expect(existsSync(init?.spoolFolder ?? folder)).toBe(false);
    expect(verifiers[0]?.killed).toBe(false);
  });

  it.each([
    ['verified', 0],
    ['tampered', 1],
    ['consistent-not-anchored', 2],
    ['unverifiable', 2],
    ['malformed', 3],
  ] as const)('%s exits with %i', async (verdict, code) => {
    const result = await run(['verify', file('a')], finish(sampleReport({ verdict })));
    expect(result.code).toBe(code);
    expect(result.out.split('\n', 1)).toEqual(['41984 rows · 0 breaks · root e3b0…55']);
  });

  it.each([
    ['ends by itself', (fake: Fake) => fake.exit(134)],
    ['says what can not be read', (fake: Fake) => fake.say({ type: 'event', event: { type: 'document' } })],
    ['is done without a report', (fake: Fake) => fake.done(null)],
    [
      'reports an error',
      (fake: Fake) =>
        fake.event({ type: 'document', document: sampleDocument({ state: 'error', error: 'disk\u0007' }) }),
    ],
    ['stops early', (fake: Fake) => fake.event({ type: 'document', document: sampleDocument({ state: 'cancelled' }) })],
    [
      'answers with a fault',
      (fake: Fake) => fake.say({ type: 'reply-fault', requestId: 1, error: { code: 'x', message: 'y' } }),
    ],
  ])('a verifier that %s is a fault of ours and never a verdict', async (_name, play) => {
    for (const options of [[], ['--json']]) {
      const result = await run(['verify', file('a'), ...options], play);
      expect(result).toMatchObject({ code: 70, out: '' });
      expect(result.err).toContain('no verdict');
      expect(result.err).not.toContain('\u0007');
    }
  });

  it('believes no report of a document that is not done', async () => {
    const result = await run(['verify', file('a')], (fake) => {
      fake.event({
        type: 'document',
        document: sampleDocument({ state: 'running', report: sampleReport({ verdict: 'verified' }) }),
      });
      fake.exit(9);
    });
    expect(result).toMatchObject({ code: 70, out: '' });
  });

  it('takes the first thing that settles it', async () => {
    const result = await run(['verify', file('a')], (fake) => {
      fake.done(tamperedReport());
      fake.done(sampleReport({ verdict: 'verified' }));
    });
    expect(result.code).toBe(1);
  });

  it('prints one object as JSON for one input, with the path as named', async () => {
    const path = file('n\u0085ame.ndjson');
    const { out, code, err } = await run(['verify', path, '--json'], finish(tamperedReport()), { terminal: true });
    expect(JSON.parse(out)).toEqual({ ...tamperedReport(), input: { ...tamperedReport().input, path } });
    expect(out).not.toContain('\u0085');
    expect({ code, err }).toEqual({ code: 1, err: '' });
  });

  it('prints an array as JSON for several, leaves out what has no report, and exits with the worst', async () => {
    const paths = ['a', 'b', 'c'].map((name) => file(name));
    const { out, code, err } = await run(['verify', ...paths, '--json'], (fake) => {
      if (fake.init.name === 'b') fake.exit(1);
      else fake.done(fake.init.name === 'a' ? tamperedReport() : sampleReport());
    });
    expect(JSON.parse(out).map((report: VerificationReport) => report.input.path)).toEqual([paths[0], paths[2]]);
    expect(code).toBe(70);
    expect(err).toContain(`${paths[1]}: the verifier ended unexpectedly`);
  });

  it('names each of several inputs before its report', async () => {
    const paths = ['a', 'b'].map((name) => file(name));
    const { out, code } = await run(['verify', ...paths], finish(sampleReport()));
    expect(out.startsWith(`${paths[0]}\n41984 rows`)).toBe(true);
    expect(out).toContain(`\n\n${paths[1]}\n41984 rows`);
    expect(code).toBe(2);
  });

  it('is silent with --quiet, and still writes what was asked for', async () => {
    const path = file('a');
    expect(await run(['verify', '--quiet', path], finish(tamperedReport()), { terminal: true })).toMatchObject({
      code: 1,
      out: '',
      err: '',
    });
    const junit = join(folder, 'quiet.xml');
    const { out } = await run(['verify', '-q', '--json', '--junit', junit, path], finish(tamperedReport()));
    expect(JSON.parse(out).verdict).toBe('tampered');
    expect(readFileSync(junit, 'utf8')).toContain(`<testsuite name="${path}" tests="2" failures="2"`);
  });

  it('says so when the JUnit file can not be written', async () => {
    const result = await run(['verify', file('a'), '--junit', folder], finish(sampleReport({ verdict: 'verified' })));
    expect(result.code).toBe(70);
    expect(result.err).toContain('can not be written: the system answers');
  });

  it('colours on a terminal only, and as it was told', async () => {
    const words = ['verify', file('a')];
    const escapes = async (extra: string[], terminal: boolean, env = {}) =>
      (await run([...words, ...extra], finish(sampleReport()), { terminal, env })).out.includes('\u001b[');
    expect(await escapes([], false)).toBe(false);
    expect(await escapes([], true)).toBe(true);
    expect(await escapes([], true, { NO_COLOR: '1' })).toBe(false);
    expect(await escapes(['--no-color'], true)).toBe(false);
    expect(await escapes(['--color'], false)).toBe(true);
  });

  it('shows progress on a terminal only, and takes it away before the report', async () => {
    const play = (fake: Fake) => {
      const progress = {
        ...IDLE,
        rows: 500,
        bytesDone: 30,
        bytesTotal: 60,
        rowsPerSecond: 1_100_000,
        secondsLeft: 2.2,
      };
      fake.event({ type: 'progress', documentId: 'x', progress });
      fake.done(sampleReport());
    };
    const words = ['verify', file('a')];
    const { err } = await run(words, play, { terminal: true });
    expect(err).toBe('\r\u001b[Kreplaying · 500 rows · 50 % · 1.1 M rows/s · 3 s left · 0 breaks so far\r\u001b[K');
    expect((await run(words, play)).err).toBe('');
    expect((await run([...words, '--quiet'], play, { terminal: true })).err).toBe('');
    expect((await run([...words, '--json'], play, { terminal: true })).err).toBe('');
  });

  it('ends the verifier and says nothing when it is interrupted', async () => {
    const controller = new AbortController();
    const { code, out, verifiers } = await run(['verify', file('a'), file('b')], () => controller.abort(), {
      interrupted: controller.signal,
    });
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(verifiers.map((fake) => fake.killed)).toEqual([true]);
  });
});
