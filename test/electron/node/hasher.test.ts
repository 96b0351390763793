import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../../electron/node/hasher.ts';

describe('nodeSha256', () => {
  it('agrees with an independent implementation, whole or in parts', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }), (parts) => {
        const whole = Buffer.concat(parts);
        const running = nodeSha256.start();
        for (const part of parts) running.update(part);
        const expected = bytesToHex(sha256(Uint8Array.from(whole)));
        expect(nodeSha256.hexOfBytes(whole)).toBe(expected);
        expect(running.digestHex()).toBe(expected);
      }),
    );
  });

  it('hashes text as UTF-8', () => {
    expect(nodeSha256.hexOfText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(nodeSha256.hexOfText('é€😀')).toBe(nodeSha256.hexOfBytes(new TextEncoder().encode('é€😀')));
  });
});
