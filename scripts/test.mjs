/** Runs every check of the project, stops at nothing, and closes with `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provisionBrowser } from './browser.mjs';
import { closingLine, countReport, sumCounts } from './test-counts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'bathyscope-test-'));
const counts = [];
const failures = [];

function heading(name) {
  console.log(`\n── ${name}`);
}

function run(words, env = {}) {
  const { status } = spawnSync(process.execPath, words, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0;
}

function add(name, count) {
  counts.push(count);
  if (count.failed > 0) failures.push(`${name}: ${closingLine(count)}`);
}

/** A step that counts as one. */
function step(name, words) {
  heading(name);
  const succeeded = run(words);
  add(name, { passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 });
}

/** A step that counts as many as its report says. */
function reporting(name, wordsFor, env = {}) {
  heading(name);
  const report = join(reports, `${counts.length}.json`);
  const succeeded = run(wordsFor(report), env);
  add(name, countReport(existsSync(report) ? readFileSync(report, 'utf8') : null, succeeded));
}

/** A step that counts as many as it has tests. */
function suite(name, project, folders = [], env = {}) {
  const words = ['run', '--project', project, '--reporter=default', '--reporter=json'];
  const wordsFor = (report) => [...words, `--outputFile.json=${report}`, ...folders];
  reporting(name, (report) => ['node_modules/vitest/vitest.mjs', ...wordsFor(report)], env);
}

async function browser() {
  heading('browser');
  try {
    const path = await provisionBrowser((line) => console.log(line));
    console.log(path);
    return { BATHYSCOPE_BROWSER: path };
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    add('browser', { passed: 0, failed: 1, skipped: 0 });
    return null;
  }
}

const found = await browser();
step('lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '.']);
step('types', ['node_modules/typescript/bin/tsc', '--build']);
suite('architecture', 'architecture');
step('build', ['scripts/build.mjs']);
suite('unit', 'unit');
reporting('mutants', (report) => ['scripts/mutants.mjs', `--report=${report}`]);
suite('component', 'component');
if (found !== null) suite('end to end, Chromium', 'e2e', ['test/e2e/chromium'], found);
suite('end to end, Electron', 'e2e', ['test/e2e/electron']);
rmSync(reports, { recursive: true, force: true });

const sum = sumCounts(counts);
if (failures.length > 0) console.log(`\nFailed\n${failures.map((line) => `  ${line}`).join('\n')}`);
console.log(`\n${closingLine(sum)}`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
