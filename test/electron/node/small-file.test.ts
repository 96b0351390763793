import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSmallFile } from '../../../electron/node/small-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bathyscope-small-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a small file', () => {
  it('is read whole, up to the cap and not a byte above', async () => {
    const path = join(folder, 'key.pem');
    writeFileSync(path, 'abcd');
    expect(await readSmallFile(path, 4)).toEqual({ ok: true, value: new Uint8Array([97, 98, 99, 100]) });
    expect(await readSmallFile(path, 3)).toMatchObject({
      ok: false,
      error: { code: 'file-too-large', message: '"key.pem" has 4 bytes; at most 3 are read.' },
    });
  });

  it('reads nothing of a file above the cap', async () => {
    const path = join(folder, 'huge.pem');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 42);
    expect(await readSmallFile(path, 65_536)).toMatchObject({ error: { code: 'file-too-large' } });
  });

  it('is refused with its name and without its folder when it can not be read', async () => {
    mkdirSync(join(folder, 'key.pem'));
    for (const name of ['absent.pem', 'key.pem']) {
      const read = await readSmallFile(join(folder, name), 100);
      expect(read).toMatchObject({ ok: false, error: { code: 'file-unreadable' } });
      expect(JSON.stringify(read)).toContain(name);
      expect(JSON.stringify(read)).not.toContain('bathyscope-small-');
    }
  });

  it('shows a hostile name escaped', async () => {
    const read = await readSmallFile(join(folder, 'absent'), 100, 'gpj\u202E.pem');
    expect(JSON.stringify(read)).toContain('gpj⟨U+202E⟩.pem');
  });

  it.skipIf(process.platform === 'win32')('never waits for a pipe', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    expect(await readSmallFile(path, 100)).toMatchObject({ error: { code: 'file-unreadable' } });
  });
});
