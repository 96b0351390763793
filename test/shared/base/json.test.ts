import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, parseJsonTree } from '../../../shared/base/json.ts';
import { LIMITS } from '../../../shared/base/limits.ts';
import { jsonText } from '../../support/chain/json-text.ts';

function ruleOf(text: string): string | null {
  const parsed = parseJsonTree(text);
  return parsed.ok ? null : parsed.error.rule;
}

describe('strict JSON', () => {
  it.each([
    ['', 'json.syntax', 0],
    [' ', 'json.syntax', 1],
    ['\uFEFF1', 'json.syntax', 0],
    ['1 2', 'json.trailing', 2],
    ['1\u0000', 'json.trailing', 1],
    ['1\u00a0', 'json.trailing', 1],
    ['{"a":1,}', 'json.syntax', 7],
    ['[1,]', 'json.syntax', 3],
    ['{"a" 1}', 'json.syntax', 5],
    ['{a:1}', 'json.syntax', 1],
    ["{'a':1}", 'json.syntax', 1],
    ['[1}', 'json.syntax', 2],
    ['"\n"', 'json.syntax', 1],
    ['"\\x41"', 'json.syntax', 1],
    ['"\\u00g0"', 'json.syntax', 1],
    ['"\\u12"', 'json.syntax', 1],
    ['"abc', 'json.syntax', 4],
    ['nul', 'json.syntax', 0],
    ['NaN', 'json.syntax', 0],
    ['Infinity', 'json.syntax', 0],
    ['01', 'json.trailing', 1],
    ['+1', 'json.syntax', 0],
    ['.5', 'json.syntax', 0],
    ['1.', 'json.trailing', 1],
    ['0x10', 'json.trailing', 1],
    ['// c\n1', 'json.syntax', 0],
  ])('refuses %j: %s at %i', (text, rule, offset) => {
    expect(parseJsonTree(text)).toMatchObject({ ok: false, error: { rule, offset } });
  });

  it('knows where every value stands', () => {
    fc.assert(
      fc.property(jsonText(), (text) => {
        const parsed = parseJsonTree(text);
        if (!parsed.ok) throw new Error(parsed.error.message);
        const stack = [parsed.value];
        for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
          const written = text.slice(node.start, node.end);
          const again = parseJsonTree(written);
          expect(again.ok && again.value.kind).toBe(node.kind);
          if (node.kind === 'array') stack.push(...node.items);
          if (node.kind === 'object') {
            for (const member of node.members) {
              const name = text.slice(member.keyStart, member.node.start).replace(/\s*:\s*$/, '');
              expect(JSON.parse(name)).toBe(member.key);
              stack.push(member.node);
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives __proto__ as a member of its own and never as a prototype', () => {
    const parsed = parseJson('{"__proto__":{"polluted":true},"constructor":1}');
    if (!parsed.ok) throw new Error(parsed.error.message);
    const value = parsed.value.value as Record<string, unknown>;
    expect(Object.keys(value).sort()).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('caps of the JSON reader', () => {
  it('stops by name at depth, values, names and numbers, and reads what lies below', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(ruleOf(nested(LIMITS.jsonDepth))).toBeNull();
    expect(ruleOf(nested(LIMITS.jsonDepth + 1))).toBe('json.depth');
    const name = (length: number) => `{"${'n'.repeat(length)}":1}`;
    expect(ruleOf(name(LIMITS.jsonNameLength))).toBeNull();
    expect(ruleOf(name(LIMITS.jsonNameLength + 1))).toBe('json.name');
    expect(ruleOf('1'.repeat(LIMITS.jsonNumberLength))).toBeNull();
    expect(ruleOf('1'.repeat(LIMITS.jsonNumberLength + 1))).toBe('json.number');
    const values = (count: number) => `[${'1,'.repeat(count - 2)}1]`;
    expect(ruleOf(values(LIMITS.jsonNodes))).toBeNull();
    expect(ruleOf(values(LIMITS.jsonNodes + 1))).toBe('json.nodes');
  });
});
