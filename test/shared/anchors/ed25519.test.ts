import { createPublicKey, verify } from 'node:crypto';
import { ed25519, ed25519ph } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PublicKey, parsePublicKey, parseSpki, signatureFault } from '../../../shared/anchors/ed25519.ts';
import { signerOf } from '../../fixtures/trust/keys.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function key(raw: Uint8Array): PublicKey {
  const parsed = parsePublicKey(raw);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

/** RFC 8032 section 7.1: public key, message, signature. */
const RFC_8032 = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;

/** Every multiple of a point of order 8: the eight points of small order. */
function smallOrderPoints(): InstanceType<typeof ed25519.Point>[] {
  const eighth = ed25519.Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', false);
  const points = [ed25519.Point.ZERO];
  for (let index = 1; index < 8; index += 1) points.push((points[index - 1] ?? eighth).add(eighth));
  return points;
}

describe('Ed25519', () => {
  it.each(RFC_8032)('verifies the vector of RFC 8032 for key %s', (publicKey, message, signature) => {
    expect(signatureFault(key(hex(publicKey)), hex(message), hex(signature))).toBeNull();
    expect(signatureFault(key(hex(publicKey)), hex(`${message}00`), hex(signature))).toBe('equation');
  });

  it('verifies the vector of RFC 8032 section 7.3 for Ed25519ph, and not as plain Ed25519', () => {
    const publicKey = key(hex('ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf'));
    const signature = hex(
      '98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406',
    );
    expect(signatureFault(publicKey, utf8('abc'), signature, 'ed25519ph')).toBeNull();
    expect(signatureFault(publicKey, utf8('abc'), signature)).toBe('equation');
    expect(signatureFault(publicKey, utf8('abd'), signature, 'ed25519ph')).toBe('equation');
  });

  it('gives the public key of the seed 42 x 32', () => {
    expect(signerOf(new Uint8Array(32).fill(0x42)).rawHex).toBe(
      '2152f8d19b791d24453242e15f2eab6cb7cffa7b6a5ed30097960e069881db12',
    );
  });

  it('agrees with OpenSSL on signatures that are right and on ones with any bit flipped', () => {
    const signer = signerOf('agreement');
    const publicKey = key(signer.spki.subarray(12));
    const node = createPublicKey(signer.privateKey);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(511), fc.boolean(), (message, bit, flip) => {
        const signature = new Uint8Array(signer.sign(message));
        if (flip) signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const ours = signatureFault(publicKey, message, signature) === null;
        expect(ours).toBe(verify(null, message, node, signature));
        expect(ours).toBe(!flip);
      }),
      { numRuns: 60 },
    );
  });

  it('agrees with another implementation on Ed25519ph', () => {
    const secret = new Uint8Array(32).fill(7);
    const publicKey = key(ed25519ph.getPublicKey(secret));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (message) => {
        expect(signatureFault(publicKey, message, ed25519ph.sign(message, secret), 'ed25519ph')).toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  it('hands the equation of the runtime only what passed the other checks', () => {
    const signer = signerOf('equation');
    const publicKey = key(signer.spki.subarray(12));
    const asked: number[] = [];
    const yes = (_key: Uint8Array, _message: Uint8Array, signature: Uint8Array): boolean => {
      asked.push(signature.length);
      return true;
    };
    const good = new Uint8Array(signer.sign('x'));
    expect(signatureFault(publicKey, utf8('x'), good.subarray(1), 'ed25519', yes)).toBe('length');
    expect(
      signatureFault(
        publicKey,
        utf8('x'),
        good.map((byte, at) => (at < 32 ? 0 : byte)),
        'ed25519',
        yes,
      ),
    ).toBe('small-order-r');
    expect(
      signatureFault(
        publicKey,
        utf8('x'),
        good.map((byte, at) => (at < 32 ? 0xff : byte)),
        'ed25519',
        yes,
      ),
    ).toBe('non-canonical-r');
    expect(
      signatureFault(
        publicKey,
        utf8('x'),
        good.map((byte, at) => (at < 32 ? byte : 0xff)),
        'ed25519',
        yes,
      ),
    ).toBe('non-canonical-s');
    expect(asked).toEqual([]);
    expect(signatureFault(publicKey, utf8('x'), good, 'ed25519', yes)).toBeNull();
    expect(asked).toEqual([64]);
  });

  it('refuses S that had the group order added: one signature has one encoding', () => {
    const signer = signerOf('malleable');
    const signature = new Uint8Array(signer.sign('m'));
    let s = 0n;
    for (let at = 63; at >= 32; at -= 1) s = (s << 8n) | BigInt(signature[at] ?? 0);
    s += ed25519.Point.Fn.ORDER;
    for (let at = 32; at < 64; at += 1, s >>= 8n) signature[at] = Number(s & 0xffn);
    expect(signatureFault(key(signer.spki.subarray(12)), utf8('m'), signature)).toBe('non-canonical-s');
  });
});

describe('public keys that are refused', () => {
  it('refuses the eight points of small order', () => {
    const points = smallOrderPoints();
    expect(new Set(points.map((point) => point.toHex())).size).toBe(8);
    for (const point of points) {
      expect(parsePublicKey(point.toBytes())).toMatchObject({ ok: false, error: { code: 'key.small-order' } });
    }
  });

  it('refuses the key that one constant signature fits', () => {
    const identity = hex(`01${'00'.repeat(31)}`);
    const constant = new Uint8Array(64);
    constant[0] = 1;
    const node = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), identity]),
      format: 'der',
      type: 'spki',
    });
    // What the refusal is for: OpenSSL takes this pair for any text.
    expect([verify(null, utf8('any'), node, constant), verify(null, utf8('text'), node, constant)]).toEqual([
      true,
      true,
    ]);
    expect(parsePublicKey(identity)).toMatchObject({ ok: false, error: { code: 'key.small-order' } });
  });

  it('refuses encodings that are not canonical, and bytes that are no point', () => {
    const order4 = hex(`ed${'ff'.repeat(30)}7f`);
    const identity = hex(`ee${'ff'.repeat(30)}ff`);
    for (const small of [order4, identity]) {
      expect(parsePublicKey(small)).toMatchObject({ ok: false, error: { code: 'key.small-order' } });
    }
    const aboveField = hex(`f0${'ff'.repeat(30)}7f`);
    expect(parsePublicKey(aboveField)).toMatchObject({ ok: false, error: { code: 'key.non-canonical' } });
    expect(parsePublicKey(hex(`02${'00'.repeat(31)}`))).toMatchObject({ ok: false });
  });

  it('refuses a key with a part of small order', () => {
    const honest = ed25519.Point.fromBytes(signerOf('mixed').spki.subarray(12));
    const [, eighth] = smallOrderPoints();
    if (eighth === undefined) throw new Error('no point of order 8');
    expect(parsePublicKey(honest.add(eighth).toBytes())).toMatchObject({ error: { code: 'key.mixed-order' } });
  });

  it('refuses every SPKI but the exact 44 bytes of RFC 8410', () => {
    const { spki, fingerprint } = signerOf('spki');
    expect(parseSpki(spki)).toMatchObject({ ok: true, value: { fingerprint } });
    for (let at = 0; at < 12; at += 1) {
      const changed = new Uint8Array(spki);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(parseSpki(changed)).toMatchObject({ ok: false, error: { code: 'key.spki' } });
    }
    expect(parseSpki(Buffer.concat([spki, Buffer.alloc(1)]))).toMatchObject({ error: { code: 'key.spki' } });
    expect(parseSpki(spki.subarray(12))).toMatchObject({ error: { code: 'key.spki' } });
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ maxLength: 70 }), (raw, signature) => {
        const parsed = parsePublicKey(raw);
        if (parsed.ok) expect(signatureFault(parsed.value, raw, signature)).not.toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (raw) => {
        expect(typeof parsePublicKey(raw).ok).toBe('boolean');
      }),
      { numRuns: 30 },
    );
  });
});
