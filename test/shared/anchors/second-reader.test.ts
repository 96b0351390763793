import { createHash, webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import fc from 'fast-check';
import * as pkijs from 'pkijs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTimestampToken, type TimestampToken } from '../../../shared/anchors/timestamp-token.ts';
import { extendedKeyUsage, readCertificate } from '../../../shared/anchors/x509.ts';
import { OpensslTsa, opensslMissing } from '../../fixtures/trust/openssl-tsa.ts';

pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as unknown as Crypto }));

const RUNS = 600;
const MEMBERS = ['imprint', 'genTime', 'serial', 'signer', 'purposes', 'purposeCritical', 'digestOfContent'] as const;

/** What both readers are asked for. */
interface Reading {
  readonly imprint: string;
  readonly genTime: number;
  readonly serial: string;
  /** SHA-256 over the signer's certificate; null when the token does not bring it. */
  readonly signer: string | null;
  readonly purposes: readonly string[] | null;
  readonly purposeCritical: boolean | null;
  readonly digestOfContent: string | null;
}

const hex = (bytes: Uint8Array | ArrayBuffer): string => Buffer.from(new Uint8Array(bytes)).toString('hex');
const sha256 = (bytes: Uint8Array | ArrayBuffer): string =>
  createHash('sha256').update(new Uint8Array(bytes)).digest('hex');

function ours(token: TimestampToken): Reading {
  const { signer } = token;
  const usage = signer === null ? null : extendedKeyUsage(signer);
  return {
    imprint: hex(token.imprint.digest),
    genTime: Math.floor(token.genTime / 1_000),
    serial: hex(token.serial),
    signer: signer === null ? null : sha256(signer.der),
    purposes: usage?.purposes ?? null,
    purposeCritical: usage?.critical ?? null,
    digestOfContent: token.messageDigest === null ? null : hex(token.messageDigest),
  };
}

/** In seconds since 1970. */
const YEAR_100 = Date.UTC(100, 0) / 1_000;

/** The same through pkijs and asn1js; throws where those refuse. */
function theirs(der: Uint8Array): Reading {
  const content = pkijs.ContentInfo.fromBER(der.slice().buffer);
  const signed = new pkijs.SignedData({ schema: content.content });
  const octets = signed.encapContentInfo.eContent;
  if (octets === undefined) throw new Error('no content');
  const info = pkijs.TSTInfo.fromBER(octets.getValue());
  const [signerInfo] = signed.signerInfos;
  if (signerInfo === undefined) throw new Error('no signer');
  const signer = signed.certificates?.find(
    (one): one is pkijs.Certificate => one instanceof pkijs.Certificate && isNamed(one, signerInfo.sid),
  );
  const usage = signer?.extensions?.find(({ extnID }) => extnID === '2.5.29.37');
  const parsed = usage?.parsedValue;
  const attribute = signerInfo.signedAttrs?.attributes.find(({ type }) => type === '1.2.840.113549.1.9.4');
  const [digest] = attribute?.values ?? [];
  return {
    imprint: hex(info.messageImprint.hashedMessage.valueBlock.valueHexView),
    genTime: Math.floor(info.genTime.getTime() / 1_000),
    serial: hex(info.serialNumber.valueBlock.valueHexView),
    signer: signer === undefined ? null : sha256(signer.toSchema().toBER()),
    purposes: parsed instanceof pkijs.ExtKeyUsage ? parsed.keyPurposes : null,
    purposeCritical: parsed instanceof pkijs.ExtKeyUsage ? (usage?.critical ?? null) : null,
    digestOfContent: digest instanceof asn1js.OctetString ? hex(digest.valueBlock.valueHexView) : null,
  };
}

function isNamed(certificate: pkijs.Certificate, sid: unknown): boolean {
  return (
    sid instanceof pkijs.IssuerAndSerialNumber &&
    certificate.issuer.isEqual(sid.issuer) &&
    certificate.serialNumber.isEqual(sid.serialNumber)
  );
}

const missing = opensslMissing();
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

describe.skipIf(missing !== null)('our reader of time stamps beside pkijs', () => {
  let tsa: OpensslTsa;
  const tokens: Uint8Array[] = [];
  let certificates: Uint8Array[] = [];

  beforeAll(() => {
    tsa = new OpensslTsa();
    const rsa = tsa.issue({ purpose: 'critical,timeStamping', key: 'rsa' });
    const ec = tsa.issue({ purpose: 'critical,timeStamping', key: 'ec' });
    const between = tsa.issue({ purpose: '', key: 'ec', authority: true });
    const below = tsa.issue({ purpose: 'critical,timeStamping', key: 'ec', by: between });
    tokens.push(
      tsa.stamp(rsa, Buffer.from('one')),
      tsa.stamp(ec, Buffer.alloc(100_000, 1)),
      tsa.stamp(ec, Buffer.alloc(0), false),
      tsa.stamp(below, Buffer.from('over an authority between'), true, between),
    );
    certificates = ['ca.pem', `${rsa}.pem`, `${ec}.pem`, `${between}.pem`].map((name) => tsa.der(name));
  });
  afterAll(() => tsa?.remove());

  it('reads the same imprint, time, serial number, signer and purpose in tokens made by openssl', () => {
    for (const token of tokens) {
      const read = readTimestampToken(token);
      if (read.kind !== 'token') throw new Error('not read');
      expect(ours(read.token)).toEqual(theirs(token));
    }
    expect(tokens).toHaveLength(4);
  });

  it('takes no changed token that pkijs refuses, and reads in none another value than pkijs', () => {
    let taken = 0;
    const brought = tokens.map((token) => {
      const read = readTimestampToken(token);
      return read.kind === 'token' ? read.token.certificates.length : 0;
    });
    const change = fc.record({
      which: fc.nat(3),
      edits: fc.array(fc.record({ at: fc.nat(), to: fc.nat(255) }), { minLength: 1, maxLength: 3 }),
      kind: fc.constantFrom('replace', 'insert', 'remove', 'flip'),
    });
    fc.assert(
      fc.property(change, ({ which, edits, kind }) => {
        const token = tokens[which];
        if (token === undefined) throw new Error('no token');
        const bytes = [...token];
        for (const { at, to } of edits) {
          const place = at % bytes.length;
          if (kind === 'insert') bytes.splice(place, 0, to);
          else if (kind === 'remove') bytes.splice(place, 1);
          else bytes[place] = kind === 'flip' ? (bytes[place] ?? 0) ^ (1 << (to & 7)) : to;
        }
        const changed = Uint8Array.from(bytes);
        const read = readTimestampToken(changed);
        if (read.kind !== 'token') return;
        // A certificate that can not be read is left out here, and makes pkijs refuse the whole.
        if (read.token.certificates.length < (brought[which] ?? 0)) return;
        taken += 1;
        const reading = ours(read.token);
        // Where ours reads nothing it is the stricter one: pkijs compares names by their letters, here it is byte for byte.
        const found = theirs(changed);
        // Date.UTC takes the years 0 to 99 for those of the twentieth century, and pkijs lets it.
        const other = reading.genTime < YEAR_100 ? { ...found, genTime: reading.genTime } : found;
        for (const member of MEMBERS) if (reading[member] !== null) expect(reading[member]).toEqual(other[member]);
      }),
      { numRuns: RUNS },
    );
    // Not all are refused, or nothing would have been compared.
    expect(taken).toBeGreaterThan(100);
  });

  it('reads the same validity, names, key and extensions in certificates, changed or not', () => {
    let taken = 0;
    const facts = (der: Uint8Array) => {
      const certificate = pkijs.Certificate.fromBER(der.slice().buffer);
      return {
        notBefore: certificate.notBefore.value.getTime(),
        notAfter: certificate.notAfter.value.getTime(),
        serial: hex(certificate.serialNumber.valueBlock.valueHexView),
        extensions: (certificate.extensions ?? []).map(({ extnID, critical }) => [extnID, critical]),
        signature: hex(certificate.signatureValue.valueBlock.valueHexView),
      };
    };
    fc.assert(
      fc.property(fc.nat(3), fc.array(fc.nat(), { maxLength: 2 }), (which, bits) => {
        const der = certificates[which]?.slice();
        if (der === undefined) throw new Error('no certificate');
        for (const bit of bits) {
          const at = (bit >> 3) % der.length;
          der[at] = (der[at] ?? 0) ^ (1 << (bit & 7));
        }
        const read = readCertificate(der);
        if (read === null) return;
        taken += 1;
        expect({
          notBefore: read.notBefore,
          notAfter: read.notAfter,
          serial: hex(read.serial),
          extensions: [...read.extensions].map(([id, { critical }]) => [id, critical]),
          signature: hex(read.signature),
        }).toEqual(facts(der));
      }),
      { numRuns: RUNS },
    );
    expect(taken).toBeGreaterThan(100);
  });
});
