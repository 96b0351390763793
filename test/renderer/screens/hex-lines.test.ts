import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexLines } from '../../../renderer/screens/files/hex-lines.ts';

describe('hexLines', () => {
  it('lays out sixteen bytes a line with their offset', () => {
    expect(hexLines('00112233445566778899aabbccddeeff10', 4_096)).toBe(
      '00001000  00 11 22 33 44 55 66 77  88 99 aa bb cc dd ee ff\n00001010  10\n',
    );
  });

  it('leaves alone what is no hex', () => {
    expect(hexLines('xyz', 0)).toBe('xyz');
    expect(hexLines('abc', 0)).toBe('abc');
  });

  it('loses no byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const digits = Buffer.from(bytes).toString('hex');
        const shown = hexLines(digits, 0)
          .split('\n')
          .map((line) => line.slice(8).replaceAll(' ', ''))
          .join('');
        expect(shown).toBe(digits);
      }),
    );
  });
});
