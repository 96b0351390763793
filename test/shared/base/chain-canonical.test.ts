import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, canonicalTextOfValue } from '../../../shared/base/chain-canonical.ts';
import { parseJson, parseJsonTree } from '../../../shared/base/json.ts';
import { STEP } from '../../../shared/base/steps.ts';
import { referenceCanonicalize } from '../../reference/canonical.ts';
import { jsonText } from '../../support/chain/json-text.ts';

function ours(text: string): string | null {
  const tree = parseJsonTree(text);
  if (!tree.ok) throw new Error(`${tree.error.message} at ${tree.error.offset}: ${text}`);
  const canonical = canonicalText(tree.value);
  return canonical.ok ? canonical.text : null;
}

function reference(text: string): string | null {
  try {
    return referenceCanonicalize(JSON.parse(text));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

describe('canonical text', () => {
  it('equals the plain reference for every shape of JSON text', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        expect(ours(text)).toBe(reference(text));
      }),
      { numRuns: 5_000 },
    );
  });

  it('equals the plain reference for objects of more members than one piece of work takes', () => {
    const kinds = fc.constantFrom(
      String,
      (at: number) => `k${at}`,
      (at: number) => `0${at}`,
      () => '__proto__',
    );
    fc.assert(
      fc.property(
        fc.array(kinds, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 3 * STEP }),
        (names, odd) => {
          const count = 2 * STEP + odd;
          const member = (at: number): string => {
            const name = names[at % names.length] ?? String;
            return `${JSON.stringify(name((at * 7_919) % (count - odd)))}:${at}`;
          };
          const text = `[{${Array.from({ length: count }, (_none, at) => member(at)).join(', ')}}]`;
          expect(ours(text) === reference(text)).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('reads the same values as JSON.parse', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        const parsed = parseJson(text);
        expect(parsed.ok && JSON.stringify(parsed.value.value)).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('accepts exactly the texts that JSON.parse accepts', () => {
    const noise = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '0',
      '-',
      '.',
      'e',
      ' ',
      'true',
      'nul',
      '\u0001',
      '1',
      'a',
    );
    const broken = fc.tuple(jsonText(), fc.nat(), fc.array(noise, { maxLength: 3 })).map(([text, at, extra]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + extra.join('') + text.slice(place + (at % 3));
    });
    fc.assert(
      fc.property(
        fc.oneof(
          broken,
          fc.array(noise).map((parts) => parts.join('')),
        ),
        (text) => {
          let accepted = true;
          try {
            JSON.parse(text);
          } catch {
            accepted = false;
          }
          expect(parseJsonTree(text).ok).toBe(accepted);
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('walks 9 999 levels and stops with a stated cap at 100 000', () => {
    const deep = `${'['.repeat(9_999)}1${']'.repeat(9_999)}`;
    expect(ours(deep)).toBe(deep);
    const deeper = parseJsonTree('['.repeat(100_000) + ']'.repeat(100_000));
    expect(deeper).toMatchObject({ ok: false, error: { rule: 'json.depth', offset: 10_001 } });
  });
});

describe('canonical text of a plain value', () => {
  it('is that of the text it was parsed from', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        const parsed = parseJson(text);
        if (!parsed.ok) throw new Error(text);
        expect(canonicalTextOfValue(parsed.value.value)).toBe(ours(text));
      }),
    );
  });

  it('is not defined for what JSON can not say', () => {
    for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, [() => 1], { a: undefined }, 1n]) {
      expect(canonicalTextOfValue(value)).toBeNull();
    }
  });
});
