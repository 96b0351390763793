import { createHash, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeManifestTimestamp } from '../../../shared/anchors/control-timestamp.ts';
import { contentOf, oidOf, readDer, TAG, timeOf } from '../../../shared/anchors/der.ts';
import { judgeReceipt } from '../../../shared/anchors/receipt.ts';
import type { SignatureChecker } from '../../../shared/anchors/signature-scheme.ts';
import { judgeTimestamp, type TimestampJudgement } from '../../../shared/anchors/timestamp.ts';
import { readTimestampToken } from '../../../shared/anchors/timestamp-token.ts';
import type { TimestampRoot } from '../../../shared/anchors/trust.ts';
import { type SubtleVerifier, webCryptoChecker } from '../../../shared/anchors/web-crypto-checker.ts';
import { readCertificate } from '../../../shared/anchors/x509.ts';
import type { Receipt } from '../../../shared/formats/receipt.ts';
import { ANCHOR, logReceipt } from '../../fixtures/trust/log.ts';
import { OpensslTsa, opensslMissing } from '../../fixtures/trust/openssl-tsa.ts';
import { referenceCanonicalize } from '../../reference/canonical.ts';

const checker = webCryptoChecker(webcrypto.subtle as unknown as SubtleVerifier);
const DATA = new TextEncoder().encode(referenceCanonicalize(ANCHOR));
const provenance = { how: 'fixture', by: 'test', obtainedAt: '2026-05-01T00:00:00Z' };
const rootOf = (der: Uint8Array): TimestampRoot => ({ der, label: null, provenance });

const failing = (judged: TimestampJudgement): string[] =>
  judged.legs.filter((leg) => leg.result === 'fail').map((leg) => leg.id);
const result = (judged: TimestampJudgement, id: string) =>
  judged.legs.find((leg) => leg.id === `timestamp.${id}`)?.result;

const missing = opensslMissing();
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

describe.skipIf(missing !== null)('tokens made by openssl', () => {
  let tsa: OpensslTsa;
  let root: TimestampRoot;
  let impostor: TimestampRoot;
  let good: string;
  let token: Uint8Array;

  beforeAll(() => {
    tsa = new OpensslTsa();
    root = rootOf(tsa.der('ca.pem'));
    // Made before any stamp, so that only its key tells it from the real one.
    impostor = rootOf(tsa.impostorRoot());
    good = tsa.issue({ purpose: 'critical,timeStamping', key: 'rsa' });
    token = tsa.stamp(good, DATA);
  });
  afterAll(() => tsa?.remove());

  const judge = (
    bytes: Uint8Array | null,
    roots: readonly TimestampRoot[],
    data = DATA,
    by: SignatureChecker = checker,
  ) => {
    const read = bytes === null ? null : readTimestampToken(bytes);
    const stated = read?.kind === 'token' ? new Date(read.token.genTime).toISOString() : null;
    return judgeTimestamp(bytes, data, stated, { roots, checker: by });
  };

  it('pass every leg with the root of the auditor, as openssl says too', async () => {
    const judged = await judge(token, [root]);
    expect(judged.legs.map((leg) => leg.result)).toEqual(Array(10).fill('pass'));
    expect(tsa.verifies(token, DATA)).toBe(true);
    expect(judged.genTime).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('pass with an elliptic key too', async () => {
    const ec = tsa.stamp(tsa.issue({ purpose: 'critical,timeStamping', key: 'ec' }), DATA);
    expect((await judge(ec, [root])).legs.map((leg) => leg.result)).toEqual(Array(10).fill('pass'));
  });

  it('root nothing without a root of the auditor', async () => {
    const judged = await judge(token, []);
    expect(result(judged, 'chain')).toBe('not-checked');
    expect(failing(judged)).toEqual([]);
  });

  it('lead to no other root, not even to one of the same name', async () => {
    expect(failing(await judge(token, [impostor]))).toEqual(['timestamp.chain']);
    expect(failing(await judge(token, [rootOf(new Uint8Array(9))]))).toEqual(['timestamp.chain']);
  });

  it.each([
    ['an authority between the root and the signer', true, []],
    [
      'no certificate that is not marked as an authority: any holder of one could issue more',
      false,
      ['timestamp.chain'],
    ],
  ])('lead over %s', async (_what, authority, expected) => {
    const between = tsa.issue({ purpose: '', key: 'rsa', authority });
    const below = tsa.issue({ purpose: 'critical,timeStamping', key: 'rsa', by: between });
    expect(failing(await judge(tsa.stamp(below, DATA, true, between), [root]))).toEqual(expected);
  });

  it('valid timestamp, but over other bytes: rekor2-timestamp-payload-mismatch_fail', async () => {
    const other = new TextEncoder().encode('other bytes');
    expect(failing(await judge(token, [root], other))).toEqual(['timestamp.imprint']);
    expect(tsa.verifies(token, other)).toBe(false);
  });

  it.each([
    ['is not critical, which the producer does not look at', 'timeStamping', 'xxx', ['pass', 'fail']],
    ['is another', 'critical,codeSigning', '', ['fail', undefined]],
  ])('a purpose that %s', async (_what, purpose, padding, expected) => {
    // openssl refuses to stamp with such a certificate, so it is put in the place of the signer's: same serial number, same length.
    const certificate = tsa.der(`${tsa.issue({ purpose, key: 'rsa', serial: 1, padding })}.pem`);
    const swapped = swapCertificate(token, tsa.der(`${good}.pem`), certificate);
    const judged = await judgeTimestamp(swapped, DATA, null, { roots: [root], checker });
    expect([result(judged, 'purpose'), result(judged, 'purpose-critical')]).toEqual(expected);
    expect([result(judged, 'signer'), result(judged, 'signature')]).toEqual(['fail', 'fail']);
  });

  it('a purpose beside that of time stamps, which RFC 3161 excludes, fails by itself', async () => {
    // An authority of its own numbers them 1 and 2: one serial number, and one length by a longer name.
    const own = new OpensslTsa();
    try {
      const both = own.issue({ purpose: 'critical,timeStamping,codeSigning', key: 'rsa', serial: 99 });
      const alone = own.issue({ purpose: 'critical,timeStamping', key: 'rsa', serial: 99, padding: 'x'.repeat(12) });
      const swapped = swapCertificate(own.stamp(alone, DATA), own.der(`${alone}.pem`), own.der(`${both}.pem`));
      const judged = await judgeTimestamp(swapped, DATA, null, { roots: [rootOf(own.der('ca.pem'))], checker });
      expect([result(judged, 'purpose'), result(judged, 'purpose-critical')]).toEqual(['pass', 'fail']);
    } finally {
      own.remove();
    }
  });

  it('expired certificate accepted offline: cosign 2194: judged at the time of the stamp', async () => {
    const later = readTimestampToken(token);
    if (later.kind !== 'token' || later.token.signer === null) throw new Error('no token');
    const { notBefore, notAfter } = later.token.signer;
    expect(later.token.genTime).toBeGreaterThanOrEqual(notBefore);
    expect(later.token.genTime).toBeLessThanOrEqual(notAfter);
    const shifted = shiftTime(token, 2);
    const judged = await judgeTimestamp(shifted, DATA, null, { roots: [root], checker });
    expect(result(judged, 'validity')).toBe('fail');
    expect(result(judged, 'chain')).toBe('fail');
    expect(result(judged, 'digest')).toBe('fail');
  });

  it('without the certificate of its signer a stamp is not settled', async () => {
    const bare = tsa.stamp(good, DATA, false);
    const judged = await judge(bare, [root]);
    expect(result(judged, 'signature')).toBe('undetermined');
    expect(failing(judged)).toEqual([]);
  });

  it('a runtime that can not work with the key settles nothing', async () => {
    const judged = await judge(token, [root], DATA, { verify: () => Promise.resolve(null) });
    expect([result(judged, 'signature'), result(judged, 'chain')]).toEqual(['undetermined', 'undetermined']);
  });

  it('fail, or are no token, for any bit that is flipped (lax DER parser, sigstore-js 1678)', async () => {
    const read = readTimestampToken(token);
    if (read.kind !== 'token') throw new Error('no token');
    // Each byte of what is stamped, whatever is drawn beside: a serial number or a nonce is covered by one digest and nothing else.
    const start = Buffer.from(token).indexOf(read.token.info);
    expect(start).toBeGreaterThan(0);
    const stamped = Array.from(read.token.info, (_byte, at): [number] => [8 * (start + at)]);
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length * 8 - 1), async (bit) => {
        const changed = token.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const judged = await judge(changed, [root]);
        expect(judged.legs.length === 10 && judged.legs.every((leg) => leg.result === 'pass')).toBe(false);
      }),
      { numRuns: 150 + stamped.length, examples: stamped },
    );
  });

  it('over the signature of a manifest', async () => {
    const bytes = new Uint8Array(64).fill(3);
    const stamp = tsa.stamp(good, bytes);
    const { genTime } = await judge(stamp, [root], bytes);
    const timestamp = {
      authority: 'https://tsa.example.test',
      algorithm: 'rfc3161' as const,
      hashAlgorithm: 'sha256' as const,
      messageImprint: createHash('sha256').update(bytes).digest('hex'),
      token: Buffer.from(stamp).toString('base64'),
      timestampedAt: genTime ?? '',
    };
    const signature = Buffer.from(bytes).toString('hex');
    const trust = { roots: [root], checker };
    const judged = await judgeManifestTimestamp({ signature, timestamp }, trust);
    expect(judged?.legs.map((leg) => leg.result)).toEqual(Array(11).fill('pass'));
    const other = await judgeManifestTimestamp({ signature: '00'.repeat(64), timestamp }, trust);
    expect(other === null ? [] : failing(other)).toEqual(['timestamp.stated-imprint', 'timestamp.imprint']);
    expect(await judgeManifestTimestamp({ signature }, trust)).toBeNull();
  });

  it('in a receipt: the whole, a stub, and a stated time that is another', async () => {
    const genTime = (await judge(token, [root])).genTime;
    const receipt = (change: object): Receipt => ({
      ...logReceipt(),
      target: 'tsa',
      grade: 'trusted-timestamped',
      receipt: {
        algorithm: 'rfc3161',
        authority: 'https://tsa.example.test',
        hashAlgorithm: 'sha256',
        messageImprint: logReceipt().anchorDigest,
        token: Buffer.from(token).toString('base64'),
        timestampedAt: genTime,
        ...change,
      },
    });
    const trust = { roots: [root], logKeys: [], expectedTenantId: null, checker };
    expect(await judgeReceipt(receipt({}), ANCHOR, trust)).toMatchObject({ axis: 'time', result: 'pass', genTime });
    expect((await judgeReceipt(receipt({}), ANCHOR, { ...trust, roots: [] })).result).toBe('not-checked');
    const stub = await judgeReceipt(receipt({ token: Buffer.from('stub token').toString('base64') }), ANCHOR, trust);
    expect(stub).toMatchObject({ result: 'undetermined', genTime: null });
    expect(stub.legs.at(-1)).toMatchObject({ id: 'timestamp.token', reason: 'not-a-timestamp' });
    expect((await judgeReceipt(receipt({ timestampedAt: '2020-01-01T00:00:00Z' }), ANCHOR, trust)).result).toBe('fail');
    expect((await judgeReceipt(receipt({ messageImprint: 'ab'.repeat(32) }), ANCHOR, trust)).result).toBe('fail');
  });
});

/** Puts another certificate in the place of one that takes as many bytes. */
function swapCertificate(token: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const at = Buffer.from(token).indexOf(from);
  if (at < 0 || from.length !== to.length) throw new Error('the certificates can not be swapped');
  return new Uint8Array(Buffer.concat([token.subarray(0, at), to, token.subarray(at + from.length)]));
}

/** The token with the year of its genTime moved. */
function shiftTime(token: Uint8Array, years: number): Uint8Array {
  const text = Buffer.from(token).toString('latin1');
  // The first GeneralizedTime of a token is that of the TSTInfo; certificates of these tests use UTCTime.
  const moved = text.replace(/\d{4}(?=\d{10}Z)/, (year) => String(Number(year) + years));
  return new Uint8Array(Buffer.from(moved, 'latin1'));
}

describe('DER', () => {
  const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

  it.each([
    ['an indefinite length', '3080020101' + '0000'],
    ['a length that is not the shortest', '308103020101'],
    ['a length with a spare octet', `30820080${'0500'.repeat(64)}`],
    ['bytes after the end', '02010100'],
    ['content that is cut', '020201'],
    ['a tag above 30', '1f1f00'],
    ['a constructed string', '2404040100' + '00'],
    ['a boolean that is neither', '010101'],
    ['an integer with a spare octet', '02020001'],
    ['a negative integer with a spare octet', '0202ff80'],
    ['an empty integer', '0200'],
    ['an identifier that does not end', '06022a86'],
    ['an identifier with a spare octet', '06032a8001'],
    ['a null with content', '050100'],
    ['a primitive sequence', '1000'],
    ['nothing', ''],
  ])('refuses what DER does not allow: %s', (_what, hex) => {
    expect(readDer(bytes(hex))).toBeNull();
  });

  it('reads what it does', () => {
    const node = readDer(bytes('300a020101060355040305 00'.replace(' ', '')));
    expect(node?.children.map((child) => child.tag)).toEqual([TAG.integer, TAG.oid, TAG.null]);
    expect(oidOf(node?.children[1])).toBe('2.5.4.3');
    expect(
      contentOf(
        node?.children[0] ??
          (() => {
            throw new Error('no child');
          })(),
      ),
    ).toEqual(Uint8Array.of(1));
  });

  const time = (tag: number, text: string) => {
    const content = Buffer.from(text);
    return timeOf(readDer(Buffer.concat([Buffer.from([tag, content.length]), content])) ?? undefined);
  };
  it.each([
    [TAG.generalizedTime, '20260511100000Z', Date.UTC(2026, 4, 11, 10)],
    [TAG.generalizedTime, '20260511100000.25Z', Date.UTC(2026, 4, 11, 10, 0, 0, 250)],
    [TAG.utcTime, '491231235959Z', Date.UTC(2049, 11, 31, 23, 59, 59)],
    [TAG.utcTime, '500101000000Z', Date.UTC(1950, 0, 1)],
    [TAG.generalizedTime, '20260511100000.250Z', null],
    [TAG.generalizedTime, '20260230100000Z', null],
    [TAG.generalizedTime, '202605111000Z', null],
    [TAG.generalizedTime, '20260511100000+0100', null],
  ])('reads times: %i %s', (tag, text, expected) => {
    expect(time(tag, text)).toBe(expected);
  });

  it('never throws, and does not nest without end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (random) => {
        readDer(random);
        readTimestampToken(random);
        readCertificate(random);
      }),
    );
    let nested = Buffer.alloc(0);
    for (let depth = 0; depth < 60; depth += 1) nested = Buffer.concat([Buffer.from([0x30, nested.length]), nested]);
    expect(readDer(nested)).toBeNull();
  });
});
