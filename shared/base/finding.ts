import { z } from 'zod';

/** What a chain, an anchor or a signature can be found to suffer from: the words of docs/verification-semantics. */
export const CHAIN_FINDING_CLASSES = [
  'payload-altered',
  'hash-replaced',
  'link-broken',
  'entry-missing',
  'entry-inserted',
  'sequence-duplicated',
  'reordered',
  'genesis-invalid',
  'tail-truncated',
  'rewritten',
  'extended-past-anchor',
  'malformed-entry',
  'not-fully-committed',
  'replayed-earlier',
  'anchor-invalid',
  'signature-invalid',
  'key-mismatch',
  'timestamp-invalid',
  'inclusion-invalid',
] as const;

/** What the container of the evidence, its files and its claims can be found to suffer from. */
export const BUNDLE_FINDING_CLASSES = [
  'unsafe-entry',
  'limit-exceeded',
  'malformed-file',
  'unreadable-file',
  'unexpected-file',
  'missing-part',
  'digest-differs',
  'claim-differs',
  'encoding-note',
] as const;

/** Every class a finding may carry. Extended over time, never renamed. */
export const findingClassSchema = z.enum([...CHAIN_FINDING_CLASSES, ...BUNDLE_FINDING_CLASSES]);
export type FindingClass = z.infer<typeof findingClassSchema>;

/**
 * `fail`: the evidence contradicts itself or what it is checked against. `warning`: sound, but something is outside
 * what was proven. `note`: worth knowing, proves nothing either way. Gravest first.
 */
export const SEVERITIES = ['fail', 'warning', 'note'] as const;
export const severitySchema = z.enum(SEVERITIES);
export type Severity = z.infer<typeof severitySchema>;

/** Where in the evidence: all members optional, as exact as the case allows. */
export const locatorSchema = z.strictObject({
  /** Escaped name of the file inside the bundle, or of the input itself. */
  file: z.string().optional(),
  /** First affected position in the chain, counted from 0 in file order (not the `seq` label). */
  position: z.int().nonnegative().optional(),
  /** Last affected position, inclusive; absent when it is the same as `position`. */
  lastPosition: z.int().nonnegative().optional(),
  /** The `seq` label that the entry at `position` carries. */
  seq: z.number().optional(),
  /** Offset in bytes from the start of the (inflated) file. */
  byteOffset: z.int().nonnegative().optional(),
  /** RFC 6901 JSON pointer. */
  pointer: z.string().optional(),
  /** Name of the rule that was broken, for example `zip.name.traversal`. */
  rule: z.string().optional(),
});
export type Locator = z.infer<typeof locatorSchema>;

/** One thing that was found. Data, never an exception. */
export const findingSchema = z.strictObject({
  class: findingClassSchema,
  severity: severitySchema,
  /** One or two plain sentences that name the place; strings from the bundle are escaped and capped. */
  message: z.string(),
  where: locatorSchema,
  /** What the rest of the evidence demands at this place. */
  expected: z.string().optional(),
  /** What stands there. */
  actual: z.string().optional(),
  /** The equation that was evaluated, in words of docs/formats. */
  equation: z.string().optional(),
});
export type Finding = z.infer<typeof findingSchema>;
