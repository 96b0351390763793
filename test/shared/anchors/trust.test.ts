import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIGSTORE_LOG_TRUST } from '../../../shared/anchors/sigstore-log-key.ts';
import { keysFor, NO_TRUST, parseTrustFile, type TrustFile, toTrustFile } from '../../../shared/anchors/trust.ts';
import { decodeBase64, encodeBase64 } from '../../../shared/base/base64.ts';
import { signerOf } from '../../fixtures/trust/keys.ts';

const FILE = 'trust.json';
const provenance = { how: 'read out over the telephone', by: 'M. Verifier', obtainedAt: '2026-05-01T09:00:00Z' };
const A = signerOf('trust a').spkiBase64;

const FULL: TrustFile = {
  format: 'bathyscope/trust',
  formatVersion: '1',
  keys: [
    { publicKeySpki: A, keyId: 'a/1', uses: ['audit-chain'], tenantId: 'tenant-a', provenance },
    { publicKeySpki: signerOf('trust b').spkiBase64, uses: ['audit-chain', 'control-pack'], provenance },
  ],
  timestampRoots: [{ certificate: 'MAMCAQE=', label: 'Root', provenance }],
  logKeys: [{ origin: 'log.example.test', publicKeySpki: A, validFrom: '2025-09-23T00:00:00Z', provenance }],
};

function material(value: unknown) {
  const read = parseTrustFile(value, FILE);
  if (!read.ok) throw new Error(read.error.map((finding) => finding.message).join());
  return read.value;
}

describe('a trust file', () => {
  it('comes back from the material as it went in', () => {
    expect(toTrustFile(material(FULL))).toEqual(FULL);
    expect(material(toTrustFile(NO_TRUST))).toEqual(NO_TRUST);
  });

  it('gives a key to its own tenant and use only', () => {
    const trust = material(FULL);
    expect(keysFor(trust, 'audit-chain', 'tenant-a')).toHaveLength(2);
    expect(keysFor(trust, 'audit-chain', 'tenant-b').map((key) => key.keyId)).toEqual([null]);
    expect(keysFor(trust, 'audit-chain', null).map((key) => key.keyId)).toEqual([null]);
    expect(keysFor(trust, 'control-pack', 'tenant-a').map((key) => key.keyId)).toEqual([null]);
  });

  it('is refused whole, with every bad place', () => {
    const bad = {
      ...FULL,
      keys: [
        { ...FULL.keys[0], publicKeySpki: encodeBase64(new Uint8Array(44)) },
        { ...FULL.keys[1], provenance: { ...provenance, obtainedAt: 'yesterday' } },
      ],
      timestampRoots: [{ certificate: 'MAMC=', provenance }],
      more: 1,
    };
    const read = parseTrustFile(bad, FILE);
    const pointers = read.ok ? [] : read.error.map((finding) => finding.where.pointer);
    expect(pointers.sort()).toEqual([
      '/keys/0/publicKeySpki',
      '/keys/1/provenance/obtainedAt',
      '/more',
      '/timestampRoots/0/certificate',
    ]);
  });

  it('ships with the log of Sigstore as a file of its own', () => {
    expect(material(SIGSTORE_LOG_TRUST).logKeys).toMatchObject([{ origin: 'log2025-1.rekor.sigstore.dev' }]);
    expect(NO_TRUST.logKeys).toEqual([]);
  });

  it('of another version is not read', () => {
    const read = parseTrustFile({ ...FULL, formatVersion: '2' }, FILE);
    expect(read).toMatchObject({ ok: false, error: [{ where: { rule: 'format-version' } }] });
  });

  it('never throws, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseTrustFile(value, FILE).ok).toBe(false);
      }),
    );
  });
});

describe('base64', () => {
  it('equals that of the runtime, and each byte sequence has one text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = encodeBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(decodeBase64(text)).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9+/=\n_ -]{0,12}$/), (text) => {
        const bytes = decodeBase64(text);
        if (bytes !== null) expect(encodeBase64(bytes)).toBe(text);
      }),
    );
    for (const text of ['AA', 'AA=', 'AAA', 'AB==', 'AAB=', 'A===', '====', 'AAA=AAAA', 'AA-_', ' AAA', 'AAAA\n']) {
      expect(decodeBase64(text), text).toBeNull();
    }
  });
});
