import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOscal } from '../../../shared/anchors/oscal-check.ts';
import { readOscalBundle } from '../../../shared/formats/oscal.ts';
import type { Json } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest } from '../../fixtures/trust/control-pack.ts';

const PACK = 'cd'.repeat(32);
const manifest = controlManifest();

function oscal(): Json {
  const metadata = {
    title: 'Results',
    'oscal-version': '1.2.2',
    links: [{ href: `urn:caisson:audit-chain:${manifest.chainAnchor.tipHash}` }],
    props: [
      { name: 'caisson-evidence-pack-sha256', value: PACK },
      { name: 'caisson-readiness-posture', value: manifest.summary.posture },
    ],
  };
  const observations = manifest.controls.map((control: Json) => ({
    title: `${control.controlId} / ${control.evidence[0].collectorId}`,
  }));
  const findings = manifest.controls.map((control: Json) => ({
    title: control.title,
    target: {
      'target-id': control.controlId.toLowerCase(),
      status: { state: control.readiness === 'ready' ? 'satisfied' : 'not-satisfied' },
    },
  }));
  const items = [{ title: 'DATA-PROTECTION.DISPOSAL: lock ends before the floor' }];
  return {
    assessmentResults: { 'assessment-results': { metadata, results: [{ observations, findings }] } },
    planOfActionAndMilestones: { 'plan-of-action-and-milestones': { metadata, 'poam-items': items } },
  };
}

function check(value: Json) {
  const read = readOscalBundle(JSON.stringify(value));
  if ('fault' in read) throw new Error(read.fault);
  return checkOscal(read.bundle, manifest, PACK, 'oscal.json');
}

describe('an OSCAL bundle beside a pack', () => {
  it('agrees when it says what the evidence says', () => {
    const { claims, findings } = check(oscal());
    expect(findings).toEqual([]);
    expect(claims.length).toBe(10);
    expect(claims.every((claim) => claim.agrees)).toBe(true);
  });

  const results = (value: Json): Json => value.assessmentResults['assessment-results'];
  const plan = (value: Json): Json => value.planOfActionAndMilestones['plan-of-action-and-milestones'];

  it.each<[string, (value: Json) => void, string]>([
    [
      'a gap is satisfied',
      (value) => {
        results(value).results[0].findings[2].target.status.state = 'satisfied';
      },
      'OSCAL state of DATA-PROTECTION.DISPOSAL',
    ],
    [
      'another chain',
      (value) => {
        results(value).metadata.links[0].href = `urn:caisson:audit-chain:${'ee'.repeat(32)}`;
      },
      'OSCAL link to the chain',
    ],
    [
      'another pack',
      (value) => {
        results(value).metadata.props[0].value = 'ee'.repeat(32);
      },
      'OSCAL digest of the pack',
    ],
    [
      'another posture',
      (value) => {
        results(value).metadata.props[1].value = 'all is well';
      },
      'OSCAL posture',
    ],
    [
      'one item more',
      (value) => {
        plan(value)['poam-items'].push({ title: 'x' });
      },
      'OSCAL items of the plan of action',
    ],
  ])('claims: %s', (_what, damage, subject) => {
    const value = oscal();
    damage(value);
    expect(
      check(value)
        .claims.filter((claim) => claim.agrees === false)
        .map((claim) => claim.subject),
    ).toContain(subject);
  });

  it.each<[string, (value: Json) => void]>([
    [
      'a control without a finding',
      (value) => {
        results(value).results[0].findings.pop();
      },
    ],
    [
      'a finding of no control',
      (value) => {
        results(value).results[0].findings.push({ target: { 'target-id': 'other' } });
      },
    ],
    [
      'an item without an observation',
      (value) => {
        results(value).results[0].observations.pop();
      },
    ],
    [
      'an observation of no item',
      (value) => {
        results(value).results[0].observations.push({ title: 'x' });
      },
    ],
    [
      'a gap without an item',
      (value) => {
        plan(value)['poam-items'][0].title = 'DATA-PROTECTION.DISPOSAL.MORE';
      },
    ],
  ])('findings: %s', (_what, damage) => {
    const value = oscal();
    damage(value);
    expect(check(value).findings).toMatchObject([{ class: 'claim-differs', severity: 'fail' }]);
  });

  it('never throws, whatever the document', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const text = JSON.stringify({
          assessmentResults: { 'assessment-results': { results: [a], metadata: b } },
          'plan-of-action-and-milestones': a,
        });
        const read = readOscalBundle(text);
        if ('bundle' in read) checkOscal(read.bundle, manifest, PACK, 'f');
      }),
    );
    const deep = `${'['.repeat(9_000)}${']'.repeat(9_000)}`;
    const nested = readOscalBundle(`{"plan-of-action-and-milestones":{"poam-items":[${deep}]}}`);
    expect(nested).toMatchObject({ bundle: { planItems: [{ title: null }] } });
    for (const text of ['', '{}', '[]', 'null']) expect(readOscalBundle(text)).toHaveProperty('fault');
  });
});
