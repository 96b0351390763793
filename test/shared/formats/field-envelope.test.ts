import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyEnvelope, classifySamples } from '../../../shared/formats/field-envelope.ts';

function seal(text: string, keyVersion: number, nonceByte: number, version = 1, algorithm = 1): string {
  const nonce = Buffer.alloc(12, nonceByte);
  const cipher = createCipheriv('aes-256-gcm', Buffer.alloc(32, 7), nonce);
  const sealed = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  const header = Buffer.from([version, algorithm, keyVersion >> 8, keyVersion & 255]);
  return Buffer.concat([header, nonce, sealed]).toString('base64');
}

describe('a field-encryption envelope', () => {
  it('is told by its form', () => {
    expect(classifyEnvelope(seal('secret', 258, 1))).toEqual({
      kind: 'sealed',
      keyVersion: 258,
      nonce: '01'.repeat(12),
      ciphertextBytes: 6,
    });
    expect(classifyEnvelope(seal('', 1, 1))).toMatchObject({ kind: 'sealed', ciphertextBytes: 0 });
    expect(classifyEnvelope(seal('x', 1, 1, 2))).toEqual({ kind: 'unknown-version', version: 2 });
    expect(classifyEnvelope(seal('x', 1, 1, 1, 9))).toEqual({ kind: 'unknown-algorithm', algorithm: 9 });
    expect(classifyEnvelope(Buffer.alloc(31, 1).toString('base64'))).toEqual({ kind: 'too-short', bytes: 31 });
  });

  it.each(['', 'Ada Lovelace', 'name@example.test', 'AAA', 'Janenova', '1815-12-10'])(
    'is not plain text: %s',
    (text) => {
      expect(classifyEnvelope(text)).toEqual({ kind: 'plaintext' });
    },
  );

  it('counts key versions and finds nonces that were used for two values', () => {
    const again = seal('again', 1, 5);
    const samples = [seal('a', 2, 1), seal('b', 1, 1), seal('c', 1, 1), again, again, 'plain', seal('d', 2, 2)];
    const found = classifySamples(samples);
    expect(found.counts).toMatchObject({ sealed: 6, plaintext: 1 });
    expect([...found.keyVersions]).toEqual([
      [1, 4],
      [2, 2],
    ]);
    expect(found.nonceReuse).toEqual([{ keyVersion: 1, nonce: '01'.repeat(12), samples: [1, 2] }]);
  });

  it('never throws, and counts every sample once', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.base64String())), (values) => {
        const { counts } = classifySamples(values);
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(values.length);
      }),
    );
  });
});
