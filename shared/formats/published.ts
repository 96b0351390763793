import { z } from 'zod';
import { anchorSchema } from './anchor.ts';
import { auditChainProofFullSchema } from './audit-chain-proof.ts';
import { bundleIndexSchema } from './bundle-index.ts';
import { fieldEncryptionSchema } from './field-encryption.ts';
import { type JsonSchema, memberTables } from './member-tables.ts';
import { rlsPoliciesSchema } from './rls-policies.ts';
import { wormRetentionSchema } from './worm-retention.ts';

/** A format as it is published in docs/formats. */
export interface PublishedFormat {
  /** Base name of the page and of the schema: `<name>.md`, `<name>.schema.json`. */
  readonly name: string;
  /** JSON Schema, draft 2020-12, as text. */
  readonly schema: string;
  /** Markdown tables of all members. */
  readonly tables: string;
}

const SCHEMAS: readonly (readonly [string, z.ZodType])[] = [
  ['anchor', anchorSchema],
  ['audit-chain-proof', auditChainProofFullSchema],
  ['bundle', bundleIndexSchema],
  ['field-encryption', fieldEncryptionSchema],
  ['rls-policies', rlsPoliciesSchema],
  ['worm-retention', wormRetentionSchema],
];

/** The JSON Schema and the tables of members of every format, made from the schemas that the readers use. */
export function publishedFormats(): readonly PublishedFormat[] {
  return SCHEMAS.map(([name, schema]) => {
    const json = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }) as JsonSchema;
    const published = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:bathyscope:format:${name}:1`,
      ...atRoot(json),
      ...(name === 'audit-chain-proof' ? ENTRIES_OR_FILE : {}),
    };
    return { name, schema: `${JSON.stringify(published, null, 2)}\n`, tables: memberTables(published) };
  });
}

/** Rules across members, which the schema library can not print. */
const ENTRIES_OR_FILE = {
  oneOf: [{ required: ['entries'] }, { required: ['entriesFile'] }],
  dependentRequired: { entriesSha256: ['entriesFile'] },
};

/** A schema that is itself named is printed as a reference to its name; readers look for its members at the root. */
function atRoot({ id: _registryId, $ref, ...rest }: JsonSchema): JsonSchema {
  if ($ref === undefined) return rest;
  const name = $ref.replace('#/$defs/', '');
  const { [name]: root = {}, ...others } = rest.$defs ?? {};
  return { ...root, $defs: others };
}

const START = '<!-- members: made by npm run schemas -->';
const END = '<!-- /members -->';

/**
 * Puts the tables of members into a page, between its two markers.
 *
 * @param page text of the page
 * @returns the page, unchanged when it has no markers
 */
export function withMemberTables(page: string, tables: string): string {
  const from = page.indexOf(START);
  const to = page.indexOf(END);
  if (from < 0 || to < from) return page;
  return `${page.slice(0, from + START.length)}\n\n${tables}\n${page.slice(to)}`;
}
