import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CustodyFacts } from '../../../electron/node/custody-entry.ts';
import { TrustStore } from '../../../electron/node/trust-store.ts';
import { SHIPPED_LOGS } from '../../../shared/anchors/shipped-logs.ts';
import { parseTrustFile } from '../../../shared/anchors/trust.ts';
import type { Result } from '../../../shared/base/result.ts';
import { type TrustImport, type TrustStore as TrustView, trustStoreSchema } from '../../../shared/ipc/contract.ts';
import { verifierTrustSchema } from '../../../shared/ipc/verifier.ts';
import { signerOf } from '../../fixtures/trust/keys.ts';

const provenance = { how: 'Engagement letter, annex 2', by: 'A. Auditor' };
const key = (more: object = {}): TrustImport =>
  ({ kind: 'key', uses: ['audit-chain'], provenance, ...more }) as TrustImport;

let root = '';
let folder = '';
let recorded: [string, CustodyFacts][];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bathyscope-trust-'));
  folder = join(root, 'settings');
  recorded = [];
});
afterEach(() => {
  chmodSync(root, 0o700);
  rmSync(root, { recursive: true, force: true });
});

const store = (): TrustStore =>
  new TrustStore({
    folder,
    now: () => new Date('2026-11-22T10:00:00Z'),
    custody: { record: (event, facts) => recorded.push([event, facts]) },
  });
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(root, name), content);
  return join(root, name);
};
const bring = (into: TrustStore, seed: string, request = key()): Promise<Result<TrustView>> =>
  into.import(request, file(`${seed}.b64`, signerOf(seed).spkiBase64), `${seed}.b64`);
function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

describe('the trust store', () => {
  it('is empty at first start, and makes no file by being looked at', async () => {
    const first = store();
    expect(await first.view()).toMatchObject({ items: [], shippedLogs: { on: false } });
    expect((await first.forVerifier()).trustFiles).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  it('keeps what was brought over a run, readable by the owner only, under the same id', async () => {
    const view = value(await bring(store(), 'one', key({ keyId: 'prod-1' })));
    expect(trustStoreSchema.parse(view).items).toMatchObject([
      {
        kind: 'key',
        label: 'prod-1',
        fingerprint: signerOf('one').fingerprint,
        provenance: { ...provenance, obtainedAt: '2026-11-22T10:00:00.000Z' },
        shipped: false,
      },
    ]);
    expect(await store().view()).toEqual(view);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'trust.json')).mode & 0o777).toBe(0o600);
  });

  it('gives a verifier exactly what it holds', async () => {
    const own = store();
    value(await bring(own, 'one'));
    const trust = verifierTrustSchema.parse(await own.forVerifier());
    expect(trust.trustFiles).toEqual([JSON.parse(readFileSync(join(folder, 'trust.json'), 'utf8'))]);
    const material = parseTrustFile(trust.trustFiles[0], 'store');
    expect(material.ok && material.value.keys.map(({ fingerprint }) => fingerprint)).toEqual([
      signerOf('one').fingerprint,
    ]);
  });

  it('tells one key for two uses or tenants apart, and takes the same thing once', async () => {
    const own = store();
    value(await bring(own, 'one'));
    value(await bring(own, 'one', key({ uses: ['control-pack'] })));
    const three = value(await bring(own, 'one', key({ tenantId: 'acme' })));
    expect(new Set(three.items.map(({ id }) => id)).size).toBe(3);
    const again = await bring(own, 'one', key({ provenance: { how: 'Found in a mail', by: 'B.' } }));
    expect(again).toMatchObject({ ok: false, error: { code: 'trust-known' } });
    expect((await own.view()).items[0]?.provenance.how).toBe(provenance.how);
  });

  it('takes out what is removed, and only that', async () => {
    const own = store();
    value(await bring(own, 'one'));
    const { items } = value(await bring(own, 'two'));
    const left = value(await own.remove(items[0]?.id ?? ''));
    expect(left.items.map(({ fingerprint }) => fingerprint)).toEqual([signerOf('two').fingerprint]);
    expect(await own.remove(items[0]?.id ?? '')).toMatchObject({ ok: false, error: { code: 'trust-unknown' } });
    expect(await store().view()).toEqual(left);
  });

  it('is exported as a file that another store takes whole', async () => {
    const own = store();
    value(await bring(own, 'one'));
    value(await bring(own, 'two', { kind: 'log-key', origin: 'log.example', provenance }));
    const { bytes, items } = await own.export();
    expect(items).toBe(2);
    folder = join(root, 'other');
    const other = value(await store().import({ kind: 'trust-file' }, file('trust.json', bytes), 'trust.json'));
    expect(other.items).toEqual((await own.view()).items);
  });

  it('loses nothing when several things are brought at once', async () => {
    const own = store();
    await Promise.all(['one', 'two', 'three', 'four'].map((seed) => bring(own, seed)));
    expect((await store().view()).items).toHaveLength(4);
  });

  it('names the file and the rule when it refuses, and stays as it was', async () => {
    const own = store();
    const refused = await own.import(key(), file('bad\u202E.pem', 'no key'), 'bad\u202E.pem');
    expect(refused).toMatchObject({ ok: false, error: { code: 'trust-key' } });
    expect(JSON.stringify(refused)).toContain('bad⟨U+202E⟩.pem');
    expect(JSON.stringify(refused)).not.toContain(root);
    const large = await own.import(key(), file('large.pem', 'A'.repeat(65_537)), 'large.pem');
    expect(large).toMatchObject({ error: { code: 'file-too-large' } });
    expect((await own.view()).items).toEqual([]);
    expect(recorded).toEqual([]);
  });

  it('says what changed, with fingerprints and how it was obtained', async () => {
    const own = store();
    const { items } = value(await bring(own, 'one'));
    value(await own.remove(items[0]?.id ?? ''));
    const { fingerprint } = signerOf('one');
    expect(recorded).toMatchObject([
      ['trust.added', { kind: 'key', fingerprint, how: provenance.how, by: provenance.by, file: 'one.b64' }],
      ['trust.removed', { kind: 'key', fingerprint }],
    ]);
    expect(JSON.stringify(recorded)).not.toContain(root);
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'stays as it was when it can not be saved',
    async () => {
      const own = store();
      value(await bring(own, 'one'));
      chmodSync(folder, 0o500);
      expect(await bring(own, 'two')).toMatchObject({ ok: false, error: { code: 'trust-not-saved' } });
      chmodSync(folder, 0o700);
      expect((await own.view()).items).toHaveLength(1);
    },
  );

  it('stays as it was when its folder can not be made', async () => {
    writeFileSync(folder, 'a file in its place');
    const own = store();
    expect(await bring(own, 'one')).toMatchObject({ ok: false, error: { code: 'trust-not-saved' } });
    expect((await own.view()).items).toEqual([]);
  });
});

describe('a stored file that can not be read', () => {
  it.each(['', '{', '[]', '{"format":"bathyscope/trust","formatVersion":"9"}'])('is set aside: %j', async (text) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'trust.json'), text);
    const own = store();
    const view = await own.view();
    expect(view.items).toEqual([]);
    expect(view.notice).toContain('could not be read');
    expect((await own.forVerifier()).trustFiles).toEqual([]);
    const kept = readdirSync(folder).filter((name) => name.startsWith('trust-unreadable-'));
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(folder, kept[0] ?? ''), 'utf8')).toBe(text);
    expect(recorded).toMatchObject([['trust.set-aside', { file: kept[0] }]]);
    expect(value(await bring(own, 'one')).notice).toBeUndefined();
  });

  it('is not taken in part when one key in it is refused', async () => {
    value(await bring(store(), 'one'));
    const path = join(folder, 'trust.json');
    const stored = JSON.parse(readFileSync(path, 'utf8')) as { keys: { publicKeySpki: string }[] };
    stored.keys.push({ ...stored.keys[0], publicKeySpki: `MCowBQYDK2VwAyEA${Buffer.alloc(32).toString('base64')}` });
    writeFileSync(path, JSON.stringify(stored));
    expect(await store().view()).toMatchObject({ items: [], notice: expect.stringContaining('small order') });
  });
});

describe('the shipped list of log keys', () => {
  it('is off until it is switched on, and shown as shipped with its date', async () => {
    const own = store();
    const { shippedLogs } = await own.view();
    expect(shippedLogs).toMatchObject({ on: false, origins: ['log2025-1.rekor.sigstore.dev'] });
    const on = value(await own.switchShippedLogs(true));
    expect(on.items).toMatchObject([{ kind: 'log-key', shipped: true, label: 'log2025-1.rekor.sigstore.dev' }]);
    expect(on.items[0]?.provenance.how).toContain(shippedLogs.date);
    expect((await own.forVerifier()).trustFiles).toEqual([SHIPPED_LOGS]);
    expect(await store().view()).toEqual(on);
    expect(value(await own.switchShippedLogs(false)).items).toEqual([]);
    expect(await store().view()).toMatchObject({ items: [], shippedLogs: { on: false } });
    expect(recorded.map(([event, { on: state }]) => [event, state])).toEqual([
      ['trust.shipped-logs', true],
      ['trust.shipped-logs', false],
    ]);
  });

  it('is a trust file whose keys can be used', () => {
    const parsed = parseTrustFile(SHIPPED_LOGS, 'shipped');
    expect(parsed.ok && parsed.value.logKeys.map(({ validFrom }) => validFrom)).toEqual(['2025-09-23T00:00:00Z']);
  });

  it('asks again for a new list', async () => {
    value(await store().switchShippedLogs(true));
    const path = join(folder, 'shipped-logs.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/\d{4}-\d\d-\d\d/, '2025-01-01'));
    expect(await store().view()).toMatchObject({ items: [], shippedLogs: { on: false } });
  });

  it('is switched, not removed, and goes out with the export', async () => {
    const own = store();
    const { items } = value(await own.switchShippedLogs(true));
    expect(await own.remove(items[0]?.id ?? '')).toMatchObject({ ok: false, error: { code: 'trust-shipped' } });
    expect((await own.export()).items).toBe(1);
  });
});
