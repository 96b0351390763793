import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../shared/base/limits.ts';
import { finished } from '../../../shared/base/steps.ts';
import { absentPart, readEvidencePart } from '../../../shared/formats/evidence-part.ts';
import { evidencePartSchema } from '../../../shared/ipc/model.ts';
import { EXAMPLES, load } from './evidence-files.ts';

function partOf(file: string, value: unknown = load(file)) {
  const example = EXAMPLES.find((candidate) => candidate.file === file);
  if (example === undefined) throw new Error(`no example ${file}`);
  return finished(readEvidencePart(example.kind, value, file));
}

function tableOf(part: ReturnType<typeof partOf>, id: string) {
  const table = part.tables.find((candidate) => candidate.id === id);
  if (table === undefined) throw new Error(`no table ${id}`);
  return table;
}

describe('tables of evidence parts', () => {
  it.each(EXAMPLES)('$file fits the contract with the screens', ({ file }) => {
    const part = partOf(file);
    expect(evidencePartSchema.parse(part)).toEqual(part);
    for (const table of part.tables) {
      for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    }
    expect(part.facts).toContainEqual({ label: 'Collector', value: 'bathyscope collect 0.1.0' });
  });

  it('shows every section of the row-level-security facts, with the words of the server', () => {
    const part = partOf('rls-policies.json');
    expect(tableOf(part, 'policies').rows[0]).toEqual([
      'public.account',
      'tenant_isolation',
      'ALL',
      'permissive',
      'app',
      "((id)::text = NULLIF(current_setting('app.current_account'::text, true), ''::text))",
      "((id)::text = NULLIF(current_setting('app.current_account'::text, true), ''::text))",
    ]);
    expect(tableOf(part, 'relations').total).toBe(7);
    expect(tableOf(part, 'not-read').rows[0]?.slice(0, 4)).toEqual(['sessions', '—', 'denied', '42501']);
    expect(part.facts).toContainEqual({ label: 'Sections not in the file', value: 'sessions' });
    expect(part.tables.map((table) => table.id)).not.toContain('sessions');
  });

  it('keeps null, the empty text and a text apart in tenant settings', () => {
    const value = load('rls-policies.json');
    value.contexts = [null, '', 'null'].map((setting) => ({ name: 'app.tenant_id', value: setting }));
    const cells = tableOf(partOf('rls-policies.json', value), 'contexts').rows.map((row) => row[1]);
    expect(cells).toEqual(['null', '""', '"null"']);
  });

  it('keeps absent, denied and not collected apart in storage facts', () => {
    const part = partOf('worm-retention.json');
    const answers = new Map(tableOf(part, 'bucket').rows.map((row) => [row[0], row[1]]));
    expect(answers.get('Replication')).toBe('absent (404 ReplicationConfigurationNotFoundError)');
    expect(answers.get('Bucket policy')).toBe('denied (403 AccessDenied)');
    expect(answers.get('Call to an unknown bucket')).toBe('not collected');
    expect(tableOf(part, 'versions').rows[0]?.[5]).toBe('COMPLIANCE until 2032-06-02T04:00:00Z');
    expect(tableOf(part, 'versions').rows[9]?.[5]).toBe('denied (403 AccessDenied)');
  });

  it('caps rows, and keeps the total exact', () => {
    const value = load('bundle.json');
    const [first] = value.files as object[];
    value.files = Array.from({ length: 1_500 }, (_none, index) => ({ ...first, name: `f${index}` }) as never);
    const table = tableOf(partOf('bundle.json', value), 'files');
    expect(table.rows).toHaveLength(LIMITS.tableRows);
    expect(table.total).toBe(1_500);
  });

  it('keeps all text of a part within its budget, however long the cells are', () => {
    const value = load('rls-policies.json');
    const [first] = value.policies as object[];
    value.policies = Array.from({ length: 900 }, () => ({ ...first, using: 'x'.repeat(100_000) }) as never);
    const part = partOf('rls-policies.json', value);
    const length = part.tables.flatMap((table) => table.rows.flat()).reduce((sum, text) => sum + text.length, 0);
    expect(length).toBeLessThanOrEqual(LIMITS.partText);
    expect(tableOf(part, 'policies').total).toBe(900);
    expect(tableOf(part, 'policies').rows.length).toBeGreaterThan(400);
  });

  it('never cuts a character in two', () => {
    const value = load('rls-policies.json');
    const [first] = value.policies as object[];
    value.policies = ['', 'x'].map((lead) => ({ ...first, using: lead + '𝒳'.repeat(3_000) }) as never);
    for (const row of tableOf(partOf('rls-policies.json', value), 'policies').rows) {
      expect(row[5]).toMatch(/^x?(?:𝒳)+…$/u);
      expect(row[5]?.length).toBeLessThanOrEqual(LIMITS.shownText);
    }
  });

  it('shows nothing of a document that it can not read', () => {
    const part = partOf('bundle.json', []);
    expect(part).toMatchObject({ status: 'malformed', facts: [], tables: [] });
    expect(absentPart('bundle-index')).toMatchObject({ status: 'absent', file: null, findings: [] });
  });
});
