import type { TrustFile } from './trust.ts';

/**
 * The public-good log of Sigstore as a trust file. It is not trusted by being here: an auditor switches it on, and it is dated like everything
 * else that is trusted.
 */
export const SIGSTORE_LOG_TRUST: TrustFile = {
  format: 'bathyscope/trust',
  formatVersion: '1',
  keys: [],
  timestampRoots: [],
  logKeys: [
    {
      origin: 'log2025-1.rekor.sigstore.dev',
      publicKeySpki: 'MCowBQYDK2VwAyEAt8rlp1knGwjfbcXAYPYAkn0XiLz1x8O4t0YkEhie244=',
      validFrom: '2025-09-23T00:00:00Z',
      provenance: {
        how: 'Shipped with Bathyscope, from the trusted root that Sigstore publishes',
        by: 'Bathyscope',
        obtainedAt: '2026-11-22T00:00:00Z',
      },
    },
  ],
};
