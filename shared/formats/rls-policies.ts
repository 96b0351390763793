import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import type { Steps } from '../base/steps.ts';
import { type ReadDocument, readDocumentSteps } from './document-reader.ts';
import { count, documentHead, hex64, instant, name, text } from './fields.ts';
import { functionSchema, ruleSchema, triggerSchema } from './rls-code.ts';
import * as relations from './rls-relations.ts';
import * as roles from './rls-roles.ts';

/** Sections of facts: present means complete as far as `notRead` does not say otherwise. */
const SECTIONS = {
  roles: z.array(roles.roleSchema).max(100_000),
  memberships: z.array(roles.membershipSchema).max(500_000),
  settings: z.array(roles.settingSchema).max(100_000),
  contexts: z.array(roles.contextSchema).max(1_000),
  schemas: z.array(relations.schemaSchema).max(100_000),
  relations: z.array(relations.relationSchema).max(200_000),
  columns: z.array(relations.columnSchema).max(1_000_000),
  constraints: z.array(relations.constraintSchema).max(500_000),
  indexes: z.array(relations.indexSchema).max(500_000),
  policies: z.array(relations.policySchema).max(200_000),
  privileges: z.array(roles.privilegeSchema).max(1_000_000),
  defaultPrivileges: z.array(roles.defaultPrivilegeSchema).max(100_000),
  functions: z.array(functionSchema).max(100_000),
  triggers: z.array(triggerSchema).max(200_000),
  rules: z.array(ruleSchema).max(100_000),
  viewDependencies: z.array(relations.viewDependencySchema).max(500_000),
  inheritance: z.array(relations.inheritanceSchema).max(500_000),
  publications: z.array(relations.publicationSchema).max(200_000),
  replicationSlots: z.array(relations.replicationSlotSchema).max(10_000),
  extensions: z.array(relations.extensionSchema).max(10_000),
  foreignServers: z.array(relations.foreignServerSchema).max(10_000),
  userMappings: z.array(relations.userMappingSchema).max(100_000),
  sessions: z.array(roles.sessionSchema).max(100_000),
} as const;

export type RlsSection = keyof typeof SECTIONS;

/** Names of all sections, in the order in which a document lists them. */
export const RLS_SECTIONS = Object.keys(SECTIONS) as readonly RlsSection[];

const notReadSchema = z
  .strictObject({
    section: z.enum(RLS_SECTIONS),
    object: name(8_192).nullable().describe('The one object that is missing; null for the whole section.'),
    reason: z
      .enum(['denied', 'unsupported', 'timeout', 'locked', 'withheld', 'not-collected', 'error'])
      .describe('withheld: read, and left out of the document on purpose.'),
    sqlState: z
      .string()
      .regex(/^[0-9A-Z]{5}$/, 'a five-character SQLSTATE')
      .nullable(),
    message: text(2_000),
  })
  .meta({ id: 'NotRead', description: 'Something that the document does not hold, and why.' });

const assumptionsSchema = z
  .strictObject({
    applicationRoles: z.array(name()).max(1_000).describe('Roles that the application connects as or becomes.'),
    tenantSettings: z.array(name()).max(100).describe('Settings that carry the tenant, such as app.current_account.'),
    tenantColumns: z.array(name()).max(100).describe('Column names that carry the tenant.'),
  })
  .meta({ id: 'Assumptions', description: 'What the inspection took for granted; it travels with the facts.' });

const collectionSchema = z
  .strictObject({
    startedAt: instant,
    endedAt: instant,
    collectorRole: name().describe('current_user while reading.'),
    sessionRole: name().describe('session_user: the login.'),
    isolationLevel: name(64),
    transactionReadOnly: z.boolean().describe('transaction_read_only while reading.'),
    transactionId: name(64)
      .nullable()
      .describe('pg_current_xact_id_if_assigned() at the end; null when nothing was written.'),
    querySha256: hex64.nullable().describe('SHA-256 of the statements that were sent; null when not recorded.'),
    selfCheck: z
      .array(roles.capabilitySchema)
      .max(10_000)
      .nullable()
      .describe('What the login could have done besides reading; null when that was not asked.'),
    selfCheckTotal: count.nullable().describe('Exact number of capabilities, when the list is cut.'),
  })
  .meta({ id: 'RlsCollection', description: 'How the facts were read.' });

function optionalSections() {
  return Object.fromEntries(Object.entries(SECTIONS).map(([key, schema]) => [key, schema.optional()])) as {
    [K in RlsSection]: z.ZodOptional<(typeof SECTIONS)[K]>;
  };
}

/** `rls-policies.json`: facts of a PostgreSQL database that decide who sees which rows. Facts, no verdicts. */
export const rlsPoliciesSchema = z
  .strictObject({
    ...documentHead('rls-policies'),
    assumptions: assumptionsSchema,
    collection: collectionSchema,
    server: relations.serverSchema,
    ...optionalSections(),
    notRead: z.array(notReadSchema).max(10_000),
  })
  .meta({
    title: 'rls-policies.json, version 1',
    description:
      'Facts of a PostgreSQL database that decide who sees which rows. A section that is absent was not read.',
  });
export type RlsPolicies = z.infer<typeof rlsPoliciesSchema>;

/**
 * Reads `rls-policies.json` (docs/formats/rls-policies.md), in pieces.
 *
 * @param value plain JSON value of the document
 * @param file escaped name of the file, for findings
 * @returns what could be read, a finding for each bad place, and for each list how many elements were left out. A
 *   section that is neither there nor listed in `notRead` for the whole section is a warning of class `missing-part`.
 */
export function parseRlsPolicies(value: unknown, file: string): Steps<ReadDocument<RlsPolicies>> {
  return readDocumentSteps(rlsPoliciesSchema, value, file, (document, report) => {
    const wholeMissing = new Set<RlsSection>();
    for (const [index, gap] of (document.notRead ?? []).entries()) {
      if (gap.object !== null) continue;
      wholeMissing.add(gap.section);
      if (document[gap.section] !== undefined) {
        report.bad(
          ['notRead', index],
          `section ${gap.section} is there, and listed as missing as a whole`,
          'a section that is there, or one that is listed as missing',
        );
      }
    }
    for (const section of RLS_SECTIONS) {
      if (!wholeMissing.has(section) && !Object.hasOwn(value as object, section)) {
        report.add(undeclaredGap(section, file));
      }
    }
  });
}

function undeclaredGap(section: RlsSection, file: string): Finding {
  return {
    class: 'missing-part',
    severity: 'warning',
    message: `${file}: section ${section} is not there, and nothing says why. It was not read; it is not an empty list.`,
    where: { file, pointer: `/${section}`, rule: 'section-missing' },
    expected: `the list ${section}, or an element of notRead that gives the reason`,
    actual: 'nothing',
  };
}
