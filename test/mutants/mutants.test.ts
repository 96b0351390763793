import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { edited, editsOf, linesOf } from './mutant.ts';
import { type MutantRun, outcomeOf, type TestResult, titlePattern } from './outcome.ts';
import { GUARDED_TESTS } from './table.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = new Map<string, string>();

function sourceOf(file: string): string {
  const source = sources.get(file) ?? readFileSync(join(root, file), 'utf8');
  sources.set(file, source);
  return source;
}

/** Titles of the plain tests of a file, as they are written there in single quotes. */
function titlesIn(file: string): string[] {
  const source = sourceOf(file);
  const titles = [...source.matchAll(/\bit\(\s*'((?:[^'\\]|\\.)*)'/gu)].map(([, title = '']) => title);
  expect([file, titles.length]).toEqual([file, [...source.matchAll(/^\s*it\b/gmu)].length]);
  return titles;
}

/** A start of a title as it would stand in the source. */
const inSource = (start: string): string => `'${start.replaceAll('\u2019', '\\u2019')}`;

describe('the table of mutants', () => {
  const guards = GUARDED_TESTS.flatMap(({ test, mutants }) => mutants.map((mutant) => ({ test, mutant })));

  it.each(guards)('$test: "$mutant.guard" stands where the table says, once', ({ mutant }) => {
    for (const edit of editsOf(mutant)) {
      expect([edit.file, linesOf(sourceOf(edit.file), edit.text).length]).toEqual([edit.file, 1]);
      expect(edit.instead).not.toBe(edit.text);
    }
  });

  it.each(GUARDED_TESTS)('$test: is the start of one title in $tests', ({ tests, test, written, mutants }) => {
    expect(linesOf(sourceOf(tests), inSource(written ?? test))).toHaveLength(1);
    expect(mutants.length).toBeGreaterThan(0);
  });

  it('holds each test once, and takes no guard out twice in the same way for one test', () => {
    const keys = GUARDED_TESTS.map(({ tests, test }) => `${tests} ${test}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { test, mutants } of GUARDED_TESTS) {
      const changes = mutants.map(({ file, text, instead }) => JSON.stringify([file, text, instead]));
      expect([test, new Set(changes).size]).toEqual([test, changes.length]);
    }
  });

  it('has a guard for every test of an escape', () => {
    const folder = 'test/electron/verifier';
    const files = readdirSync(join(root, folder)).filter((name) => /^escapes.*\.test\.ts$/u.test(name));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files.map((name) => `${folder}/${name}`)) {
      const starts = GUARDED_TESTS.filter(({ tests }) => tests === file).map(({ test }) => inSource(test).slice(1));
      const bare = titlesIn(file).filter((title) => !starts.some((start) => title.startsWith(start)));
      expect([file, bare]).toEqual([file, []]);
    }
  });
});

describe('an edit', () => {
  it('is made where the text stands once, and nowhere else', () => {
    const edit = { file: 'f', text: 'a < b', instead: 'true $& $1' };
    expect(edited('if (a < b) {', edit)).toBe('if (true $& $1) {');
    expect(edited('if (a > b) {', edit)).toBeNull();
    expect(edited('if (a < b && a < b) {', edit)).toBeNull();
    expect(linesOf('x\nxx\n', 'x')).toEqual([1, 2, 2]);
  });
});

describe('the outcome of a run', () => {
  const assertion = { name: 'AssertionError', message: 'expected 1 to be 2' };
  const result = (state: TestResult['state'], ...errors: TestResult['errors'][number][]): TestResult => ({
    name: 'a test',
    state,
    errors,
  });
  const run = (results: readonly TestResult[], more: Partial<MutantRun> = {}): MutantRun => ({
    served: true,
    loadErrors: [],
    results,
    ...more,
  });

  it.each<[string, string, MutantRun]>([
    ['an assertion that failed', 'killed', run([result('failed', assertion)])],
    ['a property whose assertion failed', 'killed', run([result('failed', { message: 'Property', cause: assertion })])],
    ['one of several that failed', 'killed', run([result('passed'), result('failed', assertion)])],
    ['a test that passes', 'survived', run([result('passed')])],
    ['a test that is skipped here', 'not-run', run([result('skipped')])],
    ['no test', 'unclear', run([])],
    ['an error that is no assertion', 'unclear', run([result('failed', { name: 'TypeError', message: 'x' })])],
    ['an assertion and another error', 'unclear', run([result('failed', assertion, { name: 'Error', message: 'x' })])],
    ['a failure without an error', 'unclear', run([result('failed')])],
    ['a file that does not load', 'unclear', run([result('failed', assertion)], { loadErrors: ['no\nmore'] })],
    ['a test that does not load the change', 'unclear', run([result('failed', assertion)], { served: false })],
  ])('of %s is %s', (_what, word, given) => {
    const outcome = outcomeOf(given);
    expect(outcome.word).toBe(word);
    expect(outcome.why === '').toBe(word === 'killed');
  });

  it('is of tests whose title starts so', () => {
    const pattern = titlePattern('11 corrupted zip (bad CRC)');
    expect(pattern.test('packages 11 corrupted zip (bad CRC) validates')).toBe(true);
    expect(pattern.test('11 corrupted zip (bad CRC) validates')).toBe(true);
    expect(pattern.test('packages 111 corrupted zip (bad CRC)')).toBe(false);
    expect(pattern.test('11 corrupted zip bad CRC')).toBe(false);
  });
});
