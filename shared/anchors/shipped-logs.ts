import type { TrustFile } from './trust.ts';

/** Day on which the list below was put together; shown wherever one of its keys carries a verdict. */
export const SHIPPED_LOGS_DATE = '2026-11-22';

const provenance = {
  how: `Shipped with the program: list of public-log keys of ${SHIPPED_LOGS_DATE}`,
  by: 'Bathyscope',
  obtainedAt: `${SHIPPED_LOGS_DATE}T00:00:00Z`,
};

/**
 * Keys of the public-good transparency logs of Sigstore, as a trust file (docs/formats/trust.md). Off until the auditor switches it on: who
 * ships a verifier is not who vouches for a log. A list with another date has to be switched on again.
 */
export const SHIPPED_LOGS: TrustFile = {
  format: 'bathyscope/trust',
  formatVersion: '1',
  keys: [],
  timestampRoots: [],
  logKeys: [
    {
      origin: 'log2025-1.rekor.sigstore.dev',
      publicKeySpki: 'MCowBQYDK2VwAyEAt8rlp1knGwjfbcXAYPYAkn0XiLz1x8O4t0YkEhie244=',
      validFrom: '2025-09-23T00:00:00Z',
      provenance,
    },
  ],
};
