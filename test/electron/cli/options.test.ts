import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../electron/cli/options.ts';

const wrong = (...words: string[]): string => {
  const command = parseCommand(words);
  expect(command.kind).toBe('wrong');
  return command.kind === 'wrong' ? command.message : '';
};

describe('the command line', () => {
  it('reads everything that verify takes', () => {
    const words = ['verify', 'a.zip', '--anchor', 'x.json', '--anchor=y.json', '--json', '--junit', 'out.xml', '-q'];
    expect(parseCommand([...words, '--no-color'])).toEqual({
      kind: 'verify',
      options: {
        paths: ['a.zip'],
        anchors: ['x.json', 'y.json'],
        json: true,
        junit: 'out.xml',
        quiet: true,
        colour: 'never',
      },
    });
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
    '--pin-key-sha256',
    '--pin-key',
    '--key-id',
    '--tenant',
    '--tsa-ca',
    '--log-key',
    '--signature',
    '--anchor-bytes',
    '--trust',
  ])('refuses %s in so many words, with and without its value', (option) => {
    expect(wrong('verify', 'a', option, 'x')).toBe(`${option} is not supported by this version; nothing was verified`);
    expect(wrong('verify', 'a', `${option}=x`)).toContain('not supported by this version');
    expect(wrong('verify', option)).toContain('not supported by this version');
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
  ])('%j is wrong usage that names the trouble', (words, message) => {
    expect(wrong(...words)).toContain(message);
  });

  it('shows hidden characters of a wrong word', () => {
    expect(wrong('veri\u202Efy')).toContain('⟨U+202E⟩');
    expect(wrong('verify', 'a', '--x\u001b[2J')).not.toContain('\u001b');
  });
});
