import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameDecimal } from '../../../shared/base/decimal.ts';
import { numberLiteral } from '../../support/chain/json-text.ts';

/** The value as an exact fraction over a power of ten, the slow way. */
function exact(literal: string): { sign: string; digits: bigint; power: number } {
  const [mantissa = '', power = '0'] = literal.replace(/^-/, '').toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return {
    sign: literal.startsWith('-') ? '-' : '',
    digits: BigInt(whole + fraction),
    power: Number(power) - fraction.length,
  };
}

function sameSlowly(a: string, b: string): boolean {
  const [left, right] = [exact(a), exact(b)];
  if (left.sign !== right.sign) return false;
  if (left.digits === 0n || right.digits === 0n) return left.digits === right.digits;
  const least = Math.min(left.power, right.power);
  return left.digits * 10n ** BigInt(left.power - least) === right.digits * 10n ** BigInt(right.power - least);
}

const modest = numberLiteral().filter((literal) => !/[eE][+-]?[0-9]{4,}/.test(literal));
/** The same value, written in another way. */
const respelled = modest.chain((literal) =>
  fc.constantFrom(
    [
      literal,
      literal.replace(/[eE].*$/, '') +
        (/[eE]/.test(literal) ? literal.slice(literal.search(/[eE]/)).toUpperCase() : 'e0'),
    ],
    [literal, literal.includes('.') ? literal.replace(/(\.[0-9]+)/, '$1000') : literal.replace(/^(-?[0-9]+)/, '$1.00')],
  ),
);

describe('decimal literals', () => {
  it('are the same exactly when their values are', () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(modest, modest), respelled), ([a = '', b = '']) => {
        expect(sameDecimal(a, b)).toBe(sameSlowly(a, b));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['1', '1.0', true],
    ['1e3', '1000', true],
    ['0.10', '1E-1', true],
    ['0', '0e999', true],
    ['-0', '0', false],
    ['9007199254740993', '9007199254740992', false],
    [`1e${'9'.repeat(400)}`, `10e${'9'.repeat(399)}8`, true],
    [`1e${'9'.repeat(400)}`, `1e${'9'.repeat(399)}8`, false],
  ])('%s and %s: %s', (a, b, same) => {
    expect(sameDecimal(a, b)).toBe(same);
    expect(sameDecimal(b, a)).toBe(same);
  });
});
