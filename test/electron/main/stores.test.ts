import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastingSource } from '../../../electron/main/handlers/open-source.ts';
import { MAX_RECENTS, Recents } from '../../../electron/main/recents.ts';
import { Samples } from '../../../electron/main/samples.ts';
import { DEFAULT_SETTINGS, SettingsStore } from '../../../electron/main/settings.ts';

let folder = '';
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'bathyscope-stores-')), 'settings');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const at = '2026-11-22T10:00:00.000Z';

describe('settings', () => {
  it('keep what was set over a run, one member at a time, readable by the owner only', async () => {
    const store = new SettingsStore(folder);
    expect(await store.get()).toEqual(DEFAULT_SETTINGS);
    await store.set({ theme: 'dark' });
    await store.set({ density: 'compact' });
    expect(await new SettingsStore(folder).get()).toEqual({ theme: 'dark', density: 'compact' });
    if (process.platform !== 'win32') expect(statSync(join(folder, 'settings.json')).mode & 0o777).toBe(0o600);
  });

  it.each([
    '',
    '{',
    '[]',
    '{"theme":"dark"}',
    '{"theme":"pink","density":"normal"}',
    '{"theme":"dark","density":"normal","x":1}',
  ])('start with the defaults when the file holds %s', async (text) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'settings.json'), text);
    expect(await new SettingsStore(folder).get()).toEqual(DEFAULT_SETTINGS);
  });
});

describe('recent bundles', () => {
  it('list the newest first, each path once, without the path', async () => {
    const recents = new Recents(folder);
    for (const name of ['a', 'b', 'a']) await recents.add(lastingSource(`/evidence/${name}.zip`), at);
    const listed = await new Recents(folder).list();
    expect(listed.map(({ name }) => name)).toEqual(['a.zip', 'b.zip']);
    expect(JSON.stringify(listed)).not.toContain('/evidence');
  });

  it('find a bundle again by its id, but not one that was only a copy', async () => {
    const recents = new Recents(folder);
    const lasting = await recents.add(lastingSource('/evidence/a.zip'), at);
    const copy = await recents.add(lastingSource('/tmp/upload/b.zip', false), at);
    expect(await recents.find(lasting)).toEqual({ path: '/evidence/a.zip', name: 'a.zip' });
    expect(await recents.find(copy)).toBeNull();
    expect(await recents.find('unknown')).toBeNull();
    expect(await recents.list()).toMatchObject([{ reachable: false }, { reachable: true }]);
    expect(readFileSync(join(folder, 'recents.json'), 'utf8')).not.toContain('/tmp/upload');
  });

  it('lose no entry when several are added at once, and keep a bounded number', async () => {
    const recents = new Recents(folder);
    await Promise.all(Array.from({ length: 5 }, (_, index) => recents.add(lastingSource(`/evidence/${index}`), at)));
    expect(await recents.list()).toHaveLength(5);
    for (let index = 0; index < MAX_RECENTS + 5; index += 1) await recents.add(lastingSource(`/more/${index}`), at);
    expect(await new Recents(folder).list()).toHaveLength(MAX_RECENTS);
  });

  it('note a verdict and forget all', async () => {
    const recents = new Recents(folder);
    const id = await recents.add(lastingSource('/evidence/a.zip'), at);
    await recents.setVerdict(id, 'tampered');
    expect(await new Recents(folder).list()).toMatchObject([{ verdict: 'tampered' }]);
    await recents.clear();
    expect(await new Recents(folder).list()).toEqual([]);
  });
});

describe('samples', () => {
  const sample = {
    id: 'healthy',
    title: 'Healthy',
    lesson: 'All agrees.',
    path: 'healthy/bundle.zip',
    anchor: 'healthy/a.json',
  };
  const write = (content: unknown): Samples => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.json'), JSON.stringify(content));
    return new Samples(folder);
  };

  it('are listed without paths and found by id', async () => {
    const samples = write({ samples: [sample, { ...sample, id: 'cut', anchor: null }] });
    expect(await samples.list()).toEqual([
      { id: 'healthy', title: 'Healthy', lesson: 'All agrees.', hasAnchor: true },
      { id: 'cut', title: 'Healthy', lesson: 'All agrees.', hasAnchor: false },
    ]);
    expect(await samples.find('healthy')).toEqual({
      path: join(folder, 'healthy/bundle.zip'),
      anchor: join(folder, 'healthy/a.json'),
    });
    expect(await samples.find('absent')).toBeNull();
  });

  it.each(['../outside.zip', '/etc/passwd', 'a/../../b', ''])('never lead out of their folder: %s', async (path) => {
    expect(await write({ samples: [{ ...sample, path }] }).list()).toEqual([]);
  });

  it('are none when the folder is not there', async () => {
    expect(await new Samples(join(folder, 'absent')).list()).toEqual([]);
  });
});
