import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uncoveredParts } from '../../../shared/base/chain-coverage.ts';
import { jsonSteps, parseJson } from '../../../shared/base/json.ts';
import { earlierDuplicates } from '../../../shared/base/json-duplicates.ts';
import { finished, STEP, type Steps } from '../../../shared/base/steps.ts';

/** Pieces that work is done in. */
function pieces(steps: Steps<unknown>): number {
  let count = 1;
  while (steps.next().done !== true) count += 1;
  return count;
}

const PIECES = 5;
const many = (of: (at: number) => string) => Array.from({ length: PIECES * STEP }, (_none, at) => of(at)).join(',');
const SHAPES = [
  ['a list of numbers', `[${many(String)}]`],
  ['a list of empty objects', `[${many(() => '{}')}]`],
  ['an object of many members', `{${many((at) => `"${at}":${at}`)}}`],
  ['one member again and again', `{${many((at) => `"a":${at}`)}}`],
  ['small objects inside each other', `[${many(() => '{"a":{"b":1}}')}]`],
] as const;

describe('the JSON reader', () => {
  it.each(SHAPES)('works in pieces: %s', (_name, text) => {
    // The text is gone through for its tree, and that for its value.
    expect(pieces(jsonSteps(text))).toBeGreaterThanOrEqual(2 * PIECES);
    const json = parseJson(text);
    if (!json.ok) throw new Error(json.error.message);
    expect(json.value.value).toEqual(JSON.parse(text));
    expect(pieces(earlierDuplicates(json.value.tree))).toBeGreaterThanOrEqual(PIECES);
  });
});

describe('members that stand twice', () => {
  it('are those that the coverage of an entry calls earlier duplicates', () => {
    const name = fc.constantFrom('a', 'b', '__proto__', '1');
    const { text } = fc.letrec<{ text: string }>((tie) => ({
      text: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('1', '"x"', 'null', '[]', '{}', '1e400', '9007199254740993'),
        fc.array(tie('text'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
        fc
          .array(fc.tuple(name, tie('text')), { maxLength: 5 })
          .map((members) => `{${members.map(([key, value]) => `"${key}": ${value}`).join(',')}}`),
      ),
    }));
    fc.assert(
      fc.property(text, (source) => {
        const json = parseJson(source);
        if (!json.ok) throw new Error(json.error.message);
        const { tree } = json.value;
        const plain = uncoveredParts(tree, source).filter(({ reason }) => reason === 'earlier-duplicate');
        expect(finished(earlierDuplicates(tree)).map(({ key, keyStart }) => [key, keyStart])).toEqual(
          plain.map(({ subject, start }) => [subject, start]),
        );
      }),
    );
  });
});
