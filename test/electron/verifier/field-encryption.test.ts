import { describe, expect, it } from 'vitest';
import { documentViewSchema } from '../../../shared/ipc/model.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import { seal } from '../../support/seal.ts';
import { anchorText, type EvidenceFiles, indexText, ndjson } from '../../support/verifier/evidence.ts';
import { failures, type JudgedView, judge } from '../../support/verifier/judge.ts';
import { trustOf } from '../../support/verifier/trust.ts';

const CHAIN = buildChain(12);
const SEALED = [seal('one', { nonce: '1' }), seal('two', { nonce: '2' })];

function fieldsText(fields: readonly object[]): string {
  return JSON.stringify({
    format: 'bathyscope/field-encryption',
    formatVersion: '1',
    collectedAt: '2026-06-28T10:15:00Z',
    collector: { name: 'test', version: '1' },
    source: { database: 'db', tenantId: 'account-1', selection: 'all' },
    fields: fields.map((one) => ({
      table: 't',
      column: 'c',
      protection: 'encrypted',
      population: null,
      counts: null,
      ...one,
    })),
  });
}

function bundle(text: string, name = 'field-encryption.json'): EvidenceFiles {
  const files = { 'audit-chain.ndjson': ndjson(CHAIN), [name]: text };
  const all: EvidenceFiles = { ...files, 'bundle.json': indexText(files) };
  const inFolder = Object.entries(all).map(([file, content]) => [`f/${file}`, content]);
  return { ...Object.fromEntries(inFolder), 'anchor.json': anchorText(CHAIN) };
}

async function judged(text: string, name?: string): Promise<JudgedView> {
  const view = await judge(bundle(text, name), 'f', undefined, ['anchor.json']);
  documentViewSchema.parse(view);
  return view;
}

const part = ({ parts }: JudgedView) => parts.find(({ kind }) => kind === 'field-encryption');

describe('field-encryption.json in a bundle', () => {
  it('that fits its samples is a claim that agrees, and raises nothing', async () => {
    const view = await judged(fieldsText([{ samples: SEALED }]));
    expect([view.report.verdict, failures(view)]).toEqual(['verified', []]);
    expect(view.report.claims).toContainEqual(
      expect.objectContaining({ subject: 'Form of 2 samples of t.c', agrees: true }),
    );
    expect(part(view)).toMatchObject({ status: 'read', file: 'field-encryption.json', findings: [] });
    expect(view.files.find(({ name }) => name === 'field-encryption.json')?.status).toBe('used');
  });

  it('is known by its format under any name', async () => {
    expect(part(await judged(fieldsText([{ samples: SEALED }]), 'fields-of-june.json'))?.status).toBe('read');
  });

  it('that calls plain text encrypted makes the bundle tampered, once, with the place', async () => {
    const view = await judged(fieldsText([{ samples: [...SEALED, 'Ada'] }]));
    expect([view.report.verdict, view.report.findingCounts['claim-differs']]).toEqual(['tampered', 1]);
    expect(view.report.findings[0]).toMatchObject({
      where: { file: 'field-encryption.json', pointer: '/fields/0/samples/2', rule: 'field.protection' },
    });
    expect(part(view)?.findings).toEqual([view.report.findings[0]]);
    expect(view.report.checks.find(({ id }) => id === 'bundle.claims')?.result).toBe('fail');
    expect(JSON.stringify(view)).not.toContain('Ada');
  });

  it('without samples is compared with nothing, and passes nothing', async () => {
    const view = await judged(fieldsText([{ samples: [] }]));
    expect([view.report.verdict, failures(view)]).toEqual(['verified', []]);
    expect(view.report.claims).toContainEqual(
      expect.objectContaining({ subject: 'Form of 0 samples of t.c', computed: null, agrees: null }),
    );
    const alone = await judge({ 'field-encryption.json': fieldsText([{ samples: [] }]) }, 'field-encryption.json');
    expect(alone.report.verdict).toBe('unverifiable');
    expect(alone.report.checks.filter(({ result }) => result === 'pass').map(({ id }) => id)).toEqual(['bundle.files']);
  });

  it('alone, with samples that fit, is not verified', async () => {
    const view = await judge({ 'field-encryption.json': fieldsText([{ samples: SEALED }]) }, 'field-encryption.json');
    expect(view.report.verdict).toBe('unverifiable');
  });

  it('of another tenant than the one that the auditor named is a contradiction', async () => {
    const text = fieldsText([{ samples: SEALED }]).replace('account-1', 'another');
    const view = await judge(bundle(text), 'f', trustOf({ tenantId: 'account-1' }), ['anchor.json']);
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['claim-differs']]);
    expect(view.report.findings[0]?.where.pointer).toBe('/source/tenantId');
  });

  it('with a field that does not fit is malformed, and the other fields stay', async () => {
    const view = await judged(fieldsText([{ samples: [7] }, { column: 'd', samples: SEALED }]));
    expect([view.report.verdict, part(view)?.status, part(view)?.tables[0]?.total]).toEqual([
      'malformed',
      'malformed',
      2,
    ]);
  });
});
