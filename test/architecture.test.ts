import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  AVOIDED_ALLOWED,
  globalViolations,
  LONG_FILES,
  nameViolations,
  sourceViolations,
} from './architecture/house-rules.ts';
import { importViolations, rowOf, TABLE, type Violation } from './architecture/import-table.ts';
import { readSource, type SourceFacts } from './architecture/source-facts.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

function filesOf(folder: string, ending: RegExp): string[] {
  return readdirSync(`${ROOT}/${folder}`, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length).replace(/^\/+/, ''))
    .sort();
}

const PRODUCT = ['shared', 'electron', 'renderer'].flatMap((folder) => filesOf(folder, /\.tsx?$/));
const SOURCES: readonly SourceFacts[] = PRODUCT.map((path) =>
  readSource(path, readFileSync(`${ROOT}/${path}`, 'utf8')),
);
const NAMED = ['shared', 'electron', 'renderer', 'test', 'scripts'].flatMap((folder) =>
  filesOf(folder, /\.(?:tsx?|mjs|css)$/),
);

/** One line for each violation, so that a failure lists every one of them. */
const lines = (violations: readonly Violation[]): string[] =>
  violations.map((found) => `${found.place} ${found.message}`);

/** What the rules say of a made-up file. */
const importsOf = (path: string, code: string): string[] => lines(importViolations(readSource(path, code)));
const globalsOf = (code: string): string[] => lines(globalViolations(readSource('shared/chain/a.ts', code)));

describe('the sources', () => {
  it('are there to be looked at', () => {
    expect(SOURCES.length).toBeGreaterThan(50);
    expect(SOURCES.flatMap((facts) => facts.imports).length).toBeGreaterThan(200);
  });

  it('import only what the table allows', () => {
    expect(lines(SOURCES.flatMap((facts) => importViolations(facts)))).toEqual([]);
  });

  it('use no clock, no randomness and no global of one runtime inside shared/', () => {
    expect(lines(SOURCES.flatMap(globalViolations))).toEqual([]);
  });

  it('are short, have no default export and avoid words that promise', () => {
    expect(lines(SOURCES.flatMap(sourceViolations))).toEqual([]);
  });

  it('have names that say what is in them', () => {
    expect(lines(NAMED.flatMap(nameViolations))).toEqual([]);
  });

  it('need every exception that is listed', () => {
    const long = SOURCES.filter((facts) => facts.lines > 300).map((facts) => facts.path);
    expect([...LONG_FILES.keys()].filter((path) => !long.includes(path))).toEqual([]);
    const texts = new Set(SOURCES.flatMap((facts) => facts.texts.map((found) => found.text)));
    expect([...AVOIDED_ALLOWED.keys()].filter((text) => !texts.has(text))).toEqual([]);
  });
});

describe('the import table', () => {
  it('takes the most exact row', () => {
    expect(rowOf('electron/main/handlers/app.ts')?.files).toBe('electron/main/handlers');
    expect(rowOf('electron/loopback/client/rpc.ts')?.files).toBe('electron/loopback/client');
    expect(rowOf('shared/verify-axes.ts')?.files).toBe('shared/verify*');
    expect(rowOf('shared/other.ts')).toBeUndefined();
    expect(new Set(TABLE.map((row) => row.files)).size).toBe(TABLE.length);
  });

  it.each([
    ['shared/base/a.ts', "import { b } from '../bundle/b.ts';"],
    ['shared/chain/a.ts', "import { r } from '../rls/r.ts';"],
    ['shared/chain/a.ts', "import { verify } from '../verify.ts';"],
    ['shared/formats/a.ts', "import { model } from '../ipc/model.ts';"],
    ['shared/base/a.ts', "import { readFileSync } from 'node:fs';"],
    ['shared/base/a.ts', "import type { Stats } from 'node:fs';"],
    ['shared/base/a.ts', "import { app } from 'electron/main';"],
    ['shared/rls/a.ts', "export { x } from '../worm/x.ts';"],
    ['shared/rls/a.ts', "export * from '../worm/x.ts';"],
    ['shared/rls/a.ts', "const x = await import('../worm/x.ts');"],
    ['shared/rls/a.ts', "let x: import('../worm/x.ts').X;"],
    ['shared/rls/a.ts', "const x = require('../worm/x.ts');"],
    ['shared/rls/a.ts', "import x = require('../worm/x.ts');"],
    ['shared/rls/a.ts', 'const x = await import(name);'],
    ['shared/ipc/a.ts', "import { x } from '../chain/x.ts';"],
    ['shared/loose.ts', ''],
    ['electron/node/a.ts', "import { connect } from 'node:net';"],
    ['electron/node/a.ts', "import { spawn } from 'node:child_process';"],
    ['electron/node/a.ts', "import { readFile } from 'fs/promises';"],
    ['electron/main/a.ts', "import { app } from 'electron';"],
    ['electron/main/a.ts', "import type { App } from 'electron';"],
    ['electron/main/a.ts', "import { ipcRenderer } from 'electron/renderer';"],
    ['electron/main/a.ts', "import { replay } from '../../shared/chain/replay.ts';"],
    ['electron/main/a.ts', "import { run } from '../verifier/run.ts';"],
    ['electron/main/a.ts', "new Worker(new URL('../verifier/index.ts', import.meta.url));"],
    ['electron/main/handlers/a.ts', "import { dialog } from 'electron/main';"],
    ['electron/preload/a.ts', "import { CONTRACT } from '../../shared/ipc/contract.ts';"],
    ['electron/verifier/a.ts', "import https from 'node:https';"],
    ['electron/cli/verify.ts', "import { connect } from '../sources/postgres.ts';"],
    ['electron/loopback/a.ts', "import { boot } from '../main/boot.ts';"],
    ['electron/loopback/a.ts', "import { request } from 'node:https';"],
    ['electron/loopback/client/a.ts', "import { x } from '../host.ts';"],
    ['renderer/a.tsx', "import { parse } from '../shared/formats/anchor.ts';"],
    ['renderer/a.tsx', "import { join } from 'node:path';"],
    ['renderer/a.tsx', "import { api } from '../electron/preload/index.ts';"],
    ['renderer/a.tsx', "import lodash from 'lodash';"],
    ['renderer/a.tsx', "import { b } from './b';"],
  ])('refuses in %s: %s', (path, code) => {
    expect(importsOf(path, code)).toEqual([expect.stringContaining(`${path}:1 `)]);
  });

  it.each([
    ['shared/chain/a.ts', "import { a } from '../base/a.ts'; import { b } from './b.ts'; import { z } from 'zod';"],
    ['shared/formats/a.ts', "import type { EvidencePart } from '../ipc/model.ts';"],
    ['shared/ipc/a.ts', "import type { X } from '../chain/x.ts';"],
    ['shared/verify.ts', "import { x } from './chain/x.ts'; import { y } from './verify-axes.ts';"],
    ['electron/main/a.ts', "import { app } from 'electron/main'; import type { X } from '../../shared/chain/x.ts';"],
    [
      'electron/main/handlers/a.ts',
      "import type { Dialog } from 'electron/main'; import { x } from '../documents.ts';",
    ],
    ['electron/loopback/a.ts', "import { createServer } from 'node:http'; import { x } from '../main/headers.ts';"],
    [
      'electron/loopback/a.ts',
      "import { x } from '../main/handlers/app.ts'; import type { AddressInfo } from 'node:net';",
    ],
    ['electron/cli/live-collect.ts', "import { connect } from '../sources/postgres.ts'; import { x } from './x.ts';"],
    ['electron/sources/a.ts', "import { connect } from 'node:tls'; import { S3Client } from '@aws-sdk/client-s3';"],
    ['electron/verifier/a.ts', "new Worker(new URL('./worker.ts', import.meta.url));"],
    ['renderer/a.tsx', "import { createRoot } from 'react-dom/client'; import './a.css';"],
    ['renderer/a.tsx', "import type { X } from '../shared/ipc/model.ts'; import { y } from '../shared/base/y.ts';"],
    ['renderer/a.tsx', "const text = \"import { x } from 'node:fs'\"; // import 'node:net'"],
  ])('allows in %s: %s', (path, code) => {
    expect(importsOf(path, code)).toEqual([]);
  });

  it('says which line it is about', () => {
    expect(importsOf('shared/base/a.ts', "\n\nimport { a } from './b.ts';\nimport fs from 'node:fs';\n")).toEqual([
      'shared/base/a.ts:4 shared/base may not import node:fs',
    ]);
  });
});

describe('the other rules', () => {
  it.each([
    'Date.now()',
    "Date['now']()",
    'new Date()',
    'Math.random()',
    'process.env.HOME',
    "Buffer.from('')",
    'fetch(url)',
    'setTimeout(f, 1)',
    'const { fetch } = window',
    'f({ fetch })',
    'globalThis.fetch()',
  ])('refuse %s inside shared/', (code) => {
    expect(globalsOf(code)).not.toEqual([]);
  });

  it.each([
    'new Date(0)',
    'Date.UTC(2026, 5)',
    'Math.max(1, 2)',
    'x.process()',
    'const o = { fetch: 1 }',
    'interface A { process: string; setTimeout(): void }',
    "const text = 'Date.now()'; // Math.random()",
    'document.read()',
  ])('allow %s inside shared/', (code) => {
    expect(globalsOf(code)).toEqual([]);
  });

  const all = (path: string, code: string): string[] => lines(sourceViolations(readSource(path, code)));

  it('refuse default exports, however they are written', () => {
    for (const code of [
      'export default 1;',
      'const x = 1; export { x as default };',
      "export { default } from './b.ts';",
    ]) {
      expect(all('electron/cli/a.ts', code)).toHaveLength(1);
    }
    expect(all('electron/a.config.ts', 'export default 1;')).toEqual([]);
  });

  it('refuse avoided words in what people read, and not in names and comments', () => {
    for (const code of ["const a = 'Certified.';", 'const a = `is compliant`;', 'const a = <p>tamper-proof</p>;']) {
      expect(all('renderer/a.tsx', code)).toHaveLength(1);
    }
    expect(all('renderer/a.tsx', "// guaranteed\nconst certified = 'COMPLIANCE mode, noncompliant';")).toEqual([]);
  });

  it('refuse a long file', () => {
    expect(all('shared/base/a.ts', 'f();\n'.repeat(300))).toEqual([]);
    expect(all('shared/base/a.ts', 'f();\n'.repeat(301))).toEqual([
      'shared/base/a.ts:301 is longer than 300 lines, and gives no reason',
    ]);
  });

  it.each([
    'shared/base/utils.ts',
    'shared/helpers/a.ts',
    'electron/main/window-manager.ts',
    'renderer/FileList.tsx',
    'shared/a_b.ts',
  ])('refuse the name %s', (path) => {
    expect(nameViolations(path)).toHaveLength(1);
  });

  it.each([
    'shared/base/runtime.d.ts',
    'vitest.config.ts',
    'renderer/components/file-list.tsx',
    'electron/node/a1.test.ts',
  ])('allow the name %s', (path) => {
    expect(nameViolations(path)).toEqual([]);
  });
});
