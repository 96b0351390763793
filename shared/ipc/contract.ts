import { z } from 'zod';
import { CHANNELS } from './channels.ts';
import {
  anchorBytesSchema,
  documentViewSchema,
  fileTextSchema,
  queryViewSchema,
  rowDetailSchema,
  rowPageSchema,
  rowQuerySchema,
  stripSchema,
} from './model.ts';

const id = z.string().min(1).max(64);
const count = z.int().min(0).max(1_000);
const position = z
  .int()
  .min(0)
  .max(2 ** 40);

/** What the user may set; kept between runs. */
export const settingsSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['normal', 'compact']),
});
export type Settings = z.infer<typeof settingsSchema>;

export const sampleInfoSchema = z.strictObject({
  id,
  title: z.string(),
  /** One line on what it teaches. */
  lesson: z.string(),
  /** Whether an anchor of the auditor comes with it, to be added by hand. */
  hasAnchor: z.boolean(),
});
export type SampleInfo = z.infer<typeof sampleInfoSchema>;

export const recentSchema = z.strictObject({
  id,
  name: z.string(),
  openedAt: z.string(),
  /** Last known verdict word, or null. */
  verdict: z.string().nullable(),
  /** False when it can not be opened again by name (a file that was dropped into a browser). */
  reachable: z.boolean(),
});
export type Recent = z.infer<typeof recentSchema>;

export const appInfoSchema = z.strictObject({
  name: z.literal('Bathyscope'),
  version: z.string(),
  shell: z.enum(['electron', 'loopback']),
  platform: z.string(),
  samples: z.array(sampleInfoSchema),
});
export type AppInfo = z.infer<typeof appInfoSchema>;

/** How a piece of trust was obtained; asked whenever trust is added. */
export const provenanceInputSchema = z.strictObject({
  how: z.string().min(1).max(500),
  by: z.string().min(1).max(200),
});

/** What a file that is imported as trust is to be used for. A trust file says so itself. */
export const trustImportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('trust-file') }),
  z.strictObject({
    kind: z.literal('key'),
    keyId: z.string().min(1).max(256).optional(),
    tenantId: z.string().min(1).max(200).optional(),
    uses: z
      .array(z.enum(['audit-chain', 'control-pack']))
      .min(1)
      .max(2),
    provenance: provenanceInputSchema,
  }),
  z.strictObject({
    kind: z.literal('timestamp-root'),
    label: z.string().max(200).optional(),
    provenance: provenanceInputSchema,
  }),
  z.strictObject({ kind: z.literal('log-key'), origin: z.string().min(1).max(300), provenance: provenanceInputSchema }),
]);
export type TrustImport = z.infer<typeof trustImportSchema>;

/** The tenant that an auditor expects. */
const expectedTenantSchema = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text === text.trim());

/** One piece of trust in the store. */
export const trustItemSchema = z.strictObject({
  id,
  kind: z.enum(['key', 'timestamp-root', 'log-key']),
  label: z.string(),
  /** SHA-256 over the SPKI or certificate DER, 64 hex digits. */
  fingerprint: z.string(),
  detail: z.string(),
  provenance: z.strictObject({ how: z.string(), by: z.string(), obtainedAt: z.string() }),
  /** Came with the app and was switched on, not brought by the auditor. */
  shipped: z.boolean(),
});
export type TrustItem = z.infer<typeof trustItemSchema>;

export const trustStoreSchema = z.strictObject({
  items: z.array(trustItemSchema),
  /** Whether the dated list of public-log keys that ships with the app is switched on, and its date. */
  shippedLogs: z.strictObject({ on: z.boolean(), date: z.string(), origins: z.array(z.string()) }),
  /** One sentence when the stored trust could not be read and was set aside; absent otherwise. */
  notice: z.string().optional(),
});
export type TrustStore = z.infer<typeof trustStoreSchema>;

/** One entry of the app's own custody log: a chain of the same rule as the one that it verifies. */
export const custodyEntrySchema = z.strictObject({
  seq: z.int().nonnegative(),
  at: z.string(),
  /** What happened, for example `document.opened`. */
  event: z.string(),
  detail: z.string(),
  hash: z.string(),
});
export const custodyPageSchema = z.strictObject({
  total: z.int().nonnegative(),
  from: z.int().nonnegative(),
  entries: z.array(custodyEntrySchema),
  /** The log replayed just now, by the same engine: null when it holds, else what does not. */
  problem: z.string().nullable(),
  tip: z.string().nullable(),
});
export type CustodyPage = z.infer<typeof custodyPageSchema>;

const documentId = z.strictObject({ documentId: id });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Opaque handles of what was dropped: made by the preload (path of a File) or by the loopback host (upload), never by the page. */
const handles = z.array(z.string().min(1).max(4_096)).min(1).max(10_000);

/** Request and response of every channel; requests are parsed strictly before anything else happens. */
export const CONTRACT = {
  [CHANNELS.appInfo]: { request: z.strictObject({}), response: appInfoSchema },
  [CHANNELS.settingsGet]: { request: z.strictObject({}), response: settingsSchema },
  [CHANNELS.settingsSet]: { request: settingsSchema.partial(), response: settingsSchema },
  [CHANNELS.recentsList]: { request: z.strictObject({}), response: z.array(recentSchema) },
  [CHANNELS.recentsClear]: { request: z.strictObject({}), response: z.null() },
  [CHANNELS.copyText]: { request: z.strictObject({ text: z.string().max(16_777_216) }), response: z.null() },
  /** Null when the user changed their mind. */
  [CHANNELS.openPicked]: {
    request: z.strictObject({ kind: z.enum(['file', 'folder']) }),
    response: documentViewSchema.nullable(),
  },
  [CHANNELS.openDropped]: { request: z.strictObject({ handles }), response: documentViewSchema },
  [CHANNELS.openSample]: { request: z.strictObject({ sampleId: id }), response: documentViewSchema },
  [CHANNELS.openRecent]: { request: z.strictObject({ recentId: id }), response: documentViewSchema },
  [CHANNELS.documentGet]: { request: documentId, response: documentViewSchema },
  [CHANNELS.documentClose]: { request: documentId, response: z.null() },
  [CHANNELS.replayCancel]: { request: documentId, response: documentViewSchema },
  [CHANNELS.replayRestart]: { request: documentId, response: documentViewSchema },
  /** Several files, or a folder of `<length>.json`: all are added, or none. Null when the user changed their mind. */
  [CHANNELS.anchorPicked]: {
    request: z.strictObject({ documentId: id, kind: z.enum(['file', 'folder']), bytes: anchorBytesSchema }),
    response: documentViewSchema.nullable(),
  },
  [CHANNELS.anchorDropped]: {
    request: z.strictObject({ documentId: id, bytes: anchorBytesSchema, handles }),
    response: documentViewSchema,
  },
  [CHANNELS.anchorSample]: { request: documentId, response: documentViewSchema },
  [CHANNELS.anchorRemove]: { request: z.strictObject({ documentId: id, anchorId: id }), response: documentViewSchema },
  /** Detached signatures for this document: all are taken, or none. Null when the user changed their mind. */
  [CHANNELS.signaturePicked]: { request: documentId, response: documentViewSchema.nullable() },
  [CHANNELS.signatureDropped]: {
    request: z.strictObject({ documentId: id, handles }),
    response: documentViewSchema,
  },
  /** By the digest that the view shows of the file. */
  [CHANNELS.signatureRemove]: { request: z.strictObject({ documentId: id, sha256 }), response: documentViewSchema },
  /** The tenant that this document must be of, without white space around it; null expects none. */
  [CHANNELS.tenantExpect]: {
    request: z.strictObject({ documentId: id, tenantId: expectedTenantSchema.nullable() }),
    response: documentViewSchema,
  },
  /** Pins a key for this document by its fingerprint alone; a name given before for the same fingerprint is replaced. */
  [CHANNELS.fingerprintPin]: {
    request: z.strictObject({ documentId: id, fingerprint: sha256, keyId: z.string().min(1).max(256).optional() }),
    response: documentViewSchema,
  },
  [CHANNELS.fingerprintUnpin]: {
    request: z.strictObject({ documentId: id, fingerprint: sha256 }),
    response: documentViewSchema,
  },
  /** A page of the chain, or of the matches of a query when `queryId` is given. */
  [CHANNELS.rowsGet]: {
    request: z.strictObject({ documentId: id, from: position, count, queryId: id.optional() }),
    response: rowPageSchema,
  },
  [CHANNELS.rowGet]: { request: z.strictObject({ documentId: id, position }), response: rowDetailSchema },
  [CHANNELS.stripGet]: {
    request: z.strictObject({ documentId: id, cells: z.int().min(1).max(4_096) }),
    response: stripSchema,
  },
  /** Position of the next or previous entry with a finding; null when there is none. */
  [CHANNELS.faultNext]: {
    request: z.strictObject({ documentId: id, from: position, direction: z.enum(['next', 'previous']) }),
    response: z.int().nonnegative().nullable(),
  },
  [CHANNELS.queryStart]: {
    request: z.strictObject({ documentId: id, query: rowQuerySchema }),
    response: queryViewSchema,
  },
  [CHANNELS.queryGet]: { request: z.strictObject({ documentId: id, queryId: id }), response: queryViewSchema },
  [CHANNELS.queryCancel]: { request: z.strictObject({ documentId: id, queryId: id }), response: queryViewSchema },
  [CHANNELS.trustGet]: { request: z.strictObject({}), response: trustStoreSchema },
  /** Null when the user changed their mind. All open documents are judged again after each change of the store. */
  [CHANNELS.trustImportPicked]: { request: trustImportSchema, response: trustStoreSchema.nullable() },
  [CHANNELS.trustImportDropped]: {
    request: z.strictObject({ import: trustImportSchema, handles }),
    response: trustStoreSchema,
  },
  [CHANNELS.trustShippedLogs]: { request: z.strictObject({ on: z.boolean() }), response: trustStoreSchema },
  [CHANNELS.trustRemove]: { request: z.strictObject({ id }), response: trustStoreSchema },
  /** Where the trust file was saved is for the shell to ask; null when the user changed their mind. */
  [CHANNELS.trustExport]: { request: z.strictObject({}), response: z.null() },
  /** Newest entries last; `from` counts from the oldest. */
  [CHANNELS.custodyGet]: { request: z.strictObject({ from: position, count }), response: custodyPageSchema },
  [CHANNELS.custodyExport]: { request: z.strictObject({}), response: z.null() },
  /** A window of at most 256 KiB of one file of the bundle. */
  [CHANNELS.fileText]: {
    request: z.strictObject({
      documentId: id,
      fileIndex: z.int().min(0).max(65_535),
      from: position,
      count: z.int().min(1).max(262_144),
    }),
    response: fileTextSchema,
  },
} as const;

export type Contract = typeof CONTRACT;
export type RequestOf<C extends keyof Contract> = z.infer<Contract[C]['request']>;
export type ResponseOf<C extends keyof Contract> = z.infer<Contract[C]['response']>;
