import type { Finding } from '../base/finding.ts';
import type { Claim } from '../base/verification.ts';
import type { Control, ControlManifest } from '../formats/control-pack.ts';
import { type OscalBundle, shownOscal } from '../formats/oscal.ts';
import { claim, type Derived, readinessOf } from './control-readiness.ts';

/**
 * Cross-checks an OSCAL bundle with the manifest of its pack (formats section 7). Readiness is that which follows from the evidence, not the
 * stated one. OSCAL's `satisfied` stays a claim of the producer: evidence of this kind satisfies no clause.
 *
 * @param packSha256 SHA-256 of the pack as it was opened, 64 hex digits; null when it was opened as a folder
 */
export function checkOscal(
  bundle: OscalBundle,
  manifest: ControlManifest,
  packSha256: string | null,
  file: string,
): Derived {
  const controls = manifest.controls ?? [];
  const claims: Claim[] = [];
  const findings: Finding[] = [];
  if (bundle.parts.results) {
    for (const control of controls) stateOf(control, bundle, file, claims, findings);
    const known = new Set(controls.map(({ controlId }) => fold(controlId)));
    for (const { index, target } of bundle.findings) {
      if (target !== null && known.has(fold(target))) continue;
      findings.push(
        differs(`OSCAL finding ${index} is of ${shownOscal(target)}, which is no control of the pack.`, file),
      );
    }
    compareTitles(controls, bundle, file, findings);
  }
  if (bundle.parts.plan) {
    const gaps = controls.filter((control) => readinessOf(control) === 'gap');
    claims.push(
      claim('OSCAL items of the plan of action', String(bundle.planItems.length), String(gaps.length), { file }),
    );
    for (const { controlId } of gaps) {
      if (bundle.planItems.some(({ text }) => mentions(text, controlId))) continue;
      findings.push(differs(`The plan of action has no item for the gap ${controlId}.`, file));
    }
  }
  const tip = manifest.chainAnchor?.tipHash;
  const stated = bundle.links.filter((link) => link.startsWith('urn:caisson:audit-chain:'));
  if (tip !== undefined) {
    const expected = `urn:caisson:audit-chain:${tip}`;
    if (stated.length === 0)
      findings.push({ ...differs('The OSCAL bundle does not name the chain of the pack.', file), severity: 'warning' });
    for (const link of stated) claims.push(claim('OSCAL link to the chain', link, expected, { file }));
  }
  for (const value of bundle.props.get('caisson-evidence-pack-sha256') ?? []) {
    if (packSha256 !== null) claims.push(claim('OSCAL digest of the pack', value.toLowerCase(), packSha256, { file }));
  }
  const posture = manifest.summary?.posture;
  for (const value of bundle.props.get('caisson-readiness-posture') ?? []) {
    if (posture !== undefined) claims.push(claim('OSCAL posture', value, posture, { file }));
  }
  return { claims, findings };
}

function stateOf(control: Control, bundle: OscalBundle, file: string, claims: Claim[], findings: Finding[]): void {
  const of = bundle.findings.filter(({ target }) => target !== null && fold(target) === fold(control.controlId));
  if (of.length !== 1) {
    findings.push(
      differs(`The OSCAL bundle has ${of.length} findings for ${control.controlId}, and should have one.`, file),
    );
  }
  const computed = readinessOf(control) === 'ready' ? 'satisfied' : 'not-satisfied';
  for (const { state } of of)
    claims.push(claim(`OSCAL state of ${control.controlId}`, state ?? 'nothing', computed, { file }));
}

/** One observation for each evidence item, named by control and collector. */
function compareTitles(controls: readonly Control[], bundle: OscalBundle, file: string, findings: Finding[]): void {
  const left = new Map<string, number>();
  for (const control of controls) {
    for (const { collectorId } of control.evidence) {
      const title = `${control.controlId} / ${collectorId}`;
      left.set(title, (left.get(title) ?? 0) + 1);
    }
  }
  for (const title of bundle.observations) {
    const due = title === null ? undefined : left.get(title);
    if (title === null || due === undefined || due === 0) {
      findings.push(differs(`The OSCAL observation ${shownOscal(title)} is of no evidence item of the pack.`, file));
    } else {
      left.set(title, due - 1);
    }
  }
  for (const [title, due] of left) {
    if (due > 0)
      findings.push(differs(`The OSCAL bundle lacks ${due} of the observations on ${shownOscal(title)}.`, file));
  }
}

/** Control ids become tokens of OSCAL in either case. */
function fold(id: string): string {
  return id.toLowerCase();
}

/** Whether a text names an id as a whole, so that one control does not stand in for another whose id it begins. */
function mentions(text: string, id: string): boolean {
  const [hay, needle] = [fold(text), fold(id)];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + 1)) {
    const around = hay.charAt(at - 1) + hay.charAt(at + needle.length);
    if (!/[a-z0-9.-]/.test(around)) return true;
  }
  return false;
}

function differs(message: string, file: string): Finding {
  return { class: 'claim-differs', severity: 'fail', message, where: { file, rule: 'oscal.manifest' } };
}
