import type { TrustImport, TrustItem } from '../../shared/ipc/contract.ts';
import type { TrustUse } from '../../shared/ipc/model.ts';

/** What each piece of trust is, as a table names it. */
export const TRUST_KINDS: Readonly<Record<TrustUse['kind'] | TrustItem['kind'], string>> = {
  key: 'Key of the producer',
  'key-fingerprint': 'Fingerprint of a key',
  'timestamp-root': 'Time-stamp root',
  'log-key': 'Key of a public log',
  signature: 'Detached signature',
  tenant: 'Expected tenant',
};

/** What can be imported, and what it is good for. */
export const TRUST_IMPORTS: Readonly<Record<TrustImport['kind'], { readonly title: string; readonly about: string }>> =
  {
    'trust-file': {
      title: 'Trust file',
      about: 'Keys, roots and log keys together. The file says of each how, by whom and when it was obtained.',
    },
    key: {
      title: 'Key of the producer',
      about:
        'An Ed25519 public key (PEM, DER or base64). It answers whose signature an anchor, a seal or a manifest carries.',
    },
    'timestamp-root': {
      title: 'Time-stamp root',
      about:
        'A certificate (PEM or DER) that time-stamp certificates may lead to. It answers whose time a stamp states.',
    },
    'log-key': {
      title: 'Key of a public log',
      about: 'An Ed25519 public key (PEM, DER or base64). It answers which log a receipt comes from.',
    },
  };
