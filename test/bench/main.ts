import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Browsed, measureBrowsing } from './browse.ts';
import { benchChain } from './chains.ts';
import { runHashShare } from './hash-alone.ts';
import { type Implementation, implementationNamed } from './implementations.ts';
import { measureApart, measureHere } from './measure.ts';
import { type BenchResult, planCases, runCase } from './plan.ts';
import { ratiosOf } from './ratios.ts';
import { browseTable, ratioTable, resultTable } from './table.ts';

const USAGE = 'npm run bench [-- --rows 10000,1000000] [--full] [--json] [--cache FOLDER]\n';
const DEFAULT_ROWS = '10000,100000,1000000,10000000';

/** One measurement, asked for by the process that compares: prints it as JSON. */
async function measureOne([name, path, anchorPath]: readonly string[]): Promise<number> {
  const implementation = implementationNamed(name);
  if (implementation === undefined || path === undefined || anchorPath === undefined) {
    process.stderr.write(USAGE);
    return 64;
  }
  process.stdout.write(JSON.stringify(await measureHere(implementation, { path, anchorPath })));
  return 0;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function measureAll(
  rowCounts: readonly number[],
  full: boolean,
  cache: string,
): Promise<{ results: BenchResult[]; browsed: Browsed[] }> {
  const program = fileURLToPath(import.meta.url);
  const results: BenchResult[] = [];
  for (const benchCase of planCases(rowCounts, full)) {
    const chain = await benchChain(cache, benchCase, say);
    const { rows, order, form, rounds } = benchCase;
    say(`replaying ${rows} ${order} entries, ${form}, ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`);
    const measure = (implementation: Implementation) => measureApart(program, implementation, chain);
    results.push(...(await runCase(benchCase, measure)));
  }
  const largest = Math.max(...rowCounts);
  say(`browsing ${largest} entries`);
  const browsed = await measureBrowsing(
    await benchChain(cache, { rows: largest, order: 'canonical', form: 'ndjson' }, say),
  );
  return { results, browsed };
}

async function compare(words: string[]): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      rows: { type: 'string', default: DEFAULT_ROWS },
      full: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      cache: { type: 'string', default: '.cache/bench' },
    },
  });
  const rowCounts = values.rows.split(',').map(Number);
  if (!rowCounts.every((rows) => Number.isSafeInteger(rows) && rows > 0)) {
    process.stderr.write(`--rows takes numbers of entries\n${USAGE}`);
    return 64;
  }
  const { results, browsed } = await measureAll(rowCounts, values.full, resolve(values.cache));
  const ratios = ratiosOf(results);
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
  const text = values.json
    ? `${JSON.stringify({ machine, results, ratios, browsed }, null, 2)}\n`
    : [
        `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}\n`,
        resultTable(results),
        ratioTable(ratios),
        browseTable(browsed),
      ].join('\n');
  process.stdout.write(text);
  return 0;
}

if (!runHashShare()) {
  const [first, ...rest] = process.argv.slice(2);
  process.exitCode = first === '--measure' ? await measureOne(rest) : await compare(process.argv.slice(2));
}
