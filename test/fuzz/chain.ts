import { createHash } from 'node:crypto';
import { createRandom, type Random } from '../fixtures/generate/random.ts';
import { referenceEntryHash } from '../reference/canonical.ts';
import { anyObject, anyValue, asWritten, deepValue, encodeDecoded, encodeRow, type Written } from './payload.ts';

/** A chain with whatever was done to it, and how it is handed to the replay. */
export interface FuzzCase {
  readonly form: 'lines' | 'array';
  /** What stands before the first entry, between two, and behind the last. */
  readonly head: string;
  readonly between: string;
  readonly tail: string;
  readonly rows: readonly Uint8Array[];
  readonly segmentBytes: number;
  readonly chunkBytes: number;
}

/** Rows are smaller than this but for some, so that segments hold several. */
const SMALLEST_SEGMENT = 256;

/** The case of a seed; the same for all times. */
export function fuzzCase(seed: number, rowCount: number): FuzzCase {
  const random = createRandom(seed);
  const form = random.pick(['lines', 'lines', 'array'] as const);
  // Some cases are all odd, some are a quiet log with little in it: only there does the fast path take long runs.
  const odd = random.pick([0, 0, 1, 1, 4, 25]);
  const damage = random.pick([0, 0, 1, 3, 20]);
  // Some are longer than everything that a replay keeps of what came before.
  const count = random.int(20) === 0 ? 4 * rowCount : rowCount;
  const rows = displaced(random, chainRows(random, count, odd, damage));
  const segmentBytes = SMALLEST_SEGMENT + random.int(random.pick([300, 3_000, 40_000]));
  const chunkBytes = 8 + random.int(random.pick([40, 2_000, 2_000, 60_000, 60_000, 60_000, 60_000, 60_000]));
  const lines = {
    head: random.pick(['', '', '', '\uFEFF', '\n', ' \r\n', '\uFEFF\n']),
    between: random.pick(['\n', '\n', '\r\n', '\n\n', ' \n']),
    tail: random.pick(['\n', '\n', '', '\r\n', '\n \n', '\n\t']),
  };
  const array = {
    head: random.pick([
      '[',
      '[',
      ' [\n',
      '\uFEFF[',
      '\r\n\t[ ',
      random.int(8) === 0 ? 'x[' : '[',
      random.int(8) === 0 ? '[[' : '[',
    ]),
    between: random.pick([',', ',', ',\n', ' , ', '\n,\n']),
    tail: random.pick([
      ']',
      ']',
      ' ]\n',
      ']  ',
      random.int(4) === 0 ? ']]' : ']',
      random.int(4) === 0 ? '' : ']',
      random.int(4) === 0 ? ',]' : ']',
    ]),
  };
  return { form, ...(form === 'lines' ? lines : array), rows, segmentBytes, chunkBytes };
}

/** The bytes of the file. */
export function caseBytes({ head, between, tail, rows }: FuzzCase): Uint8Array {
  const separator = Buffer.from(between);
  const parts = rows.flatMap((row, at) => (at === 0 ? [row] : [separator, row]));
  return Buffer.concat([Buffer.from(head), ...parts, Buffer.from(tail)]);
}

function chainRows(random: Random, count: number, odd: number, damage: number): Uint8Array[] {
  const rows: Uint8Array[] = [];
  let prevHash: string | null = null;
  let seq = 0;
  while (rows.length < count) {
    const payload = payloadOf(random, odd);
    const careless = random.int(8) === 0 ? encodeDecoded(payload.careless) : encodeRow(payload.careless);
    const hash: string = random.int(2) === 0 ? hashOf(prevHash, payload.text) : carelessHash(prevHash, careless);
    const members = memberTexts(seq, prevHash, payload.text, hash);
    if (random.int(100) < damage) rows.push(...damagedRows(random, odd, seq, members));
    else rows.push(encodeRow(rowText(random, odd, members)));
    prevHash = hash;
    seq += 1;
  }
  return rows;
}

/** Now and then an entry is repeated or moved far away. */
function displaced(random: Random, rows: Uint8Array[]): Uint8Array[] {
  if (rows.length < 2 || random.int(8) !== 0) return rows;
  const from = random.int(rows.length);
  const moved = rows.slice(from, from + 1 + random.int(3));
  const rest = random.int(2) === 0 ? rows : rows.toSpliced(from, moved.length);
  return rest.toSpliced(random.int(rest.length + 1), 0, ...moved);
}

function payloadOf(random: Random, odd: number): Written {
  if (random.int(100) < odd) {
    const kind = random.int(20);
    if (kind === 0) return deepValue(random);
    if (kind === 1) return asWritten(`{"long":"${random.pick(['x', 'é', '\\n']).repeat(random.int(4_000))}"}`);
    return anyValue(random, odd);
  }
  return anyObject(random, odd);
}

/**
 * What an attacker would store who knows of a verifier that takes the text for its canonical form. Where that is the case the hash is
 * the right one; everywhere else whoever accepts it is wrong.
 */
function carelessHash(prevHash: string | null, payload: Uint8Array): string {
  return createHash('sha256')
    .update(`[${JSON.stringify(prevHash)},`)
    .update(payload)
    .update(']')
    .digest('hex');
}

function hashOf(prevHash: string | null, payload: string): string {
  try {
    return referenceEntryHash(prevHash, payload);
  } catch {
    // No JSON, or a number that no double holds: no hash is defined.
    return '00'.repeat(32);
  }
}

function memberTexts(seq: number, prevHash: string | null, payload: string, hash: string): string[] {
  return [`"seq":${seq}`, `"prevHash":${JSON.stringify(prevHash)}`, `"payload":${payload}`, `"hash":"${hash}"`];
}

function rowText(random: Random, odd: number, members: string[]): string {
  const [first, second] = [random.pick(['', '', '', ' ', '\t']), random.pick(['', '', '', '', ' '])];
  const ordered = random.int(100) < 10 + odd ? shuffled(random, members) : members;
  return `${first}{${second}${ordered.join(`${second},${first}`)}${second}}${first}`;
}

function shuffled(random: Random, members: readonly string[]): string[] {
  const rest = [...members];
  return members.map(() => rest.splice(random.int(rest.length), 1)[0] ?? '');
}

type Damage = (random: Random, row: string, members: string[], seq: number) => (string | Uint8Array)[];

const DAMAGES: readonly Damage[] = [
  () => [],
  (_random, row) => [row, row],
  (random, row) => [row.slice(0, random.int(row.length))],
  (random, row) => [row.slice(random.int(row.length))],
  (random, row) => [flipped(random, row)],
  (random, row) => [flipped(random, row)],
  (random, _row, members) => [`{${members.toSpliced(random.int(4), 1).join(',')}}`],
  (random, _row, members) => [`{${[...members, random.pick(EXTRA)].join(',')}}`],
  (random, _row, members) => [`{${[...members, members[random.int(4)]].join(',')}}`],
  (random, _row, members, seq) => [`{${members.with(0, `"seq":${random.pick(odditiesOf(seq))}`).join(',')}}`],
  (random, _row, members) => [`{${members.with(1, `"prevHash":${random.pick(HASHES)}`).join(',')}}`],
  (random, _row, members) => [`{${members.with(3, `"hash":${random.pick(HASHES)}`).join(',')}}`],
  (_random, _row, members) => [`{${members.with(3, (members[3] ?? '').toUpperCase()).join(',')}}`],
  (_random, _row, members) => [`{${members.with(2, (members[2] ?? '').replace('p', '\\u0070')).join(',')}}`],
  (_random, _row, members) => [`{${members.with(2, '"payload":{"other":1}').join(',')}}`],
  (_random, _row, members) => [elsewhere(members)],
  (random, row) => [`${row}${random.pick([' x', ',', ']', '}', '{}', '\u00a0', '\u000b'])}`],
  (random) => [random.pick(['  ', 'null', '1', '"x"', '[]', '{}', '{', '[', '"', '\u0000', '{"seq"'])],
];
const EXTRA = ['"id":7', '"__proto__":1', '"":{}', '"hash":"x"', '"Seq":1', '"payload ":1'] as const;
const HASHES = [
  `"${'0123456789abcdef'.repeat(4)}"`,
  `"${'0123456789ABCDEF'.repeat(4)}"`,
  `"${'g'.repeat(64)}"`,
  `"${'a'.repeat(63)}"`,
  `"${'a'.repeat(65)}"`,
  `"${'\\u0061'.repeat(64)}"`,
  `"${'a'.repeat(200)}"`,
  'null',
  '""',
  '7',
  'nul',
] as const;

/** The entry made anew behind another one: it recomputes, and follows nothing. */
function elsewhere(members: readonly string[]): string {
  const prevHash = 'ab'.repeat(32);
  const hash = hashOf(prevHash, (members[2] ?? '').slice('"payload":'.length));
  return `{${members.with(1, `"prevHash":"${prevHash}"`).with(3, `"hash":"${hash}"`).join(',')}}`;
}

function odditiesOf(seq: number): string[] {
  return [
    `${seq + 1}`,
    `${seq}.0`,
    `${seq}e0`,
    `0${seq}`,
    `-${seq}`,
    `${seq}.5`,
    '-0',
    '1e400',
    '999999999999999',
    '9007199254740993',
    '"0"',
    '',
  ];
}

function damagedRows(random: Random, odd: number, seq: number, members: string[]): Uint8Array[] {
  const row = rowText(random, odd, members);
  return random
    .pick(DAMAGES)(random, row, members, seq)
    .map((made) => (typeof made === 'string' ? encodeRow(made) : made));
}

/** Changes one byte to any other but a line feed: most often the text is no UTF-8 or no JSON then, or its content is another. */
function flipped(random: Random, row: string): Uint8Array {
  const bytes = encodeRow(row);
  const byte = random.int(256);
  if (byte !== 0x0a && bytes.length > 0) bytes[random.int(bytes.length)] = byte;
  return bytes;
}
