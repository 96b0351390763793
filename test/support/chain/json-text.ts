import fc from 'fast-check';

/**
 * JSON texts of every kind that formats section 1 names: escapes, lone surrogates, odd numbers, integer-like, empty, duplicate and
 * `__proto__` keys, keys outside the BMP, and white space anywhere it may stand.
 */
export function jsonText(): fc.Arbitrary<string> {
  const space = fc.constantFrom('', '', '', ' ', '\n', '\r\n\t');
  const { value } = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
    value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar(), tie('object'), tie('array')),
    array: fc
      .array(fc.tuple(space, tie('value'), space), { maxLength: 4 })
      .map((items) => `[${items.map((item) => item.join('')).join(',')}]`),
    object: fc
      .array(fc.tuple(space, key(), space, tie('value'), space), { maxLength: 5 })
      .map((members) => `{${members.map(([a, name, b, item, c]) => `${a}${name}${b}:${item}${c}`).join(',')}}`),
  }));
  return fc.tuple(space, value, space).map((parts) => parts.join(''));
}

/** JSON number literals, the odd ones often. */
export function numberLiteral(): fc.Arbitrary<string> {
  const odd = fc.constantFrom(
    '-0',
    '0',
    '1.0',
    '1e3',
    '1E3',
    '1e400',
    '-1E400',
    '1e-400',
    '0e999999',
    '2.50',
    '25e-1',
    '-0.0',
    '9007199254740993',
    '90071992547409931234',
    '0.1000000000000000055511151231257827',
    '1e21',
    '1e-7',
    '123456789012345680000',
    '5e-324',
    '1.7976931348623157e308',
  );
  const digits = fc.stringMatching(/^-?(0|[1-9][0-9]{0,24})(\.[0-9]{1,24})?([eE][+-]?[0-9]{1,3})?$/);
  return fc.oneof(
    odd,
    digits,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  );
}

function scalar(): fc.Arbitrary<string> {
  return fc.oneof(numberLiteral(), stringLiteral(), fc.constantFrom('true', 'false', 'null'));
}

function key(): fc.Arbitrary<string> {
  const odd = fc.constantFrom(
    '"__proto__"',
    '"\\u005f_proto__"',
    '""',
    '"0"',
    '"10"',
    '"9"',
    '"01"',
    '"4294967294"',
    '"4294967295"',
    '"-1"',
    '"toJSON"',
    '"constructor"',
    '"length"',
    '"\u{1F9EA}"',
    '"\uFB01"',
    '"\\uffff"',
    '"a"',
    '"b"',
    '"a"',
    '"1e3"',
  );
  return fc.oneof(odd, stringLiteral());
}

function stringLiteral(): fc.Arbitrary<string> {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }).map((text) => JSON.stringify(text).slice(1, -1)),
    fc.constantFrom(
      '\\u0041',
      '\\/',
      '\\b',
      '\\ud83e\\uddea',
      '\\udbff',
      '\\uD800',
      '\\uDC00',
      '\\u2028',
      '\u2028',
      'é',
      'e\u0301',
      '\u202e',
      '漢',
    ),
  );
  return fc.array(unit, { maxLength: 5 }).map((parts) => `"${parts.join('')}"`);
}
