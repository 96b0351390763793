import { z } from 'zod';
import { LIMITS } from '../base/limits.ts';
import { CHANNELS } from './channels.ts';
import { CONTRACT } from './contract.ts';
import { appEventSchema } from './events.ts';
import { anchorBytesSchema, documentViewSchema } from './model.ts';

/** Messages between a broker (Electron main, loopback host, CLI) and one verifier, which serves one opened bundle. */

/** Characters of the name of a key, and of a tenant. */
export const NAME_CHARACTERS = { keyId: 256, tenant: 200 } as const;

/** Trust as a verifier takes it. Files are read by the verifier, which is where hostile bytes are read. */
export const verifierTrustSchema = z.strictObject({
  /** Trust files (docs/formats/trust.md) as parsed JSON values; checked again on arrival. */
  trustFiles: z.array(z.unknown()).max(100),
  /** SHA-256 over SPKI DER of keys that may travel in the evidence, 64 lowercase hex digits. */
  keyFingerprints: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(1_000),
  /** Name that a key must carry in the evidence when it is pinned by its fingerprint alone. */
  keyId: z.string().min(1).max(NAME_CHARACTERS.keyId).optional(),
  /** The same for single fingerprints; goes before `keyId`. */
  keyIds: z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string().min(1).max(NAME_CHARACTERS.keyId)).optional(),
  /** Tenant that the auditor expects. */
  tenantId: z.string().min(1).max(NAME_CHARACTERS.tenant).nullable(),
  /** Detached signature files; absolute paths. */
  signatures: z.array(z.string()).max(100),
});
export type VerifierTrust = z.infer<typeof verifierTrustSchema>;

/** A verifier that was given nothing to trust. */
export const NO_VERIFIER_TRUST: VerifierTrust = {
  trustFiles: [],
  keyFingerprints: [],
  tenantId: null,
  signatures: [],
};

/** Bytes that are read of a signature file: it has some hundred, with a time stamp some thousand. */
export const SIGNATURE_BYTES = 256 * 1024;

/** Anchors that are taken together; the store of a producer holds one for each append. */
export const MOST_ANCHORS = 10_000;

/** An anchor file that the auditor brings. */
export const anchorFileSchema = z.strictObject({
  /** Absolute path. */
  path: z.string(),
  bytes: anchorBytesSchema,
});
export type AnchorFile = z.infer<typeof anchorFileSchema>;

/** Records of replays (docs/formats/replay-record.md) that a run uses or writes; one of the three. Absolute paths. */
export const recordsRequestSchema = z.strictObject({
  /** Records of all parts of the file: joined instead of replayed. */
  known: z.array(z.string()).max(LIMITS.recordParts),
  /** A record to go on from, or to begin. */
  checkpoint: z.string().nullable(),
  /** Replay one part only, write its record, and make no report. */
  part: z
    .strictObject({
      index: z.int().min(1).max(LIMITS.recordParts),
      of: z.int().min(1).max(LIMITS.recordParts),
      result: z.string(),
    })
    .nullable(),
});
export type RecordsRequest = z.infer<typeof recordsRequestSchema>;

/** First message to a verifier: which file or folder to read. Paths never go further than here. */
export const verifierInitSchema = z.strictObject({
  type: z.literal('init'),
  documentId: z.string(),
  /** Absolute path of a file or folder; `-` reads entries from standard input. */
  path: z.string(),
  /** Name shown to people. */
  name: z.string(),
  sample: z.boolean(),
  /** ISO 8601 UTC. */
  openedAt: z.string(),
  /** Folder for the row index and inflated entries; emptied by the verifier when it closes, and by the broker after a crash. */
  spoolFolder: z.string(),
  /** Anchors that the auditor brought already; a path may be that of a folder of `<length>.json`. */
  anchors: z.array(anchorFileSchema),
  /** What the auditor trusts, for this document. */
  trust: verifierTrustSchema,
  /** Keep the row index for browsing; false for a plain run such as the CLI's. */
  browse: z.boolean(),
  /** Only from the command line, and without browsing. */
  records: recordsRequestSchema.optional(),
  toolVersion: z.string(),
});
export type VerifierInit = z.infer<typeof verifierInitSchema>;

/** Channels that the broker passes on to the verifier unchanged. */
export const FORWARDED_CHANNELS = [
  CHANNELS.documentGet,
  CHANNELS.replayCancel,
  CHANNELS.replayRestart,
  CHANNELS.anchorRemove,
  CHANNELS.rowsGet,
  CHANNELS.rowGet,
  CHANNELS.stripGet,
  CHANNELS.faultNext,
  CHANNELS.queryStart,
  CHANNELS.queryGet,
  CHANNELS.queryCancel,
  CHANNELS.fileText,
] as const;
export type ForwardedChannel = (typeof FORWARDED_CHANNELS)[number];

/** A request to the verifier; `params` is parsed again with the contract's schema on arrival. */
export const verifierRequestSchema = z.discriminatedUnion('method', [
  z.strictObject({
    type: z.literal('request'),
    requestId: z.int(),
    method: z.literal('forward'),
    channel: z.enum(FORWARDED_CHANNELS),
    params: z.unknown(),
  }),
  /**
   * The auditor brings anchors, all of them or none; the reply is a DocumentView that ends with them in this order, and the verdict is made
   * again without a new replay.
   */
  z.strictObject({
    type: z.literal('request'),
    requestId: z.int(),
    method: z.literal('add-anchors'),
    anchors: z.array(anchorFileSchema).min(1).max(MOST_ANCHORS),
  }),
  /** The trust store changed: judge again without a new replay; the reply is a DocumentView. */
  z.strictObject({
    type: z.literal('request'),
    requestId: z.int(),
    method: z.literal('set-trust'),
    trust: verifierTrustSchema,
  }),
  /** Stop work, remove the spool, then exit. */
  z.strictObject({ type: z.literal('request'), requestId: z.int(), method: z.literal('close') }),
]);
export type VerifierRequest = z.infer<typeof verifierRequestSchema>;

const faultSchema = z.strictObject({ code: z.string(), message: z.string() });

/** What a verifier sends: replies by request id, and events as they happen. The first `document` event follows `init`. */
export const verifierMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('reply'), requestId: z.int(), ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ type: z.literal('reply-fault'), requestId: z.int(), error: faultSchema }),
  z.strictObject({ type: z.literal('event'), event: appEventSchema }),
]);
export type VerifierMessage = z.infer<typeof verifierMessageSchema>;

/** Schema of the reply to a forwarded channel, for the broker's check of what a verifier answers. */
export function responseSchemaOf(channel: ForwardedChannel): z.ZodType {
  return CONTRACT[channel].response;
}

/** Schema of the reply to `add-anchors`. */
export const addAnchorsResponseSchema = documentViewSchema;
