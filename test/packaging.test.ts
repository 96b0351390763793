import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../scripts/build.mjs';

/* Packages the app with a stand-in for Electron's program, which is all that packaging needs: nothing is downloaded. */

const root = fileURLToPath(new URL('..', import.meta.url));
/** Marks the fuses in Electron's program (@electron/fuses): then a version byte, their number, and one digit for each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const DEFAULT_FUSES = '101100110';

let folder = '';

/** Runs electron-builder with our configuration; all that it writes stays in the test's folder. */
function packageApp(...settings: string[]): { readonly status: number | null; readonly output: string } {
  const cli = fileURLToPath(import.meta.resolve('electron-builder/cli.js'));
  const args = [
    '--dir',
    '--linux',
    '--x64',
    '--config',
    'electron-builder.yml',
    `-c.electronDist=${join(folder, 'electron')}`,
  ];
  const run = spawnSync(
    process.execPath,
    [cli, ...args, `-c.directories.output=${join(folder, 'dist')}`, ...settings],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  return { status: run.status, output: run.stdout + run.stderr };
}

beforeAll(async () => {
  await build();
  folder = mkdtempSync(join(tmpdir(), 'bathyscope-packaging-'));
  const electron = join(folder, 'electron');
  for (const name of ['locales', 'resources']) mkdirSync(join(electron, name), { recursive: true });
  const program = `\x7fELF${'\0'.repeat(64)}${SENTINEL}\x01${String.fromCharCode(DEFAULT_FUSES.length)}${DEFAULT_FUSES}`;
  writeFileSync(join(electron, 'electron'), program, { encoding: 'latin1', mode: 0o755 });
  for (const name of ['version', 'LICENSE', 'locales/en-US.pak', 'locales/de.pak'])
    writeFileSync(join(electron, name), 'x');
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

describe('the packaged app', () => {
  let app = '';
  beforeAll(() => {
    const { status, output } = packageApp();
    expect(status, output).toBe(0);
    app = join(folder, 'dist/linux-unpacked');
  }, 120_000);

  it('holds the programs of the desktop app, the samples and package.json, and nothing else', () => {
    const packed = listPackage(join(app, 'resources/app.asar'), { isPack: false }).map((name) =>
      name.replaceAll('\\', '/'),
    );
    const top = new Set(
      packed.map((name) =>
        name
          .split('/')
          .slice(1, name.startsWith('/out/') ? 3 : 2)
          .join('/'),
      ),
    );
    expect([...top].sort()).toEqual([
      'out',
      'out/main',
      'out/preload',
      'out/renderer',
      'out/verifier',
      'package.json',
      'samples',
    ]);
    expect(packed).toContain('/out/main/index.js');
    expect(packed).toContain('/out/preload/index.cjs');
    expect(packed).toContain('/out/renderer/index.html');
    expect(packed).toContain('/out/verifier/index.js');
    expect(packed.filter((name) => /\.map$|\.tsx?$|node_modules|\/test\/|\.test\.|samples\/large/.test(name))).toEqual(
      [],
    );
  });

  it('keeps the samples as real files, because a verifier reads them like evidence', () => {
    const unpacked = join(app, 'resources/app.asar.unpacked');
    expect(readdirSync(unpacked)).toEqual(['samples']);
    expect(readdirSync(join(unpacked, 'samples'))).toContain('index.json');
  });

  it('has the fuses set in the program itself', () => {
    const program = readFileSync(join(app, 'bathyscope'), 'latin1');
    const at = program.indexOf(SENTINEL) + SENTINEL.length;
    // runAsNode, cookie encryption, NODE_OPTIONS, --inspect: off; asar integrity, only from asar: on; V8 snapshot, file: off.
    expect(program.slice(at + 2, at + 10)).toBe('00001100');
  });

  it('speaks the one language that it is written in', () => {
    expect(readdirSync(join(app, 'locales'))).toEqual(['en-US.pak']);
  });
});

describe('electron-builder.yml', () => {
  const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8').replace(/^\s*#.*$/gm, '');

  it('is checked against the schema of electron-builder: an unknown fuse stops it', () => {
    const { status, output } = packageApp('-c.electronFuses.unknownFuse=true');
    expect(status).not.toBe(0);
    expect(output).toContain('configuration.electronFuses');
  });

  it('builds no AppImage and no snap, whose launchers may drop the sandbox, and publishes nothing', () => {
    expect(text).not.toMatch(/appimage|snap\b|flatpak/i);
    expect(text).toMatch(/^publish: null$/m);
    for (const target of ['deb', 'tar.gz', 'dmg', 'nsis']) expect(text).toContain(`    - ${target}\n`);
  });

  it('claims no file type but its own', () => {
    expect([...text.matchAll(/^\s*-? ext: (\S+)$/gm)].map((match) => match[1])).toEqual(['bathyscope']);
  });
});
