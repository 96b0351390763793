import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../scripts/build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'out');

const NETWORK = [
  'net',
  'http',
  'https',
  'http2',
  'tls',
  'dgram',
  'dns',
  'dns/promises',
  'inspector',
  'inspector/promises',
];
const BUILTINS = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

beforeAll(async () => {
  await build();
}, 120_000);

function files(folder: string): string[] {
  return readdirSync(join(out, folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => statSync(join(out, name)).isFile());
}
const text = (name: string): string => readFileSync(join(out, name), 'utf8');
const scripts = (folder: string): string[] => files(folder).filter((name) => /\.c?js$/.test(name));

/** Names that a built file imports, requires or asks `process.getBuiltinModule` for, found by parsing it. */
function modulesOf(name: string): string[] {
  const found: string[] = [];
  const queue: unknown[] = [parseAst(text(name))];
  while (queue.length > 0) {
    const node = queue.pop();
    if (typeof node !== 'object' || node === null) continue;
    queue.push(...Object.values(node));
    const { source, callee } = node as {
      source?: { value?: unknown } | null;
      callee?: { name?: string; property?: { name?: string } };
    };
    if (typeof source?.value === 'string') found.push(source.value);
    const called = callee?.name ?? callee?.property?.name;
    if (called === 'require' || called === 'getBuiltinModule') found.push(nameCalled(node));
  }
  return found;
}

/** First argument of a call, when it is written as text. */
function nameCalled(call: object): string {
  const { arguments: given } = call as {
    arguments?: readonly { value?: unknown; quasis?: readonly { value: { raw: string } }[] }[];
  };
  return String(given?.[0]?.value ?? given?.[0]?.quasis?.[0]?.value.raw ?? 'computed at run time');
}
const builtins = (folder: string): string[] => [
  ...new Set(
    scripts(folder)
      .flatMap(modulesOf)
      .filter((name) => BUILTINS.has(name))
      .map((name) => name.replace('node:', '')),
  ),
];
const others = (folder: string): string[] =>
  scripts(folder)
    .flatMap(modulesOf)
    .filter((name) => !BUILTINS.has(name) && !name.startsWith('.'));

describe.each(['verifier', 'cli', 'main'])('the built %s', (folder) => {
  it('has no network module, and bundles all that is not built in', () => {
    expect(scripts(folder)).not.toEqual([]);
    expect(builtins(folder).filter((name) => NETWORK.includes(name))).toEqual([]);
    expect(others(folder).filter((name) => name !== 'electron/main')).toEqual([]);
    for (const name of scripts(folder))
      expect(/\b(fetch|WebSocket|EventSource)\s*\(/.exec(text(name))?.[0], name).toBeUndefined();
  });
});

describe('the built verifier', () => {
  it('starts no process and knows no Electron', () => {
    expect(builtins('verifier')).not.toContain('child_process');
    expect(builtins('verifier')).not.toContain('cluster');
    expect(others('verifier')).toEqual([]);
  });
});

describe('the built main process', () => {
  it('starts no process but through Electron, and has no worker', () => {
    expect(builtins('main')).not.toContain('child_process');
    expect(builtins('main')).not.toContain('worker_threads');
    expect([...new Set(others('main'))]).toEqual(['electron/main']);
  });
});

describe('the built command line', () => {
  it('knows no Electron and begins with the line that makes it a program', () => {
    expect(others('cli')).toEqual([]);
    expect(text('cli/index.js').startsWith('#!/usr/bin/env node\n')).toBe(true);
  });
});

describe('the built loopback host', () => {
  it('listens, and reaches nothing: its one network module is the server', () => {
    expect(builtins('loopback/host').filter((name) => NETWORK.includes(name))).toEqual(['http']);
    const imported = /import \{([^}]*)\} from "node:http"/.exec(text('loopback/host/index.js'))?.[1] ?? '';
    expect(imported.split(',').map((name) => name.trim())).toEqual(['createServer']);
  });
});

describe('the built preload', () => {
  it('is one small CommonJS file that needs Electron and nothing else', () => {
    expect(files('preload')).toEqual([join('preload', 'index.cjs')]);
    expect(statSync(join(out, 'preload/index.cjs')).size).toBeLessThan(5_120);
    expect(modulesOf(join('preload', 'index.cjs'))).toEqual(['electron/renderer']);
  });
});

describe('the built page', () => {
  it('has no inline script, style or handler, and loads only its own files', () => {
    const html = text('renderer/index.html');
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|data:/);
    const loaded = [...html.matchAll(/\s(?:src|href)="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(loaded.length).toBeGreaterThan(0);
    for (const address of loaded) expect(existsSync(join(out, 'renderer', address)), address).toBe(true);
  });

  it('has no Node, no Electron and makes no code from strings', () => {
    for (const name of [...scripts('renderer'), ...scripts('loopback/client')]) {
      expect(/["'`]node:/.exec(text(name))?.[0], name).toBeUndefined();
      expect(modulesOf(name).filter((module) => BUILTINS.has(module) || module.startsWith('electron'))).toEqual([]);
      expect(/\bnew Function\b|\beval\s*\(/.exec(text(name))?.[0], name).toBeUndefined();
    }
  });

  it('names no web address that a browser would load', () => {
    for (const name of files('renderer').filter((each) => /\.(css|html)$/.test(each)))
      expect(
        /(?:url\(|src=|href=|@import\s)["']?(?:https?:)?\/\/(?!www\.w3\.org)/.exec(text(name))?.[0],
        name,
      ).toBeUndefined();
  });

  it('has a hash in the name of everything but the page itself', () => {
    for (const name of files('renderer').filter((each) => !each.endsWith('index.html')))
      expect(name).toMatch(/assets[\\/][\w-]+-[\w-]{8}\.(js|css|svg|woff2)$/);
  });
});

describe('everything that is built', () => {
  it('is made for use and not for development, whoever asked for the build', () => {
    const page = scripts('renderer').map(text).join('');
    expect(page.includes('jsxDEV')).toBe(false);
    expect(page.includes('react-stack-top-frame')).toBe(false);
  });

  it('has no source map and names no folder of the machine it was built on', () => {
    for (const folder of ['cli', 'loopback', 'main', 'preload', 'renderer', 'verifier'])
      for (const name of files(folder)) {
        expect(name).not.toMatch(/\.map$/);
        if (!/\.(woff2)$/.test(name)) {
          expect(text(name).includes('sourceMappingURL'), name).toBe(false);
          expect(text(name).includes(root), name).toBe(false);
        }
      }
  });

  it('is not built again when nothing changed', async () => {
    expect(await build()).toBe(false);
  });
});
