import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { responseHeaders } from '../../../electron/main/headers.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import { signerOf } from '../../fixtures/trust/keys.ts';
import { startTestHost, type TestHost } from '../../support/loopback.ts';
import { anchorView, doneView, signatureUse } from '../../support/views.ts';

let test: TestHost;
let cookie = '';
beforeEach(async () => {
  test = await startTestHost();
  cookie = await test.enter();
});
afterEach(() => test.stop());

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A request with exactly the headers given; `fetch` would not let a test set Host or Origin. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Reply> {
  const { port } = test.host;
  const all = { host: `127.0.0.1:${port}`, cookie, ...(method === 'GET' ? {} : { origin: test.origin }), ...headers };
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers: all }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
const json = { 'content-type': 'application/json' };
const rpc = (channel: string, params: unknown, headers: Record<string, string> = json): Promise<Reply> =>
  ask('POST', `/rpc/${channel}`, headers, JSON.stringify(params));
const upload = async (
  drop: string,
  path: string,
  body: string,
): Promise<{ ok: boolean; value: string; error: { code: string } }> => {
  const query = new URLSearchParams({ drop, path, modified: '1750000000000' });
  return JSON.parse((await ask('PUT', `/upload?${query}`, {}, body)).body) as never;
};

describe('entering', () => {
  it('takes the token once, in exchange for a cookie that scripts and other sites do not get', async () => {
    const second = await startTestHost();
    const first = await fetch(second.host.address, { redirect: 'manual' });
    expect(first.status).toBe(303);
    expect(first.headers.get('location')).toBe('/');
    expect(first.headers.get('set-cookie')).toMatch(/^bathyscope-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    const again = await fetch(second.host.address, { redirect: 'manual' });
    expect(again.status).toBe(403);
    expect(again.headers.get('set-cookie')).toBeNull();
    await second.stop();
  });

  it.each(['/open/', '/open/used', `/open/${'A'.repeat(43)}`])('refuses %s', async (path) => {
    expect((await ask('GET', path, { cookie: '' })).status).toBe(403);
  });

  it.each(['/', '/assets/main.js', '/events'])(
    'serves nothing at %s without the cookie or with another',
    async (path) => {
      const { port } = test.host;
      for (const wrong of ['', 'a=b', `bathyscope-${port}=`, `bathyscope-${port}=${'A'.repeat(43)}`, `${cookie}x`])
        expect((await ask('GET', path, { cookie: wrong })).status).toBe(403);
    },
  );

  it('listens on no other interface', async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .find((each) => each.family === 'IPv4' && !each.internal);
    if (outside === undefined) return;
    await expect(fetch(`http://${outside.address}:${test.host.port}/`)).rejects.toThrow();
  });
});

describe('the guard', () => {
  it.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]'])(
    'refuses the host name %s',
    async (host) => {
      expect((await ask('GET', '/', { host })).status).toBe(421);
    },
  );

  it.each(['http://evil.example', 'null', 'http://localhost', 'http://127.0.0.1', 'http://127.0.0.1:1'])(
    'refuses the origin %s',
    async (origin) => {
      expect((await rpc(CHANNELS.appInfo, {}, { ...json, origin })).status).toBe(403);
      expect((await ask('GET', '/', { origin })).status).toBe(403);
    },
  );

  it('refuses a change without an origin and what the browser calls cross-site', async () => {
    const { port } = test.host;
    const bare = await fetch(`${test.origin}/rpc/${CHANNELS.appInfo}`, {
      method: 'POST',
      headers: { ...json, cookie },
      body: '{}',
    });
    expect(bare.status).toBe(403);
    expect((await rpc(CHANNELS.appInfo, {}, { ...json, 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await ask('GET', '/', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask('GET', '/', { 'sec-fetch-site': 'none', host: `127.0.0.1:${port}` })).status).toBe(200);
  });
});

describe('the page', () => {
  it('is served by exact key, with the script that gives it its interface first', async () => {
    const page = await ask('GET', '/');
    expect(page.status).toBe(200);
    expect(page.body.indexOf('/client-test.js')).toBeGreaterThan(0);
    expect(page.body.indexOf('/client-test.js')).toBeLessThan(page.body.indexOf('/assets/main.js'));
    expect((await ask('GET', '/assets/main.js')).body).toBe('document.title = "ready";');
  });

  it.each([
    '/assets/../../outside.js',
    '/assets/%2e%2e/%2e%2e/outside.js',
    '/outside.js',
    '/assets',
    '/assets/notes.txt',
    '//assets/main.js',
    '/%00',
  ])('has nothing at %s', async (path) => {
    const reply = await ask('GET', path);
    expect(reply.status).toBe(404);
    expect(reply.body).not.toContain('outside');
  });

  it('carries the same headers on every reply, errors included', async () => {
    const replies = await Promise.all([
      ask('GET', '/'),
      ask('GET', '/absent'),
      ask('GET', '/', { host: 'evil.example' }),
      ask('GET', '/', { cookie: '' }),
      ask('GET', '/open/x'),
      ask('DELETE', '/'),
      rpc(CHANNELS.appInfo, {}),
      rpc('app:quit', {}),
    ]);
    for (const reply of replies) expect(reply.headers).toMatchObject(responseHeaders('loopback'));
  });
});

describe('requests', () => {
  it('reach the handlers', async () => {
    const reply = await rpc(CHANNELS.appInfo, {});
    expect(JSON.parse(reply.body)).toMatchObject({ ok: true, value: { name: 'Bathyscope', shell: 'loopback' } });
  });

  it('are refused with an unknown channel, another content type, no JSON, or too many bytes', async () => {
    expect((await rpc('app:quit', {})).status).toBe(404);
    expect((await rpc('__proto__', {})).status).toBe(404);
    expect((await rpc(CHANNELS.appInfo, {}, { 'content-type': 'text/plain' })).status).toBe(415);
    const noJson = await ask('POST', `/rpc/${CHANNELS.appInfo}`, json, '{');
    expect(JSON.parse(noJson.body)).toMatchObject({ ok: false, error: { code: 'request-invalid' } });
    const large = await rpc(CHANNELS.copyText, { text: 'x'.repeat(5 * 1024 * 1024) }).catch(() => ({ status: 413 }));
    expect(large.status).toBe(413);
  });
});

describe('exports', () => {
  it('are files for the browser to save, noted in the custody log', async () => {
    const trust = await ask('GET', '/export/trust');
    expect(trust.status).toBe(200);
    expect(trust.headers['content-disposition']).toMatch(/^attachment; filename="bathyscope-trust-[\d-]{10}\.json"$/);
    expect(trust.headers).toMatchObject(responseHeaders('loopback'));
    expect(JSON.parse(trust.body)).toMatchObject({ format: 'bathyscope/trust', keys: [] });
    const custody = await ask('GET', '/export/custody');
    expect(custody.headers['content-disposition']).toContain('.ndjson"');
    const events = custody.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).payload.event as string);
    expect(events).toEqual(['log.begun', 'app.started', 'trust.exported']);
  });

  it('are given to the page of this host only', async () => {
    for (const headers of [{ cookie: '' }, { 'sec-fetch-site': 'cross-site' }, { origin: 'http://evil.example' }])
      expect((await ask('GET', '/export/trust', headers as Record<string, string>)).status).toBe(403);
    expect((await ask('GET', '/export/settings')).status).toBe(404);
    expect((await ask('GET', '/export/../export/trust%00')).status).toBe(404);
  });

  it('are not made by a request to a handler: the browser has the dialog', async () => {
    for (const channel of [CHANNELS.trustExport, CHANNELS.custodyExport])
      expect(JSON.parse((await rpc(channel, {})).body)).toMatchObject({ error: { code: 'no-native-dialog' } });
  });
});

describe('anchors', () => {
  it('are brought as uploads: several files, or a folder, whose copies go one by one', async () => {
    await test.host.open('/evidence/a.zip');
    const verifier = test.verifiers[0];
    if (verifier === undefined) throw new Error('no verifier');
    const documentId = verifier.init.documentId;
    const taken: string[][] = [];
    verifier.answer = (asked) => {
      if (asked.method === 'add-anchors') taken.push(asked.anchors.map(({ path }) => path));
      const views = asked.method === 'add-anchors' ? ['a', 'b'].map(anchorView) : [];
      if (asked.method !== 'close') verifier.replies(asked.requestId, doneView(documentId, 'verified', views));
      else verifier.ends(0);
    };
    const bring = async (drop: string, names: string[]) => {
      const handles = [];
      for (const name of names) handles.push((await upload(drop, name, '{}')).value);
      return JSON.parse((await rpc(CHANNELS.anchorDropped, { documentId, bytes: 'canonical', handles })).body);
    };
    expect(await bring(randomUUID(), ['8.json', '16.json'])).toMatchObject({ ok: true });
    const [one = '', two = ''] = taken[0] ?? [];
    expect([basename(one), basename(two)]).toEqual(['8.json', '16.json']);
    await rpc(CHANNELS.anchorRemove, { documentId, anchorId: 'a' });
    expect([existsSync(one), existsSync(two)]).toEqual([false, true]);
    await rpc(CHANNELS.anchorRemove, { documentId, anchorId: 'b' });
    expect([existsSync(two), existsSync(dirname(two))]).toEqual([false, false]);
    expect(await bring(randomUUID(), ['store/16.json', 'store/8.json', 'store/readme.txt'])).toMatchObject({
      ok: true,
    });
    expect(taken[1]?.map((path) => basename(path))).toEqual(['8.json', '16.json']);
    const none = randomUUID();
    expect(await bring(none, ['store/readme.txt'])).toMatchObject({ error: { code: 'anchor-folder' } });
    expect(existsSync(join(dirname(dirname(two)), none))).toBe(false);
  });
});

describe('signatures', () => {
  it('are brought as uploads, whose copies go one by one, and at once when they are refused', async () => {
    await test.host.open('/evidence/a.zip');
    const verifier = test.verifiers[0];
    if (verifier === undefined) throw new Error('no verifier');
    const documentId = verifier.init.documentId;
    let paths: readonly string[] = [];
    const digestOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
    verifier.answer = (asked) => {
      if (asked.method === 'close') verifier.ends(0);
      if (asked.method !== 'set-trust') return;
      paths = asked.trust.signatures;
      const trust = paths.map((path) => signatureUse(digestOf(path)));
      verifier.replies(asked.requestId, { ...doneView(documentId), trust });
    };
    const bring = async (drop: string, files: Readonly<Record<string, string>>) => {
      const handles = [];
      for (const [name, text] of Object.entries(files)) handles.push((await upload(drop, name, text)).value);
      return JSON.parse((await rpc(CHANNELS.signatureDropped, { documentId, handles })).body);
    };
    expect(await bring(randomUUID(), { 'a.sig.json': 'a', 'b.sig.json': 'b' })).toMatchObject({ ok: true });
    const [one = '', two = ''] = paths;
    expect([basename(one), basename(two)]).toEqual(['a.sig.json', 'b.sig.json']);
    await rpc(CHANNELS.signatureRemove, { documentId, sha256: digestOf(one) });
    expect([existsSync(one), existsSync(two)]).toEqual([false, true]);
    const again = randomUUID();
    const refused = await bring(again, { 'again.sig.json': 'b' });
    expect(refused).toMatchObject({ error: { code: 'given-known' } });
    expect(JSON.stringify(refused)).not.toContain(tmpdir());
    expect([existsSync(join(dirname(dirname(two)), again)), existsSync(two)]).toEqual([false, true]);
    await rpc(CHANNELS.documentClose, { documentId });
    expect(existsSync(dirname(two))).toBe(false);
    expect(JSON.parse((await rpc(CHANNELS.signaturePicked, { documentId })).body)).toMatchObject({
      error: { code: 'no-native-dialog' },
    });
  });
});

describe('trust', () => {
  it('is brought as an upload, whose copy is gone afterwards', async () => {
    const provenance = { how: 'Read out over the telephone', by: 'A. Auditor' };
    const request = { kind: 'key', uses: ['audit-chain'], provenance };
    const copies = (drop: string): boolean =>
      readdirSync(tmpdir()).some(
        (name) => name.startsWith('bathyscope-work-') && existsSync(join(tmpdir(), name, 'uploads', drop)),
      );
    for (const [text, ok] of [
      [signerOf('producer').spkiBase64, true],
      ['no key', false],
    ] as const) {
      const drop = randomUUID();
      const handle = await upload(drop, 'key.b64', text);
      expect(copies(drop)).toBe(true);
      const reply = await rpc(CHANNELS.trustImportDropped, { import: request, handles: [handle.value] });
      expect(JSON.parse(reply.body)).toMatchObject({ ok });
      expect(reply.body).not.toContain(tmpdir());
      expect(copies(drop)).toBe(false);
    }
  });
});

describe('events', () => {
  const connect = (page: string) => fetch(`${test.origin}/events?page=${page}`, { headers: { cookie } });

  it('tell a page that is loaded again to show the bundle again, and a page that only lost its connection not', async () => {
    await test.host.open('/evidence/a.zip');
    const first = async (page: string): Promise<string> => {
      const reader = (await connect(page)).body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (let ended = false; !ended && !text.includes('"type":"progress"'); ) {
        const verifier = test.verifiers[0];
        const progress = doneView('').progress;
        verifier?.says({ type: 'event', event: { type: 'progress', documentId: verifier.init.documentId, progress } });
        const chunk = await reader?.read();
        text += chunk?.value ?? '';
        ended = chunk?.done ?? true;
      }
      await reader?.cancel();
      return text;
    };
    expect(await first('one')).toContain('"type":"opened"');
    expect(await first('one')).not.toContain('"type":"opened"');
    expect(await first('two')).toContain('"type":"opened"');
  });

  it('bring the state of open documents first, then what happens', async () => {
    await test.host.open('/evidence/a.zip');
    const stream = await connect('one');
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    await vi.waitFor(async () => {
      text += (await reader?.read())?.value ?? '';
      expect(text).toContain('"type":"opened"');
    });
    expect(text.indexOf('"type":"document"')).toBeLessThan(text.indexOf('"type":"opened"'));
    expect(text).not.toContain('/evidence');
    test.verifiers[0]?.ends(1);
    await vi.waitFor(async () => {
      text += (await reader?.read())?.value ?? '';
      expect(text).toContain('"state":"error"');
    });
    await reader?.cancel();
  });
});

describe('uploads', () => {
  it('are opened as a file, under the name that was dropped, and removed when the document is closed', async () => {
    const handle = await upload(randomUUID(), 'bundle.zip', 'bytes');
    const opened = JSON.parse((await rpc(CHANNELS.openDropped, { handles: [handle.value] })).body) as {
      ok: boolean;
      value: { id: string };
    };
    expect(opened.ok).toBe(true);
    const path = test.verifiers[0]?.init.path ?? '';
    expect(path.endsWith('/bundle.zip')).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('bytes');
    expect(statSync(path).mtimeMs).toBe(1_750_000_000_000);
    if (process.platform !== 'win32') {
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(statSync(join(path, '../../..')).mode & 0o777).toBe(0o700);
    }
    expect(JSON.stringify(opened)).not.toContain(path);
    await rpc(CHANNELS.documentClose, { documentId: opened.value.id });
    expect(existsSync(path)).toBe(false);
  });

  it('keep the folder that was dropped, with its paths', async () => {
    const drop = randomUUID();
    const handles = [];
    for (const name of ['evidence/a.json', 'evidence/parts/b.json'])
      handles.push((await upload(drop, name, name)).value);
    await rpc(CHANNELS.openDropped, { handles });
    const path = test.verifiers[0]?.init.path ?? '';
    expect(test.verifiers[0]?.init.name).toBe('evidence');
    expect(readdirSync(path, { recursive: true }).map(String).sort()).toEqual([
      'a.json',
      'parts',
      join('parts', 'b.json'),
    ]);
  });

  it('take several loose files together as one bundle', async () => {
    const drop = randomUUID();
    const handles = [];
    for (const name of ['a.json', 'b.json']) handles.push((await upload(drop, name, name)).value);
    await rpc(CHANNELS.openDropped, { handles });
    expect(test.verifiers[0]?.init.name).toBe('2 files');
    expect(readdirSync(test.verifiers[0]?.init.path ?? '').sort()).toEqual(['a.json', 'b.json']);
  });

  it.each(['../escape.json', '/etc/cron.d/x', 'a/../../b', ''])('refuse the name %j', async (name) => {
    expect(await upload(randomUUID(), name, 'x')).toMatchObject({ ok: false, error: { code: 'drop-name' } });
  });

  it('refuse a drop that is no UUID, a name twice, handles of others, and handles used before', async () => {
    expect(await upload('../../x', 'a.json', 'x')).toMatchObject({ ok: false });
    const drop = randomUUID();
    const first = await upload(drop, 'a.json', 'x');
    expect(await upload(drop, 'a.json', 'y')).toMatchObject({ ok: false, error: { code: 'drop-failed' } });
    const open = async (handles: string[]): Promise<unknown> =>
      JSON.parse((await rpc(CHANNELS.openDropped, { handles })).body);
    expect(await open([first.value, randomUUID()])).toMatchObject({ ok: false, error: { code: 'drop-unknown' } });
    expect(await open(['/etc/passwd'])).toMatchObject({ ok: false, error: { code: 'drop-unknown' } });
    expect(await open([first.value])).toMatchObject({ ok: true });
    expect(await open([first.value])).toMatchObject({ ok: false, error: { code: 'drop-unknown' } });
    expect(await upload(drop, 'late.json', 'x')).toMatchObject({ ok: false, error: { code: 'drop-unknown' } });
  });

  it('are gone, with everything else, when the host stops', async () => {
    const second = await startTestHost();
    const enter = await second.enter();
    const drop = randomUUID();
    const put = await fetch(`${second.origin}/upload?drop=${drop}&path=a.json`, {
      method: 'PUT',
      headers: { cookie: enter, origin: second.origin },
      body: 'x',
    });
    const { value } = (await put.json()) as { value: string };
    await fetch(`${second.origin}/rpc/${CHANNELS.openDropped}`, {
      method: 'POST',
      headers: { ...json, cookie: enter, origin: second.origin },
      body: JSON.stringify({ handles: [value] }),
    });
    const path = second.verifiers[0]?.init.path ?? '';
    expect(existsSync(path)).toBe(true);
    await second.stop();
    expect(existsSync(join(path, '../../..'))).toBe(false);
    await expect(fetch(second.origin)).rejects.toThrow();
  });
});
