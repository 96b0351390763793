import { z } from 'zod';

/**
 * Bounded building blocks of the evidence formats. Lengths count Unicode characters, as JSON Schema does. A message given here is the text after
 * "expected" in a finding.
 */

/** Most elements that any list inside one record may have; lists that are sections of a document state their own bound. */
export const RECORD_LIST_MAX = 10_000;

/** Free text of at most `max` characters; may be empty. */
export function text(max: number) {
  return z.string().max(max);
}

/** A name: one to `max` characters. */
export function name(max = 1_024) {
  return z.string().min(1).max(max);
}

/** Source text of a policy, view, function or rule, as the server printed it. */
export const sourceText = z.string().max(1024 * 1024);

/** SHA-256 as the formats write it. */
export const hex64 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, '64 lowercase hex digits')
  .meta({ id: 'Sha256', description: 'SHA-256, 64 lowercase hex digits.' });

const LEAP_DAY = '(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29';
const OTHER_DAY =
  '\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))';
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,12})?';

/** UTC instant, RFC 3339 with `Z`, a day of the calendar; fractions up to 12 digits because some servers print nanoseconds. */
export const instant = z
  .string()
  .regex(new RegExp(`^(?:${LEAP_DAY}|${OTHER_DAY})T${TIME}Z$`), 'a UTC instant such as 2026-06-28T10:15:00Z')
  .meta({ id: 'Instant', description: 'UTC instant, such as 2026-06-28T10:15:00Z.' });

/** A whole number from 0 to 2^53 - 1. */
export const count = z.int().nonnegative();

/** The program that wrote the file: a claim, like everything it writes. */
const collectorSchema = z
  .strictObject({
    name: name(200).describe('Name of the program.'),
    version: name(100).describe('Version of the program.'),
  })
  .meta({ id: 'Collector', description: 'The program that wrote the file, as it names itself.' });

/** Members that open every document of this family. */
export function documentHead<F extends string>(format: F) {
  return {
    format: z.literal(`bathyscope/${format}`).describe('Names the format.'),
    formatVersion: z.literal('1').describe('Version of the format; a reader refuses versions that it does not know.'),
    collectedAt: instant.describe("When the facts were collected, by the collector's clock."),
    collector: collectorSchema,
  } as const;
}
