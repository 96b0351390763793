import { z } from 'zod';
import type { Steps } from '../base/steps.ts';
import { showText } from '../base/text.ts';
import { type ReadDocument, readDocumentSteps } from './document-reader.ts';
import { count, documentHead, name, RECORD_LIST_MAX, text } from './fields.ts';

const sourceSchema = z
  .strictObject({
    database: text(1_000).describe('Where the values were read, for people.'),
    tenantId: name(200).describe('Tenant whose rows were sampled: each tenant has keys of its own.'),
    selection: text(2_000).describe('How the samples were chosen, in the words of the producer.'),
  })
  .meta({ id: 'Source', description: 'Whose values were sampled, where and how.' });

const countsSchema = z
  .strictObject({
    samples: count,
    envelopes: count,
    plaintext: count,
    unknownVersion: count,
    unknownAlgorithm: count,
    tooShort: count,
  })
  .meta({
    id: 'SampleCounts',
    description: 'What the producer says that the samples are. Compared with what they are.',
  });
export type SampleCounts = z.infer<typeof countsSchema>;

const fieldSchema = z
  .strictObject({
    table: name(8_192).describe('Name of the table with its schema, such as public.customer.'),
    column: name(),
    protection: z
      .enum(['encrypted', 'plaintext'])
      .describe(
        'As stated. encrypted: every value is an envelope, version 1. plaintext: values are stored as they are.',
      ),
    population: count.nullable().describe('Values in the column that are not null; null when nobody counted.'),
    samples: z
      .array(text(65_536))
      .max(RECORD_LIST_MAX)
      .describe('Values of the column as text, each of another row; null values are not sampled.'),
    counts: countsSchema.nullable().describe('null when the producer did not count.'),
  })
  .meta({ id: 'Field', description: 'One column, what is stated of it, and samples of its values.' });
export type EncryptedField = z.infer<typeof fieldSchema>;

/** `field-encryption.json`: samples of columns beside what the producer states of their protection. */
export const fieldEncryptionSchema = z
  .strictObject({
    ...documentHead('field-encryption'),
    source: sourceSchema,
    fields: z.array(fieldSchema).max(10_000),
  })
  .meta({
    title: 'field-encryption.json, version 1',
    description: 'Samples of columns, beside what the producer states of their protection.',
  });
export type FieldEncryption = z.infer<typeof fieldEncryptionSchema>;

/**
 * Reads `field-encryption.json` (docs/formats/field-encryption.md), in pieces.
 *
 * @param value plain JSON value of the document
 * @param file escaped name of the file, for findings
 * @returns what could be read, and a finding for each bad place, a field that is listed twice included. What the samples are is found by
 *   `checkFields` (shared/encryption/field-check.ts).
 */
export function parseFieldEncryption(value: unknown, file: string): Steps<ReadDocument<FieldEncryption>> {
  return readDocumentSteps(fieldEncryptionSchema, value, file, (document, report) => {
    const seen = new Set<string>();
    for (const [index, field] of (document.fields ?? []).entries()) {
      const key = JSON.stringify([field.table, field.column]);
      if (seen.has(key))
        report.bad(['fields', index], `the field ${fieldName(field)} is listed twice`, 'each field once');
      seen.add(key);
    }
  });
}

/** A field as sentences name it. */
export function fieldName({ table, column }: Pick<EncryptedField, 'table' | 'column'>): string {
  return `${showText(table, 120)}.${showText(column, 120)}`;
}
