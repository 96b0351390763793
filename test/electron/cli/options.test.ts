import { describe, expect, it } from 'vitest';
import { HELP_TEXTS } from '../../../electron/cli/help.ts';
import { parseCommand } from '../../../electron/cli/options.ts';

const wrong = (...words: string[]): string => {
  const command = parseCommand(words);
  expect(command.kind).toBe('wrong');
  return command.kind === 'wrong' ? command.message : '';
};

describe('the command line', () => {
  it('reads everything that verify takes', () => {
    const words = ['verify', 'a.zip', '--anchor', 'x.json', '--anchor=y.json', '--json', '--junit', 'out.xml', '-q'];
    expect(parseCommand([...words, '--no-color'])).toMatchObject({
      kind: 'verify',
      options: {
        paths: ['a.zip'],
        anchors: ['x.json', 'y.json'],
        exactAnchors: [],
        json: true,
        junit: 'out.xml',
        quiet: true,
        colour: 'never',
      },
    });
  });

  it('reads which records a run is to use or to write', () => {
    const records = (...words: string[]) => {
      const command = parseCommand(words);
      return command.kind === 'verify' ? command.options.records : command;
    };
    expect(records('verify', 'a', '--checkpoint', 'b')).toEqual({ known: [], checkpoint: 'b', part: null });
    const part = { index: 2, of: 10_000, result: 'b' };
    expect(records('verify', 'a', '--segment', '2/10000', '--result', 'b')).toMatchObject({ checkpoint: null, part });
    expect(records('merge-segments', 'a', 'c', 'b')).toEqual({ known: ['c', 'b'], checkpoint: null, part: null });
    for (const segment of ['0/2', '3/2', '1/10001', '1', '1/', '-1/2', '1/2/3', '1.5/2', '1/0'])
      expect(wrong('verify', 'a', `--segment=${segment}`, '--result', 'b')).toContain('--segment takes I/N');
    expect(wrong('verify', 'a', '--segment', '1/2')).toContain('--result');
    expect(wrong('verify', 'a', '--result', 'b')).toContain('--result goes with --segment');
    expect(wrong('verify', 'a', '--checkpoint', 'b', '--segment', '1/2', '--result', 'c')).toContain('exclude');
    expect(wrong('verify', '-', '--segment', '1/2', '--result', 'b')).toContain('read again');
    expect(wrong('verify', 'a', 'b', '--checkpoint', 'c')).toContain('one file');
    expect(wrong('merge-segments', 'a', 'b', '--checkpoint', 'c')).toContain('go with verify');
    expect(wrong('merge-segments', '-', 'b')).toContain('merge-segments needs');
  });

  it('refuses for a segment what takes part in a verdict only', () => {
    const segment = ['verify', 'a', '--segment', '1/2', '--result', 'b'];
    const words = [
      ['--anchor', 'c'],
      ['--trust', 'c'],
      ['--pin-key', 'c'],
      ['--pin-key-sha256', 'ab'.repeat(32)],
      ['--tenant', 'c'],
      ['--tsa-ca', 'c'],
      ['--log-key', 'c=AAAA'],
      ['--signature', 'c'],
    ];
    for (const given of words) expect(wrong(...segment, ...given)).toContain('go with merge-segments');
    expect(parseCommand([...segment, '--json', '--junit', 'd', '-q'])).toMatchObject({ kind: 'verify' });
  });

  it('takes - for standard input, and words behind -- as they are', () => {
    expect(parseCommand(['verify', '-', '--', '--json'])).toMatchObject({
      kind: 'verify',
      options: { paths: ['-', '--json'], json: false, colour: undefined },
    });
  });

  it.each([
    [['help'], { kind: 'help', topic: 'all' }],
    [['--help'], { kind: 'help', topic: 'all' }],
    [['help', 'verify'], { kind: 'help', topic: 'verify' }],
    [['verify', '--help'], { kind: 'help', topic: 'verify' }],
    [['verify', 'x', '-h'], { kind: 'help', topic: 'verify' }],
    [['--version'], { kind: 'version' }],
    [['verify', '--version'], { kind: 'version' }],
  ])('%j', (words, command) => {
    expect(parseCommand(words)).toEqual(command);
  });

  it.each([
    [['help', 'nonsense'], 'there is no command nonsense', 'all'],
    [['verifi', 'x'], 'there is no command verifi', 'all'],
    [['verify'], 'verify needs', 'verify'],
    [['merge-segments', 'x'], 'merge-segments needs', 'merge-segments'],
    [['merge-segments', 'x', 'y', '--bogus'], 'there is no option --bogus', 'merge-segments'],
  ])('%j is wrong, and names the help that tells', (words, message, topic) => {
    const command = parseCommand(words);
    expect(command).toMatchObject({ kind: 'wrong', topic });
    expect(wrong(...words)).toContain(message);
  });

  it('refuses names that no verifier takes', () => {
    expect(wrong('verify', 'x', '--tenant', '')).toBe('--tenant takes 1 to 200 characters, not 0');
    expect(wrong('verify', 'x', '--tenant', 'a'.repeat(201))).toBe('--tenant takes 1 to 200 characters, not 201');
    expect(wrong('verify', 'x', '--pin-key', 'k', '--key-id=')).toBe('--key-id takes 1 to 256 characters, not 0');
    expect(parseCommand(['verify', 'x', '--tenant', 'a'.repeat(200)]).kind).toBe('verify');
  });

  it('keeps anchors whose bytes are taken as they are apart from the others', () => {
    expect(parseCommand(['verify', 'a', '--anchor-bytes', 'x', '--anchor=y', '--anchor-bytes=z'])).toMatchObject({
      options: { anchors: ['y'], exactAnchors: ['x', 'z'] },
    });
  });

  it('takes all trust that is named, as it is written', () => {
    const fingerprint = 'AB'.repeat(32);
    const words = ['verify', 'a', '--trust', 't1', '--trust', 't2', '--pin-key', 'k', '--pin-key-sha256', fingerprint];
    words.push(
      '--key-id',
      'x/1',
      '--tenant',
      'clinic',
      '--tsa-ca',
      'ca.pem',
      '--log-key',
      'log.example=MCow',
      '--signature',
      's',
    );
    expect(parseCommand(words)).toMatchObject({
      kind: 'verify',
      options: {
        trust: {
          files: ['t1', 't2'],
          keys: ['k'],
          fingerprints: [fingerprint],
          keyId: 'x/1',
          tenant: 'clinic',
          tsaRoots: ['ca.pem'],
          logKeys: ['log.example=MCow'],
          signature: 's',
        },
      },
    });
  });

  it.each([
    [['--pin-key-sha256', 'abc'], '64 hex digits'],
    [['--pin-key-sha256', 'g'.repeat(64)], '64 hex digits'],
    [['--log-key', 'log.example'], 'ORIGIN=SPKI'],
    [['--log-key', '=MCow'], 'ORIGIN=SPKI'],
    [['--key-id', 'x/1'], 'goes with --pin-key'],
    [['b', '--signature', 's'], 'one input'],
  ])('refuses trust that it could not use: %j', (words, message) => {
    expect(wrong('verify', 'a', ...words)).toContain(message);
  });

  it.each([
    [[], 'a command is missing'],
    [['verfy', 'a'], 'there is no command verfy'],
    [['verify'], 'at least one file or folder'],
    [['verify', '-', '-'], 'only once'],
    [['verify', ''], 'empty'],
    [['verify', 'a', '--jsn'], '--jsn'],
    [['verify', 'a', '--anchor'], '--anchor'],
    [['verify', 'a', '--json=yes'], '--json'],
    [['verify', 'a', '--color', '--no-color'], 'exclude each other'],
    [['verify', 'a', 'b', '--anchor', 'x'], 'one input'],
    [['verify', 'a', 'b', '--anchor-bytes', 'x'], 'one input'],
    [['verify', 'a', '--anchor-bytes'], '--anchor-bytes'],
    [['verify', 'a', '--anchor-bytes', ''], 'empty'],
  ])('%j is wrong usage that names the trouble', (words, message) => {
    expect(wrong(...words)).toContain(message);
  });

  it.each([
    [['verfy', 'a'], 'there is no command verfy; did you mean verify?'],
    [['merge', 'a'], 'there is no command merge; did you mean merge-segments?'],
    [['verify', 'a', '--anchr', 'x'], 'there is no option --anchr; did you mean --anchor?'],
    [['verify', 'a', '--jsn'], 'there is no option --jsn; did you mean --json?'],
    [['verify', 'a', '--sig', 'x'], 'there is no option --sig; did you mean --signature?'],
    [['verify', 'a', '--xyzzy'], 'there is no option --xyzzy'],
    [['verify', 'a', '-z'], 'there is no option -z'],
    [['verify', 'a', `--${'anchor'.repeat(100_000)}`], `there is no option --${'anchor'.repeat(13)}…`],
    [['verify', 'a', '--anchor'], '--anchor needs a value'],
    [['verify', 'a', '--json=yes'], '--json takes no value'],
    [['verify', '--anchor', '--json'], '--anchor needs a value; one that begins with a dash is written --anchor=VALUE'],
  ])('says of %j what may have been meant, and guesses nothing far', (words, message) => {
    expect(wrong(...words).slice(0, message.length)).toBe(message);
    if (!message.includes('did you mean')) expect(wrong(...words)).not.toContain('did you mean');
  });

  it('has help that fits into 80 columns', () => {
    const lines = Object.values(HELP_TEXTS).flatMap((text) => text.split('\n'));
    expect(lines.length).toBeGreaterThan(60);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('shows hidden characters of a wrong word', () => {
    expect(wrong('veri\u202Efy')).toContain('⟨U+202E⟩');
    expect(wrong('verify', 'a', '--x\u001b[2J')).not.toContain('\u001b');
  });
});
