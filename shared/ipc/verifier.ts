import { z } from 'zod';
import { CHANNELS } from './channels.ts';
import { CONTRACT } from './contract.ts';
import { appEventSchema } from './events.ts';
import { documentViewSchema } from './model.ts';

/** Messages between a broker (Electron main, loopback host, CLI) and one verifier, which serves one opened bundle. */

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
  /** Anchors that the auditor brought already; absolute paths. */
  anchors: z.array(z.string()),
  /** Keep the row index for browsing; false for a plain run such as the CLI's. */
  browse: z.boolean(),
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
  /** The auditor brings an anchor; the reply is a DocumentView, and the verdict is made again without a new replay. */
  z.strictObject({
    type: z.literal('request'),
    requestId: z.int(),
    method: z.literal('add-anchor'),
    path: z.string(),
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

/** Schema of the reply to `add-anchor`. */
export const addAnchorResponseSchema = documentViewSchema;
