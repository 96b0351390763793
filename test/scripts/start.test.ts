import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../scripts/build.mjs';

const script = (name: string): string => fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url));

let folder = '';
beforeAll(async () => {
  await build();
}, 120_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bathyscope-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Starts a script with temporary files and settings in the test's folder; collects what it prints. */
function start(name: string, args: string[]): { readonly child: ChildProcess; readonly output: () => string } {
  const child = spawn(process.execPath, [script(name), ...args], {
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder, CI: '1', BATHYSCOPE_SHELL: 'loopback' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += String(chunk);
  });
  return { child, output: () => text };
}

describe('npm start without a window', () => {
  it('says why, prints the address on a line of its own, and leaves nothing behind when it is ended', async () => {
    const settings = join(folder, 'settings');
    const { child, output } = start('start.mjs', ['--no-browser', '--sample', 'healthy', '--settings', settings]);
    await expect.poll(output, { timeout: 20_000 }).toMatch(/^http:.*$/m);
    const lines = output().trim().split('\n');
    expect(lines[0]).toContain('not shown in Electron');
    expect(lines[1]).toContain('nothing leaves the machine');
    expect(lines[2]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]{43}#sample=healthy$/);
    const page = await fetch(lines[2] ?? '', { redirect: 'manual' });
    expect(page.status).toBe(303);
    expect(readdirSync(folder).filter((name) => name.startsWith('bathyscope-work-'))).toHaveLength(1);
    child.kill('SIGTERM');
    await once(child, 'close');
    expect(readdirSync(folder).filter((name) => name.startsWith('bathyscope-'))).toEqual([]);
    await expect(fetch(lines[2] ?? '')).rejects.toThrow();
  });

  it('ends with 64 and a sentence when the command line makes no sense', async () => {
    const { child } = start('start.mjs', ['--no-browser', '--port', 'x']);
    let errors = '';
    child.stderr?.on('data', (chunk) => {
      errors += String(chunk);
    });
    await once(child, 'close');
    expect(errors).toContain('--port');
    expect(child.exitCode).not.toBe(0);
  });
});

describe('npm run cli', () => {
  it('passes arguments, standard input and the exit code on', async () => {
    const version = start('cli.mjs', ['--version']);
    await once(version.child, 'close');
    expect(version.child.exitCode).toBe(0);
    expect(version.output()).toMatch(/\d+\.\d+\.\d+/);
    const wrong = start('cli.mjs', ['no-such-command']);
    await once(wrong.child, 'close');
    expect(wrong.child.exitCode).toBe(64);
    const input = start('cli.mjs', ['verify', '-']);
    input.child.stdin?.end(readFileSync(new URL('../../samples/healthy.ndjson', import.meta.url)));
    await once(input.child, 'close');
    expect(input.output()).toMatch(/^\d+ rows · 0 breaks/);
    expect(input.child.exitCode).toBe(2);
  });
});
