import { z } from 'zod';
import { name, sourceText, text } from './fields.ts';
import { derivedSourceSchema, relationId } from './rls-relations.ts';

/** Facts of code that runs inside the database: functions, triggers, rewrite rules. */

export const functionSchema = z
  .strictObject({
    function: name(8_192).describe('Quoted schema.name with argument types: the key that joins the sections.'),
    schema: name(),
    name: name(),
    owner: name(),
    language: name(),
    securityDefiner: z.boolean(),
    leakproof: z.boolean(),
    volatility: z.enum(['immutable', 'stable', 'volatile']),
    config: z
      .array(text(64 * 1024))
      .max(256)
      .describe('Settings of the function, such as search_path=pg_catalog.'),
    source: sourceText.nullable().describe('Body; null for C and internal functions, and when withheld.'),
    derived: derivedSourceSchema.nullable().describe('Set when the source is withheld.'),
    hasSqlBody: z.boolean().describe('True for a body in standard SQL, parsed when it was created.'),
    isTrigger: z.boolean(),
    extension: name().nullable(),
  })
  .meta({ id: 'Function', description: 'One function or procedure that is not part of the system.' });

export const triggerSchema = z
  .strictObject({
    relation: relationId,
    name: name(),
    function: name(8_192),
    enabled: z.enum(['origin', 'replica', 'always', 'disabled']),
    definition: sourceText,
  })
  .meta({ id: 'Trigger', description: 'One trigger that a person created.' });

export const ruleSchema = z
  .strictObject({
    relation: relationId,
    name: name(),
    event: z.enum(['SELECT', 'UPDATE', 'INSERT', 'DELETE']),
    instead: z.boolean(),
    definition: sourceText,
    relations: z.array(relationId).max(1_000).describe('Other relations that the rule touches.'),
  })
  .meta({ id: 'Rule', description: 'One rewrite rule.' });
