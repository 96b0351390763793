import { describe, expect, it } from 'vitest';
import { findWeakReferences } from '../../../shared/anchors/control-crosswalk.ts';
import { finished } from '../../../shared/base/steps.ts';
import type { ControlManifest } from '../../../shared/formats/control-pack.ts';
import { FindingList } from '../../../shared/formats/finding-list.ts';

/** A manifest of one control with these collectors and references. */
function manifest(collectors: readonly string[], references: readonly string[]): ControlManifest {
  const controls = [
    {
      controlId: 'A.1',
      title: 'A',
      family: 'F',
      statement: 'S.',
      crosswalk: references.map((reference) => ({ framework: 'SOC2-TSC', reference })),
      evidence: collectors.map((collectorId) => ({
        collectorId,
        title: 'T',
        summary: 'S',
        status: 'pass' as const,
        facts: {},
        manualSlots: [],
      })),
      readiness: 'ready' as const,
    },
  ];
  return { controls } as unknown as ControlManifest;
}

function found(collectors: readonly string[], references: readonly string[]) {
  const list = new FindingList();
  finished(findWeakReferences(manifest(collectors, references), 'manifest.json', list));
  return list.findings;
}

describe('mappings of the producer', () => {
  it.each([
    ['substrate.worm-retention-floor', 'CC6.5', 'the opposite'],
    ['substrate.worm-retention', 'TSC C1.2', 'the opposite'],
    ['substrate.rls-force', 'CC6.2', 'registering and removing users'],
    ['substrate.tenant-isolation-force-rls', 'CC6.2', 'registering and removing users'],
    ['substrate.audit-chain-integrity', 'CC4.1', 'evaluations by the entity'],
    ['substrate.audit-chain-integrity', '45 CFR 164.312(b)', 'to record and to examine'],
  ])('%s to %s is challenged, and lowers nothing', (collector, reference, why) => {
    const [finding, ...more] = found(['other.collector', collector], ['CC9.9', reference]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      where: { file: 'manifest.json', pointer: '/controls/0/crosswalk/1/reference', rule: 'control.crosswalk' },
    });
    expect(finding?.message).toContain(why);
  });

  it.each([
    ['substrate.worm-retention', 'CC6.1'],
    ['substrate.worm-retention', 'CC6.55'],
    ['substrate.worm-retention', 'CC1.2'],
    ['substrate.worm-retention', 'C1.2.1'],
    ['substrate.audit-chain-integrity', '164.312(b)(1)'],
    ['substrate.audit-chain-integrity', 'CC6.5'],
    ['unknown.collector', 'CC6.5'],
  ])('%s to %s is not', (collector, reference) => {
    expect(found([collector], [reference])).toEqual([]);
  });

  it('evidence on the encryption of fields that reaches no clause is said', () => {
    expect(found(['substrate.field-crypto-policy'], [])[0]?.message).toContain('mapped to no clause');
    expect(found(['substrate.field-crypto-policy'], ['164.312(a)(2)(iv)'])).toEqual([]);
    expect(found(['substrate.rls-force'], [])).toEqual([]);
  });
});
