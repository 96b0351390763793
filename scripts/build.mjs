/** Builds all programs to out/ when a source is newer than what is there. `--force` builds in any case. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = [
  'electron',
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
 * Builds when needed.
 *
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} whether something was built; all messages go to standard error
 */
export async function build({ force = false } = {}) {
  if (!force && isCurrent(fingerprint())) return false;
  await lock();
  try {
    const wanted = fingerprint();
    if (!force && isCurrent(wanted)) return false;
    process.stderr.write('Building Bathyscope …\n');
    const { createBuilder, createLogger } = await import('vite');
    rmSync(STAMP, { force: true });
    const builder = await createBuilder({
      configFile: join(root, 'vite.config.ts'),
      customLogger: createLogger('warn'),
    });
    await builder.buildApp();
    writeFileSync(STAMP, wanted);
    return true;
  } finally {
    rmSync(LOCK, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build({ force: process.argv.includes('--force') });
