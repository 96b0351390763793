import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matcherOf, type RowBlock } from '../../../electron/verifier/query-match.ts';
import type { RowPlace, RowPlaces } from '../../../electron/verifier/row-index.ts';
import type { RowQuery } from '../../../shared/ipc/model.ts';

/** Where blocks stand in their file. */
const BASE = 5_000_000_000;

function placesOf(places: readonly RowPlace[]): RowPlaces {
  const offset = (row: number) => places[row]?.offset ?? Number.NaN;
  return { count: places.length, offset, end: (row) => offset(row) + (places[row]?.length ?? Number.NaN) };
}

/** Entries one behind the other, with what stands between them. */
function blockOf(rows: readonly Uint8Array[], between: string): RowBlock {
  const places: RowPlace[] = [];
  const parts: Uint8Array[] = [];
  let offset = BASE;
  for (const row of rows) {
    places.push({ offset, length: row.length });
    parts.push(row, Buffer.from(between));
    offset += row.length + Buffer.byteLength(between);
  }
  return { bytes: Buffer.concat(parts), base: BASE, places: placesOf(places) };
}

function matches(block: RowBlock, query: RowQuery): number[] {
  const matcher = matcherOf(query);
  if (matcher === null) throw new Error('the query looks at bytes');
  return matcher.matches(block);
}

/** What a search means, entry by entry. */
function expected(rows: readonly Uint8Array[], { text = '', ignoreCase }: RowQuery): number[] {
  return rows.flatMap((row, at) => {
    const bytes = Buffer.from(row);
    const found = ignoreCase
      ? bytes.toString('utf8').toLowerCase().includes(text.toLowerCase())
      : bytes.includes(Buffer.from(text));
    return found ? [at] : [];
  });
}

/** An entry with a value as its event, in which some characters of strings are written as escapes. */
function entryText(value: unknown, isEscaped: (at: number) => boolean): string {
  const unitsOf = (character: string) => character.split('').map((unit) => unit.charCodeAt(0).toString(16));
  const asEscape = (character: string) =>
    unitsOf(character).reduce((text, unit) => `${text}\\u${unit.padStart(4, '0')}`, '');
  const written = JSON.stringify(value).replace(/"([^"]*)"/g, (_, text: string) => {
    const characters = [...text].map((character, at) => (isEscaped(at) ? asEscape(character) : character));
    return `"${characters.join('')}"`;
  });
  return `{"payload":{"event":${written},"other":"a1"}}`;
}

/** A string's characters; anything else as it is written. */
const valueAsText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Few letters, so that texts are often found; those whose lower case is odd among them. */
const letters = fc.constantFrom(
  'a',
  'A',
  'k',
  'K',
  '\u212a',
  'i',
  'I',
  '\u0130',
  'é',
  'É',
  'ß',
  'Σ',
  'ς',
  '漢',
  '\u{1F6A2}',
  ',',
);
const words = fc.string({ unit: letters, maxLength: 12 });
const row = fc.oneof(
  words.map((text) => new TextEncoder().encode(text)),
  fc.uint8Array({ maxLength: 8 }),
);

describe('searching a block of entries', () => {
  it('finds what looking at each entry by itself finds', () => {
    const text = fc.string({ unit: letters, minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 12 }),
        fc.constantFrom('\n', ',', ', ', 'a'),
        text,
        fc.boolean(),
        (rows, between, wanted, ignoreCase) => {
          const query = { text: wanted, ignoreCase };
          expect(matches(blockOf(rows, between), query)).toEqual(expected(rows, query));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('finds nothing that lies between entries or across them', () => {
    const rows = ['{"a":1}', '{"b":2}'].map((text) => Buffer.from(text));
    expect(matches(blockOf(rows, ',\n'), { text: ',' })).toEqual([]);
    expect(matches(blockOf(rows, ',\n'), { text: '},\n{' })).toEqual([]);
    expect(matches(blockOf(rows, ''), { text: '}{' })).toEqual([]);
    expect(matches(blockOf(rows, ''), { text: '{' })).toEqual([0, 1]);
  });

  it('finds in any case what lies across the pieces in which a block is folded', () => {
    for (const pieces of [1, 2]) {
      for (let shift = -7; shift <= 1; shift += 1) {
        const row = Buffer.from(`${'x'.repeat(pieces * 65_536 + shift)}NeeDLe${'x'.repeat(70_000)}nEEdle`);
        const rows = [Buffer.from('needl'), row, Buffer.from('xx'), row];
        expect(matches(blockOf([row], '\n'), { text: 'needle', ignoreCase: true })).toEqual([0]);
        expect(matches(blockOf(rows, '\n'), { text: 'nEEDle', ignoreCase: true })).toEqual([1, 3]);
      }
    }
  });

  it('passes over an entry that was not kept', () => {
    const block = blockOf([Buffer.from('one'), Buffer.from('two'), Buffer.from('one')], '\n');
    const { offset, end } = block.places;
    const places = { count: 3, offset, end: (row: number) => (row === 0 ? offset(0) : end(row)) };
    expect(matches({ ...block, places }, { text: 'one' })).toEqual([2]);
    expect(matches({ ...block, places }, { text: 'ONE', ignoreCase: true })).toEqual([2]);
  });

  it('looks at a field only where the text was found', () => {
    const rows = ['x', 'y', 'x'].map((event, at) => Buffer.from(`{"payload":{"event":"${event}","n":${at}}}`));
    const block = blockOf(rows, '\n');
    expect(matches(block, { field: { path: 'event', equals: 'x' } })).toEqual([0, 2]);
    expect(matches(block, { text: '"n":2', field: { path: 'event', equals: 'x' } })).toEqual([2]);
    expect(matches(block, { text: '"n":1', field: { path: 'event', equals: 'x' } })).toEqual([]);
    expect(matcherOf({ classes: ['link-broken'] })).toBeNull();
  });

  it('finds the fields that parsing each entry finds, however their values are written', () => {
    const text = fc.string({ unit: letters, maxLength: 3 });
    const scalar = fc.oneof(text, fc.integer({ min: -3, max: 30 }), fc.boolean(), fc.constant(null));
    const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }));
    const escaped = fc.func(fc.boolean());
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, escaped), { maxLength: 8 }),
        fc.oneof(text, fc.nat(30).map(String)),
        (values, equals) => {
          const rows = values.map(([one, isEscaped]) => entryText(one, isEscaped));
          const expected = values.flatMap(([one], at) => (valueAsText(one) === equals ? [at] : []));
          const block = blockOf(
            rows.map((row) => Buffer.from(row)),
            '\n',
          );
          expect(matches(block, { field: { path: 'event', equals } })).toEqual(expected);
          expect(rows.map((row) => JSON.parse(row).payload.event)).toEqual(values.map(([one]) => one));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('does work in proportion to the entries, however many match', () => {
    const looks = (count: number): number => {
      const { bytes, base, places } = blockOf(
        Array.from({ length: count }, () => Buffer.from('aaaa')),
        '\n',
      );
      let reads = 0;
      const counted = (look: (row: number) => number) => (row: number) => {
        reads += 1;
        return look(row);
      };
      const watched = { count, offset: counted(places.offset), end: counted(places.end) };
      expect(matches({ bytes, base, places: watched }, { text: 'a' })).toHaveLength(count);
      return reads;
    };
    expect(looks(4_000) / looks(1_000)).toBeLessThan(5);
  });
});
