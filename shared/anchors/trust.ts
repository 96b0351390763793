import { z } from 'zod';
import { decodeBase64, encodeBase64 } from '../base/base64.ts';
import type { Finding } from '../base/finding.ts';
import { failure, type Result, success } from '../base/result.ts';
import { readDocument } from '../formats/document-reader.ts';
import { instant, name, text } from '../formats/fields.ts';
import { accountIdOf } from './account-id.ts';
import { parseSpki } from './ed25519.ts';
import type { PinnedKey } from './signed-by.ts';

/** How a piece of trust came to the auditor; its age is shown wherever it carries a verdict. */
const provenanceSchema = z
  .strictObject({
    how: name(500).describe(
      'How it was obtained, for example "read out over the telephone" or "engagement letter, annex 2".',
    ),
    by: name(200).describe('Who obtained it.'),
    obtainedAt: instant.describe('When it was obtained.'),
  })
  .meta({ id: 'Provenance', description: 'How, by whom and when a piece of trust was obtained.' });
export type Provenance = z.infer<typeof provenanceSchema>;

const base64 = (max: number) =>
  z
    .string()
    .min(4)
    .max(max)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'base64 text');

const keySchema = z
  .strictObject({
    publicKeySpki: base64(60).describe('Ed25519 public key, SPKI DER, base64.'),
    keyId: name(256)
      .optional()
      .describe('Name that the signer gives the key; without it the name in evidence is not compared.'),
    uses: z
      .array(z.enum(['audit-chain', 'control-pack']))
      .min(1)
      .max(2)
      .describe('What the key is trusted to sign: anchors and pack seals, or manifests of control packs.'),
    tenantId: name(200).optional().describe('Tenant whose evidence the key may sign; without it any.'),
    provenance: provenanceSchema,
  })
  .meta({ id: 'TrustedKey', description: 'A public key of the producer.' });

const rootSchema = z
  .strictObject({
    certificate: base64(64 * 1024).describe('X.509 certificate, DER, base64.'),
    label: text(200).optional().describe('Name for people.'),
    provenance: provenanceSchema,
  })
  .meta({ id: 'TimestampRoot', description: 'A certificate that time-stamp certificates may chain to.' });

const logKeySchema = z
  .strictObject({
    origin: name(300).describe('Name of the log, the first line of its checkpoints.'),
    publicKeySpki: base64(60).describe('Ed25519 public key, SPKI DER, base64.'),
    validFrom: instant
      .optional()
      .describe('Since when the log uses the key; shown, not compared: a log gives no time.'),
    validUntil: instant.optional(),
    provenance: provenanceSchema,
  })
  .meta({ id: 'LogKey', description: 'The key of a transparency log.' });

/** A trust file: everything that the auditor brought, and nothing that came with evidence. */
export const trustSchema = z
  .strictObject({
    format: z.literal('bathyscope/trust').describe('Names the format.'),
    formatVersion: z.literal('1').describe('Version of the format; a reader refuses versions that it does not know.'),
    keys: z.array(keySchema).max(1_000),
    timestampRoots: z.array(rootSchema).max(1_000),
    logKeys: z.array(logKeySchema).max(1_000),
  })
  .meta({ title: 'trust file, version 1', description: 'Keys, time-stamp roots and log keys that an auditor trusts.' });
export type TrustFile = z.infer<typeof trustSchema>;

export type KeyUse = TrustFile['keys'][number]['uses'][number];

/** A key of the producer, ready for use. */
export interface TrustedKey extends PinnedKey {
  readonly uses: readonly KeyUse[];
  /** Null: any tenant. */
  readonly tenantId: string | null;
  readonly provenance: Provenance;
}

/** A root for time stamps. */
export interface TimestampRoot {
  readonly der: Uint8Array;
  readonly label: string | null;
  readonly provenance: Provenance;
}

/** A key of a transparency log. */
export interface TrustedLogKey extends PinnedKey {
  readonly origin: string;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly provenance: Provenance;
}

/** What the auditor brought. Empty at first start. */
export interface TrustMaterial {
  readonly keys: readonly TrustedKey[];
  readonly timestampRoots: readonly TimestampRoot[];
  readonly logKeys: readonly TrustedLogKey[];
}

export const NO_TRUST: TrustMaterial = { keys: [], timestampRoots: [], logKeys: [] };

/**
 * Reads a trust file (docs/formats/trust.md). It is read whole or not at all: trust that was read in part would be less than the
 * auditor believes to have given, without a word in the verdict.
 *
 * @param value plain JSON value of the file
 * @param file escaped name of the file, for findings
 * @returns the material, or a finding for every bad place
 */
export function parseTrustFile(value: unknown, file: string): Result<TrustMaterial, readonly Finding[]> {
  const read = readDocument(trustSchema, value, file, (document, report) => {
    document.keys?.forEach((key, index) => {
      const refused = keyFault(key.publicKeySpki);
      if (refused !== null) report.bad(['keys', index, 'publicKeySpki'], refused, 'a usable Ed25519 key');
    });
    document.logKeys?.forEach((key, index) => {
      const refused = keyFault(key.publicKeySpki);
      if (refused !== null) report.bad(['logKeys', index, 'publicKeySpki'], refused, 'a usable Ed25519 key');
    });
    document.timestampRoots?.forEach((root, index) => {
      if (decodeBase64(root.certificate) === null) {
        report.bad(['timestampRoots', index, 'certificate'], 'the certificate is not base64', 'base64 text');
      }
    });
  });
  const whole = trustSchema.safeParse(value);
  if (!whole.success || read.findings.length > 0) return failure(read.findings);
  return success(materialOf(whole.data));
}

/** The trust file of the material, ready to be written: members and lists in the order they are kept. */
export function toTrustFile(material: TrustMaterial): TrustFile {
  return {
    format: 'bathyscope/trust',
    formatVersion: '1',
    keys: material.keys.map((key) => ({
      publicKeySpki: key.spki,
      ...(key.keyId === null ? {} : { keyId: key.keyId }),
      uses: [...key.uses],
      ...(key.tenantId === null ? {} : { tenantId: key.tenantId }),
      provenance: key.provenance,
    })),
    timestampRoots: material.timestampRoots.map((root) => ({
      certificate: encodeBase64(root.der),
      ...(root.label === null ? {} : { label: root.label }),
      provenance: root.provenance,
    })),
    logKeys: material.logKeys.map((key) => ({
      origin: key.origin,
      publicKeySpki: key.spki,
      ...(key.validFrom === null ? {} : { validFrom: key.validFrom }),
      ...(key.validUntil === null ? {} : { validUntil: key.validUntil }),
      provenance: key.provenance,
    })),
  };
}

/**
 * The keys that may sign evidence of one tenant for one use. A tenant and its account are one.
 *
 * SECURITY: a key that was given for another tenant is left out, so that a shared producer can not pass one tenant's evidence
 * as another's. Test: trust.test.ts "gives a key to its own tenant and use only".
 */
export function keysFor(material: TrustMaterial, use: KeyUse, tenantId: string | null): readonly TrustedKey[] {
  const account = tenantId === null ? null : accountIdOf(tenantId);
  return material.keys.filter(
    (key) => key.uses.includes(use) && (key.tenantId === null || accountIdOf(key.tenantId) === account),
  );
}

function materialOf(file: TrustFile): TrustMaterial {
  return {
    keys: file.keys.flatMap(({ publicKeySpki, keyId = null, uses, tenantId = null, provenance }) => {
      const key = spkiKey(publicKeySpki);
      return key.ok ? [{ ...key.value, keyId, uses, tenantId, provenance }] : [];
    }),
    timestampRoots: file.timestampRoots.flatMap(({ certificate, label = null, provenance }) => {
      const der = decodeBase64(certificate);
      return der === null ? [] : [{ der, label, provenance }];
    }),
    logKeys: file.logKeys.flatMap(({ origin, publicKeySpki, validFrom = null, validUntil = null, provenance }) => {
      const key = spkiKey(publicKeySpki);
      return key.ok ? [{ ...key.value, keyId: null, origin, validFrom, validUntil, provenance }] : [];
    }),
  };
}

function spkiKey(base64Text: string): ReturnType<typeof parseSpki> {
  return parseSpki(decodeBase64(base64Text) ?? new Uint8Array());
}

function keyFault(base64Text: string): string | null {
  const key = spkiKey(base64Text);
  return key.ok ? null : key.error.message;
}
