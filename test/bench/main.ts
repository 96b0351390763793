import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchChain } from './chains.ts';
import { IMPLEMENTATIONS, type Implementation } from './implementations.ts';
import { measureApart, measureHere } from './measure.ts';
import { type BenchResult, planCases, runCase } from './plan.ts';
import { resultTable } from './table.ts';

const USAGE = 'npm run bench [-- --rows 10000,1000000] [--json] [--cache FOLDER]\n';
const DEFAULT_ROWS = '10000,100000,1000000,10000000';

/** One measurement, asked for by the process that compares: prints it as JSON. */
async function measureOne([name, path, anchorPath]: readonly string[]): Promise<number> {
  const implementation = IMPLEMENTATIONS.find((known) => known === name);
  if (implementation === undefined || path === undefined || anchorPath === undefined) {
    process.stderr.write(USAGE);
    return 64;
  }
  process.stdout.write(JSON.stringify(await measureHere(implementation, { path, anchorPath })));
  return 0;
}

async function compare(words: string[]): Promise<number> {
  const { values } = parseArgs({
    args: words,
    options: {
      rows: { type: 'string', default: DEFAULT_ROWS },
      json: { type: 'boolean', default: false },
      cache: { type: 'string', default: '.cache/bench' },
    },
  });
  const rowCounts = values.rows.split(',').map(Number);
  if (!rowCounts.every((rows) => Number.isSafeInteger(rows) && rows > 0)) {
    process.stderr.write(`--rows takes numbers of entries\n${USAGE}`);
    return 64;
  }
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const program = fileURLToPath(import.meta.url);
  const results: BenchResult[] = [];
  for (const benchCase of planCases(rowCounts)) {
    const chain = await benchChain(resolve(values.cache), benchCase.rows, benchCase.order, say);
    say(`replaying ${benchCase.rows} ${benchCase.order} entries, ${benchCase.rounds} rounds`);
    const measure = (implementation: Implementation) => measureApart(program, implementation, chain);
    results.push(...(await runCase(benchCase, chain.bytes, measure)));
  }
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ machine, results }, null, 2)}\n`);
  } else {
    process.stdout.write(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}\n${resultTable(results)}`);
  }
  return 0;
}

const [first, ...rest] = process.argv.slice(2);
process.exitCode = first === '--measure' ? await measureOne(rest) : await compare(process.argv.slice(2));
