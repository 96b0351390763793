import { z } from 'zod';
import { count, hex64 } from './fields.ts';

/** Text of 1 to `max` UTF-16 units once it is trimmed; kept as written, because the signature is over what was written. */
export function trimmed(max: number) {
  return z
    .string()
    .refine((value) => value.trim().length >= 1 && value.trim().length <= max, `1 to ${max} characters, trimmed`);
}

/*
 * SECURITY: no group is repeated. A pattern with one runs out of its stack, and throws, on a name of some megabytes, which is tried although it is too
 * long (test/shared/formats/long-names.test.ts).
 */
const CONTROL_ID = /^(?!.*[.-]{2})[A-Z0-9](?:[A-Z0-9.-]*[A-Z0-9])?$/;
const KEBAB_CASE = /^(?!.*--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

const controlId = z.string().max(1_000).regex(CONTROL_ID, 'a control id such as AUDIT.IMMUTABLE-LOG');

const verificationSchema = z.strictObject({
  status: z.enum(['unreviewed', 'reviewed', 'expert-reviewed']),
  relationship: z.enum(['related', 'partial', 'equivalent']),
  sourceId: trimmed(120),
  sourceVersion: trimmed(80),
  sourceDigest: hex64,
  reviewedBy: trimmed(200),
  reviewedAt: trimmed(40),
});

const crosswalkSchema = z.strictObject({
  framework: trimmed(80),
  reference: trimmed(200),
  note: trimmed(500).optional(),
  verification: verificationSchema.optional(),
});

const evidenceSchema = z.strictObject({
  collectorId: trimmed(200),
  title: trimmed(200),
  summary: trimmed(2_000),
  status: z.enum(['pass', 'flagged']),
  reason: trimmed(2_000).optional(),
  facts: z.record(z.string(), z.unknown()),
  manualSlots: z.array(
    z.strictObject({ id: trimmed(200), label: trimmed(500), required: z.boolean(), filled: z.boolean() }),
  ),
});

const controlSchema = z.strictObject({
  controlId,
  title: trimmed(200),
  family: trimmed(120),
  statement: trimmed(2_000),
  crosswalk: z.array(crosswalkSchema),
  evidence: z.array(evidenceSchema).min(1),
  readiness: z.enum(['ready', 'gap']),
});

const cellSchema = z.strictObject({
  framework: trimmed(80),
  reference: trimmed(200),
  canonicalControlIds: z.array(controlId).min(1),
  status: z.enum(['ready', 'gap', 'unresolved']),
  claim: z.enum(['maps-to', 'implements']),
  evidencePointers: z.array(trimmed(1_000)).min(1),
  note: trimmed(500).optional(),
});

export const frameworkSchema = z.strictObject({
  id: z.string().max(200).regex(KEBAB_CASE, 'a kebab-case id'),
  title: trimmed(200),
  version: trimmed(40),
});

const manifestV1 = {
  tenantId: trimmed(200),
  framework: frameworkSchema,
  chainAnchor: z.strictObject({ length: count.min(1), tipHash: hex64, genesisHash: hex64.optional() }),
  controls: z.array(controlSchema).min(1),
  summary: z.strictObject({
    totalControls: count,
    controlsReady: count,
    controlsWithGaps: count,
    totalEvidenceItems: count,
    posture: trimmed(1_000),
  }),
};

/** `manifest.json` of a control evidence pack, version 1. Strict: unknown members are refused. */
export const controlManifestV1Schema = z.strictObject({ formatVersion: z.literal('1'), ...manifestV1 });

/** Version 2: with the roll-up over frameworks. */
export const controlManifestV2Schema = z.strictObject({
  formatVersion: z.literal('2'),
  ...manifestV1,
  crosswalkRollup: z.strictObject({ cells: z.array(cellSchema) }),
});

export type Control = z.infer<typeof controlSchema>;
export type ControlEvidence = z.infer<typeof evidenceSchema>;
export type RollupCell = z.infer<typeof cellSchema>;
/** A manifest as far as it could be read. */
export type ControlManifest = Partial<Omit<z.infer<typeof controlManifestV2Schema>, 'formatVersion'>>;

/** A report that takes the place of a manifest when evidence could not be collected. */
export const blockedReportSchema = z.strictObject({
  formatVersion: z.enum(['1', '2']),
  tenantId: trimmed(200),
  framework: frameworkSchema,
  blocked: z.literal(true),
  unresolved: z.array(z.strictObject({ controlId, collectorId: trimmed(200), reason: trimmed(2_000) })).min(1),
});
export type BlockedReport = Partial<z.infer<typeof blockedReportSchema>>;
