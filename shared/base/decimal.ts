/**
 * Whether two JSON number literals (RFC 8259) denote the same decimal value, exactly, without going through a double.
 * `-0` and `0` differ: the sign is part of what was written and a double would keep it, but its canonical text does not.
 */
export function sameDecimal(a: string, b: string): boolean {
  const left = normalForm(a);
  const right = normalForm(b);
  return left.negative === right.negative && left.digits === right.digits && left.exponent === right.exponent;
}

interface NormalForm {
  readonly negative: boolean;
  /** Significant digits without leading or trailing zeros; empty for zero. */
  readonly digits: string;
  /** Power of ten of the last significant digit, as text because hostile exponents have any length; empty for zero. */
  readonly exponent: string;
}

function normalForm(literal: string): NormalForm {
  const negative = literal.startsWith('-');
  const unsigned = negative ? literal.slice(1) : literal;
  const [mantissa = '', power = '0'] = unsigned.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = trimStart(whole + fraction);
  const digits = trimEnd(all);
  if (digits === '') return { negative, digits, exponent: '' };
  // BigInt is quadratic in its digits; a literal is capped (LIMITS.jsonNumberLength) before it comes here.
  const exponent = BigInt(power.replace('+', '')) - BigInt(fraction.length) + BigInt(all.length - digits.length);
  return { negative, digits, exponent: exponent.toString() };
}

function trimStart(digits: string): string {
  let from = 0;
  while (digits.charCodeAt(from) === 0x30) from += 1;
  return digits.slice(from);
}

function trimEnd(digits: string): string {
  let to = digits.length;
  while (to > 0 && digits.charCodeAt(to - 1) === 0x30) to -= 1;
  return digits.slice(0, to);
}
