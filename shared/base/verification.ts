import { z } from 'zod';
import { findingClassSchema, findingSchema, locatorSchema } from './finding.ts';

/** Overall verdict on the chain, worst first when combined: see `shared/verify.ts`. */
export const verdictSchema = z.enum(['verified', 'consistent-not-anchored', 'tampered', 'unverifiable', 'malformed']);
export type Verdict = z.infer<typeof verdictSchema>;

/**
 * Result of one check. `undetermined`: the evidence is not enough, and the axis says what would settle it;
 * `not-checked`: nothing asked for it or nothing was supplied for it; `error`: our fault. A check over zero records is never `pass`.
 */
export const checkResultSchema = z.enum(['pass', 'fail', 'undetermined', 'not-applicable', 'not-checked', 'error']);
export type CheckResult = z.infer<typeof checkResultSchema>;

/** One check that ran, or did not, with the number of records it covered. */
export const checkSchema = z.strictObject({
  id: z.string(),
  result: checkResultSchema,
  records: z.int().nonnegative(),
  message: z.string(),
});
export type Check = z.infer<typeof checkSchema>;

/** The six questions about a chain that are never folded into one light. */
export const axisIdSchema = z.enum(['integrity', 'completeness', 'origin', 'time', 'independence', 'continuity']);
export type AxisId = z.infer<typeof axisIdSchema>;

/** The answer to one of the six questions. */
export const axisSchema = z.strictObject({
  id: axisIdSchema,
  /** For example "Do all entries recompute and link?" */
  question: z.string(),
  result: checkResultSchema,
  /** One sentence. */
  answer: z.string(),
  shows: z.string(),
  doesNotShow: z.string(),
  /** What would raise or settle this axis; null when nothing would. */
  nextStep: z.string().nullable(),
  records: z.int().nonnegative(),
});
export type Axis = z.infer<typeof axisSchema>;

/** Something that the bundle says of itself, beside what was computed here. */
export const claimSchema = z.strictObject({
  /** For example "Number of entries". */
  subject: z.string(),
  stated: z.string(),
  /** Null when it could not be computed (then `agrees` is null too). */
  computed: z.string().nullable(),
  agrees: z.boolean().nullable(),
  where: locatorSchema,
});
export type Claim = z.infer<typeof claimSchema>;

/**
 * Who, alone or together, could still have produced this evidence falsely without any check here noticing: the weakest combination
 * that the axes leave open (docs/verification-semantics.md).
 */
export const exposureSchema = z.strictObject({
  parties: z.array(
    z.enum([
      'anybody',
      'database-administrator',
      'signing-key-holder',
      'bucket-owner',
      'timestamp-authority',
      'public-log',
    ]),
  ),
  /** One sentence or more. */
  sentence: z.string(),
});
export type Exposure = z.infer<typeof exposureSchema>;

/** The result of a verification: what `--json` prints. Extended over time, never broken. */
export const verificationReportSchema = z.strictObject({
  formatVersion: z.literal('1'),
  verdict: verdictSchema,
  /** The head sentence: what was established, in plain words. */
  head: z.string(),
  /** First position where the plain rule of formats.md section 2 fails; null when it holds throughout. */
  firstBrokenSeq: z.int().nonnegative().nullable(),
  summary: z.strictObject({
    rows: z.int().nonnegative(),
    breaks: z.int().nonnegative(),
    /** Hash stored in the last entry; null without entries. */
    root: z.string().nullable(),
    /** Hash stored in the first entry; null without entries. */
    genesis: z.string().nullable(),
  }),
  axes: z.record(axisIdSchema, axisSchema),
  /** Bounded list, worst and earliest first. */
  findings: z.array(findingSchema),
  /** Exact number of findings per class, including those that the bounded list leaves out. */
  findingCounts: z.partialRecord(findingClassSchema, z.int().nonnegative()),
  checks: z.array(checkSchema),
  exposure: exposureSchema.nullable(),
  claims: z.array(claimSchema),
  input: z.strictObject({
    /** As the user named it; the file name only where the reader must not see paths. */
    path: z.string(),
    /** Of the file as opened; for a folder, of its sorted list of digests (docs/formats/bundle.md); null when not established. */
    sha256: z.string().nullable(),
    kind: z.enum(['ndjson', 'json-array', 'json-document', 'zip', 'folder', 'stdin', 'unknown']),
    bytes: z.int().nonnegative().nullable(),
  }),
  tool: z.strictObject({ name: z.literal('bathyscope'), version: z.string() }),
});
export type VerificationReport = z.infer<typeof verificationReportSchema>;
