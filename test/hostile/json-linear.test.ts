import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../shared/base/chain-canonical.ts';
import { uncoveredParts } from '../../shared/base/chain-coverage.ts';
import { parseJsonTree } from '../../shared/base/json.ts';
import { growth, LINEAR_GROWTH } from '../support/effort.ts';

const SHAPES: readonly (readonly [string, (size: number) => string])[] = [
  ['one long string', (size) => `"${'x'.repeat(size * 8)}"`],
  ['a string of escapes', (size) => `"${'\\n\\u0041'.repeat(size)}"`],
  ['a long array', (size) => `[${'1,'.repeat(size)}1]`],
  ['one name again and again', (size) => `{${'"a":1,'.repeat(size)}"a":1}`],
  ['many names, worst order', (size) => `{${Array.from({ length: size }, (_, at) => `"k${size - at}":1`).join(',')}}`],
  ['integer-like names', (size) => `{${Array.from({ length: size }, (_, at) => `"${size - at}":1`).join(',')}}`],
  ['__proto__ everywhere', (size) => `[${'{"__proto__":1},'.repeat(size)}1]`],
  ['numbers beyond a double', (size) => `[${'9007199254740993,'.repeat(size)}1]`],
  ['unclosed brackets', (size) => '['.repeat(size)],
  ['an unclosed string', (size) => `"${'\\\\'.repeat(size)}`],
  ['white space', (size) => `${' \n'.repeat(size * 4)}1`],
  ['a long number', (size) => `0.${'1'.repeat(size)}`],
];

describe('work of the JSON reader, of the canonical text and of the coverage', () => {
  it.each(SHAPES)('grows no faster than the text: %s', (_name, text) => {
    const work = (size: number) => {
      const source = text(size);
      return () => {
        const tree = parseJsonTree(source);
        if (!tree.ok) return;
        canonicalText(tree.value);
        uncoveredParts(tree.value, source);
      };
    };
    expect(growth(work, 20_000)).toBeLessThan(LINEAR_GROWTH);
  });
});
