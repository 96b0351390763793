import { z } from 'zod';
import { findingClassSchema, findingSchema } from '../base/finding.ts';
import { checkResultSchema, claimSchema, verificationReportSchema } from '../base/verification.ts';

/** Data that crosses from the verifier to the renderer. Every string that stems from a bundle is untrusted text. */

/** How a file of the bundle was treated. */
export const bundleFileSchema = z.strictObject({
  index: z.int().nonnegative(),
  /** As written in the container; shown through the evidence-text component only. */
  name: z.string(),
  /** Bytes, inflated; null when not established. */
  size: z.number().nullable(),
  storedSize: z.number().nullable(),
  /** SHA-256 of the inflated bytes, computed here; null while unread. */
  sha256: z.string().nullable(),
  /** SHA-256 that `bundle.json` states for it; null when it states none. */
  statedSha256: z.string().nullable(),
  /** What it is, in words: "audit chain, entries", "row-level-security facts", "unknown". */
  description: z.string(),
  /** `used` for a verdict or a screen; `read` and digested only; `refused` by a safety rule; `unreadable`; `absent` though the index names it. */
  status: z.enum(['used', 'read', 'unread', 'refused', 'unreadable', 'absent']),
  modified: z.string().nullable(),
  findings: z.array(findingSchema),
});
export type BundleFile = z.infer<typeof bundleFileSchema>;

/** A plain table of an evidence part. Cells are untrusted text. */
export const plainTableSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  columns: z.array(z.strictObject({ label: z.string(), mono: z.boolean() })),
  rows: z.array(z.array(z.string())),
  /** Rows in the evidence; more than `rows.length` when the table was capped. */
  total: z.int().nonnegative(),
});
export type PlainTable = z.infer<typeof plainTableSchema>;

/** An evidence part as it was read, without judgement of its content. */
export const evidencePartSchema = z.strictObject({
  kind: z.enum(['bundle-index', 'rls-policies', 'worm-retention', 'field-encryption', 'audit-chain-proof']),
  /** Null when the bundle does not have it. */
  file: z.string().nullable(),
  status: z.enum(['read', 'malformed', 'absent']),
  /** Facts in label-value pairs, such as collected-at and source. */
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  tables: z.array(plainTableSchema),
  findings: z.array(findingSchema),
});
export type EvidencePart = z.infer<typeof evidencePartSchema>;

/** One question that was put to a pack, a receipt or a signature, with its answer. */
export const packQuestionSchema = z.strictObject({
  id: z.string(),
  question: z.string(),
  result: checkResultSchema,
  message: z.string(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
});
export type PackQuestion = z.infer<typeof packQuestionSchema>;

/** A pack, receipt or other sealed document of the producer, at four depths: sentence, questions, tables and claims, raw file. */
export const packViewSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['audit-chain-pack', 'control-pack', 'blocked-report', 'receipt', 'oscal']),
  /** For example "Control evidence pack, version 2". */
  title: z.string(),
  file: z.string(),
  /** Index into the document's files, for the raw bytes; null when it has none of its own. */
  fileIndex: z.int().nonnegative().nullable(),
  result: checkResultSchema,
  sentence: z.string(),
  questions: z.array(packQuestionSchema),
  /** As the document states them. */
  facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  /** Worked out here, from the document or from what was brought. */
  computedFacts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  tables: z.array(plainTableSchema),
  claims: z.array(claimSchema),
  findings: z.array(findingSchema),
});
export type PackView = z.infer<typeof packViewSchema>;

/** A piece of trust that the auditor brought, and what it was good for in this document. */
export const trustUseSchema = z.strictObject({
  kind: z.enum(['key', 'key-fingerprint', 'timestamp-root', 'log-key', 'signature', 'tenant']),
  label: z.string(),
  /** SHA-256 over the SPKI or certificate DER, or over the bytes of a signature file; null for a tenant name. */
  fingerprint: z.string().nullable(),
  /** How, by whom and when it was obtained; null when it was given for this document only. */
  provenance: z.strictObject({ how: z.string(), by: z.string(), obtainedAt: z.string() }).nullable(),
  /** Whether anything in the document was checked with it. */
  used: z.boolean(),
});
export type TrustUse = z.infer<typeof trustUseSchema>;

/** Progress of whatever long work runs for a document. */
export const progressSchema = z.strictObject({
  phase: z.enum(['opening', 'digesting', 'replaying', 'judging', 'done', 'cancelled', 'error']),
  bytesDone: z.number(),
  /** Null when unknown (standard input). */
  bytesTotal: z.number().nullable(),
  rows: z.int().nonnegative(),
  rowsPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  /** Exact number of chain breaks so far. */
  breaks: z.int().nonnegative(),
});
export type Progress = z.infer<typeof progressSchema>;

/** Dates that a bundle carries, each a claim but for `opened`. ISO 8601 UTC. */
export const documentDatesSchema = z.strictObject({
  /** Earliest and latest `at`/`created_at`-like instant is not guessed: this is `collectedAt` of the index or proof. */
  evidence: z.string().nullable(),
  /** From the bundle's own name `<framework>-evidence-<YYYY-MM-DD>`. */
  bundleName: z.string().nullable(),
  /** Modification time of the file as the file system states it. */
  file: z.string().nullable(),
  opened: z.string(),
});

/** Which bytes receipts are held against: the canonical core bytes of an anchor, or those of its file as they are. */
export const anchorBytesSchema = z.enum(['canonical', 'as-is']);
export type AnchorBytes = z.infer<typeof anchorBytesSchema>;

/** An anchor that the auditor brought, or that travelled in the bundle. */
export const anchorViewSchema = z.strictObject({
  id: z.string(),
  origin: z.enum(['auditor', 'bundle']),
  file: z.string(),
  length: z.int().nonnegative().nullable(),
  tipHash: z.string().nullable(),
  genesisHash: z.string().nullable(),
  signed: z.boolean(),
  /** As `AnchorBytes`; `as-is-canonical` where the bytes of the file were taken as they are and are the canonical ones. */
  bytes: z.enum(['canonical', 'as-is', 'as-is-canonical']),
  result: checkResultSchema,
  message: z.string(),
});
export type AnchorView = z.infer<typeof anchorViewSchema>;

/** All that the screens need to know of an opened document; rows, files' bytes and queries are paged apart. */
export const documentViewSchema = z.strictObject({
  id: z.string(),
  /** File name without its folder. */
  name: z.string(),
  sample: z.boolean(),
  state: z.enum(['opening', 'running', 'done', 'cancelled', 'error']),
  /** Set when `state` is `error`: the tool could not do its work. */
  error: z.string().nullable(),
  /** Whether the error lies in what was named for this run, such as the record of another, and not in the program. */
  wrongUse: z.boolean(),
  progress: progressSchema,
  /** Null until the replay is done; never a verdict while it runs. */
  report: verificationReportSchema.nullable(),
  dates: documentDatesSchema,
  files: z.array(bundleFileSchema),
  /** Exact count; `files` is capped. */
  fileCount: z.int().nonnegative(),
  parts: z.array(evidencePartSchema),
  anchors: z.array(anchorViewSchema),
  packs: z.array(packViewSchema),
  trust: z.array(trustUseSchema),
  /** Which file the chain was read from; null without a chain. */
  chainFile: z.string().nullable(),
});
export type DocumentView = z.infer<typeof documentViewSchema>;

/** State of one entry, worst wins. */
export const rowStateSchema = z.enum([
  'recomputed',
  'warning',
  'malformed',
  'tampered',
  'not-read',
  /** A row of a pack whose payload is masked: its anchor holds, its content is not here to be checked. */
  'not-disclosed',
  /** A row of a pack for which a needed check could not be run. */
  'unverifiable',
]);
export type RowState = z.infer<typeof rowStateSchema>;

/** One line of the table of entries. */
export const rowSummarySchema = z.strictObject({
  position: z.int().nonnegative(),
  /** The label that the entry carries; null when it carries none that is a number. */
  seq: z.number().nullable(),
  state: rowStateSchema,
  classes: z.array(findingClassSchema),
  hash: z.string().nullable(),
  /** Start of the payload as written, capped; untrusted text. */
  preview: z.string(),
  bytes: z.int().nonnegative(),
});
export type RowSummary = z.infer<typeof rowSummarySchema>;

/** A page of entries; `total` counts all entries, or all matches of the query. */
export const rowPageSchema = z.strictObject({
  from: z.int().nonnegative(),
  total: z.int().nonnegative(),
  rows: z.array(rowSummarySchema),
});
export type RowPage = z.infer<typeof rowPageSchema>;

/** One equation that was checked for one entry. */
export const legSchema = z.strictObject({
  /** `sequence`, `link`, `hash`; rows of packs have more, such as `row.anchor`. */
  id: z.string(),
  question: z.string(),
  result: checkResultSchema,
  expected: z.string(),
  actual: z.string(),
  equation: z.string(),
});
export type Leg = z.infer<typeof legSchema>;

/** All about one entry. Offsets count UTF-16 units of `raw`. */
export const rowDetailSchema = z.strictObject({
  position: z.int().nonnegative(),
  seq: z.number().nullable(),
  state: rowStateSchema,
  /** The entry as written, capped at LIMITS.shownTextMax characters; untrusted text. */
  raw: z.string(),
  rawTruncated: z.boolean(),
  bytes: z.int().nonnegative(),
  byteOffset: z.int().nonnegative(),
  /** Parts of `raw` that the hash does not cover. */
  uncovered: z.array(
    z.strictObject({
      start: z.int().nonnegative(),
      end: z.int().nonnegative(),
      reason: z.enum(['proto-member', 'earlier-duplicate', 'number-precision', 'extra-member']),
      message: z.string(),
    }),
  ),
  /** Canonical text that was hashed, capped; null when it does not exist. */
  canonical: z.string().nullable(),
  canonicalTruncated: z.boolean(),
  canonicalBytes: z.int().nonnegative().nullable(),
  prevHash: z.string().nullable(),
  storedHash: z.string().nullable(),
  computedHash: z.string().nullable(),
  previousHash: z.string().nullable(),
  nextPrevHash: z.string().nullable(),
  legs: z.array(legSchema),
  findings: z.array(findingSchema),
  /** Shell command that recomputes the hash of just this entry with standard tools; null when it can not be said in one line. */
  command: z.string().nullable(),
});
export type RowDetail = z.infer<typeof rowDetailSchema>;

/** Worst state of each of `cells` equal ranges of the chain. Codes: 0 not read, 1 recomputed, 2 warning, 3 malformed, 4 tampered. */
export const stripSchema = z.strictObject({
  /** Entries known so far. */
  total: z.int().nonnegative(),
  cells: z.array(z.int().min(0).max(4)),
});
export type Strip = z.infer<typeof stripSchema>;

/** What to look for among the entries. All given members must hold. */
export const rowQuerySchema = z.strictObject({
  /** Text in the entry as written; UTF-8 bytes must be equal. */
  text: z.string().min(1).max(1_000).optional(),
  ignoreCase: z.boolean().optional(),
  /** Dotted path into the payload and the text that its value must have. */
  field: z.strictObject({ path: z.string().min(1).max(1_000), equals: z.string().max(1_000) }).optional(),
  /** Only entries that a finding of one of these classes touches. */
  classes: z.array(findingClassSchema).min(1).optional(),
});
export type RowQuery = z.infer<typeof rowQuerySchema>;

/** State of a running or finished query. */
export const queryViewSchema = z.strictObject({
  id: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'error']),
  matches: z.int().nonnegative(),
  /** Matches that can be paged; fewer than `matches` above LIMITS.queryMatches. */
  kept: z.int().nonnegative(),
  scanned: z.int().nonnegative(),
  total: z.int().nonnegative(),
});
export type QueryView = z.infer<typeof queryViewSchema>;

/** A window of a file as text, for reading only. */
export const fileTextSchema = z.strictObject({
  text: z.string(),
  from: z.int().nonnegative(),
  /** Bytes of the whole file, inflated. */
  size: z.int().nonnegative(),
  encoding: z.enum(['utf-8', 'hex']),
});
export type FileText = z.infer<typeof fileTextSchema>;
