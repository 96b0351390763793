import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { publishedFormats, withMemberTables } from '../../../shared/formats/published.ts';
import { load } from './evidence-files.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const fixture = (file: string): unknown => JSON.parse(read(`test/fixtures/evidence/${file}`));

describe.each(publishedFormats())('docs/formats/$name', ({ name, schema, tables }) => {
  it('is the schema and the tables that the reader uses (npm run schemas)', () => {
    expect(read(`docs/formats/${name}.schema.json`)).toBe(schema);
    const page = read(`docs/formats/${name}.md`);
    expect(page).toContain(tables);
    expect(withMemberTables(page, tables)).toBe(page);
  });

  it('names every member in its tables', () => {
    for (const member of Object.keys(JSON.parse(schema).properties)) expect(tables).toContain(`| \`${member}\` |`);
  });
});

describe('the published schemas', () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false });
  for (const { schema } of publishedFormats()) ajv.addSchema(JSON.parse(schema));
  const accepts = (name: string, value: unknown): boolean => ajv.validate(`urn:bathyscope:format:${name}:1`, value);

  it.each([
    ['rls-policies', 'rls-policies.json'],
    ['worm-retention', 'worm-retention.json'],
    ['audit-chain-proof', 'audit-chain-proof.json'],
    ['audit-chain-proof', 'audit-chain-proof.inline.json'],
    ['bundle', 'bundle.json'],
    ['field-encryption', 'field-encryption.json'],
  ])('%s accepts the example %s, and not one with an unknown member', (name, file) => {
    expect(accepts(name, fixture(file))).toBe(true);
    expect(accepts(name, { ...(fixture(file) as object), extra: 1 })).toBe(false);
  });

  it('refuse an inline entry that is not one', () => {
    const value = fixture('audit-chain-proof.inline.json') as object;
    expect(accepts('audit-chain-proof', { ...value, entries: [{ seq: 0 }] })).toBe(false);
  });

  it('refuse entries inline and apart at once, none, and a digest of no file', () => {
    const { entriesFile, entriesSha256, ...head } = fixture('audit-chain-proof.json') as Record<string, unknown>;
    expect(accepts('audit-chain-proof', { ...head, entriesFile, entriesSha256 })).toBe(true);
    expect(accepts('audit-chain-proof', { ...head, entriesFile, entries: [] })).toBe(false);
    expect(accepts('audit-chain-proof', head)).toBe(false);
    expect(accepts('audit-chain-proof', { ...head, entries: [], entriesSha256 })).toBe(false);
  });

  it('accept an anchor of the example', () => {
    for (const anchor of load('audit-chain-proof.json').anchors as object[])
      expect(accepts('anchor', anchor)).toBe(true);
  });
});

describe('docs/formats/chain.md', () => {
  it('states the hashes of the example entries', () => {
    const page = read('docs/formats/chain.md');
    const lines = read('test/fixtures/evidence/audit-chain.ndjson').trimEnd().split('\n');
    for (const line of lines) {
      const { seq, payload, hash } = JSON.parse(line);
      expect(page).toContain(`| ${seq} | \`${JSON.stringify(payload)}\` | \`${hash}\` |`);
    }
  });
});
