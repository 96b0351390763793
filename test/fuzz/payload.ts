import type { Random } from '../fixtures/generate/random.ts';

/*
 * JSON texts of every kind that docs/formats/chain.md names, made quickly from a seeded random source. `odd` is how many of a hundred
 * values are of a kind that the fast path has to refuse or treat with care; the others look like those of a real log.
 */

/**
 * A value as it is written, and in the form that a careless canonicalizer would give it: no white space, members in order of their raw
 * names, everything else as written. A hash over the second is one that only an inexact verifier believes.
 */
export interface Written {
  readonly text: string;
  readonly careless: string;
}

/** Characters that stand for bytes that are no UTF-8 (RFC 3629) until `encodeRow` puts those in. */
const BROKEN_UTF8: ReadonlyMap<string, readonly number[]> = new Map([
  ['\ue100', [0x80]],
  ['\ue101', [0xff]],
  ['\ue102', [0xc3]],
  ['\ue103', [0xc0, 0x80]],
  ['\ue104', [0xe0, 0x80, 0x80]],
  ['\ue105', [0xed, 0xa0, 0x80]],
  ['\ue106', [0xf0, 0x80, 0x80, 0x80]],
  ['\ue107', [0xf4, 0x90, 0x80, 0x80]],
  ['\ue108', [0xf8, 0x88, 0x80, 0x80, 0x80]],
  ['\ue109', [0xe2, 0x82]],
]);

/** Bytes of a text, with broken UTF-8 where it was asked for. */
export function encodeRow(text: string): Buffer {
  if (!/[\ue100-\ue109]/.test(text)) return Buffer.from(text);
  return Buffer.concat(
    text.split(/([\ue100-\ue109])/).map((part) => Buffer.from(BROKEN_UTF8.get(part) ?? Buffer.from(part))),
  );
}

/** Bytes of a text whose `\u` escapes are what they stand for, whatever that is: quotes, controls, surrogates without a partner. */
export function encodeDecoded(text: string): Buffer {
  const decoded = text.replace(/\\u([0-9a-f]{4})/gi, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
  // In Unicode mode a pair is one character, which is none of these.
  return Buffer.concat(decoded.split(/([\ud800-\udfff])/u).map((part) => loneSurrogate(part) ?? encodeRow(part)));
}

function loneSurrogate(part: string): Buffer | null {
  const unit = part.charCodeAt(0);
  if (part.length !== 1 || unit < 0xd800 || unit > 0xdfff) return null;
  return Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]);
}

const SPACES = ['', '', '', '', '', ' ', '\t', '\r', '  \t '] as const;
const PLAIN_KEYS = [
  'actor',
  'at',
  'event',
  'amount',
  'meta',
  'zeta',
  'A',
  '_',
  'a-b',
  'prototype',
  'constructor',
] as const;
const ODD_KEYS = [
  '""',
  '"0"',
  '"10"',
  '"9"',
  '"01"',
  '"4294967294"',
  '"4294967295"',
  '"-1"',
  '"__proto__"',
  '"\\u005f_proto__"',
  '"a"',
  '"a"',
  '"\\u0061"',
  '"toJSON"',
  '"\u{1F9EA}"',
  '"\uFB01"',
  '"\\uffff"',
  '"é"',
  '"\\ud83e\\uddea"',
  '"\\ud83e"',
  '"__proto_"',
  '"__proto__x"',
] as const;
const ODD_NUMBERS = [
  '-0',
  '1.0',
  '1e3',
  '1E3',
  '1e400',
  '-1E400',
  '1e-400',
  '-0.0',
  '0.10',
  '2.50',
  '0.000001',
  '0.0000001',
  '0.00000123',
  '9007199254740993',
  '999999999999999',
  '1000000000000000',
  '0.123456789012345',
  '0.1234567890123456',
  '123456.789012345',
  '90071992547409931234',
  '0.1000000000000000055511151231257827',
  '1e21',
  '5e-324',
  '1.7976931348623157e308',
  '01',
  '+1',
  '.5',
  '5.',
  '-',
  '1e',
  'NaN',
] as const;
const ODD_TEXTS = [
  ...BROKEN_UTF8.keys(),
  '\\u0041',
  '\\u0022',
  '\\u005C',
  '\\u0008\\u0009\\u000a\\u000C\\u000d',
  '\\u00e9\\u6F22\\uffff',
  '\\/',
  '\\b\\f\\n\\r\\t\\"\\\\',
  '\\u0000',
  '\\u001f',
  '\\u001F',
  '\\ud83e\\uddea',
  '\\ud800',
  '\\uDC00',
  '\\udc00\\ud800',
  '\\u2028',
  '\u2028',
  '\u007f',
  '\u0080',
  'é',
  'e\u0301',
  '漢字',
  '\u{1F6A2}',
  '\u{10FFFF}',
  '\uD7FF',
  '\uE000',
  '\uFFFF',
  '\t',
  '\\x',
  '\\u12',
  '{"seq":1,',
  '],[{',
  '\\"}],{\\"seq\\":',
] as const;
const WORDS = ['true', 'false', 'null'] as const;

/** Any JSON value; some of the odd ones are no JSON. */
export function anyValue(random: Random, odd: number, depth = 0): Written {
  const kind = random.int(10);
  if (kind < 3) return asWritten(stringText(random, odd));
  if (kind < 5) return asWritten(numberText(random, odd));
  if (kind < 6) return asWritten(random.pick(WORDS));
  if (depth > 4) return asWritten('0');
  return kind < 9 ? anyObject(random, odd, depth) : anyArray(random, odd, depth);
}

/** An object, as payloads mostly are. */
export function anyObject(random: Random, odd: number, depth = 0): Written {
  const count = random.int(100) < odd && random.int(40) === 0 ? 60 + random.int(10) : random.int(6);
  const sorted = random.int(2) === 0;
  const all = Array.from({ length: count }, () => keyText(random, odd));
  const keys = random.int(100) < odd ? all : [...new Set(all)];
  if (sorted) keys.sort();
  const members = keys.map((key) => ({ key, value: anyValue(random, odd, depth + 1) }));
  const texts = members.map(
    ({ key, value }) => `${space(random)}${key}${space(random)}:${space(random)}${value.text}${space(random)}`,
  );
  const inOrder = members.toSorted((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1));
  return {
    text: `{${texts.join(',')}${texts.length === 0 ? space(random) : ''}}`,
    careless: `{${inOrder.map(({ key, value }) => `${key}:${value.careless}`).join(',')}}`,
  };
}

/** Values one inside the other, to beyond the depth that the fast path goes. */
export function deepValue(random: Random): Written {
  const depth = 55 + random.int(20);
  const open = Array.from({ length: depth }, () => random.pick(['[', '{"a":']));
  const close = open.map((bracket) => (bracket === '[' ? ']' : '}')).reverse();
  return asWritten(`${open.join('')}1${close.join('')}`);
}

/** Written without anything that a careless canonicalizer would change. */
export function asWritten(text: string): Written {
  return { text, careless: text };
}

function anyArray(random: Random, odd: number, depth: number): Written {
  const items = Array.from({ length: random.int(5) }, () => anyValue(random, odd, depth + 1));
  return {
    text: `[${items.map(({ text }) => `${space(random)}${text}`).join(',')}${space(random)}]`,
    careless: `[${items.map(({ careless }) => careless).join(',')}]`,
  };
}

function keyText(random: Random, odd: number): string {
  if (random.int(100) < odd) return random.pick(ODD_KEYS);
  return `"${random.pick(PLAIN_KEYS)}${random.int(3) === 0 ? random.int(70) : ''}"`;
}

function numberText(random: Random, odd: number): string {
  if (random.int(100) < odd) return random.pick(ODD_NUMBERS);
  const digits = String(random.int(2 ** 31) * (1 + random.int(1_000)));
  const sign = random.int(4) === 0 ? '-' : '';
  const whole = digits.slice(0, 1 + random.int(digits.length));
  return random.int(3) === 0
    ? `${sign}${whole}.${random.int(1_000_000)}1`
    : `${sign === '-' && whole === '0' ? '' : sign}${whole}`;
}

function stringText(random: Random, odd: number): string {
  const parts = Array.from({ length: random.int(4) }, () =>
    random.int(100) < odd ? random.pick(ODD_TEXTS) : random.text('abcdefgh 0123456789-:.', random.int(24)),
  );
  return `"${parts.join('')}"`;
}

function space(random: Random): string {
  return random.int(6) === 0 ? random.pick(SPACES) : '';
}
