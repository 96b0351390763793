/** Builds all programs to out/ when a source is newer than what is there. `--force` builds in any case. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = [
  'electron',
  'kernel',
  'renderer',
  'shared',
  'test/bench',
  'test/fixtures/generate',
  'vite.config.ts',
  'package-lock.json',
];
const STAMP = join(root, 'out', '.stamp');
const LOCK = join(root, '.cache', 'build.lock');
const LOCK_SECONDS = 300;
/** Argument of the process that does the work. */
const WORK = '--work';

function* filesOf(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (stats.isFile()) yield [path, stats.size, stats.mtimeMs];
  else for (const name of readdirSync(path).sort()) yield* filesOf(join(path, name));
}

/** A digest of names, sizes and times: it changes with every edit and costs a few milliseconds. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  for (const source of SOURCES) for (const file of filesOf(join(root, source))) hash.update(`${file.join('\0')}\n`);
  return hash.digest('hex');
}

const isCurrent = (wanted) => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Takes the lock, so that two commands started together do not write one folder. */
async function lock() {
  mkdirSync(join(root, '.cache'), { recursive: true });
  for (let waited = 0; ; waited += 0.1) {
    try {
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = Number(readFileSync(LOCK, { encoding: 'utf8', flag: 'a+' }));
    if (waited > LOCK_SECONDS || (owner > 0 && !isAlive(owner))) rmSync(LOCK, { force: true });
    else await sleep(100);
  }
}

/**
 * Runs Vite in a process of its own: what the caller's environment says of development or tests must not get into the programs.
 */
async function runVite() {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITE|VITEST|NODE_OPTIONS)/.test(name)),
  );
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), WORK], {
    cwd: root,
    env: { ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => child.on('close', resolve).on('error', () => resolve(1)));
  if (code !== 0) throw new Error('The build failed; the reason stands above.');
}

async function work() {
  const { createBuilder, createLogger } = await import('vite');
  const builder = await createBuilder({ configFile: join(root, 'vite.config.ts'), customLogger: createLogger('warn') });
  await builder.buildApp();
}

/**
 * Builds when needed.
 *
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} whether something was built; all messages go to standard error
 * @throws when the build fails
 */
export async function build({ force = false } = {}) {
  if (!force && isCurrent(fingerprint())) return false;
  await lock();
  try {
    const wanted = fingerprint();
    if (!force && isCurrent(wanted)) return false;
    process.stderr.write('Building Bathyscope …\n');
    rmSync(STAMP, { force: true });
    await runVite();
    mkdirSync(join(root, 'out'), { recursive: true });
    writeFileSync(STAMP, wanted);
    return true;
  } finally {
    rmSync(LOCK, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes(WORK)) await work();
  else
    await build({ force: process.argv.includes('--force') }).catch((error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    });
}
