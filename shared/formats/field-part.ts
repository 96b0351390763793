import { type EncryptedField, type FieldEncryption, fieldName } from './field-encryption.ts';
import type { InspectedSamples, SamplePlace } from './field-samples.ts';
import { cell, type PartContent, PartTables, type ReadPart } from './part-tables.ts';

/** Samples of one nonce that a cell names. */
const NAMED = 4;

/**
 * Facts and tables of `field-encryption.json`: what is stated, beside what the samples are by their form. No sample is shown.
 *
 * @param inspected what the samples of its fields are
 */
export function fieldContent(read: ReadPart<FieldEncryption>, inspected: InspectedSamples): PartContent {
  const { value } = read;
  const fields = value?.fields ?? [];
  const { fields: classified, keyVersions, sharedNonces } = inspected;
  const made = new PartTables();
  made.add(
    'fields',
    'Fields as stated, and the forms of their samples as counted here',
    [
      '#Table',
      '#Column',
      'Stated',
      'Values, stated',
      'Samples',
      'Envelopes',
      'Plain text',
      'Unknown version',
      'Unknown algorithm',
      'Too short',
      'Key versions',
    ],
    value?.fields?.map((field, at) => ({ field, of: classified[at] })),
    ({ field, of }) => [
      field.table,
      field.column,
      field.protection,
      cell(field.population),
      cell(field.samples.length),
      cell(of?.counts.sealed),
      cell(of?.counts.plaintext),
      cell(of?.counts['unknown-version']),
      cell(of?.counts['unknown-algorithm']),
      cell(of?.counts['too-short']),
      cell([...(of?.keyVersions.keys() ?? [])].map(String)),
    ],
    read.rejected.get('fields') ?? 0,
  );
  made.add('key-versions', 'Key versions', ['Key version', 'Samples'], [...keyVersions], ([version, samples]) => [
    cell(version),
    cell(samples),
  ]);
  made.add(
    'shared-nonces',
    'Nonces used for different values',
    ['Key version', '#Nonce', 'Samples', '#Where'],
    sharedNonces,
    ({ keyVersion, nonce, places }) => [cell(keyVersion), nonce, cell(places.length), placesText(fields, places)],
  );
  const total = fields.reduce((sum, { samples }) => sum + samples.length, 0);
  return {
    facts: [
      { label: 'Database', value: cell(value?.source?.database) },
      { label: 'Tenant', value: cell(value?.source?.tenantId) },
      { label: 'How the samples were chosen', value: cell(value?.source?.selection) },
      { label: 'Fields stated as encrypted', value: cell(fields.filter(isEncrypted).length) },
      { label: 'Fields stated as plain text', value: cell(fields.filter((field) => !isEncrypted(field)).length) },
      { label: 'Samples', value: cell(total) },
    ],
    tables: made.tables,
  };
}

function isEncrypted({ protection }: EncryptedField): boolean {
  return protection === 'encrypted';
}

/** The first places of a nonce, by field and number of the sample. */
export function placesText(fields: readonly EncryptedField[], places: readonly SamplePlace[]): string {
  const named = places.slice(0, NAMED).map(({ field, sample }) => {
    const of = fields[field];
    return `${of === undefined ? '' : fieldName(of)} sample ${sample}`;
  });
  const more = places.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
