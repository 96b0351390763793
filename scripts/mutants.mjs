/**
 * Takes the guards of the verifier out one by one and shows which tests notice. Sources change in memory only, on their way to the test.
 *
 * Arguments: words; a mutant is run when its test, its file or its guard contains one of them. `--report=FILE` writes a report in the form of Vitest.
 * Ends with 1 when a guard is not found exactly once, or a test passes, or breaks otherwise than by an assertion, without its guard.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVitest } from 'vitest/node';
import { loadTs } from './run-ts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const { GUARDED_TESTS } = await loadTs('test/mutants/table.ts');
const { edited, editsOf, linesOf } = await loadTs('test/mutants/mutant.ts');
const { outcomeOf, titlePattern } = await loadTs('test/mutants/outcome.ts');

/** Runs tests with sources changed on their way; several runners do not see each other's changes. */
async function openRunner() {
  let changed = new Map();
  const served = new Set();
  const plugin = {
    name: 'bathyscope:mutant',
    enforce: 'pre',
    transform(_code, id) {
      const path = id.split('?')[0];
      const code = changed.get(path);
      if (code === undefined) return null;
      served.add(path);
      // The kernel is no module here: the test that compiles it asks for its text.
      return { code: id.endsWith('?raw') ? `export default ${JSON.stringify(code)}` : code, map: null };
    },
  };
  const vitest = await createVitest(
    'test',
    {
      config: false,
      root,
      watch: false,
      update: 'none',
      include: ['test/**/*.test.ts'],
      setupFiles: [resolve(root, 'test/mutants/seed.ts')],
      environment: 'node',
      testTimeout: 240_000,
      hookTimeout: 240_000,
      maxWorkers: 1,
      pool: 'threads',
      reporters: [{}],
    },
    { configFile: false, logLevel: 'silent', plugins: [plugin] },
  );
  await vitest.standalone();
  return {
    /**
     * @param sources by path, in the place of what the files hold
     * @param tests pairs of a file and the pattern of the titles that are run
     */
    async run(sources, tests) {
      served.clear();
      changed = sources;
      for (const path of sources.keys()) vitest.invalidateFile(path);
      const [project] = vitest.projects;
      const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
        tests.map(([file, testNamePattern]) => project.createSpecification(resolve(root, file), { testNamePattern })),
      );
      for (const path of sources.keys()) vitest.invalidateFile(path);
      changed = new Map();
      return { served: served.size === sources.size, ...resultsOf(testModules, unhandledErrors) };
    },
    close: () => vitest.close(),
  };
}

function resultsOf(modules, unhandledErrors) {
  const children = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  return {
    loadErrors: [...unhandledErrors, ...children.flatMap((one) => one.errors())].map(({ message }) => message),
    results: modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => {
        const { state, errors = [] } = test.result();
        return { name: test.fullName.replaceAll(' > ', ' '), state, errors };
      }),
    ),
  };
}

/** Every test has to pass with its guards in place: else that it fails without one says nothing. */
async function problemsWithGuards(runner, rows) {
  const byFile = new Map();
  for (const { tests, test } of rows)
    byFile.set(tests, (byFile.get(tests) ?? new Set()).add(titlePattern(test).source));
  const specifications = [...byFile].map(([file, patterns]) => [file, new RegExp([...patterns].join('|'), 'u')]);
  const { loadErrors, results } = await runner.run(new Map(), specifications);
  const failed = results.filter(({ state }) => state === 'failed').map(({ name }) => name);
  return [...loadErrors, ...failed.map((name) => `fails with all guards in place: ${name}`)];
}

/** The outcome of one mutant, with the places of its guards. */
async function judge(runner, row) {
  const sources = new Map();
  const places = [];
  let wrong = null;
  for (const edit of editsOf(row)) {
    const path = resolve(root, edit.file);
    const source = sources.get(path) ?? readFileSync(path, 'utf8');
    const lines = linesOf(source, edit.text);
    places.push(`${edit.file}:${lines[0] ?? '?'}`);
    const next = edited(source, edit);
    if (next === null) wrong ??= `the text of the guard stands ${lines.length} times in ${edit.file}`;
    else sources.set(path, next);
  }
  const place = places.join(' and ');
  if (wrong !== null) return { place, word: 'unclear', why: wrong };
  const pattern = titlePattern(row.test);
  const run = await runner.run(sources, [[row.tests, pattern]]);
  const results = run.results.filter(({ name }) => pattern.test(name));
  return { place, ...outcomeOf({ ...run, results }) };
}

/** Outcomes of all rows, in their order, however many runners share the work. */
async function judgeAll(runners, rows) {
  const outcomes = [];
  let next = 0;
  const work = async (runner) => {
    for (let at = next++; at < rows.length; at = next++) outcomes[at] = await judge(runner, rows[at]);
  };
  await Promise.all(runners.map(work));
  return outcomes;
}

function print(rows, outcomes) {
  let heading = '';
  for (const [at, { place, word, why }] of outcomes.entries()) {
    const { test, guard } = rows[at];
    if (heading !== test) console.log(`\n${test}`);
    heading = test;
    console.log(`  ${word.padEnd(8)}  ${place}  ${guard}${why === '' ? '' : `  [${why}]`}`);
  }
}

const started = Date.now();
const report = process.argv.find((word) => word.startsWith('--report='))?.slice('--report='.length);
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const all = GUARDED_TESTS.flatMap(({ tests, test, mutants }) => mutants.map((mutant) => ({ tests, test, ...mutant })));
const isWanted = ({ test, file, guard }) => words.some((word) => `${test} ${file} ${guard}`.includes(word));
const rows = words.length === 0 ? all : all.filter(isWanted);

const runners = [];
for (let at = 0; at < Math.min(availableParallelism(), 4); at += 1) runners.push(await openRunner());
const problems = rows.length === 0 ? ['no guard is named so'] : await problemsWithGuards(runners[0], rows);
const outcomes = problems.length > 0 ? [] : await judgeAll(runners, rows);
for (const runner of runners) await runner.close();

print(rows, outcomes);
for (const problem of problems) console.log(`\n${problem}`);
const count = (word) => outcomes.filter((outcome) => outcome.word === word).length;
console.log(
  `\n${outcomes.length} guards taken out one by one: ${count('killed')} noticed, ${count('survived')} not noticed, ${count('unclear')} unclear, ${count('not-run')} not run here (${Math.round((Date.now() - started) / 1_000)} s)`,
);
if (report !== undefined) {
  const status = { killed: 'passed', 'not-run': 'skipped' };
  const assertionResults = outcomes.map(({ word }) => ({ status: status[word] ?? 'failed' }));
  const file = { status: problems.length > 0 ? 'failed' : 'passed', assertionResults };
  writeFileSync(report, JSON.stringify({ testResults: [file] }));
}
process.exitCode = problems.length > 0 || count('survived') + count('unclear') > 0 ? 1 : 0;
