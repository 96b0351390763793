import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPem } from '../../../electron/node/pem.ts';
import { growth, LINEAR_GROWTH } from '../../support/effort.ts';

const block = (label: string, body: string, end = label): string =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${end}-----\n`;

describe('a PEM block', () => {
  it('gives its label and its bytes, whatever they are and however the lines are cut', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 80 }),
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('PUBLIC KEY', 'CERTIFICATE', 'X509 CRL'),
        (bytes, width, newline, label) => {
          const lines =
            Buffer.from(bytes)
              .toString('base64')
              .match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
          const text = block(label, lines.join('\n')).replaceAll('\n', newline);
          expect(readPem(` \n${text}\n`)).toEqual({ label, der: bytes });
        },
      ),
    );
  });

  it.each([
    ['two blocks', block('PUBLIC KEY', 'AAAA') + block('PUBLIC KEY', 'AAAA')],
    ['words before it', `key:\n${block('PUBLIC KEY', 'AAAA')}`],
    ['words behind it', `${block('PUBLIC KEY', 'AAAA')}x`],
    ['another end', block('PUBLIC KEY', 'AAAA', 'CERTIFICATE')],
    ['headers', block('PUBLIC KEY', 'Proc-Type: 4\n\nAAAA')],
    ['white space inside a line', block('PUBLIC KEY', 'AA AA')],
    ['bits left over', block('PUBLIC KEY', 'AB==')],
    ['no padding', block('PUBLIC KEY', 'AAA')],
    ['padding in the middle', block('PUBLIC KEY', 'AA==\nAAAA')],
    ['nothing in it', block('PUBLIC KEY', '')],
    ['no end', '-----BEGIN PUBLIC KEY-----\nAAAA\n'],
    ['a small label', block('public key', 'AAAA')],
    ['another alphabet', block('PUBLIC KEY', '-_-_')],
  ])('is refused with %s', (_, text) => {
    expect(readPem(text)).toBeNull();
  });

  it('is read in time that grows with its size only', () => {
    for (const text of ['A', '-----BEGIN A-----\n', 'A B ', '=\n']) {
      const hostile = (size: number) => {
        const input = `-----BEGIN A-----\n${text.repeat(size / text.length)}`;
        return () => void readPem(input);
      };
      expect(growth(hostile, 1_000_000)).toBeLessThan(LINEAR_GROWTH);
    }
  });
});
