import { hash } from 'node:crypto';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../../electron/node/hasher.ts';

/** NIST's examples for SHA-256 (FIPS 180-4): a block, none, two blocks, and a million bytes. */
const NIST = [
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
] as const;

describe('nodeSha256', () => {
  it.each(NIST)('gives the digests that NIST states: %.10s', (text, expected) => {
    expect(nodeSha256.hexOfText(text)).toBe(expected);
    expect(nodeSha256.hexOfBytes(Buffer.from(text))).toBe(expected);
    // What the replay kernel's caller uses.
    expect(hash('sha256', Buffer.from(text), 'hex')).toBe(expected);
  });

  it('tells the digest so far, and goes on', () => {
    const running = nodeSha256.start();
    running.update(Buffer.from('abc'));
    expect(running.digestSoFar()).toBe(NIST[0][1]);
    running.update(Buffer.from('defg'));
    expect(running.digestHex()).toBe(nodeSha256.hexOfText('abcdefg'));
  });

  it('agrees with an independent implementation, whole or in parts', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), (parts) => {
        const whole = Buffer.concat(parts);
        const running = nodeSha256.start();
        for (const part of parts) running.update(part);
        const expected = bytesToHex(sha256(Uint8Array.from(whole)));
        expect(nodeSha256.hexOfBytes(whole)).toBe(expected);
        expect(hash('sha256', whole, 'hex')).toBe(expected);
        expect(running.digestHex()).toBe(expected);
      }),
    );
  });

  it('hashes text as UTF-8', () => {
    expect(nodeSha256.hexOfText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(nodeSha256.hexOfText('é€😀')).toBe(nodeSha256.hexOfBytes(new TextEncoder().encode('é€😀')));
  });
});
