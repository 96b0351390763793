import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDropped } from '../../../electron/main/dropped.ts';

let folder = '';
let work = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bathyscope-dropped-'));
  work = join(folder, 'work');
  for (const name of ['work', 'june', 'june/parts']) mkdirSync(join(folder, name));
  for (const name of ['a.json', 'b.json', 'other.json', 'june/a.json', 'june/parts/b.json'])
    writeFileSync(join(folder, name), name);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const handle = (inDrop: string, path: string): string => JSON.stringify([inDrop, join(folder, path)]);

describe('what is dropped on the window', () => {
  it('is one file', async () => {
    const dropped = await createDropped(work).bundle([handle('a.json', 'a.json')]);
    expect(dropped).toMatchObject({
      ok: true,
      value: { path: join(folder, 'a.json'), name: 'a.json', reachable: true },
    });
  });

  it('is one folder, given as itself or by the files in it', async () => {
    const itself = await createDropped(work).bundle([handle('june', 'june')]);
    const files = await createDropped(work).bundle([
      handle('june/a.json', 'june/a.json'),
      handle('june/parts/b.json', 'june/parts/b.json'),
    ]);
    for (const dropped of [itself, files])
      expect(dropped).toMatchObject({ ok: true, value: { path: join(folder, 'june'), name: 'june', reachable: true } });
  });

  it('is several loose files, put together without their neighbours and removed again', async () => {
    const dropped = await createDropped(work).bundle([handle('a.json', 'a.json'), handle('b.json', 'b.json')]);
    if (!dropped.ok) throw new Error(dropped.error.message);
    expect(dropped.value).toMatchObject({ name: '2 files', reachable: false });
    expect(dropped.value.path.startsWith(work + sep)).toBe(true);
    expect(readdirSync(dropped.value.path).sort()).toEqual(['a.json', 'b.json']);
    await dropped.value.release();
    expect(existsSync(dropped.value.path)).toBe(false);
  });

  it('is each file and each folder by itself, such as anchors', async () => {
    const each = await createDropped(work).each([handle('a.json', 'a.json'), handle('june', 'june')]);
    if (!each.ok) throw new Error(each.error.message);
    expect(each.value.map(({ path }) => path)).toEqual([join(folder, 'a.json'), join(folder, 'june')]);
    expect(await createDropped(work).each([])).toMatchObject({ ok: false });
    expect(await createDropped(work).each([handle('a.json', 'a.json'), '{'])).toMatchObject({ ok: false });
  });

  it('is refused when it mixes folders and files', async () => {
    const mixed = await createDropped(work).bundle([handle('june/a.json', 'june/a.json'), handle('a.json', 'a.json')]);
    expect(mixed).toMatchObject({ ok: false, error: { code: 'drop-too-large' } });
    const folders = await createDropped(work).bundle([handle('june', 'june'), handle('work', 'work')]);
    expect(folders).toMatchObject({ ok: false, error: { code: 'drop-too-large' } });
  });

  it.each(['', 'text', '[]', '["a"]', '["a",""]', '["a",1]', '{"path":"/etc"}', '["a","/b","/c"]'])(
    'is refused as %j',
    async (bad) => {
      expect(await createDropped(work).bundle([bad])).toMatchObject({ ok: false, error: { code: 'drop-unreadable' } });
      expect(await createDropped(work).single([bad])).toMatchObject({ ok: false, error: { code: 'drop-unreadable' } });
    },
  );

  it('is one file when one is wanted', async () => {
    const dropped = createDropped(work);
    expect(await dropped.single([handle('a.json', 'a.json')])).toMatchObject({
      ok: true,
      value: { path: join(folder, 'a.json') },
    });
    expect(await dropped.single([handle('a.json', 'a.json'), handle('b.json', 'b.json')])).toMatchObject({
      ok: false,
      error: { code: 'one-file' },
    });
  });
});
