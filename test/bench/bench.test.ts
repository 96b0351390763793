import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleModule } from '../support/bundle-module.ts';
import { type BenchResult, median, planCases, runCase } from './plan.ts';
import { resultTable } from './table.ts';

const root = mkdtempSync(join(tmpdir(), 'bathyscope-bench-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the plan of the benchmark', () => {
  it('has canonical chains throughout and five rounds up to a hundred thousand rows', () => {
    const cases = planCases([10_000, 100_000, 1_000_000, 10_000_000]);
    expect(cases.map(({ rows, order, rounds }) => [rows, order, rounds])).toEqual([
      [10_000, 'canonical', 5],
      [100_000, 'canonical', 5],
      [100_000, 'shuffled', 5],
      [1_000_000, 'canonical', 1],
      [1_000_000, 'shuffled', 1],
      [10_000_000, 'canonical', 1],
    ]);
    expect(
      cases.every((one) => ['reference', 'bathyscope'].every((name) => one.implementations.some((x) => x === name))),
    ).toBe(true);
  });

  it('lets the implementations take turns and reports medians against the reference', async () => {
    const turns: string[] = [];
    const seconds = { reference: [2, 4, 3], bathyscope: [1, 9, 2], webcrypto: [6, 6, 6] };
    const benchCase = {
      rows: 300,
      order: 'canonical',
      implementations: ['reference', 'bathyscope'],
      rounds: 3,
    } as const;
    const results = await runCase(benchCase, 3 * 1024 ** 2, async (implementation) => {
      turns.push(implementation);
      return { seconds: seconds[implementation].shift() ?? 0, peakMebibytes: turns.length };
    });
    expect(turns).toEqual(['reference', 'bathyscope', 'reference', 'bathyscope', 'reference', 'bathyscope']);
    expect(
      results.map(({ implementation, seconds: own, entriesPerSecond, mebibytesPerSecond, peakMebibytes, ratio }) => [
        implementation,
        own,
        entriesPerSecond,
        mebibytesPerSecond,
        peakMebibytes,
        ratio,
      ]),
    ).toEqual([
      ['reference', 3, 100, 1, 5, 1],
      ['bathyscope', 2, 150, 1.5, 6, 1.5],
    ]);
  });

  it('knows the middle', () => {
    expect([median([3]), median([9, 1, 5]), median([4, 1, 2, 3]), median([])]).toEqual([3, 5, 2.5, Number.NaN]);
  });
});

describe('the benchmark', () => {
  beforeAll(async () => {
    await bundleModule('test/bench/main.ts', join(root, 'out/tools/bench.js'));
    await bundleModule('electron/verifier/index.ts', join(root, 'out/verifier/index.js'));
    writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  });

  const run = (...words: string[]) =>
    spawnSync(process.execPath, [join(root, 'out/tools/bench.js'), ...words, '--cache', join(root, 'cache')], {
      encoding: 'utf8',
    });

  it('replays the same chain with each implementation and compares them', () => {
    const { status, stdout } = run('--rows', '300', '--json');
    expect(status).toBe(0);
    const { results } = JSON.parse(stdout) as { results: BenchResult[] };
    expect(results.map(({ rows, implementation }) => [rows, implementation])).toEqual([
      [300, 'reference'],
      [300, 'webcrypto'],
      [300, 'bathyscope'],
    ]);
    expect(results.every((result) => result.seconds > 0 && result.peakMebibytes > 10 && result.ratio > 0)).toBe(true);
    expect(resultTable(results).split('\n')).toHaveLength(5);
  });

  it('gives no figure for an implementation that comes to another result', () => {
    const path = join(root, 'cache', 'canonical-300-1.ndjson');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"event":"', '"event":"x'));
    const { status, stdout } = run('--rows', '300', '--json');
    expect(status).not.toBe(0);
    expect(stdout).toBe('');
  });

  it('refuses numbers that are none', () => {
    expect(run('--rows', 'many').status).toBe(64);
  });
});
