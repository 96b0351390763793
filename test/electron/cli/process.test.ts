import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleModule } from '../../support/bundle-module.ts';
import { sampleDocument, sampleReport, tamperedReport } from './sample-report.ts';

const root = mkdtempSync(join(tmpdir(), 'bathyscope-cli-'));
const spool = join(root, 'tmp');

/** A verifier that does what the name of its input says. */
const FAKE_VERIFIER = `
import { parentPort } from 'node:worker_threads';
const reports = ${JSON.stringify({ tampered: tamperedReport(), sound: sampleReport({ verdict: 'verified' }) })};
const view = ${JSON.stringify(sampleDocument({ state: 'done' }))};
const done = (report) =>
  parentPort.postMessage({ type: 'event', event: { type: 'document', document: { ...view, report } } });
parentPort.on('message', (message) => {
  if (message.method === 'close') process.exit(0);
  switch (message.name) {
    case 'tampered': return done(reports.tampered);
    case 'crash': throw new Error('a crash');
    case 'exit': return process.exit(0);
    case 'loop': parentPort.postMessage({ type: 'event', event: { type: 'document', document: { ...view, state: 'running' } } });
      for (;;);
    case 'many': return done({ ...reports.tampered, head: 'x'.repeat(4_000_000) });
    case 'standard input': {
      let bytes = 0;
      process.stdin.on('data', (chunk) => (bytes += chunk.length));
      process.stdin.on('end', () => done({ ...reports.sound, head: bytes + ' bytes' }));
      return;
    }
    default: return done(reports.sound);
  }
});
`;

beforeAll(async () => {
  await bundleModule('electron/cli/index.ts', join(root, 'out/cli/index.js'));
  mkdirSync(join(root, 'out/verifier'), { recursive: true });
  mkdirSync(spool);
  writeFileSync(join(root, 'out/verifier/index.js'), FAKE_VERIFIER);
  writeFileSync(join(root, 'package.json'), JSON.stringify({ type: 'module', version: '9.8.7' }));
  for (const name of ['tampered', 'crash', 'exit', 'loop', 'many', 'sound']) {
    writeFileSync(join(root, name), '');
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function start(words: readonly string[], input: 'pipe' | number = 'pipe'): ChildProcess {
  return spawn(process.execPath, [join(root, 'out/cli/index.js'), ...words], {
    cwd: root,
    stdio: [input, 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', TMPDIR: spool, TMP: spool, TEMP: spool },
  });
}

async function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

describe('the process', () => {
  it('tells the version of the package it lies in', async () => {
    expect(await ended(start(['--version']))).toEqual({ code: 0, out: 'bathyscope 9.8.7\n', err: '' });
  });

  it('gives reports and the exit code of the worst verdict', async () => {
    const { code, out, err } = await ended(start(['verify', 'sound', 'tampered', '--json']));
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(JSON.parse(out).map((report: { verdict: string }) => report.verdict)).toEqual(['verified', 'tampered']);
  });

  it('writes a long report to a pipe to its end', async () => {
    const { code, out } = await ended(start(['verify', 'many', '--json']));
    expect(code).toBe(1);
    expect(JSON.parse(out).head).toHaveLength(4_000_000);
  });

  it('lets the verifier read standard input, from a pipe and from a file', async () => {
    const text = '12345\n'.repeat(100_000);
    const child = start(['verify', '-']);
    child.stdin?.end(text);
    expect(await ended(child)).toMatchObject({ code: 0, out: expect.stringContaining('600000 bytes'), err: '' });
    writeFileSync(join(root, 'entries'), text);
    const file = openSync(join(root, 'entries'), 'r');
    expect(await ended(start(['verify', '-'], file))).toMatchObject({
      code: 0,
      out: expect.stringContaining('600000 bytes'),
    });
    closeSync(file);
  });

  it.each(['crash', 'exit'])('answers %s of the verifier with 70 and no verdict', async (name) => {
    const { code, out, err } = await ended(start(['verify', name]));
    expect({ code, out }).toEqual({ code: 70, out: '' });
    expect(err).toContain('no verdict');
  });

  it('ends with 130 when it is interrupted, even if the verifier listens to nobody', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const child = start(['verify', 'loop']);
      const result = ended(child);
      // The spool is made just before the verifier starts.
      while (readdirSync(spool).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      // Twice: a terminal signals the whole group, and `npm run` passes the signal on as well.
      child.kill(signal);
      child.kill(signal);
      expect(await result).toMatchObject({ code: 130, out: '' });
    }
  });

  it('ends with 130 when it is interrupted while standard input stays silent', async () => {
    const child = start(['verify', '-']);
    const result = ended(child);
    while (readdirSync(spool).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGINT');
    expect(await result).toMatchObject({ code: 130, out: '' });
  });

  it('keeps its exit code and stays quiet when nobody reads its output', async () => {
    const child = start(['verify', 'many', '--json']);
    child.stdout?.destroy();
    expect(await ended(child)).toMatchObject({ code: 1, err: '' });
  });

  it('leaves no spool behind', () => {
    expect(readdirSync(spool)).toEqual([]);
  });
});
