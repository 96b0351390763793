import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Uploads } from '../../../electron/loopback/uploads.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bathyscope-uploads-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const bytes = (text: string): Readable => Readable.from([Buffer.from(text)]);

describe('copies of what was dropped', () => {
  it('name a disk that would keep less than its reserve, and give back the room of the whole drop', async () => {
    const drop = randomUUID();
    expect(await new Uploads(root).add(drop, 'a/first.json', 0, bytes('{}'))).toMatchObject({ ok: true });
    const full = new Uploads(root, Number.MAX_SAFE_INTEGER);
    const added = await full.add(drop, 'a/second.json', 0, bytes('{}'));
    expect(added).toMatchObject({ ok: false, error: { code: 'drop-failed' } });
    expect(JSON.stringify(added)).toContain('512 MiB of its disk would stay free. Make room on it, then try again.');
    expect(readdirSync(root)).toEqual([]);
  });

  it('name what the system answered, and no path', async () => {
    const gone = await new Uploads(root).add(randomUUID(), 'a.json', 0, Readable.from(failing('ENOSPC')));
    expect(gone).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('the system answers ENOSPC, the disk is full. Make room on it') },
    });
    expect(JSON.stringify(gone)).not.toContain(root);
  });

  it('tell a name that two files have from a disk that is full', async () => {
    const uploads = new Uploads(root);
    const drop = randomUUID();
    const first = await uploads.add(drop, 'a.json', 0, bytes('1'));
    const second = await uploads.add(drop, 'a.json', 0, bytes('2'));
    expect(second).toMatchObject({ ok: false, error: { message: expect.stringContaining('have one name here') } });
    expect(first.ok && (await uploads.single([first.value])).ok).toBe(true);
  });

  it('tell a transfer that broke off from both', async () => {
    for (const code of ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE']) {
      const added = await new Uploads(root).add(randomUUID(), 'a.json', 0, Readable.from(failing(code)));
      expect(added).toMatchObject({ ok: false, error: { message: expect.stringContaining('the browser stopped') } });
    }
    const odd = await new Uploads(root).add(randomUUID(), 'a.json', 0, Readable.from(failing('ENAMETOOLONG')));
    expect(odd).toMatchObject({ ok: false, error: { message: expect.stringContaining('answers ENAMETOOLONG.') } });
  });
});

/** Bytes, and then what the system answers where more would come. */
async function* failing(code: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{');
  throw Object.assign(new Error(code), { code });
}
