import { describe, expect, it } from 'vitest';
import { findWeakReferences } from '../../shared/anchors/control-crosswalk.ts';
import { deriveRollup } from '../../shared/anchors/control-rollup.ts';
import { checkOscal } from '../../shared/anchors/oscal-check.ts';
import { finished } from '../../shared/base/steps.ts';
import { FindingList } from '../../shared/formats/finding-list.ts';
import { readOscal } from '../../shared/formats/oscal-read.ts';
import type { Json } from '../fixtures/trust/chain-pack.ts';
import { controlManifest } from '../fixtures/trust/control-pack.ts';
import { oscalOf, resultsOf } from '../fixtures/trust/oscal.ts';
import { growth, LINEAR_GROWTH } from '../support/effort.ts';

const times = <T>(size: number, one: T): T[] => Array.from({ length: size }, () => one);

/** A manifest with one control that has as many items and references, and a cell that names it as often. */
function wide(size: number): Json {
  const manifest = controlManifest();
  const [control] = manifest.controls;
  const [cell] = manifest.crosswalkRollup.cells;
  const named = times(size, control.controlId);
  manifest.controls = [
    {
      ...control,
      evidence: times(size, control.evidence[0]),
      crosswalk: times(size, { framework: 'SOC2-TSC', reference: 'CC6.5' }),
    },
  ];
  manifest.crosswalkRollup.cells = [
    { ...cell, claim: 'implements', canonicalControlIds: named, evidencePointers: named },
  ];
  return manifest;
}

describe('work on a control pack', () => {
  it.each<[string, (manifest: Json) => void]>([
    ['its roll-up', (manifest) => void finished(deriveRollup(manifest, 'f', new FindingList()))],
    ['its references', (manifest) => void finished(findWeakReferences(manifest, 'f', new FindingList()))],
  ])('grows no faster than the pack: %s', (_what, judge) => {
    const work = (size: number) => {
      const manifest = wide(size);
      return () => judge(manifest);
    };
    expect(growth(work, 3_000)).toBeLessThan(LINEAR_GROWTH);
  });

  it('grows no faster than the pack and the OSCAL beside it, one control again and again in both', () => {
    const work = (size: number) => {
      const manifest = controlManifest();
      const value = structuredClone(oscalOf(manifest));
      const [finding] = resultsOf(value).results[0].findings;
      resultsOf(value).results[0].findings = times(size, finding);
      manifest.controls = times(size, manifest.controls[0]);
      const { bundle } = finished(readOscal(value, 'o'));
      if (bundle === null) throw new Error('not read');
      return () => void finished(checkOscal({ bundle, file: 'o', whole: true }, manifest, new FindingList()));
    };
    expect(growth(work, 3_000)).toBeLessThan(LINEAR_GROWTH);
  });
});
