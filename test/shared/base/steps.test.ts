import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalTextSteps } from '../../../shared/base/chain-canonical.ts';
import { uncoveredParts, uncoveredSteps } from '../../../shared/base/chain-coverage.ts';
import { jsonSteps, parseJson } from '../../../shared/base/json.ts';
import type { JsonNode } from '../../../shared/base/json-tree.ts';
import { finished, Pace, STEP, type Steps } from '../../../shared/base/steps.ts';

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
    const { tree } = json.value;
    expect(pieces(uncoveredSteps(tree, null))).toBeGreaterThanOrEqual(PIECES);
    expect(pieces(uncoveredSteps(tree, text))).toBeGreaterThanOrEqual(PIECES);
    expect(pieces(canonicalTextSteps(tree))).toBeGreaterThanOrEqual(PIECES);
  });
});

describe('canonical text of many small values', () => {
  it('is made in pieces too, where the pace is theirs together', () => {
    const json = parseJson('{"b":[1,2,3],"a":"x"}');
    if (!json.ok) throw new Error(json.error.message);
    const { tree } = json.value;
    function* each(pace: Pace): Steps<void> {
      for (let left = STEP; left > 0; left -= 1) yield* canonicalTextSteps(tree, pace);
    }
    // Six values, each looked at twice.
    expect(pieces(each(new Pace()))).toBeGreaterThan(10);
  });
});

/** The members that `JSON.parse` drops for a later one of the same name, by the plainest walk there is. */
function dropped(node: JsonNode): [string, number][] {
  if (node.kind === 'array') return node.items.flatMap(dropped);
  if (node.kind !== 'object') return [];
  return node.members.flatMap(({ key, keyStart, node: value }, at): [string, number][] => {
    if (key === '__proto__') return [];
    return node.members.slice(at + 1).some((later) => later.key === key) ? [[key, keyStart]] : dropped(value);
  });
}

describe('members that stand twice', () => {
  it('are found in the order of the text, whether numbers are looked at or not', () => {
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
        const parts = uncoveredParts(tree, source);
        const twice = parts.filter(({ reason }) => reason === 'earlier-duplicate');
        expect(twice.map(({ subject, start }) => [subject, start])).toEqual(dropped(tree));
        expect(finished(uncoveredSteps(tree, null))).toEqual(
          parts.filter(({ reason }) => reason !== 'number-precision'),
        );
      }),
    );
  });
});
