import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateName } from '../../../electron/node/certificate-name.ts';
import { readTrustImport } from '../../../electron/node/trust-files.ts';
import { type TrustMaterial, toTrustFile } from '../../../shared/anchors/trust.ts';
import type { Result } from '../../../shared/base/result.ts';
import type { TrustImport } from '../../../shared/ipc/contract.ts';
import { signerOf } from '../../fixtures/trust/keys.ts';
import { OpensslTsa, opensslMissing } from '../../fixtures/trust/openssl-tsa.ts';

const NOW = '2026-11-22T10:00:00.000Z';
const provenance = { how: 'Read out over the telephone', by: 'A. Auditor' };
const signer = signerOf('producer');
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const pem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;

const KEY: TrustImport = { kind: 'key', uses: ['audit-chain'], provenance };
const LOG: TrustImport = { kind: 'log-key', origin: 'log.example/1', provenance };
const ROOT: TrustImport = { kind: 'timestamp-root', provenance };
const FILE: TrustImport = { kind: 'trust-file' };

const read = (request: TrustImport, bytes: Uint8Array | string): Result<TrustMaterial> =>
  readTrustImport(request, typeof bytes === 'string' ? bytesOf(bytes) : bytes, 'brought.file', NOW);
const refusal = (request: TrustImport, bytes: Uint8Array | string): string => {
  const result = read(request, bytes);
  return result.ok ? 'taken' : `${result.error.code}: ${result.error.message}`;
};

describe('a public key', () => {
  it.each([
    ['PEM', pem('PUBLIC KEY', signer.spki)],
    ['DER', new Uint8Array(signer.spki)],
    ['base64', `${signer.spkiBase64}\n`],
  ])('is taken as %s, with how it was obtained and when it was brought', (_, bytes) => {
    const result = read({ ...KEY, keyId: 'prod-1', tenantId: 'acme' }, bytes);
    expect(result).toMatchObject({
      ok: true,
      value: {
        keys: [
          {
            fingerprint: signer.fingerprint,
            keyId: 'prod-1',
            tenantId: 'acme',
            uses: ['audit-chain'],
            provenance: { ...provenance, obtainedAt: NOW },
          },
        ],
        timestampRoots: [],
        logKeys: [],
      },
    });
  });

  it('is taken for a log under its origin', () => {
    expect(read(LOG, pem('PUBLIC KEY', signer.spki))).toMatchObject({
      ok: true,
      value: { keys: [], logKeys: [{ origin: 'log.example/1', fingerprint: signer.fingerprint }] },
    });
  });

  it('refuses a private key, without a word of it', () => {
    const secret = signer.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    expect(refusal(KEY, secret)).toContain('it holds a private key');
    expect(refusal(KEY, secret + pem('PUBLIC KEY', signer.spki))).toContain('rule pem.private');
    expect(refusal(KEY, secret)).not.toContain(secret.split('\n')[1]);
    expect(refusal(KEY, new Uint8Array(signer.privateKey.export({ format: 'der', type: 'pkcs8' })))).toContain(
      'key.spki',
    );
  });

  it.each([
    ['a certificate block', pem('CERTIFICATE', signer.spki), 'rule pem.label'],
    ['two keys', pem('PUBLIC KEY', signer.spki).repeat(2), 'rule pem.form'],
    ['words', 'not a key', 'rule encoding'],
    ['nothing', '', 'rule encoding'],
    ['bytes of no text', new Uint8Array([0xff, 0xfe, 0]), 'rule encoding'],
    ['a byte too many', Buffer.concat([signer.spki, Buffer.from([0])]), 'rule key.spki'],
    ['a raw key', Buffer.from(signer.rawHex, 'hex').toString('base64'), 'rule key.spki'],
    [
      'an RSA head',
      pem('PUBLIC KEY', Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), Buffer.alloc(32, 7)])),
      'rule key.spki',
    ],
    ['a point of small order', `MCowBQYDK2VwAyEA${Buffer.alloc(32).toString('base64')}`, 'rule key.small-order'],
  ])('is refused as %s, by name and rule', (_, bytes, rule) => {
    for (const request of [KEY, LOG]) {
      expect(refusal(request, bytes)).toContain('trust-key: "brought.file": ');
      expect(refusal(request, bytes)).toContain(rule);
    }
  });

  it('never gives anything but a Result, whatever the bytes are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(KEY, LOG, ROOT, FILE),
        fc.uint8Array({ maxLength: 400 }),
        fc.boolean(),
        (request, bytes, der) => {
          const all = der ? new Uint8Array([0x30, ...bytes]) : bytes;
          expect(read(request, all).ok).toBe(false);
        },
      ),
    );
  });
});

describe('a trust file', () => {
  const text = (): string => {
    const brought = read(KEY, signer.spki);
    return brought.ok ? JSON.stringify(toTrustFile(brought.value)) : '';
  };

  it('is taken as it is, with its own provenance', () => {
    const result = read(FILE, text());
    expect(result.ok && JSON.stringify(toTrustFile(result.value))).toBe(text());
  });

  it.each([
    ['no JSON', '{', 'rule json.syntax'],
    ['something behind it', '{} {}', 'rule json.trailing'],
    ['another format', '{"format":"bathyscope/bundle"}', '/format'],
    ['another version', '{"format":"bathyscope/trust","formatVersion":"2"}', 'rule format-version'],
    ['a missing list', '{"format":"bathyscope/trust","formatVersion":"1","keys":[],"timestampRoots":[]}', '/logKeys'],
    ['no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 'rule utf-8'],
    [
      'a root that is no certificate',
      `{"format":"bathyscope/trust","formatVersion":"1","keys":[],"logKeys":[],"timestampRoots":[{"certificate":"AAAA","provenance":{"how":"a","by":"b","obtainedAt":"${NOW}"}}]}`,
      '/timestampRoots/0',
    ],
  ])('is refused whole with %s', (_, bytes, place) => {
    expect(refusal(FILE, bytes)).toContain('trust-file: ');
    expect(refusal(FILE, bytes)).toContain('brought.file');
    expect(refusal(FILE, bytes)).toContain(place);
  });

  it('is refused when a member can be read in two ways', () => {
    const twice = text().replace('"uses":', '"uses":["control-pack"],"uses":');
    expect(refusal(FILE, twice)).toContain('rule json.earlier-duplicate');
    expect(refusal(FILE, text().replace('"uses":', '"__proto__":{},"uses":'))).toContain('rule json.proto-member');
  });
});

describe.skipIf(opensslMissing() !== null)('a time-stamp root', () => {
  let tsa: OpensslTsa;
  beforeAll(() => {
    tsa = new OpensslTsa();
  });
  afterAll(() => tsa.remove());

  it('is taken as PEM and as DER, and named for people', () => {
    const der = tsa.der('ca.pem');
    for (const bytes of [der, pem('CERTIFICATE', der)]) {
      const result = read({ ...ROOT, label: 'Example' }, bytes);
      expect(result).toMatchObject({ ok: true, value: { timestampRoots: [{ label: 'Example' }] } });
      expect(result.ok && Buffer.from(result.value.timestampRoots[0]?.der ?? []).equals(Buffer.from(der))).toBe(true);
    }
    expect(certificateName(der)).toMatchObject({ label: 'Fixture-Root', subject: 'CN=Fixture-Root' });
  });

  it('is refused when the bytes are not one certificate', () => {
    const der = tsa.der('ca.pem');
    expect(refusal(ROOT, der.subarray(0, der.length - 1))).toContain('rule certificate');
    expect(refusal(ROOT, new Uint8Array([...der, 0]))).toContain('rule certificate');
    expect(refusal(ROOT, pem('CERTIFICATE', der).repeat(2))).toContain('rule pem.form');
    expect(refusal(ROOT, pem('PUBLIC KEY', signer.spki))).toContain('rule pem.label');
    expect(refusal(KEY, der)).toContain('rule key.spki');
  });
});
