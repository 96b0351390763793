import { createHash } from 'node:crypto';
import type { Anchor } from '../../../shared/formats/anchor.ts';
import { NO_VERIFIER_TRUST, type VerifierTrust } from '../../../shared/ipc/verifier.ts';
import { anchorSignature, type Json, KEY_ID } from '../../fixtures/trust/chain-pack.ts';
import type { Signer } from '../../fixtures/trust/keys.ts';
import { LOG_SIGNER, logReceipt, ORIGIN } from '../../fixtures/trust/log.ts';
import { referenceCanonicalize } from '../../reference/canonical.ts';
import type { TestEntry } from '../chain/build-chain.ts';

const provenance = { how: 'fixture', by: 'test', obtainedAt: '2026-05-01T00:00:00Z' };

/** A key of a trust file. */
export interface TestKey {
  readonly signer: Signer;
  readonly keyId?: string;
  readonly tenantId?: string;
  readonly uses?: readonly ('audit-chain' | 'control-pack')[];
}

/** What an auditor brings, as a verifier takes it. */
export function trustOf(
  given: {
    readonly keys?: readonly TestKey[];
    readonly roots?: readonly Uint8Array[];
    readonly logs?: readonly Signer[];
  } & Partial<VerifierTrust>,
): VerifierTrust {
  const { keys = [], roots = [], logs = [], ...rest } = given;
  const file = {
    format: 'bathyscope/trust',
    formatVersion: '1',
    keys: keys.map(({ signer, uses = ['audit-chain', 'control-pack'], ...named }) => ({
      publicKeySpki: signer.spkiBase64,
      uses,
      ...named,
      provenance,
    })),
    timestampRoots: roots.map((der) => ({ certificate: Buffer.from(der).toString('base64'), provenance })),
    logKeys: logs.map((signer) => ({ origin: ORIGIN, publicKeySpki: signer.spkiBase64, provenance })),
  };
  const empty = keys.length + roots.length + logs.length === 0;
  return { ...NO_VERIFIER_TRUST, trustFiles: empty ? [] : [file], ...rest };
}

/** The anchor of a chain at a length, signed by a key for an account. */
export function signedAnchor(
  chain: readonly TestEntry[],
  signer: Signer,
  account: string,
  { length = chain.length, keyId = KEY_ID }: { length?: number; keyId?: string } = {},
): Anchor {
  const core = { length, tipHash: chain[length - 1]?.hash ?? '', genesisHash: chain[0]?.hash ?? '' };
  return { ...core, ...anchorSignature(core, account, signer), keyId };
}

/** A public-log receipt over an anchor; `change` edits the entry before it goes into the tree. */
export function logReceiptFor(
  anchor: Anchor,
  signer: Signer = LOG_SIGNER,
  more: object = {},
  bytes: Uint8Array = coreBytesOf(anchor),
  change: (body: Json) => void = () => {},
): Json {
  return { ...logReceipt({ bytes, signer, change }), ...stated(anchor, bytes), ...more };
}

/** A time-stamp receipt over an anchor. */
export function stampReceiptFor(
  anchor: Anchor,
  token: Uint8Array,
  timestampedAt: string,
  bytes: Uint8Array = coreBytesOf(anchor),
): Json {
  return {
    accountId: 'bb714c08-0df5-86d3-90b2-d5c1a9a134d9',
    target: 'tsa',
    grade: 'trusted-timestamped',
    ...stated(anchor, bytes),
    receipt: {
      algorithm: 'rfc3161',
      authority: 'https://tsa.example.test',
      hashAlgorithm: 'sha256',
      messageImprint: stated(anchor, bytes).anchorDigest,
      token: Buffer.from(token).toString('base64'),
      timestampedAt,
    },
    receiptedAt: timestampedAt,
  };
}

/** Core bytes of an anchor by the plain reference: what stamps and log entries are made over. */
export function coreBytesOf(anchor: Anchor): Uint8Array {
  return Buffer.from(referenceCanonicalize(coreOf(anchor)));
}

function coreOf({ length, tipHash, genesisHash }: Anchor): Omit<Anchor, 'sig'> {
  return genesisHash === undefined ? { length, tipHash } : { length, tipHash, genesisHash };
}

function stated({ length }: Anchor, bytes: Uint8Array): { anchorLength: number; anchorDigest: string } {
  return { anchorLength: length, anchorDigest: createHash('sha256').update(bytes).digest('hex') };
}
