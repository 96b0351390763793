import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Kernel } from '../../../electron/verifier/kernel.ts';
import { PlacedRun } from '../../../electron/verifier/placed-run.ts';
import { type WasmModule, wasmRuntime } from '../../../electron/verifier/wasm.ts';
import { encodeUtf8 } from '../../../shared/base/utf8.ts';
import { referencePayloadHash } from '../../reference/canonical.ts';
import { buildChain, linesOf } from '../../support/chain/build-chain.ts';
import { kernelWith, testKernel } from '../../support/kernel.ts';

const entries = buildChain(1_200);
const lines = linesOf(entries);
let kernel: Kernel;
beforeAll(async () => {
  kernel = new Kernel(await testKernel());
});

function taken(rows: readonly string[]) {
  const bytes = encodeUtf8(`${rows.join('\n')}\n`);
  kernel.load(bytes);
  const { run, ...rest } = kernel.take(0, bytes.length, true);
  return { bytes, run: run === null ? null : new PlacedRun(run), ...rest };
}

/** A chain of rows as they are written, with these payloads. */
function linesWith(payloads: readonly object[]): string[] {
  let prevHash: string | null = null;
  return payloads.map((payload, seq) => {
    const hash: string = referencePayloadHash(prevHash, payload);
    const line = JSON.stringify({ seq, prevHash, payload, hash });
    prevHash = hash;
    return line;
  });
}

/** Where each of the lines begins and how long it is, in pairs. */
function placesOf(rows: readonly string[]): number[] {
  let at = 0;
  return rows.flatMap((row) => {
    const { length } = encodeUtf8(row);
    const place = [at, length];
    at += length + 1;
    return place;
  });
}

describe('the kernel', () => {
  // Digests are compared 32 at a time; of the last 1024 the hash is kept.
  it.each([1, 31, 32, 33, 63, 64, 65, 1_023, 1_024, 1_025, 1_200])(
    'takes %i sound rows in one run, each in its place',
    (count) => {
      const rows = lines.slice(0, count);
      const { run, next, stop, bytes } = taken(rows);
      expect({ next, stop }).toEqual({ next: bytes.length, stop: 'end' });
      expect(run).toMatchObject({ count, firstSeq: 0, firstPrevHash: null, firstHash: entries[0]?.hash });
      expect(run?.lastHashes.slice()).toEqual(entries.slice(Math.max(0, count - 1_024), count).map(({ hash }) => hash));
      expect([...(run?.places ?? [])]).toEqual(placesOf(rows));
    },
  );

  it.each([0, 1, 30, 31, 32, 33, 63, 64, 65])('stops at row %i when its content does not give its hash', (at) => {
    const rows = lines.slice(0, 200);
    rows[at] = (rows[at] ?? '').replace('"event":"event-', '"event":"forged-');
    const { run, next, stop } = taken(rows);
    expect({ next, stop }).toEqual({ next: placesOf(rows)[2 * at], stop: 'unsure' });
    expect(run?.count ?? 0).toBe(at);
    expect([...(run?.places ?? [])]).toEqual(placesOf(rows.slice(0, at)));
    expect(run?.lastHashes.slice() ?? []).toEqual(entries.slice(0, at).map(({ hash }) => hash));
  });

  it('stops at a row of which one digit of the hash is another, wherever in it, though the next one names it', () => {
    for (const digit of [0, 31, 63]) {
      for (const at of [0, 31, 32, 63, 64, 130]) {
        const { hash = '' } = entries[at] ?? {};
        const other = `${hash.slice(0, digit)}${hash[digit] === 'a' ? 'b' : 'a'}${hash.slice(digit + 1)}`;
        const rows = lines.slice(0, 200).map((line) => line.replace(hash, other));
        expect(taken(rows)).toMatchObject({ next: placesOf(rows)[2 * at], stop: 'unsure' });
      }
    }
  });

  it.each([
    ['one text', (text: string) => ({ text })],
    ['a text behind others, out of order', (text: string) => ({ z: [1, { y: 'é', x: null }], text, a: true })],
    ['a long name', (text: string) => ({ [`k${text}`]: 0, a: text.length })],
    ['many short members', (text: string) => Object.fromEntries([...text].map((_, at) => [`m${(at * 7) % 61}`, at]))],
  ])('takes rows of every length around that of a slot: %s', (_, payloadOf) => {
    const lengths = Array.from({ length: 90 }, (_, at) => 890 + at);
    const rows = linesWith(
      [0, 5, 4_000, ...lengths, 3, 2_000, 2_000, 1].map((length) => payloadOf('y'.repeat(length))),
    );
    const { run, stop } = taken(rows);
    expect({ count: run?.count, stop }).toEqual({ count: rows.length, stop: 'end' });
    for (const at of [2, 40, 69, 90, rows.length - 2]) {
      const forged = rows.map((row, place) => (place === at ? row.replace(/"hash":"./, '"hash":"g') : row));
      expect(taken(forged)).toMatchObject({ next: placesOf(rows)[2 * at], stop: 'unsure' });
    }
  });

  it('takes every character, however it is escaped', () => {
    const hex = (unit: number, upper: boolean) => {
      const digits = unit.toString(16).padStart(4, '0');
      return `\\u${upper ? digits.toUpperCase() : digits}`;
    };
    const isSurrogate = (code: number) => code >= 0xd800 && code < 0xe000;
    const codes = Array.from({ length: 0x1_0000 }, (_, code) => code).filter((code) => !isSurrogate(code));
    const pairs = Array.from({ length: 0x10_0000 / 97 }, (_, at) => 0x1_0000 + 97 * at).concat(0x1_0000, 0x10_ffff);
    const texts = [...codes, ...pairs].map((code) => String.fromCodePoint(code));
    const rows: string[] = [];
    let prevHash: string | null = null;
    for (let at = 0; at < texts.length; at += 50) {
      const some = texts.slice(at, at + 50);
      const payload = [some.join(''), some.join('"')];
      const hash: string = referencePayloadHash(prevHash, payload);
      const written = some.map((text) =>
        Array.from(text.split(''), (unit) => hex(unit.charCodeAt(0), at % 3 === 0)).join(''),
      );
      rows.push(
        `{"seq":${rows.length},"prevHash":${JSON.stringify(prevHash)},"payload":["${written.join('')}","${written.join('\\u0022')}"],"hash":"${hash}"}`,
      );
      prevHash = hash;
    }
    for (let from = 0; from < rows.length; from += 400) {
      const part = rows.slice(from, from + 400);
      expect(taken(part)).toMatchObject({ stop: 'end', run: { count: part.length } });
    }
  });

  it.each([
    '\\ud800',
    '\\udc00',
    '\\ud800x',
    '\\ud800\\u0041',
    '\\udc00\\ud800',
    '\\u12',
    '\\u00g0',
    '\\u 041',
    '\\U0041',
    '\\x',
    '\\',
  ])('leaves %j to the plain path', (text) => {
    const rows = linesWith([{ a: 1 }, { a: 2 }, { a: 3 }]);
    rows[1] = (rows[1] ?? '').replace('"a":2', `"a":"${text}"`);
    expect(taken(rows)).toMatchObject({ stop: 'unsure', run: { count: 1 } });
  });

  const numbers = [
    '0',
    '7',
    '-7',
    '1.5',
    '1.0',
    '12.50',
    '0.0',
    '0.10',
    '-1.500',
    '100.000',
    '0.000001',
    '0.0000010',
    '999999999999999',
  ];
  it.each([...numbers, '123456789.123456', '-0.5', '1.00000000000000000000'])('takes the number %s', (text) => {
    const [first, row, last] = linesWith([{ a: 1 }, { a: Number(text) }, { a: 3 }]);
    const written = (row ?? '').replace(/"a":[^}]+/, `"a":${text}`);
    expect(written).toContain(`"a":${text}}`);
    expect(taken([first ?? '', written, last ?? ''])).toMatchObject({ stop: 'end', run: { count: 3 } });
  });

  it.each([
    '-0',
    '-0.0',
    '1e3',
    '1.0e1',
    '0.0000001',
    '0.00000010',
    '01',
    '1234567890123456',
    '1.234567890123456',
    '1.',
    '.5',
    '+1',
    '1.5.0',
  ])('leaves the number %s to the plain path', (text) => {
    const rows = linesWith([{ a: 1 }, { a: Number(text) || 0 }, { a: 3 }]);
    rows[1] = (rows[1] ?? '').replace(/"a":[^}]+/, `"a":${text}`);
    expect(taken(rows)).toMatchObject({ stop: 'unsure', run: { count: 1 } });
  });

  it('leaves a hash that is written in capitals', () => {
    const [row = ''] = linesWith([{ a: 1 }]);
    expect(taken([row.replace(/[a-f](?=[0-9a-f]*"}$)/, (digit) => digit.toUpperCase())])).toMatchObject({ run: null });
  });

  it('takes a slash however it is written', () => {
    const rows = linesWith([{ a: 'b/c' }, { a: 1 }]);
    rows[0] = (rows[0] ?? '').replace('b/c', String.raw`b\/c`);
    expect(taken(rows)).toMatchObject({ stop: 'end', run: { count: 2 } });
  });

  it('ends a run before a row that names another before it, or carries another label', () => {
    const [rows, others] = [linesWith([1, 2, 3].map((a) => ({ a }))), linesWith([1, 9, 3].map((a) => ({ a })))];
    const unlinked = [rows[0] ?? '', rows[1] ?? '', others[2] ?? ''];
    const relabelled = rows.map((row, at) => (at === 2 ? row.replace('"seq":2', '"seq":3') : row));
    for (const broken of [unlinked, relabelled]) {
      expect(taken(broken)).toMatchObject({ stop: 'break', next: placesOf(broken)[4], run: { count: 2 } });
    }
  });

  it.each(['"seq":1', '"prevHash":null', '"payload":{}', '"hash":"x"', '"id":7', '"__proto__":1', '"":0'])(
    'leaves a row with another member %s',
    (member) => {
      const [first = '', row = '', last = ''] = linesWith([{ a: 1 }, { a: 2 }, { a: 3 }]);
      for (const written of [row.replace('{', `{${member},`), row.replace(/}$/, `,${member}}`)]) {
        expect(taken([first, written, last])).toMatchObject({ stop: 'unsure', run: { count: 1 } });
      }
    },
  );

  // The hash is made over what a careless kernel would write: only a refusal keeps such a row from being taken.
  it.each([
    ['a repeated name', '{"a":1,"a":2}', '{"a":1,"a":2}'],
    ['a repeated name, out of order', '{"b":1,"a":2,"b":3}', '{"a":2,"b":1,"b":3}'],
    ['a repeated name, out of order, the other way', '{"b":1,"a":2,"b":3}', '{"a":2,"b":3,"b":1}'],
    ['a number that is printed with an exponent', '0.00000012', '0.00000012'],
    ['a repeated name, three times', '{"c":1,"b":1,"c":2,"a":0,"c":3}', '{"a":0,"b":1,"c":1,"c":2,"c":3}'],
    ['__proto__', '{"__proto__":1}', '{"__proto__":1}'],
    ['__proto__ within', '[{"a":{"__proto__":{}}}]', '[{"a":{"__proto__":{}}}]'],
    ['integer-like names', '{"9":1,"10":2}', '{"10":2,"9":1}'],
    ['a lone surrogate, encoded', '"\u00ed\u00a0\u0080"', '"\u00ed\u00a0\u0080"'],
    ['a lone surrogate, escaped', '"\\ud800x"', '"\u00ed\u00a0\u0080x"'],
    ['a lone low surrogate, escaped', '"\\udfff"', '"\u00ed\u00bf\u00bf"'],
    ['a lone surrogate as it is written', '"\\ud800"', '"\\ud800"'],
    ['a raw control character', '"\u0001"', '"\u0001"'],
    ['more than 15 digits', '12345678901234567', '12345678901234567'],
    ['more than 15 digits behind the point', '0.12345678901234567', '0.12345678901234567'],
    ['a minus before nothing but zeros', '-0.00', '-0'],
    ['an exponent', '1e3', '1e3'],
    ['another sign for a colon', '{"a";1}', '{"a":1}'],
    ['another sign for a comma', '[1;2]', '[1,2]'],
    ['a comma before the end of an object', '{"a":1,}', '{"a":1}'],
    ['a comma before the end of an array', '[1,]', '[1]'],
    ['another bracket', '[1}', '[1]'],
    ['a word in capitals', 'True', 'true'],
    ['an escape in a name as it is written', String.raw`{"\u0061":1}`, String.raw`{"\u0061":1}`],
    ['a name that is escaped', '{"\\u0061":1}', '{"a":1}'],
  ])('leaves %s to the plain path though the hash agrees with it', (_, written, careless) => {
    const [first, row = ''] = linesWith([{ a: 1 }, { a: 2 }]);
    const { prevHash, hash } = JSON.parse(row) as { prevHash: string; hash: string };
    const agreed = createHash('sha256').update(`["${prevHash}",${careless}]`, 'latin1').digest('hex');
    const text = row.replace('{"a":2}', () => written).replace(hash, agreed);
    const bytes = Buffer.from(`${first}\n${text}\n`, 'latin1');
    kernel.load(bytes);
    expect(kernel.take(0, bytes.length, true)).toMatchObject({ stop: 'unsure', run: { count: 1 } });
  });

  it('takes a payload of a mebibyte, and leaves a longer one', () => {
    // What the kernel writes may go on for a few bytes behind its bound, never as far as the free bytes behind it reach.
    const lengthsTaken = [1_000_000, 1_048_500, 1_049_000].filter((length) => {
      const { run } = taken(linesWith([{ a: 1 }, { text: 'y'.repeat(length) }, { a: 2 }]));
      return run?.count === 3;
    });
    expect(lengthsTaken).toEqual([1_000_000, 1_048_500]);
  });

  it('has places for as many rows as a segment can hold', () => {
    const all = linesWith(Array.from({ length: 65_536 }, () => []));
    let room = kernel.capacity;
    const rows = all.filter((row) => {
      room -= row.length + 1;
      return room >= 0;
    });
    expect(rows.length).toBeLessThan(all.length);
    const { run, stop } = taken(rows);
    expect({ count: run?.count, stop }).toEqual({ count: rows.length, stop: 'end' });
    expect([...(run?.places ?? [])].slice(-2)).toEqual(placesOf(rows).slice(-2));
  });
});

describe('parts of two builds', () => {
  const other = /of version (?:none|2), and the program is written for version 1: .* \(npm run build\)/;
  const loops = (text: string): string => text.replace('if (most == 0) unreachable();', '');

  it.each([
    ['of the next version', (text: string) => text.replace('VERSION: u32 = 1', 'VERSION: u32 = 2')],
    ['that says none', (text: string) => text.replace('export function version', 'function version')],
  ])('refuses a kernel of another version, and names the remedy: one %s', async (_which, change) => {
    const module = await kernelWith(change);
    expect(() => new Kernel(module)).toThrow(other);
  });

  it('ends a replay whose kernel would come back without a row for ever', async () => {
    const stuck = new Kernel(await kernelWith((text) => text.replace('if (taken == most ||', 'if (most > 0 ||')));
    stuck.load(encodeUtf8(`${lines[0]}\n`));
    expect(() => stuck.take(0, 10, true)).toThrow('the kernel stopped with 2');
  });

  it('ends a program of an older build, which asks for no row and would go round for ever', async () => {
    const runtime = wasmRuntime();
    if (runtime === null) throw new Error('no WebAssembly');
    const askedForNone = (module: WasmModule): unknown => {
      const { take, inputPlace } = new runtime.Instance(module).exports as Record<
        string,
        (...values: number[]) => number
      >;
      const from = inputPlace?.() ?? 0;
      return take?.(from, from + 10, 1);
    };
    expect(askedForNone(await kernelWith(loops))).toBe(2);
    const module = await testKernel();
    expect(() => askedForNone(module)).toThrow('unreachable');
  });

  it('are told apart by a number, which goes with what the kernel exports', async () => {
    const runtime = wasmRuntime();
    if (runtime === null) throw new Error('no WebAssembly');
    const { exports } = new runtime.Instance(await testKernel());
    const functions = Object.entries(exports).flatMap(([name, value]): [string, number][] =>
      typeof value === 'function' ? [[name, value.length]] : [],
    );
    const places = functions
      .filter(
        ([name, parameters]) => parameters === 0 && /Place$|Bytes$|Count$|^version$/.test(name) && name !== 'stopPlace',
      )
      .map(([name]) => [name, Number((exports[name] as () => number)())]);
    // Whoever has to change this changes VERSION of kernel/layout.ts and KERNEL_VERSION of electron/verifier/kernel.ts with it.
    expect({ functions: Object.fromEntries(functions), places: Object.fromEntries(places) }).toMatchInlineSnapshot(`
      {
        "functions": {
          "beginRun": 0,
          "digitsPlace": 0,
          "gatherDigits": 1,
          "hashedPlace": 0,
          "inputBytes": 0,
          "inputPlace": 0,
          "placesPlace": 0,
          "runFirstHash": 0,
          "runFirstPrevious": 0,
          "runFirstSeq": 0,
          "slotBytes": 0,
          "slotCount": 0,
          "slotsPlace": 0,
          "stopPlace": 0,
          "storedPlace": 0,
          "take": 4,
          "takenRows": 0,
          "version": 0,
        },
        "places": {
          "digitsPlace": 5373952,
          "hashedPlace": 5242880,
          "inputBytes": 10485760,
          "inputPlace": 6291456,
          "placesPlace": 3145728,
          "slotBytes": 1280,
          "slotCount": 32,
          "slotsPlace": 16777216,
          "storedPlace": 5308416,
          "version": 1,
        },
      }
    `);
  });
});
