import { z } from 'zod';
import { fact } from './fact.ts';
import { count, instant, name, text } from './fields.ts';

/** Facts of a bucket as S3 answers them. Words of the server (modes, states) stay text: a server may answer anything. */

const word = text(100);
const days = count.nullable();

const eventHoldSchema = z
  .strictObject({ state: word.describe('ON or OFF.'), durationDays: days, durationYears: days })
  .meta({ id: 'EventHold', description: 'Hold whose end is counted from an event.' });

const objectLockSchema = z
  .strictObject({
    enabled: word.nullable().describe('ObjectLockEnabled; null when the answer lacks it.'),
    rule: z
      .strictObject({
        mode: word.nullable(),
        days,
        years: days,
        eventHold: eventHoldSchema.nullable(),
      })
      .nullable()
      .describe('Default retention; null when there is none.'),
  })
  .meta({ id: 'ObjectLock', description: 'Answer of GetObjectLockConfiguration.' });

const transitionSchema = z
  .strictObject({ days, date: instant.nullable(), storageClass: word })
  .meta({ id: 'Transition', description: 'Move to another storage class.' });

const lifecycleRuleSchema = z
  .strictObject({
    id: text(255).nullable(),
    status: word,
    prefix: text(1_024).nullable(),
    tags: z.array(z.strictObject({ key: text(256), value: text(512) })).max(100),
    sizeGreaterThan: days,
    sizeLessThan: days,
    expirationDays: days,
    expirationDate: instant.nullable(),
    expiredObjectDeleteMarker: z.boolean().nullable(),
    noncurrentDays: days,
    newerNoncurrentVersions: days,
    transitions: z.array(transitionSchema).max(100),
    noncurrentTransitions: z.array(transitionSchema).max(100),
    abortIncompleteMultipartDays: days,
  })
  .meta({ id: 'LifecycleRule', description: 'One rule that hides, removes or moves objects.' });

const replicationRuleSchema = z
  .strictObject({
    id: text(255).nullable(),
    status: word,
    priority: z.int().nullable(),
    prefix: text(1_024).nullable(),
    destinationBucket: text(1_024),
    destinationStorageClass: word.nullable(),
    deleteMarkers: word.nullable(),
    destinationLock: fact(objectLockSchema),
  })
  .meta({ id: 'ReplicationRule', description: 'One rule that copies objects elsewhere.' });

const encryptionRuleSchema = z
  .strictObject({ algorithm: word, keyId: text(2_048).nullable(), bucketKey: z.boolean().nullable() })
  .meta({ id: 'EncryptionRule', description: 'One default encryption rule.' });

const canarySchema = fact(z.strictObject({ answered: z.boolean() }));

/** A member that is absent was not collected. */
export const bucketSchema = z
  .strictObject({
    objectLock: fact(objectLockSchema).optional(),
    versioning: fact(z.strictObject({ status: word.nullable(), mfaDelete: word.nullable() })).optional(),
    lifecycle: fact(z.strictObject({ rules: z.array(lifecycleRuleSchema).max(1_000) })).optional(),
    replication: fact(
      z.strictObject({ role: text(2_048).nullable(), rules: z.array(replicationRuleSchema).max(1_000) }),
    ).optional(),
    encryption: fact(z.strictObject({ rules: z.array(encryptionRuleSchema).max(100) })).optional(),
    policy: fact(
      z.strictObject({ text: text(256 * 1024).describe('The policy document as it was answered.') }),
    ).optional(),
    policyStatus: fact(z.strictObject({ isPublic: z.boolean().nullable() })).optional(),
    publicAccessBlock: fact(
      z.strictObject({
        blockPublicAcls: z.boolean().nullable(),
        ignorePublicAcls: z.boolean().nullable(),
        blockPublicPolicy: z.boolean().nullable(),
        restrictPublicBuckets: z.boolean().nullable(),
      }),
    ).optional(),
    location: fact(z.strictObject({ constraint: text(100).nullable() })).optional(),
    wrongOwner: canarySchema.optional().describe('A call that names another owner: an honest server refuses it.'),
    unknownBucket: canarySchema
      .optional()
      .describe('A call to a bucket that does not exist: an honest server says so.'),
  })
  .meta({ id: 'Bucket', description: 'Facts of the bucket; one that is absent was not collected.' });

export const keySchema = z
  .strictObject({
    keyId: name(2_048),
    description: fact(
      z.strictObject({
        state: word.describe('KeyState, such as Enabled or PendingDeletion.'),
        deletionDate: instant.nullable(),
        manager: word.nullable(),
        origin: word.nullable(),
      }),
    ),
  })
  .meta({ id: 'Key', description: 'One key that encrypts objects.' });

export { eventHoldSchema };
