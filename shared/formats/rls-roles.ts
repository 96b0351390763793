import { z } from 'zod';
import { count, name, text } from './fields.ts';

/** Facts of who is who in a PostgreSQL cluster, and with which settings a session starts. Names are unquoted. */

const role = name().describe('Name of a role.');
const grantee = name().describe('Name of a role, or PUBLIC.');

export const roleSchema = z
  .strictObject({
    name: role,
    superuser: z.boolean(),
    bypassRls: z.boolean().describe('rolbypassrls'),
    createRole: z.boolean(),
    createDb: z.boolean(),
    replication: z.boolean(),
    canLogin: z.boolean(),
    inherit: z.boolean(),
    bootstrap: z.boolean().describe('True for the role that initialised the cluster (oid 10).'),
  })
  .meta({ id: 'Role', description: 'One role. All roles of the cluster are listed: closures need the groups.' });

export const membershipSchema = z
  .strictObject({
    member: role,
    role: name().describe('Name of the role that the member was granted.'),
    admin: z.boolean(),
    inheritOption: z.boolean().nullable().describe('Null before PostgreSQL 16, where the option does not exist.'),
    setOption: z.boolean().nullable().describe('Null before PostgreSQL 16, where the option does not exist.'),
  })
  .meta({ id: 'Membership', description: 'One direct edge of role membership.' });

export const settingSchema = z
  .strictObject({
    database: name().describe('Name of the database, or * for all.'),
    role: name().describe('Name of the role, or * for all.'),
    name: name().describe('Name of the setting.'),
    value: text(64 * 1024),
  })
  .meta({ id: 'Setting', description: 'One persistent default: ALTER ROLE or ALTER DATABASE ... SET.' });

export const contextSchema = z
  .strictObject({
    name: name().describe('Name of the setting.'),
    value: text(64 * 1024)
      .nullable()
      .describe('Null, the empty text and a value are three different facts.'),
  })
  .meta({ id: 'Context', description: 'A tenant setting as found in a fresh session, before anything was set there.' });

export const sessionSchema = z
  .strictObject({ role, applicationName: text(1_024), count })
  .meta({ id: 'Session', description: 'How many client sessions of one role and program were connected.' });

export const privilegeSchema = z
  .strictObject({
    kind: z.enum(['relation', 'column', 'schema', 'database', 'function', 'server', 'parameter']),
    object: name(8_192).describe(
      'Identity of the object: quoted schema.name, function with argument types, or plain name.',
    ),
    column: name().nullable().describe('Set when `kind` is column.'),
    grantee,
    privilege: name(64).describe('As PostgreSQL names it: SELECT, EXECUTE, TRUNCATE, ...'),
    grantable: z.boolean(),
  })
  .meta({ id: 'Privilege', description: 'One granted privilege; an empty ACL is expanded to what it stands for.' });

export const defaultPrivilegeSchema = z
  .strictObject({
    creator: name().describe('Role whose future objects it concerns.'),
    schema: name().nullable().describe('Null for all schemas.'),
    objectType: z.enum(['relation', 'sequence', 'function', 'type', 'schema', 'large-object']),
    grantee,
    privilege: name(64),
  })
  .meta({ id: 'DefaultPrivilege', description: 'One default privilege for objects that do not exist yet.' });

export const capabilitySchema = z
  .strictObject({
    kind: z.enum(['attribute', 'predefined-role', 'owns', 'privilege', 'definer-function', 'outside-connection']),
    via: name().describe('Role that holds it, or PUBLIC.'),
    path: text(8_192).describe('Chain of memberships that leads there.'),
    what: text(8_192),
    automatic: z.boolean().describe('True when it needs no SET ROLE.'),
  })
  .meta({
    id: 'Capability',
    description: 'One thing that the login of the collector could have done besides reading.',
  });
