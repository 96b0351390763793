import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileKernel } from '../../scripts/kernel.mjs';
import { bundleModule } from '../support/bundle-module.ts';
import type { Browsed } from './browse.ts';
import { type BenchForm, type BenchOrder, benchChain } from './chains.ts';
import type { Implementation } from './implementations.ts';
import { measureApart } from './measure.ts';
import { type BenchResult, median, planCases, runCase } from './plan.ts';
import { ratiosOf } from './ratios.ts';
import { resultTable } from './table.ts';

const root = mkdtempSync(join(tmpdir(), 'bathyscope-bench-test-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the plan of the benchmark', () => {
  it('compares everything up to a million rows, and above that what has to stay flat and linear', () => {
    const cases = planCases([10_000, 100_000, 10_000_000], false);
    expect(
      cases.map(({ rows, order, form, rounds, implementations }) => [rows, order, form, rounds, implementations]),
    ).toEqual([
      [10_000, 'canonical', 'ndjson', 5, ['reference', 'webcrypto', 'kernel-one-thread', 'bathyscope']],
      [
        100_000,
        'canonical',
        'ndjson',
        5,
        ['reference', 'webcrypto', 'plain-path', 'hash-alone', 'digests-alone', 'kernel-one-thread', 'bathyscope'],
      ],
      [100_000, 'shuffled', 'ndjson', 5, ['reference', 'kernel-one-thread', 'bathyscope']],
      [100_000, 'canonical', 'array', 5, ['bathyscope']],
      [100_000, 'canonical', 'zip', 5, ['inflate-alone', 'bathyscope']],
      [10_000_000, 'canonical', 'ndjson', 1, ['kernel-one-thread', 'bathyscope']],
    ]);
    expect(planCases([10_000_000], true)).toMatchObject([
      { rounds: 5, implementations: ['reference', 'kernel-one-thread', 'bathyscope'] },
    ]);
  });

  it('lets the implementations take turns and reports medians', async () => {
    const turns: string[] = [];
    const seconds: Partial<Record<Implementation, number[]>> = { reference: [2, 4, 3], bathyscope: [1, 9, 2] };
    const results = await runCase(
      {
        rows: 300,
        order: 'canonical',
        form: 'ndjson',
        implementations: ['reference', 'bathyscope'],
        rounds: 3,
      },
      async (implementation) => {
        turns.push(implementation);
        return { seconds: seconds[implementation]?.shift() ?? 0, cpuSeconds: 5, peakMebibytes: turns.length };
      },
    );
    expect(turns).toEqual(['reference', 'bathyscope', 'reference', 'bathyscope', 'reference', 'bathyscope']);
    expect(
      results.map(({ implementation, seconds: own, cpuSeconds, entriesPerSecond, peakMebibytes }) => [
        implementation,
        own,
        cpuSeconds,
        entriesPerSecond,
        peakMebibytes,
      ]),
    ).toEqual([
      ['reference', 3, 5, 100, 5],
      ['bathyscope', 2, 5, 150, 6],
    ]);
  });

  it('sets implementations against each other and says what was missed', () => {
    const result = (implementation: Implementation, order: BenchOrder, form: BenchForm, seconds: number) => ({
      rows: 100,
      order,
      form,
      implementation,
      rounds: 1,
      seconds,
      cpuSeconds: seconds,
      entriesPerSecond: 100 / seconds,
      peakMebibytes: 1,
    });
    const ratios = ratiosOf([
      result('reference', 'canonical', 'ndjson', 40),
      result('bathyscope', 'canonical', 'ndjson', 2),
      result('bathyscope', 'canonical', 'array', 3),
    ]);
    expect(ratios.map(({ name, value, reached }) => [name, value, reached])).toEqual([
      ['all cores against the plain reference', 20, true],
      ['a JSON array against lines', 1.5, false],
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
    for (const worker of ['replay-worker', 'query-worker']) {
      await bundleModule(`electron/verifier/${worker}.ts`, join(root, `out/verifier/${worker}.js`));
    }
    writeFileSync(join(root, 'out/verifier/kernel.wasm'), await compileKernel());
    writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  }, 120_000);

  const run = (...words: string[]) =>
    spawnSync(process.execPath, [join(root, 'out/tools/bench.js'), ...words, '--cache', join(root, 'cache')], {
      encoding: 'utf8',
    });

  it('replays the same chain with each implementation, and browses it', () => {
    const { status, stdout } = run('--rows', '300', '--json');
    expect(status).toBe(0);
    const { results, browsed } = JSON.parse(stdout) as { results: BenchResult[]; browsed: Browsed[] };
    expect(results.map(({ rows, implementation }) => [rows, implementation])).toEqual([
      [300, 'reference'],
      [300, 'webcrypto'],
      [300, 'kernel-one-thread'],
      [300, 'bathyscope'],
    ]);
    expect(results.every((result) => result.seconds > 0 && result.peakMebibytes > 10)).toBe(true);
    expect(resultTable(results).split('\n')).toHaveLength(6);
    const searched = browsed.filter(({ unit }) => unit === 'GB/s').map(({ name }) => name);
    expect(searched.filter((name) => name.endsWith('all cores'))).toHaveLength(5);
    expect(searched.filter((name) => name.endsWith('one thread'))).toHaveLength(5);
    expect(browsed.every(({ value }) => value > 0)).toBe(true);
  });

  it('measures every form of a chain', async () => {
    const cache = join(root, 'cache');
    const program = join(root, 'out/tools/bench.js');
    for (const form of ['ndjson', 'array', 'zip'] as const) {
      const chain = await benchChain(cache, { rows: 400, order: 'shuffled', form }, () => undefined);
      const apart = form === 'zip' ? (['inflate-alone'] as const) : [];
      for (const implementation of ['bathyscope', ...apart] as const) {
        const measured = await measureApart(program, implementation, chain);
        expect(measured.seconds).toBeGreaterThan(0);
      }
    }
    const canonical = await benchChain(cache, { rows: 400, order: 'canonical', form: 'ndjson' }, () => undefined);
    for (const implementation of ['plain-path', 'hash-alone', 'digests-alone'] as const) {
      expect((await measureApart(program, implementation, canonical)).seconds).toBeGreaterThan(0);
    }
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
