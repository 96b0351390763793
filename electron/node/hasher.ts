import { createHash } from 'node:crypto';
import type { RunningHash, Sha256 } from '../../shared/base/hash.ts';

/** SHA-256 (FIPS 180-4) through OpenSSL. */
export const nodeSha256: Sha256 = {
  hexOfText: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
  hexOfBytes: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  start(): RunningHash {
    const hash = createHash('sha256');
    return {
      update: (bytes) => {
        hash.update(bytes);
      },
      digestSoFar: () => hash.copy().digest('hex'),
      digestHex: () => hash.digest('hex'),
    };
  },
};
