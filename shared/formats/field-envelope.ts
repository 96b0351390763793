import { bytesToHex } from '@noble/hashes/utils.js';
import { decodeBase64 } from '../base/base64.ts';

/** What a sampled column value is, as far as its form tells (formats section 6). Nothing is decrypted and no key is asked for. */
export type FieldEnvelope =
  | { readonly kind: 'sealed'; readonly keyVersion: number; readonly nonce: string; readonly ciphertextBytes: number }
  | { readonly kind: 'plaintext' }
  | { readonly kind: 'unknown-version'; readonly version: number }
  | { readonly kind: 'unknown-algorithm'; readonly algorithm: number }
  | { readonly kind: 'too-short'; readonly bytes: number };

/** A nonce that seals two different values under one key: the key stream is then the same, and both can be read (NIST SP 800-38D section 8). */
export interface NonceReuse {
  readonly keyVersion: number;
  /** 24 hex digits. */
  readonly nonce: string;
  /** Places of the samples in the order given. */
  readonly samples: readonly number[];
}

/** What the samples of a field are together. */
export interface FieldSamples {
  readonly counts: Readonly<Record<FieldEnvelope['kind'], number>>;
  /** Place of the first sample of each kind that there is. */
  readonly first: Readonly<Partial<Record<FieldEnvelope['kind'], number>>>;
  /** Samples for each key version, ascending. */
  readonly keyVersions: ReadonlyMap<number, number>;
  readonly nonceReuse: readonly NonceReuse[];
}

const FORMAT_VERSION = 1;
/** Version bytes below this are taken for versions to come. */
const VERSIONS_EXPECTED = 16;
const AES_256_GCM = 1;
const HEADER = 4;
const NONCE = 12;
const TAG = 16;

/**
 * Classifies one value. Text that happens to be base64 too is plain text, unless its first byte is a small number: then it is taken for an
 * envelope of another version, so that a new version is not reported as unencrypted.
 *
 * @param value column value as text
 */
export function classifyEnvelope(value: string): FieldEnvelope {
  const bytes = value === '' ? null : decodeBase64(value);
  const [version, algorithm, high = 0, low = 0] = bytes ?? [];
  if (bytes === null || version === undefined) return { kind: 'plaintext' };
  if (version !== FORMAT_VERSION)
    return version < VERSIONS_EXPECTED ? { kind: 'unknown-version', version } : { kind: 'plaintext' };
  if (bytes.length < HEADER + NONCE + TAG) return { kind: 'too-short', bytes: bytes.length };
  if (algorithm !== AES_256_GCM) return { kind: 'unknown-algorithm', algorithm: algorithm ?? 0 };
  const nonce = bytesToHex(bytes.subarray(HEADER, HEADER + NONCE));
  return { kind: 'sealed', keyVersion: high * 256 + low, nonce, ciphertextBytes: bytes.length - HEADER - NONCE - TAG };
}

/** A sampled value and what it is. */
export interface Sample {
  readonly value: string;
  readonly envelope: FieldEnvelope;
}

/**
 * Counts what the samples are, and finds nonces that were used twice under one key version. The same value sampled twice is no reuse.
 */
export function classifySamples(values: readonly string[]): FieldSamples {
  return summariseSamples(values.map((value) => ({ value, envelope: classifyEnvelope(value) })));
}

/** As {@link classifySamples}, for samples that were classified already. */
export function summariseSamples(samples: readonly Sample[]): FieldSamples {
  const counts = { sealed: 0, plaintext: 0, 'unknown-version': 0, 'unknown-algorithm': 0, 'too-short': 0 };
  const first: Partial<Record<FieldEnvelope['kind'], number>> = {};
  const versions = new Map<number, number>();
  const seen = new Map<
    string,
    { readonly keyVersion: number; readonly nonce: string; readonly samples: number[]; readonly texts: Set<string> }
  >();
  samples.forEach(({ value, envelope }, index) => {
    counts[envelope.kind] += 1;
    first[envelope.kind] ??= index;
    if (envelope.kind !== 'sealed') return;
    const { keyVersion, nonce } = envelope;
    versions.set(keyVersion, (versions.get(keyVersion) ?? 0) + 1);
    const key = `${keyVersion}:${nonce}`;
    const use = seen.get(key) ?? { keyVersion, nonce, samples: [], texts: new Set<string>() };
    use.samples.push(index);
    use.texts.add(value);
    seen.set(key, use);
  });
  const reused = [...seen.values()].filter(({ texts }) => texts.size > 1);
  return {
    counts,
    first,
    keyVersions: new Map([...versions].sort(([a], [b]) => a - b)),
    nonceReuse: reused.map(({ keyVersion, nonce, samples }) => ({ keyVersion, nonce, samples })),
  };
}
