import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MOST_GIVEN } from '../../../electron/main/given-trust.ts';
import type { HandlerDependencies } from '../../../electron/main/handlers/dependencies.ts';
import { createDispatch, type Dispatch, isChannel } from '../../../electron/main/handlers/dispatch.ts';
import type { ExportedFile } from '../../../electron/main/handlers/exports.ts';
import { lastingSource } from '../../../electron/main/handlers/open-source.ts';
import { Samples } from '../../../electron/main/samples.ts';
import { SettingsStore } from '../../../electron/main/settings.ts';
import { failure, success } from '../../../shared/base/result.ts';
import { CHANNELS, type Channel } from '../../../shared/ipc/channels.ts';
import { CONTRACT, type ResponseOf } from '../../../shared/ipc/contract.ts';
import { NO_VERIFIER_TRUST, SIGNATURE_BYTES, type VerifierTrust } from '../../../shared/ipc/verifier.ts';
import { signerOf } from '../../fixtures/trust/keys.ts';
import { createTestBroker, type TestBroker } from '../../support/broker.ts';
import { anchorView, doneView, signatureUse } from '../../support/views.ts';

let broker: TestBroker;
let dispatch: Dispatch;
let copied: string[];
let picked: string | null;
let saved: ExportedFile[];

beforeEach(() => {
  broker = createTestBroker();
  copied = [];
  picked = null;
  saved = [];
  broker.onStart = (verifier) => {
    verifier.answer = (request) => {
      if (request.method === 'add-anchors')
        verifier.replies(request.requestId, doneView(verifier.init.documentId, 'verified', [anchorView('a')]));
      if (request.method === 'forward' || request.method === 'set-trust')
        verifier.replies(request.requestId, doneView(verifier.init.documentId));
      if (request.method === 'close') verifier.ends(0);
    };
    verifier.shows(doneView(verifier.init.documentId));
  };
  const dependencies: HandlerDependencies = {
    info: { version: '0.0.0', shell: 'loopback', platform: 'test' },
    documents: broker.documents,
    recents: broker.recents,
    samples: new Samples(broker.folder),
    settings: new SettingsStore(broker.folder),
    pickers: {
      pickBundle: async () => success(picked),
      pickAnchors: async () => success(picked === null ? null : [picked]),
      pickSignatures: async () => success(picked === null ? null : [picked]),
      pickTrust: async () => success(picked),
    },
    dropped: {
      bundle: async (handles) =>
        handles[0] === 'known'
          ? success(lastingSource('/dropped/a.zip', false))
          : failure({ code: 'no', message: 'No.' }),
      each: async (handles) => success(handles.map((handle) => lastingSource(handle, false))),
      single: async (handles) => success(lastingSource(handles[0] ?? '', false)),
    },
    trust: broker.trust,
    custody: broker.custody,
    now: () => new Date('2026-11-22T10:00:00Z'),
    saveFile: async (file) => {
      saved.push(file);
      return success(null);
    },
    writeClipboard: async (text) => {
      if (text === 'refused') throw new Error('/home/user/secret');
      if (text === 'full') throw Object.assign(new Error('/home/user/secret'), { code: 'ENOSPC' });
      copied.push(text);
    },
  };
  dispatch = createDispatch(dependencies);
});
afterEach(() => broker.remove());

const PICK = { kind: 'file', bytes: 'canonical' };

async function ok<C extends Channel>(channel: C, params: unknown): Promise<ResponseOf<C>> {
  const result = await dispatch(channel, params);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return CONTRACT[channel].response.parse(result.value) as ResponseOf<C>;
}

describe('dispatch', () => {
  it.each([
    [CHANNELS.appInfo, { extra: 1 }],
    [CHANNELS.appInfo, undefined],
    [CHANNELS.settingsSet, { theme: 'pink' }],
    [CHANNELS.copyText, { text: 1 }],
    [CHANNELS.openPicked, { kind: 'device' }],
    [CHANNELS.openDropped, { handles: [] }],
    [CHANNELS.openSample, { sampleId: 'x'.repeat(65) }],
    [CHANNELS.trustImportPicked, { kind: 'key', uses: [], provenance: { how: 'a', by: 'b' } }],
    [CHANNELS.trustImportPicked, { kind: 'log-key', provenance: { how: 'a', by: 'b' } }],
    [CHANNELS.trustImportPicked, { kind: 'trust-file', path: '/etc/passwd' }],
    [CHANNELS.signaturePicked, { documentId: 'a', path: '/etc/passwd' }],
    [CHANNELS.signatureDropped, { documentId: 'a', handles: [] }],
    [CHANNELS.signatureRemove, { documentId: 'a', sha256: 'A'.repeat(64) }],
    [CHANNELS.tenantExpect, { documentId: 'a', tenantId: '' }],
    [CHANNELS.tenantExpect, { documentId: 'a', tenantId: ' a' }],
    [CHANNELS.tenantExpect, { documentId: 'a', tenantId: 'x'.repeat(201) }],
    [CHANNELS.fingerprintPin, { documentId: 'a', fingerprint: 'a'.repeat(63) }],
    [CHANNELS.fingerprintPin, { documentId: 'a', fingerprint: 'a'.repeat(64), keyId: '' }],
    [CHANNELS.fingerprintUnpin, { documentId: 'a' }],
    [CHANNELS.custodyGet, { from: 0, count: 1_001 }],
    [CHANNELS.rowsGet, { documentId: 'a', from: -1, count: 1 }],
    [CHANNELS.rowsGet, { documentId: 'a', from: 0, count: 1_001 }],
    [CHANNELS.fileText, { documentId: 'a', fileIndex: 0, from: 0, count: 262_145 }],
    [CHANNELS.documentGet, { documentId: 'a', __proto__: { path: '/etc' }, path: '/etc' }],
  ] as const)('refuses a request to %s that does not fit', async (channel, params) => {
    expect(await dispatch(channel, params)).toMatchObject({ ok: false, error: { code: 'request-invalid' } });
    expect(broker.verifiers).toEqual([]);
  });

  it('knows the channels of the contract and no other', () => {
    expect(Object.values(CHANNELS).every(isChannel)).toBe(true);
    expect(['', 'toString', '__proto__', 'constructor', 'app:quit'].some(isChannel)).toBe(false);
  });

  it('turns what a handler throws into a fault that names nothing', async () => {
    const result = await dispatch(CHANNELS.copyText, { text: 'refused' });
    expect(result).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it('says what the system answered, and what to do, where it is no fault of the program', async () => {
    const result = await dispatch(CHANNELS.copyText, { text: 'full' });
    expect(result).toMatchObject({ ok: false, error: { code: 'system' } });
    expect(JSON.stringify(result)).toContain('the system answers ENOSPC, the disk is full. Make room on it');
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it('answers about the program, its settings and the clipboard', async () => {
    expect(await ok(CHANNELS.appInfo, {})).toMatchObject({ name: 'Bathyscope', shell: 'loopback', samples: [] });
    expect(await ok(CHANNELS.settingsSet, { theme: 'dark' })).toMatchObject({ theme: 'dark' });
    expect(await ok(CHANNELS.settingsGet, {})).toMatchObject({ theme: 'dark' });
    await ok(CHANNELS.copyText, { text: 'abc' });
    expect(copied).toEqual(['abc']);
  });

  it('opens what was picked, and nothing when the user changed their mind', async () => {
    expect(await ok(CHANNELS.openPicked, { kind: 'file' })).toBeNull();
    picked = '/evidence/a.zip';
    const view = await ok(CHANNELS.openPicked, { kind: 'file' });
    expect(view?.report?.verdict).toBe('verified');
    expect(broker.verifiers[0]?.init.path).toBe('/evidence/a.zip');
  });

  it('opens what was dropped by its handle, and says why it can not', async () => {
    await ok(CHANNELS.openDropped, { handles: ['known'] });
    expect(broker.verifiers[0]?.init.path).toBe('/dropped/a.zip');
    expect(await dispatch(CHANNELS.openDropped, { handles: ['/etc/passwd'] })).toMatchObject({ error: { code: 'no' } });
  });

  it('opens a recent bundle again, by id', async () => {
    picked = '/evidence/a.zip';
    await ok(CHANNELS.openPicked, { kind: 'file' });
    const [recent] = await ok(CHANNELS.recentsList, {});
    await ok(CHANNELS.openRecent, { recentId: recent?.id });
    expect(broker.verifiers[1]?.init.path).toBe('/evidence/a.zip');
    await ok(CHANNELS.recentsClear, {});
    expect(await dispatch(CHANNELS.openRecent, { recentId: recent?.id })).toMatchObject({
      error: { code: 'recent-unreachable' },
    });
  });

  it('refuses samples and documents that do not exist', async () => {
    expect(await dispatch(CHANNELS.openSample, { sampleId: 'none' })).toMatchObject({
      error: { code: 'sample-unknown' },
    });
    for (const channel of [CHANNELS.documentGet, CHANNELS.replayCancel])
      expect(await dispatch(channel, { documentId: 'none' })).toMatchObject({ error: { code: 'document-unknown' } });
    picked = '/a.json';
    expect(await dispatch(CHANNELS.anchorPicked, { ...PICK, documentId: 'none' })).toMatchObject({
      error: { code: 'document-unknown' },
    });
  });

  it('brings anchors by dialog and by drop, and has none for a bundle that is no sample', async () => {
    picked = '/evidence/a.zip';
    const view = await ok(CHANNELS.openPicked, { kind: 'file' });
    const documentId = view?.id;
    picked = null;
    expect(await ok(CHANNELS.anchorPicked, { ...PICK, documentId })).toBeNull();
    picked = '/anchors/a.json';
    expect(await ok(CHANNELS.anchorPicked, { ...PICK, documentId })).toMatchObject({ anchors: [{ id: 'a' }] });
    const dropped = { documentId, bytes: 'as-is', handles: ['/dropped/one.json', '/dropped/two.json'] };
    expect(await ok(CHANNELS.anchorDropped, dropped)).toMatchObject({ id: documentId });
    expect(await dispatch(CHANNELS.anchorSample, { documentId })).toMatchObject({ error: { code: 'anchor-unknown' } });
    const added = broker.verifiers[0]?.requests.filter((request) => request.method === 'add-anchors');
    expect(added).toMatchObject([
      { anchors: [{ path: '/anchors/a.json', bytes: 'canonical' }] },
      {
        anchors: [
          { path: '/dropped/one.json', bytes: 'as-is' },
          { path: '/dropped/two.json', bytes: 'as-is' },
        ],
      },
    ]);
  });

  it('brings a folder of anchors as its files, or nothing of it', async () => {
    picked = '/evidence/a.zip';
    const view = await ok(CHANNELS.openPicked, { kind: 'file' });
    const folder = join(broker.folder, 'anchors');
    mkdirSync(folder);
    const request = { documentId: view?.id, kind: 'folder', bytes: 'canonical' };
    picked = folder;
    writeFileSync(join(folder, 'readme.txt'), 'x');
    expect(await dispatch(CHANNELS.anchorPicked, request)).toMatchObject({ error: { code: 'anchor-folder' } });
    for (const name of ['000000000010.json', '000000000009.json']) writeFileSync(join(folder, name), '{}');
    await ok(CHANNELS.anchorPicked, request);
    const added = broker.verifiers[0]?.requests.filter((each) => each.method === 'add-anchors');
    expect(added?.map(({ anchors }) => anchors.map(({ path }) => path))).toEqual([
      [join(folder, '000000000009.json'), join(folder, '000000000010.json')],
    ]);
    for (let at = 0; at < 1_000; at += 1) writeFileSync(join(folder, `${at}.json`), '{}');
    const refused = await dispatch(CHANNELS.anchorPicked, request);
    expect(refused).toMatchObject({ ok: false, error: { code: 'anchor-folder' } });
    expect(JSON.stringify(refused)).not.toContain(broker.folder);
  });

  describe('of trust for one document', () => {
    const FINGERPRINT = 'ab'.repeat(32);
    let documentId: string;
    /** What the verifier was given last. */
    const given = (): VerifierTrust | undefined =>
      broker.verifiers[0]?.requests.filter((each) => each.method === 'set-trust').at(-1)?.trust;
    const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
    const signatureFile = (name: string, text: string): string => {
      const path = join(broker.folder, name);
      writeFileSync(path, text);
      return path;
    };

    beforeEach(async () => {
      picked = '/evidence/a.zip';
      documentId = (await ok(CHANNELS.openPicked, { kind: 'file' }))?.id ?? '';
      const verifier = broker.verifiers[0];
      if (verifier === undefined) throw new Error('no verifier');
      verifier.answer = (request) => {
        if (request.method === 'close') verifier.ends(0);
        else if (request.method === 'set-trust') {
          // As a verifier shows them: in their order, with the digests of what it read.
          const trust = request.trust.signatures.map((path) => signatureUse(digestOf(readFileSync(path, 'utf8'))));
          verifier.replies(request.requestId, { ...doneView(documentId), trust });
        }
      };
    });

    it('brings signatures by dialog and by drop, and takes away the one that is named by its digest', async () => {
      picked = null;
      expect(await ok(CHANNELS.signaturePicked, { documentId })).toBeNull();
      const paths = ['one', 'two', 'three'].map((name) => signatureFile(`${name}.sig.json`, name));
      picked = paths[0] ?? null;
      await ok(CHANNELS.signaturePicked, { documentId });
      await ok(CHANNELS.signatureDropped, { documentId, handles: paths.slice(1) });
      expect(given()?.signatures).toEqual(paths);
      await ok(CHANNELS.signatureRemove, { documentId, sha256: digestOf('two') });
      expect(given()?.signatures).toEqual([paths[0], paths[2]]);
      expect(await dispatch(CHANNELS.signatureRemove, { documentId, sha256: digestOf('two') })).toMatchObject({
        error: { code: 'given-unknown' },
      });
    });

    it('refuses by name what is no signature file, and nothing of it reaches the verifier', async () => {
      const good = signatureFile('good.sig.json', 'good');
      const large = signatureFile('large.sig.json', 'x'.repeat(SIGNATURE_BYTES + 1));
      for (const [handles, name] of [
        [[good, large], 'large.sig.json'],
        [[broker.folder], basename(broker.folder)],
        [[join(broker.folder, 'gone.sig.json')], 'gone.sig.json'],
        [[good, good], 'already'],
      ] as const) {
        const refused = await dispatch(CHANNELS.signatureDropped, { documentId, handles });
        expect(refused).toMatchObject({ ok: false, error: { message: expect.stringContaining(name) } });
        expect(JSON.stringify(refused)).not.toContain(broker.folder);
      }
      expect(given()).toBeUndefined();
      const many = Array.from({ length: MOST_GIVEN + 1 }, (_none, at) => signatureFile(`${at}.json`, `${at}`));
      expect(await dispatch(CHANNELS.signatureDropped, { documentId, handles: many })).toMatchObject({
        error: { code: 'given-too-many' },
      });
      await ok(CHANNELS.signatureDropped, { documentId, handles: many.slice(1) });
      expect(given()?.signatures).toHaveLength(MOST_GIVEN);
    });

    it('expects one tenant, or another, or none', async () => {
      for (const tenantId of ['harbour-clinic', 'lagoon-clinic', null]) {
        await ok(CHANNELS.tenantExpect, { documentId, tenantId });
        expect(given()?.tenantId).toBe(tenantId);
      }
    });

    it('pins fingerprints, each with its own name, and beside the store', async () => {
      const other = 'cd'.repeat(32);
      await ok(CHANNELS.fingerprintPin, { documentId, fingerprint: FINGERPRINT, keyId: 'a/1' });
      await ok(CHANNELS.fingerprintPin, { documentId, fingerprint: other });
      expect(given()).toMatchObject({ keyFingerprints: [FINGERPRINT, other], keyIds: { [FINGERPRINT]: 'a/1' } });
      await ok(CHANNELS.fingerprintPin, { documentId, fingerprint: FINGERPRINT });
      expect(given()).toEqual({ ...NO_VERIFIER_TRUST, keyFingerprints: [other, FINGERPRINT] });
      await ok(CHANNELS.trustShippedLogs, { on: true });
      await vi.waitFor(() =>
        expect(given()).toMatchObject({ keyFingerprints: [other, FINGERPRINT], trustFiles: [{}] }),
      );
      await ok(CHANNELS.fingerprintUnpin, { documentId, fingerprint: other });
      expect(given()).toMatchObject({ keyFingerprints: [FINGERPRINT], trustFiles: [{}] });
      expect(await dispatch(CHANNELS.fingerprintUnpin, { documentId, fingerprint: other })).toMatchObject({
        error: { code: 'given-unknown' },
      });
      for (let at = 1; at < MOST_GIVEN; at += 1)
        await ok(CHANNELS.fingerprintPin, { documentId, fingerprint: at.toString(16).padStart(64, '0') });
      expect(await dispatch(CHANNELS.fingerprintPin, { documentId, fingerprint: other })).toMatchObject({
        error: { code: 'given-too-many' },
      });
    });

    it('gives nothing to another document, and nothing to one that is not open', async () => {
      await ok(CHANNELS.tenantExpect, { documentId, tenantId: 'harbour-clinic' });
      picked = '/evidence/b.zip';
      await ok(CHANNELS.openPicked, { kind: 'file' });
      expect(broker.verifiers[1]?.init.trust).toEqual(NO_VERIFIER_TRUST);
      await ok(CHANNELS.documentClose, { documentId });
      expect(await dispatch(CHANNELS.tenantExpect, { documentId, tenantId: 'x' })).toMatchObject({
        error: { code: 'document-unknown' },
      });
      picked = '/evidence/a.zip';
      await ok(CHANNELS.openPicked, { kind: 'file' });
      expect(broker.verifiers[2]?.init.trust).toEqual(NO_VERIFIER_TRUST);
    });
  });

  it('ends a verifier whose page of rows is not a page of rows', async () => {
    picked = '/evidence/a.zip';
    const view = await ok(CHANNELS.openPicked, { kind: 'file' });
    const rows = await dispatch(CHANNELS.rowsGet, { documentId: view?.id, from: 0, count: 1 });
    expect(rows).toMatchObject({ ok: false, error: { code: 'verifier-ended' } });
    expect(broker.verifiers[0]?.killed).toBe(true);
  });

  describe('of trust and custody', () => {
    const provenance = { how: 'Read out over the telephone', by: 'A. Auditor' };
    const request = { kind: 'key', uses: ['audit-chain'], provenance };
    const keyFile = (seed: string): string => {
      const path = join(broker.folder, `${seed}.b64`);
      writeFileSync(path, signerOf(seed).spkiBase64);
      return path;
    };

    it('brings trust by dialog and by drop, and has open documents judged again with it', async () => {
      picked = '/evidence/a.zip';
      await ok(CHANNELS.openPicked, { kind: 'file' });
      picked = null;
      expect(await ok(CHANNELS.trustImportPicked, request)).toBeNull();
      picked = keyFile('one');
      expect((await ok(CHANNELS.trustImportPicked, request))?.items).toHaveLength(1);
      const handles = [keyFile('two')];
      const store = await ok(CHANNELS.trustImportDropped, { import: request, handles });
      expect(store.items).toHaveLength(2);
      expect(await ok(CHANNELS.trustGet, {})).toEqual(store);
      await vi.waitFor(() => {
        const given = broker.verifiers[0]?.requests.filter((each) => each.method === 'set-trust').at(-1);
        expect(given?.trust.trustFiles).toMatchObject([{ keys: [{}, {}] }]);
      });
      await ok(CHANNELS.trustRemove, { id: store.items[0]?.id });
      await ok(CHANNELS.trustShippedLogs, { on: true });
      await vi.waitFor(() => {
        const given = broker.verifiers[0]?.requests.filter((each) => each.method === 'set-trust').at(-1);
        expect(given?.trust.trustFiles).toMatchObject([{ keys: [{}] }, { logKeys: [{}] }]);
      });
    });

    it('leaves verifiers alone when nothing was brought', async () => {
      picked = '/evidence/a.zip';
      await ok(CHANNELS.openPicked, { kind: 'file' });
      expect(await dispatch(CHANNELS.trustImportPicked, request)).toMatchObject({ error: { code: 'file-unreadable' } });
      expect(await dispatch(CHANNELS.trustRemove, { id: 'x' })).toMatchObject({ error: { code: 'trust-unknown' } });
      expect(broker.verifiers[0]?.requests).toEqual([]);
    });

    it('hands out the trust file and the custody log, and notes it', async () => {
      picked = keyFile('one');
      await ok(CHANNELS.trustImportPicked, request);
      expect(await ok(CHANNELS.trustExport, {})).toBeNull();
      expect(await ok(CHANNELS.custodyExport, {})).toBeNull();
      const [trust, custody] = saved;
      expect(trust?.name).toBe('bathyscope-trust-2026-11-22.json');
      expect(JSON.parse(new TextDecoder().decode(trust?.bytes))).toMatchObject({
        format: 'bathyscope/trust',
        keys: [{}],
      });
      expect(custody?.name).toBe('bathyscope-custody-2026-11-22.ndjson');
      expect(new TextDecoder().decode(custody?.bytes).trimEnd().split('\n')).toHaveLength(2);
      const before = await ok(CHANNELS.custodyGet, { from: 0, count: 10 });
      expect(before.entries.map(({ event }) => event)).toEqual(['log.begun', 'trust.added']);
      for (const file of saved) file.handedOver();
      const after = await ok(CHANNELS.custodyGet, { from: 2, count: 10 });
      expect(after).toMatchObject({ total: 4, problem: null });
      expect(after.entries.map(({ event }) => event)).toEqual(['trust.exported', 'custody.exported']);
    });

    it('says that the custody log can not be had, and works on', async () => {
      writeFileSync(join(broker.folder, 'settings'), 'a file in its place');
      expect(await dispatch(CHANNELS.custodyGet, { from: 0, count: 1 })).toMatchObject({
        error: { code: 'custody-unreadable' },
      });
      expect(await dispatch(CHANNELS.custodyExport, {})).toMatchObject({ error: { code: 'custody-unreadable' } });
      picked = '/evidence/a.zip';
      expect(await ok(CHANNELS.openPicked, { kind: 'file' })).toMatchObject({ state: 'done' });
    });
  });

  it('closes a document', async () => {
    picked = '/evidence/a.zip';
    const view = await ok(CHANNELS.openPicked, { kind: 'file' });
    await ok(CHANNELS.documentClose, { documentId: view?.id });
    expect(broker.documents.ids).toEqual([]);
  });
});
