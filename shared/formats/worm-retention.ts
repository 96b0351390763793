import { z } from 'zod';
import type { Steps } from '../base/steps.ts';
import { type ReadDocument, readDocumentSteps } from './document-reader.ts';
import { count, documentHead, instant, name, text } from './fields.ts';
import { bucketSchema, keySchema } from './worm-bucket.ts';
import { contentSchema, listingSchema, markerSchema, requirementSchema, versionSchema } from './worm-objects.ts';

const captureSchema = z
  .strictObject({
    serverDateFirst: instant.nullable().describe('Date header of the first answer.'),
    serverDateLast: instant.nullable().describe('Date header of the last answer.'),
    skewMs: z.int().nullable().describe("Server's clock minus the collector's, in milliseconds."),
    sdk: z
      .strictObject({ name: name(200), version: name(100) })
      .nullable()
      .describe('Library that parsed the answers: older ones drop fields they do not know.'),
    operations: z
      .array(z.strictObject({ name: name(100), count, errors: count }))
      .max(200)
      .describe('Every operation that was sent.'),
  })
  .meta({ id: 'Capture', description: 'How the facts were collected.' });

const sourceSchema = z
  .strictObject({
    endpoint: text(2_048),
    tls: z.boolean(),
    region: text(100).nullable(),
    bucket: name(255),
    prefix: text(1_024).nullable().describe('Prefix of the account whose objects were listed.'),
    callerArn: text(2_048).nullable().describe('Who asked, as the server says.'),
    expectedOwner: text(100).nullable(),
    serverHeader: text(1_024).nullable(),
    amzId2: z.boolean().describe('Whether answers carried x-amz-id-2.'),
    rgwHeaders: z.array(name(200)).max(50).describe('Names of x-rgw-* headers that answers carried.'),
  })
  .meta({ id: 'Source', description: 'Which store was asked, and by whom.' });

/** `worm-retention.json`: facts of an S3 bucket with Object Lock and of the versions in it. Facts, no verdicts. */
export const wormRetentionSchema = z
  .strictObject({
    ...documentHead('worm-retention'),
    capture: captureSchema,
    source: sourceSchema,
    bucket: bucketSchema,
    keys: z.array(keySchema).max(10_000),
    listings: z.array(listingSchema).max(10_000),
    versions: z.array(versionSchema).max(500_000),
    markers: z.array(markerSchema).max(500_000),
    contents: z.array(contentSchema).max(500_000),
    requirement: requirementSchema.nullable(),
  })
  .meta({
    title: 'worm-retention.json, version 1',
    description: 'Facts of an S3 bucket with Object Lock and of the versions in it.',
  });
export type WormRetention = z.infer<typeof wormRetentionSchema>;

/**
 * Reads `worm-retention.json` (docs/formats/worm-retention.md), in pieces.
 *
 * @param value plain JSON value of the document
 * @param file escaped name of the file, for findings
 * @returns what could be read, a finding for each bad place, and for each list how many elements were left out.
 *   Listings whose counts are not the numbers of versions and markers in the document are class `claim-differs`.
 */
export function parseWormRetention(value: unknown, file: string): Steps<ReadDocument<WormRetention>> {
  return readDocumentSteps(wormRetentionSchema, value, file, (document, report, rejected) => {
    for (const [member, column] of [
      ['versions', 'versions'],
      ['markers', 'markers'],
    ] as const) {
      const listed = document.listings?.reduce((sum, listing) => sum + listing[column], 0);
      const held = document[member];
      if (listed === undefined || held === undefined) continue;
      const there = held.length + (rejected.get(member) ?? 0);
      if (there === listed) continue;
      report.add({
        class: 'claim-differs',
        severity: 'warning',
        message: `${file}: the listings state ${listed} ${member}, and the document holds ${there}.`,
        where: { file, pointer: `/${member}`, rule: 'listing-count' },
        expected: String(listed),
        actual: String(there),
        equation: `sum of listings[].${column} = number of ${member}`,
      });
    }
  });
}
