import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../shared/base/limits.ts';
import { finished } from '../../../shared/base/steps.ts';
import { checkFields } from '../../../shared/encryption/field-check.ts';
import { fieldPart } from '../../../shared/formats/evidence-part.ts';
import { type EncryptedField, parseFieldEncryption } from '../../../shared/formats/field-encryption.ts';
import { inspectSamples } from '../../../shared/formats/field-samples.ts';
import { evidencePartSchema } from '../../../shared/ipc/model.ts';
import { seal } from '../../support/seal.ts';
import { load } from '../formats/evidence-files.ts';

const EXAMPLE = 'field-encryption.json';

function field(more: Partial<EncryptedField>): EncryptedField {
  const base = { table: 'public.patient', column: 'name', protection: 'encrypted' as const, population: null };
  return { ...base, samples: [], counts: null, ...more };
}

function read(fields: readonly unknown[]) {
  return finished(parseFieldEncryption({ ...load(EXAMPLE), fields }, 'f.json'));
}

type Read = ReturnType<typeof read>;
const samplesOf = (one: Read) => inspectSamples(one.value?.fields ?? []);
const checked = (one: Read, file: string) => checkFields(one, samplesOf(one), file);
const partOf = (one: Read, found: Parameters<typeof fieldPart>[3]) => fieldPart('f.json', one, samplesOf(one), found);

function check(...fields: readonly unknown[]) {
  return checked(read(fields), 'f.json');
}

const rules = ({ findings }: ReturnType<typeof check>) => findings.map(({ severity, where }) => [severity, where.rule]);
const agreements = ({ claims }: ReturnType<typeof check>) => claims.map(({ agrees }) => agrees);

describe('samples of fields', () => {
  it('of the example fit what is stated of them', () => {
    const { claims, findings } = checked(finished(parseFieldEncryption(load(EXAMPLE), EXAMPLE)), EXAMPLE);
    expect(findings).toEqual([]);
    expect(claims.map(({ agrees }) => agrees)).toEqual([true, true, true, true, true]);
    expect(claims[0]).toMatchObject({
      subject: 'Form of 3 samples of public.patient.national_id',
      computed: '3 samples: 3 envelopes, 0 plain text, 0 of an unknown version, 0 of an unknown algorithm, 0 too short',
      where: { file: EXAMPLE, pointer: '/fields/0' },
    });
  });

  const sealed = seal('secret', { nonce: 'a' });
  const short = Buffer.from([1, 1, 0, 1]).toString('base64');

  it.each<[string, Partial<EncryptedField>, string, string, boolean | null]>([
    ['plain text in an encrypted field', { samples: [sealed, 'Ada'] }, 'fail', 'field.protection', false],
    ['a cut envelope in an encrypted field', { samples: [sealed, short] }, 'fail', 'field.protection', false],
    [
      'an envelope of a later version',
      { samples: [sealed, seal('x', { nonce: 'b', version: 2 })] },
      'warning',
      'field.unknown-form',
      null,
    ],
    [
      'an envelope of another algorithm',
      { samples: [seal('x', { nonce: 'b', algorithm: 2 })] },
      'warning',
      'field.unknown-form',
      null,
    ],
    ['no sample', { samples: [] }, 'warning', 'field.no-samples', null],
    ['no sample of a plain field', { protection: 'plaintext' }, 'warning', 'field.no-samples', null],
    [
      'an envelope in a plain field, which may be chance',
      { protection: 'plaintext', samples: ['SE', sealed] },
      'warning',
      'field.protection',
      null,
    ],
  ])('%s', (_what, more, severity, rule, agrees) => {
    const result = check(field(more));
    expect([rules(result), agreements(result)]).toEqual([[[severity, rule]], [agrees]]);
  });

  it('is placed at the first sample that contradicts, and never quoted', () => {
    const { findings, claims } = check(field({ samples: [sealed, 'Ada Lovelace', 'Grace Hopper'] }));
    expect(findings).toMatchObject([
      {
        class: 'claim-differs',
        where: { file: 'f.json', pointer: '/fields/0/samples/1', rule: 'field.protection' },
        expected: 'every sample an envelope',
        actual: '2 of 3 samples can be read as plain text: no envelope of any version',
      },
    ]);
    const part = partOf(read([field({ samples: [sealed, 'Ada Lovelace'] })]), findings);
    const said = JSON.stringify([findings, claims, part]);
    for (const word of ['Ada', 'Lovelace', sealed]) expect(said).not.toContain(word);
  });

  it('that are counted otherwise are a finding with both values', () => {
    const counts = { samples: 1, envelopes: 1, plaintext: 0, unknownVersion: 0, unknownAlgorithm: 0, tooShort: 0 };
    expect(rules(check(field({ samples: [sealed], counts })))).toEqual([]);
    const result = check(field({ samples: [sealed], counts: { ...counts, samples: 12, envelopes: 12 } }));
    expect(result.findings).toMatchObject([
      {
        severity: 'fail',
        where: { pointer: '/fields/0/counts', rule: 'field.counts' },
        expected: expect.stringContaining('1 samples: 1 envelopes'),
        actual: expect.stringContaining('12 samples: 12 envelopes'),
      },
    ]);
    expect(agreements(result)).toEqual([true, false]);
  });

  it('counts that are stated of no sample do not agree by being zero alone', () => {
    const none = { samples: 0, envelopes: 0, plaintext: 0, unknownVersion: 0, unknownAlgorithm: 0, tooShort: 0 };
    const result = check(field({ counts: none }));
    expect([rules(result), agreements(result)]).toEqual([[['warning', 'field.no-samples']], [null, null]]);
  });

  it('says that no field is listed', () => {
    expect(rules(check())).toEqual([['warning', 'field.no-fields']]);
  });

  it('refuses a field that is listed twice', () => {
    const twice = read([field({ samples: [sealed] }), field({ samples: ['Ada'] })]);
    expect(twice.findings).toMatchObject([{ class: 'malformed-file', where: { pointer: '/fields/1' } }]);
  });

  it('names no element by its number when elements were left out', () => {
    const { findings } = check({ bad: true }, field({ samples: ['Ada'] }));
    expect(findings).toMatchObject([{ where: { pointer: '/fields', rule: 'field.protection' } }]);
  });

  it('keeps a bounded part of what it finds', () => {
    const many = Array.from({ length: 1_500 }, (_none, at) => field({ column: `c${at}`, samples: ['Ada'] }));
    expect(check(...many).findings).toHaveLength(LIMITS.findingsPerClass);
  });
});

describe('one nonce for different values', () => {
  const again = [seal('first', { nonce: 'n' }), seal('second', { nonce: 'n' })];

  it('in an encrypted field contradicts it', () => {
    const result = check(field({ samples: [seal('zero', { nonce: 'z' }), ...again] }));
    expect(rules(result)).toEqual([['fail', 'field.nonce-reuse']]);
    expect(result.findings[0]).toMatchObject({ where: { pointer: '/fields/0/samples/1' } });
    expect(result.claims).toMatchObject([
      { agrees: false, computed: expect.stringContaining('2 share a nonce with another value') },
    ]);
  });

  it('is found across fields, because a tenant has one key for all of them', () => {
    const [one = '', two = ''] = again;
    const result = check(field({ samples: [one] }), field({ column: 'other', samples: [two] }));
    expect(rules(result)).toEqual([['fail', 'field.nonce-reuse']]);
    expect(agreements(result)).toEqual([false, false]);
  });

  it('is a warning where nothing is stated as encrypted', () => {
    const result = check(field({ protection: 'plaintext', samples: again }));
    expect(rules(result)).toEqual([
      ['warning', 'field.protection'],
      ['warning', 'field.nonce-reuse'],
    ]);
  });

  it('is none under two key versions, nor when one value was sampled twice', () => {
    const [one = ''] = again;
    const other = seal('second', { nonce: 'n', keyVersion: 2 });
    expect(rules(check(field({ samples: [one, one, other] })))).toEqual([]);
  });
});

describe('the part that the screens show', () => {
  it('counts each form, the key versions and the nonces', () => {
    const samples = [
      seal('a', { nonce: '1' }),
      seal('b', { nonce: '1' }),
      seal('c', { nonce: '2', keyVersion: 300 }),
      seal('d', { nonce: '3', version: 3 }),
      seal('e', { nonce: '4', algorithm: 7 }),
      Buffer.from([1, 2, 3]).toString('base64'),
      'Ada',
    ];
    const part = partOf(read([field({ samples, population: 90 })]), []);
    expect(evidencePartSchema.parse(part)).toEqual(part);
    const [fields, versions, nonces] = part.tables;
    expect(fields?.rows).toEqual([
      ['public.patient', 'name', 'encrypted', '90', '7', '3', '1', '1', '1', '1', '1, 300'],
    ]);
    expect(versions?.rows).toEqual([
      ['1', '2'],
      ['300', '1'],
    ]);
    expect(nonces?.rows.map((row) => [row[0], row[2], row[3]])).toEqual([
      ['1', '2', 'public.patient.name sample 0, public.patient.name sample 1'],
    ]);
  });
});

describe('whatever the samples', () => {
  const sample = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    fc
      .tuple(fc.string(), fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 3 }))
      .map(([text, nonce, keyVersion]) => seal(text, { nonce, keyVersion })),
  );
  const some = fc.record({
    protection: fc.constantFrom('encrypted', 'plaintext'),
    samples: fc.array(sample, { maxLength: 8 }),
  });

  it('a claim on a form agrees only when every sample is of that form, and differs exactly when a finding fails', () => {
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 4 }), (list) => {
        const fields = list.map((one, at) => field({ ...(one as Partial<EncryptedField>), column: `c${at}` }));
        const { claims, findings } = check(...fields);
        for (const [at, { samples, protection }] of fields.entries()) {
          const envelopes = samples.filter((value) => {
            const bytes = Buffer.from(value, 'base64');
            return bytes.toString('base64') === value && bytes.length >= 32 && bytes[0] === 1 && bytes[1] === 1;
          }).length;
          const agrees = claims[at]?.agrees;
          if (agrees === true)
            expect([samples.length > 0, envelopes]).toEqual([true, protection === 'encrypted' ? samples.length : 0]);
        }
        expect(claims.some(({ agrees }) => agrees === false)).toBe(
          findings.some(({ severity }) => severity === 'fail'),
        );
      }),
      { numRuns: 300 },
    );
  });
});
