import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../shared/base/json.ts';
import { LIMITS } from '../../../shared/base/limits.ts';
import { finished } from '../../../shared/base/steps.ts';
import { jsonLeaves } from '../../../shared/formats/json-leaves.ts';
import { namedIds } from '../../../shared/formats/oscal-ids.ts';
import { readOscal as oscalSteps } from '../../../shared/formats/oscal-read.ts';
import { oscalContent } from '../../../shared/formats/oscal-tables.ts';
import { plainTableSchema } from '../../../shared/ipc/model.ts';
import type { Json } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest } from '../../fixtures/trust/control-pack.ts';
import { oscalOf, planOf, resultsOf } from '../../fixtures/trust/oscal.ts';

const RESULTS = '/assessmentResults/assessment-results';
const PLAN = '/planOfActionAndMilestones/plan-of-action-and-milestones';
const readOscal = (value: unknown, file: string) => finished(oscalSteps(value, file));
const fresh = (): Json => structuredClone(oscalOf(controlManifest()));

describe('a file of OSCAL', () => {
  it('is read the same as a bundle and as two documents, each in its own file', () => {
    const { assessmentResults, planOfActionAndMilestones } = fresh();
    const both = readOscal(fresh(), 'f').bundle;
    const results = readOscal(assessmentResults, 'f');
    const plan = readOscal(planOfActionAndMilestones, 'f');
    expect([results.findings, plan.findings]).toEqual([[], []]);
    expect(readOscal({ $schema: 'oscal.json', ...planOfActionAndMilestones }, 'f').findings).toEqual([]);
    const targets = both?.findings.map(({ target, state }) => [target, state]);
    expect(results.bundle?.findings.map(({ target, state }) => [target, state])).toEqual(targets);
    expect(plan.bundle?.planItems.map(({ title }) => title)).toEqual(both?.planItems.map(({ title }) => title));
    expect(both?.documents.map(({ kind }) => kind)).toEqual(['results', 'plan']);
  });

  it.each<[string, (value: Json) => void, string, string]>([
    [
      'a state that is none',
      (v) => Reflect.set(resultsOf(v).results[0].findings[1].target.status, 'state', 'pass'),
      `${RESULTS}/results/0/findings/1/target/status/state`,
      'oscal.shape',
    ],
    [
      'no target',
      (v) => Reflect.deleteProperty(resultsOf(v).results[0].findings[0], 'target'),
      `${RESULTS}/results/0/findings/0/target/status/state`,
      'oscal.shape',
    ],
    [
      'findings that are no list',
      (v) => Reflect.set(resultsOf(v).results[0], 'findings', {}),
      `${RESULTS}/results/0/findings`,
      'oscal.shape',
    ],
    ['no results', (v) => Reflect.deleteProperty(resultsOf(v), 'results'), `${RESULTS}/results`, 'oscal.shape'],
    [
      'no version',
      (v) => Reflect.set(resultsOf(v), 'metadata', {}),
      `${RESULTS}/metadata/oscal-version`,
      'oscal.shape',
    ],
    ['no items', (v) => Reflect.deleteProperty(planOf(v), 'poam-items'), `${PLAN}/poam-items`, 'oscal.shape'],
    ['a wrapper without its document', (v) => Reflect.set(v, 'planOfActionAndMilestones', {}), PLAN, 'oscal.shape'],
    ['something beside the documents', (v) => Reflect.set(v, 'payload', 'x'), '/payload', 'oscal.member'],
    [
      'something inside a wrapper',
      (v) => Reflect.set(v.assessmentResults, 'payload', 'x'),
      '/assessmentResults/payload',
      'oscal.member',
    ],
    [
      'a second document of a kind',
      (v) => Reflect.set(v, 'assessment-results', resultsOf(v)),
      '/assessment-results',
      'oscal.twice',
    ],
  ])('%s is a finding with its place, and the rest stays readable', (_what, damage, pointer, rule) => {
    const value = fresh();
    damage(value);
    const { bundle, findings } = readOscal(value, 'f');
    expect(findings).toContainEqual(
      expect.objectContaining({ class: 'malformed-file', severity: 'fail', where: { file: 'f', pointer, rule } }),
    );
    expect(bundle?.documents.length).toBeGreaterThan(0);
  });

  it('of a second document of a kind reads both, so that none hides behind the other', () => {
    const value = fresh();
    value['assessment-results'] = {
      metadata: { 'oscal-version': '1.2.2' },
      results: [{ findings: [{ title: 'hidden' }] }],
    };
    expect(readOscal(value, 'f').bundle?.findings.map(({ title }) => title)).toContain('hidden');
  });

  it('of another version of OSCAL is noted', () => {
    const value = fresh();
    Reflect.set(resultsOf(value).metadata, 'oscal-version', '9.0.0');
    const { findings } = readOscal(value, 'f');
    expect(findings).toContainEqual(
      expect.objectContaining({
        severity: 'note',
        actual: '9.0.0',
        where: expect.objectContaining({ rule: 'oscal.version' }),
      }),
    );
  });

  it.each([['{}'], ['[]'], ['null'], ['{"assessmentResults":{}}']])('%s holds neither document', (text) => {
    const { bundle, findings } = readOscal(JSON.parse(text), 'f');
    expect([bundle, findings[0]?.severity]).toEqual([null, 'fail']);
  });

  it('keeps an item that nests thousands of levels deep, and finds the id inside', () => {
    const deep = `${'['.repeat(9_000)}"AC-1"${']'.repeat(9_000)}`;
    const json = parseJson(`{"plan-of-action-and-milestones":{"poam-items":[${deep}]}}`);
    if (!json.ok) throw new Error(json.error.message);
    const { bundle } = readOscal(json.value.value, 'f');
    if (bundle === null) throw new Error('not read');
    expect(bundle.planItems).toMatchObject([{ title: null }]);
    expect([...namedIds(bundle.planItems[0]?.value)]).toEqual(['ac-1']);
    expect(finished(oscalContent(bundle, json.value.value)).tables.find(({ id }) => id === 'values')?.total).toBe(1);
  });

  it('counts what it finds exactly, and keeps a bounded part', () => {
    const value = fresh();
    resultsOf(value).results[0].findings = Array.from({ length: 1_500 }, () => ({}));
    const { findings, counts } = readOscal(value, 'f');
    expect([findings.length, counts.get('malformed-file')]).toEqual([LIMITS.findingsPerClass, 3_000]);
  });
});

describe('tables of a file of OSCAL', () => {
  const content = (value: Json) => {
    const { bundle } = readOscal(value, 'f');
    if (bundle === null) throw new Error('not read');
    return finished(oscalContent(bundle, value));
  };

  it('show findings, observations, items, props, links and every value', () => {
    const { tables, facts } = content(fresh());
    expect(tables.map(({ id, total }) => [id, total])).toEqual([
      ['findings', 3],
      ['observations', 3],
      ['plan', 1],
      ['props', 4],
      ['links', 2],
      ['values', finished(jsonLeaves(fresh(), 0)).total],
    ]);
    for (const table of tables) expect(plainTableSchema.parse(table)).toEqual(table);
    expect(facts).toContainEqual({ label: 'Assessment results, OSCAL version', value: '1.2.2' });
    expect(tables[0]?.rows[2]?.slice(0, 2)).toEqual(['data-protection.disposal', 'not-satisfied']);
  });

  it('are capped with exact totals', () => {
    const value = fresh();
    const [first] = resultsOf(value).results[0].findings;
    resultsOf(value).results[0].findings = Array.from({ length: 1_200 }, () => first);
    const { tables } = content(value);
    for (const id of ['findings', 'values']) {
      const table = tables.find((one) => one.id === id);
      expect(table?.rows.length).toBeLessThanOrEqual(LIMITS.tableRows);
    }
    expect(tables[0]?.total).toBe(1_200);
  });
});

describe('leaves of a value', () => {
  it('are those that a walk by recursion gives, in its order', () => {
    const walk = (value: unknown, at: string): string[] => {
      const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
      if (inner.length === 0) return [`${at} ${typeof value === 'string' ? value : JSON.stringify(value)}`];
      return inner.flatMap(([key, one]) => walk(one, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`));
    };
    const key = fc.string({ unit: 'grapheme-ascii', maxLength: 8 });
    const json = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.integer(),
        fc.string(),
        fc.constant(null),
        fc.boolean(),
        fc.array(tie('any')),
        fc.dictionary(key, tie('any')),
      ),
    })).any;
    fc.assert(
      fc.property(json, fc.nat(20), (value, most) => {
        const { leaves, total } = finished(jsonLeaves(value, most));
        const plain = walk(value, '');
        expect(total).toBe(plain.length);
        expect(leaves.map(({ pointer, text }) => `${pointer} ${text}`)).toEqual(plain.slice(0, most));
      }),
    );
  });
});
