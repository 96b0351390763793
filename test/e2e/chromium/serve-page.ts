import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { contentSecurityPolicy } from '../../../electron/main/headers.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

export interface ServedPage {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Builds a page and serves it on loopback under the policy that the app has.
 *
 * @param name folder beside this file that holds `index.html`
 */
export async function servePage(name: 'chain-page' | 'parts-page'): Promise<ServedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'bathyscope-page-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL(`./${name}/`, import.meta.url)),
    base: '/',
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, target: 'chrome140', modulePreload: false },
  });
  const files = new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length), readFileSync(path)]),
  );
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    const bytes = files.get(path);
    response.setHeader('content-security-policy', contentSecurityPolicy('electron'));
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
    // Without an icon the browser asks for one, and would complain of a 404.
    response.statusCode = bytes === undefined ? 204 : 200;
    response.end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: async () => {
      await new Promise((closed) => server.close(closed));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
