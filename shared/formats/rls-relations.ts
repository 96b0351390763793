import { z } from 'zod';
import { count, name, sourceText, text } from './fields.ts';

/** Facts of tables and what hangs on them. `relation` is always the quoted `schema.name`: the key that joins the sections. */

/** Quoted `schema.name`, as format('%I.%I') prints it. */
export const relationId = name(1_024).describe('Quoted schema.name of a relation.');
const columns = z.array(name()).max(1_664).describe('Column names in order.');
const action = z.enum(['no-action', 'restrict', 'cascade', 'set-null', 'set-default']).nullable();

export const schemaSchema = z
  .strictObject({ name: name(), owner: name() })
  .meta({ id: 'Schema', description: 'One schema that is not a system schema.' });

export const derivedSourceSchema = z
  .strictObject({
    readsSettings: z.array(name()).max(1_000).describe('Settings that the source reads.'),
    setsSettingForSession: z.boolean().describe('Whether it sets a setting beyond its transaction.'),
    namesTables: z.array(relationId).max(1_000),
    hasUnqualifiedRelation: z.boolean(),
    defaultLiteral: text(1_024).nullable().describe('Fixed value it falls back to when a setting is missing.'),
  })
  .meta({ id: 'DerivedSource', description: 'What the collector derived from a source text that is withheld.' });

export const relationSchema = z
  .strictObject({
    relation: relationId,
    schema: name(),
    name: name(),
    kind: z.enum(['table', 'partitioned-table', 'view', 'materialized-view', 'foreign-table', 'sequence']),
    owner: name(),
    rlsEnabled: z.boolean().describe('relrowsecurity'),
    rlsForced: z.boolean().describe('relforcerowsecurity'),
    isPartition: z.boolean(),
    persistence: z.enum(['permanent', 'unlogged', 'temporary']),
    options: z.array(text(1_024)).max(256).describe('reloptions, such as security_invoker=true.'),
    estimatedRows: z.int().min(-1).describe('Estimate of the planner; -1 when it has none.'),
    extension: name().nullable().describe('Extension that the relation belongs to.'),
    definition: sourceText
      .nullable()
      .describe('Query of a view or materialized view; null for others, or when withheld.'),
    derived: derivedSourceSchema.optional().describe('Set when the query is withheld.'),
    foreignServer: name().nullable(),
  })
  .meta({ id: 'Relation', description: 'One table, partition, view, materialized view, foreign table or sequence.' });

export const columnSchema = z
  .strictObject({
    relation: relationId,
    name: name(),
    position: z.int().min(1).max(32_767),
    type: name(4_096).describe('As format_type prints it.'),
    notNull: z.boolean(),
    collation: name().nullable(),
    collationDeterministic: z.boolean().nullable(),
    defaultExpression: sourceText.nullable(),
  })
  .meta({ id: 'Column', description: 'One column.' });

export const policySchema = z
  .strictObject({
    relation: relationId,
    name: name(),
    command: z.enum(['ALL', 'SELECT', 'INSERT', 'UPDATE', 'DELETE']),
    permissive: z.boolean(),
    roles: z.array(name()).min(1).max(10_000).describe('Names of roles; PUBLIC for all.'),
    using: sourceText.nullable().describe('USING expression as the server prints it; null means there is none.'),
    check: sourceText.nullable().describe('WITH CHECK expression; null means there is none.'),
    functions: z.array(name(8_192)).max(1_000).describe('Functions that the policy depends on, with argument types.'),
    operators: z.array(name(8_192)).max(1_000).describe('Operators that the policy depends on, with argument types.'),
    relations: z.array(relationId).max(1_000).describe('Other relations that the policy depends on.'),
  })
  .meta({ id: 'Policy', description: 'One row-level-security policy.' });

export const constraintSchema = z
  .strictObject({
    relation: relationId,
    name: name(),
    kind: z.enum(['primary-key', 'unique', 'foreign-key', 'check', 'exclusion', 'not-null', 'trigger']),
    columns,
    referencedRelation: relationId.nullable().describe('Set for a foreign key.'),
    referencedColumns: columns,
    onDelete: action.describe('Null when it is not a foreign key.'),
    onUpdate: action.describe('Null when it is not a foreign key.'),
    validated: z.boolean(),
    definition: sourceText,
  })
  .meta({ id: 'Constraint', description: 'One constraint of a table; those that partitions inherit are left out.' });

export const indexSchema = z
  .strictObject({
    relation: relationId,
    name: name(),
    unique: z.boolean(),
    primary: z.boolean(),
    exclusion: z.boolean(),
    columns: columns.describe('Key columns in order; expressions are left out.'),
    hasExpression: z.boolean(),
    definition: sourceText,
  })
  .meta({ id: 'Index', description: 'One unique or exclusion index; others carry no covert channel.' });

export const inheritanceSchema = z
  .strictObject({ child: relationId, parent: relationId, isPartition: z.boolean() })
  .meta({ id: 'Inheritance', description: 'One edge of inheritance or partitioning.' });

export const viewDependencySchema = z
  .strictObject({ view: relationId, relation: relationId })
  .meta({ id: 'ViewDependency', description: 'One relation that a view reads directly.' });

export const publicationSchema = z
  .strictObject({
    name: name(),
    relation: relationId,
    rowFilter: sourceText.nullable().describe('Null when there is none, and before PostgreSQL 15.'),
    allTables: z.boolean(),
  })
  .meta({ id: 'Publication', description: 'One relation that leaves through a publication.' });

export const replicationSlotSchema = z
  .strictObject({
    name: name(),
    kind: z.enum(['logical', 'physical']),
    plugin: name().nullable(),
    database: name().nullable(),
    active: z.boolean(),
  })
  .meta({ id: 'ReplicationSlot', description: 'One replication slot.' });

export const extensionSchema = z
  .strictObject({ name: name(), version: name(100) })
  .meta({ id: 'Extension', description: 'One installed extension.' });

export const foreignServerSchema = z
  .strictObject({
    name: name(),
    wrapper: name(),
    owner: name(),
    options: z.array(text(4_096)).max(100).describe('host, hostaddr, port, dbname and filename only: no credentials.'),
  })
  .meta({ id: 'ForeignServer', description: 'One server that foreign tables lead to.' });

export const userMappingSchema = z
  .strictObject({ server: name(), role: name().describe('Name of the role, or PUBLIC.') })
  .meta({ id: 'UserMapping', description: 'That a role has a login at a foreign server; never the login itself.' });

export const serverSchema = z
  .strictObject({
    versionNumber: count.describe('server_version_num, for example 150018.'),
    version: name(200).describe('server_version'),
    database: name(),
    inRecovery: z.boolean().describe('True on a standby.'),
  })
  .meta({ id: 'Server', description: 'The server and database that were asked.' });
