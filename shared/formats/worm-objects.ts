import { z } from 'zod';
import { fact } from './fact.ts';
import { count, hex64, instant, name, text } from './fields.ts';
import { eventHoldSchema } from './worm-bucket.ts';

/** Facts of the objects in a bucket, version by version. Object keys are shown as the server listed them. */

const word = text(100);
const key = text(4_096).describe('Key of the object.');
const versionId = text(1_024).describe('Version id; the text null for a version that is older than versioning.');

const headSchema = z
  .strictObject({
    lockMode: word.nullable(),
    retainUntil: instant.nullable(),
    legalHold: word.nullable(),
    eventHold: eventHoldSchema.nullable(),
    encryption: word.nullable(),
    keyId: text(2_048).nullable(),
    customerKey: z.boolean().describe('Whether it is encrypted with a key that only the writer holds (SSE-C).'),
    replicationStatus: word.nullable(),
    lastModified: instant.nullable().describe('As HEAD says; some servers move it when a hold is set.'),
    checksumSha256: text(100).nullable().describe('Base64, as the server stored it.'),
    checksumType: word.nullable(),
  })
  .meta({ id: 'Head', description: 'Answer of HeadObject. It may prove a lock, never its absence.' });

export const versionSchema = z
  .strictObject({
    key,
    versionId,
    isLatest: z.boolean(),
    lastModified: instant.describe('As the listing says.'),
    size: count,
    etag: text(256).nullable(),
    storageClass: word.nullable(),
    checksumAlgorithms: z.array(word).max(10),
    checksumType: word.nullable(),
    retention: fact(
      z.strictObject({
        mode: word.nullable(),
        retainUntil: instant.nullable(),
        eventHold: eventHoldSchema.nullable(),
      }),
    ),
    legalHold: fact(z.strictObject({ status: word })),
    head: fact(headSchema),
  })
  .meta({ id: 'Version', description: 'One version of one object.' });

export const markerSchema = z
  .strictObject({ key, versionId, isLatest: z.boolean(), lastModified: instant, owner: text(1_024).nullable() })
  .meta({ id: 'DeleteMarker', description: 'One delete marker: hides the versions below it.' });

export const contentSchema = z
  .strictObject({ key, versionId, sha256: hex64, bytes: count })
  .meta({ id: 'Content', description: 'Digest of one version that the collector read whole.' });

export const listingSchema = z
  .strictObject({
    prefix: text(4_096),
    pages: count,
    complete: z.boolean().describe('True when the last page said that nothing follows.'),
    lastKeyMarker: text(4_096).nullable(),
    lastVersionIdMarker: text(1_024).nullable(),
    versions: count.describe('Versions that the listing gave.'),
    markers: count.describe('Delete markers that the listing gave.'),
    error: text(2_000).nullable(),
  })
  .meta({ id: 'Listing', description: 'How completely one prefix was listed.' });

export const requirementSchema = z
  .strictObject({
    years: count.max(1_000).nullable().describe('Calendar years.'),
    days: count.nullable(),
    basis: z.enum(['last-modified', 'given-date']).describe('From which date the period counts.'),
    basisDate: instant.nullable().describe('Set when `basis` is given-date.'),
    mode: z.enum(['COMPLIANCE', 'GOVERNANCE']).nullable(),
    legalHold: z.boolean(),
    clauses: z.array(name(200)).max(100).describe('Identifiers of the clauses it follows from.'),
  })
  .meta({ id: 'Requirement', description: 'What retention was asked for; stated by the producer, not by the server.' });
