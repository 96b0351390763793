import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOscal } from '../../../shared/anchors/oscal-check.ts';
import { type Archive, checkPackDigest } from '../../../shared/anchors/oscal-digest.ts';
import { finished } from '../../../shared/base/steps.ts';
import { FindingList } from '../../../shared/formats/finding-list.ts';
import { readOscal } from '../../../shared/formats/oscal-read.ts';
import type { Json } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest } from '../../fixtures/trust/control-pack.ts';
import { oscalOf, planOf, resultsOf, STATED_PACK } from '../../fixtures/trust/oscal.ts';

const manifest = controlManifest();
const PACK: Archive = { name: 'pack.zip', sha256: STATED_PACK };

function check(value: Json, archives: readonly Archive[] = [PACK]) {
  const read = finished(readOscal(value, 'oscal.json'));
  if (read.bundle === null) throw new Error(JSON.stringify(read.findings));
  const list = new FindingList();
  const whole = read.findings.every(({ severity }) => severity !== 'fail');
  const input = { bundle: read.bundle, file: 'oscal.json', whole };
  const checks = [finished(checkOscal(input, manifest, list)), finished(checkPackDigest(input, archives, list))];
  const legs = checks.flatMap((one) => one.legs);
  const claims = checks.flatMap((one) => one.claims);
  return { claims, findings: list.findings, results: Object.fromEntries(legs.map(({ leg }) => [leg.id, leg.result])) };
}

describe('an OSCAL bundle beside a pack', () => {
  it('agrees when it says what the evidence says', () => {
    const { claims, findings, results } = check(oscalOf(manifest));
    expect(findings).toEqual([]);
    expect(claims.length).toBe(10);
    expect(claims.every((claim) => claim.agrees)).toBe(true);
    expect(results).toEqual({
      'oscal.states': 'pass',
      'oscal.observations': 'pass',
      'oscal.plan': 'pass',
      'oscal.chain': 'pass',
      'oscal.posture': 'pass',
      'oscal.digest': 'pass',
    });
  });

  it.each<[string, string, string, (value: Json) => void, string, string]>([
    [
      'a gap is satisfied',
      'OSCAL state of DATA-PROTECTION.DISPOSAL',
      '/assessmentResults/assessment-results/results/0/findings/2/target/status/state',
      (value) => {
        resultsOf(value).results[0].findings[2].target.status.state = 'satisfied';
      },
      'not-satisfied',
      'satisfied',
    ],
    [
      'another chain',
      'OSCAL link to the chain',
      '/assessmentResults/assessment-results/metadata/links/0/href',
      (value) => {
        const { metadata } = resultsOf(value);
        resultsOf(value).metadata = {
          ...metadata,
          links: [{ href: `urn:caisson:audit-chain:${'ee'.repeat(32)}` }],
        };
      },
      `urn:caisson:audit-chain:${manifest.chainAnchor.tipHash}`,
      `urn:caisson:audit-chain:${'ee'.repeat(32)}`,
    ],
    [
      'another posture',
      'OSCAL posture',
      '/assessmentResults/assessment-results/metadata/props/0/value',
      (value) => {
        const { metadata } = resultsOf(value);
        const props = [{ name: 'caisson-readiness-posture', value: 'all is well' }];
        resultsOf(value).metadata = { ...metadata, props };
      },
      manifest.summary.posture,
      'all is well',
    ],
  ])('claims: %s is a finding with both values and the place', (_what, subject, pointer, damage, expected, actual) => {
    const value = oscalOf(manifest);
    damage(value);
    const { claims, findings } = check(value);
    expect(claims.filter((claim) => claim.agrees === false).map((claim) => claim.subject)).toEqual([subject]);
    const where = { file: 'oscal.json', pointer, rule: 'oscal.manifest' };
    expect(findings).toMatchObject([{ class: 'claim-differs', severity: 'fail', where, expected, actual }]);
  });

  it.each<[string, (value: Json) => void, number]>([
    ['a control without a finding', (value) => resultsOf(value).results[0].findings.pop(), 1],
    ['a control twice', (value) => resultsOf(value).results.push(...resultsOf(value).results), 6],
    [
      'a finding of no control',
      (value) => {
        const target = { 'target-id': 'other', status: { state: 'satisfied' } };
        resultsOf(value).results[0].findings.push({ target });
      },
      1,
    ],
    ['an item without an observation', (value) => resultsOf(value).results[0].observations.pop(), 1],
    ['an observation of no item', (value) => resultsOf(value).results[0].observations.push({ title: 'x' }), 1],
    [
      'a gap without an item, an item of no gap',
      (value) => {
        planOf(value)['poam-items'][0].title = 'DATA-PROTECTION.DISPOSAL.MORE';
      },
      2,
    ],
    // Their number differs too.
    ['an item more', (value) => planOf(value)['poam-items'].push({ title: 'AUDIT.IMMUTABLE-LOG' }), 2],
  ])('findings: %s', (_what, damage, count) => {
    const value = oscalOf(manifest);
    damage(value);
    const { findings } = check(value);
    expect(findings).toHaveLength(count);
    for (const one of findings) {
      expect(one).toMatchObject({ class: 'claim-differs', severity: 'fail', where: { rule: 'oscal.manifest' } });
      expect([one.expected, one.actual]).not.toContain(undefined);
    }
  });

  it('finds the control of an item wherever its text names it, and at the end of a sentence', () => {
    const value = oscalOf(manifest);
    planOf(value)['poam-items'][0] = {
      title: 'Remedy',
      props: [{ name: 'n', value: 'See data-protection.disposal.' }],
    };
    expect(check(value).findings).toEqual([]);
  });

  it('says that nothing is missing from what could not be read', () => {
    const value = oscalOf(manifest);
    resultsOf(value).results[0].findings[0].target['target-id'] = 7;
    planOf(value)['poam-items'] = 'none';
    expect(check(value).findings).toEqual([]);
  });

  it('counts nothing as compared that could not be read', () => {
    const value = oscalOf(manifest);
    resultsOf(value).results[0].findings = {};
    resultsOf(value).results[0].observations = 'none';
    planOf(value)['poam-items'] = null;
    const { results, claims } = check(value);
    expect(results).toMatchObject({
      'oscal.states': 'not-applicable',
      'oscal.observations': 'not-applicable',
      'oscal.plan': 'not-applicable',
    });
    expect(claims.some(({ subject }) => subject.startsWith('OSCAL state'))).toBe(false);
  });

  it('does not compare the digest of a pack that is not there as the zip it was', () => {
    const other = { name: 'other.zip', sha256: 'ee'.repeat(32) };
    for (const archives of [[], [other]]) {
      const { claims, findings, results } = check(oscalOf(manifest), archives);
      expect([results['oscal.digest'], findings]).toEqual(['not-checked', []]);
      const digests = claims.filter((claim) => claim.subject === 'OSCAL digest of the pack');
      expect(digests).toMatchObject([
        { stated: STATED_PACK, computed: null, agrees: null },
        { stated: STATED_PACK, computed: null, agrees: null },
      ]);
    }
    expect(check(oscalOf(manifest, null)).results['oscal.digest']).toBe('not-applicable');
  });

  it('finds two digests of one pack, even when one of them fits', () => {
    const value = oscalOf(manifest);
    const { metadata } = planOf(value);
    const props = [{ name: 'caisson-evidence-pack-sha256', value: 'ee'.repeat(32) }];
    planOf(value).metadata = { ...metadata, props };
    const { findings, results } = check(value);
    expect([findings.length, results['oscal.digest']]).toEqual([1, 'fail']);
  });

  it('warns when the chain is not named', () => {
    const value = oscalOf(manifest);
    for (const document of [resultsOf(value), planOf(value)]) document.metadata = { ...document.metadata, links: [] };
    const { findings, results } = check(value);
    expect(findings).toMatchObject([{ class: 'claim-differs', severity: 'warning' }]);
    expect(results['oscal.chain']).toBe('not-applicable');
  });

  it('compares thousands of gaps with as many items', () => {
    const many = Array.from({ length: 3_000 }, (_none, at) => ({
      ...manifest.controls[2],
      controlId: `GAP-${at}`,
    }));
    const wide = { ...manifest, controls: many };
    const read = finished(readOscal(oscalOf(wide), 'o'));
    if (read.bundle === null) throw new Error('not read');
    const list = new FindingList();
    const { legs } = finished(checkOscal({ bundle: read.bundle, file: 'o', whole: true }, wide, list));
    expect(list.findings).toEqual([]);
    expect(legs.find(({ leg }) => leg.id === 'oscal.plan')?.records).toBe(3_000);
  });

  it('never throws, whatever the document', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const value = {
          assessmentResults: { 'assessment-results': { results: [a], metadata: b } },
          'plan-of-action-and-milestones': a,
        };
        const read = finished(readOscal(value, 'f'));
        if (read.bundle !== null)
          finished(checkOscal({ bundle: read.bundle, file: 'f', whole: false }, manifest, new FindingList()));
      }),
    );
  });
});
