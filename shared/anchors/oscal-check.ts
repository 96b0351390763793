import { counted } from '../base/number-words.ts';
import type { Control, ControlManifest } from '../formats/control-pack.ts';
import type { FindingList } from '../formats/finding-list.ts';
import { namedIds, type OscalFinding, shownOscal } from '../formats/oscal.ts';
import { readinessOf } from './control-readiness.ts';
import { differs, type OscalCheck, type OscalInput, Topic } from './oscal-topic.ts';

/**
 * Cross-checks OSCAL documents with the manifest of their pack (formats section 7). Readiness is that which follows from the evidence, not the
 * stated one. OSCAL's `satisfied` stays a claim of the producer: evidence of this kind satisfies no clause.
 *
 * @param manifest all of whose controls could be read: with some of them left out, differences would be made here
 * @param list takes a finding for each difference, with both values and the place
 */
export function checkOscal(input: OscalInput, manifest: ControlManifest, list: FindingList): OscalCheck {
  const { bundle } = input;
  const has = (kind: 'results' | 'plan') => bundle.documents.some((document) => document.kind === kind);
  const controls = manifest.controls ?? [];
  const topics: Topic[] = [
    ...(has('results') ? [states(controls, input, list), observations(controls, input, list)] : []),
    ...(has('plan') ? [plan(controls, input, list)] : []),
    chain(manifest, input, list),
    posture(manifest, input, list),
  ];
  return {
    legs: topics.map((topic) => ({ leg: topic.leg, records: topic.compared })),
    claims: topics.flatMap((topic) => topic.claims),
  };
}

/** One finding for each control, in the state that the evidence of the control gives. */
function states(controls: readonly Control[], { bundle, file, whole }: OscalInput, list: FindingList): Topic {
  const made = new Topic('states', 'Is the state of each control the one that its evidence gives?', list);
  const byTarget = new Map<string, OscalFinding[]>();
  for (const finding of bundle.findings) {
    if (finding.target === null) continue;
    const key = fold(finding.target);
    const of = byTarget.get(key);
    if (of === undefined) byTarget.set(key, [finding]);
    else of.push(finding);
  }
  for (const control of controls) {
    const of = byTarget.get(fold(control.controlId)) ?? [];
    // What can not be read was not compared.
    if (whole || of.some(({ state }) => state !== null)) made.compared += 1;
    if (of.length > 1 || (of.length === 0 && whole)) {
      const message = `The OSCAL document has ${counted(of.length, 'finding', 'findings')} for ${control.controlId}, and should have one.`;
      made.add(differs(message, { file, pointer: of[1]?.pointer ?? '' }, '1', String(of.length)));
    }
    const computed = readinessOf(control) === 'ready' ? 'satisfied' : 'not-satisfied';
    for (const { state, pointer } of of) {
      if (state === null) continue;
      const where = { file, pointer: `${pointer}/target/status/state` };
      made.claim(`OSCAL state of ${control.controlId}`, state, computed, where);
    }
  }
  const known = new Set(controls.map(({ controlId }) => fold(controlId)));
  for (const { target, pointer } of bundle.findings) {
    if (target === null || known.has(fold(target))) continue;
    const message = `An OSCAL finding is of ${shownOscal(target)}, which is no control of the pack.`;
    made.add(differs(message, { file, pointer }, 'a control of the pack', shownOscal(target)));
  }
  return made;
}

/** One observation for each evidence item, named by control and collector. */
function observations(controls: readonly Control[], { bundle, file, whole }: OscalInput, list: FindingList): Topic {
  const made = new Topic('observations', 'Is there one observation for each evidence item of the pack?', list);
  const left = new Map<string, number>();
  for (const control of controls) {
    for (const { collectorId } of control.evidence) {
      const title = `${control.controlId} / ${collectorId}`;
      left.set(title, (left.get(title) ?? 0) + 1);
    }
  }
  for (const { title, pointer } of bundle.observations) {
    const due = title === null ? undefined : left.get(title);
    if (title === null || due === undefined || due === 0) {
      const message = `The OSCAL observation ${shownOscal(title)} is of no evidence item of the pack, or of one that has its observation already.`;
      made.add(differs(message, { file, pointer }, 'an evidence item of the pack', shownOscal(title)));
    } else {
      left.set(title, due - 1);
      made.compared += 1;
    }
  }
  for (const [title, due] of left) {
    if (due === 0 || !whole) continue;
    made.compared += due;
    const message = `The OSCAL document lacks ${counted(due, 'observation', 'observations')} on ${shownOscal(title)}.`;
    made.add(differs(message, { file, pointer: '' }, shownOscal(title), 'nothing'));
  }
  return made;
}

/** One item for each gap, and no other. */
function plan(controls: readonly Control[], { bundle, file, whole }: OscalInput, list: FindingList): Topic {
  const made = new Topic('plan', 'Is there one item of the plan of action for each gap, and no other?', list);
  const gaps = controls.filter((control) => readinessOf(control) === 'gap');
  const left = new Map(gaps.map(({ controlId }) => [fold(controlId), controlId]));
  const all = new Set(left.keys());
  if (!whole) return made;
  made.compared = Math.max(gaps.length, bundle.planItems.length);
  const where = { file, pointer: bundle.documents.find(({ kind }) => kind === 'plan')?.pointer ?? '' };
  made.claim('OSCAL items of the plan of action', String(bundle.planItems.length), String(gaps.length), where);
  for (const { title, pointer, value } of bundle.planItems) {
    let ofGap = false;
    for (const id of namedIds(value)) {
      if (!all.has(id)) continue;
      ofGap = true;
      left.delete(id);
    }
    if (ofGap) continue;
    const message = `The item ${shownOscal(title)} of the plan of action names no control that the evidence leaves with a gap.`;
    made.add(differs(message, { file, pointer }, 'a gap of the pack', shownOscal(title)));
  }
  for (const controlId of left.values()) {
    const message = `The plan of action has no item for the gap ${controlId}.`;
    made.add(differs(message, where, controlId, 'nothing'));
  }
  return made;
}

const CHAIN_LINK = 'urn:caisson:audit-chain:';

/** The link to the chain that the pack is anchored in. */
function chain(manifest: ControlManifest, { bundle, file }: OscalInput, list: FindingList): Topic {
  const made = new Topic('chain', 'Does it name the audit chain of the pack?', list);
  const tip = manifest.chainAnchor?.tipHash;
  if (tip === undefined) return made;
  const expected = `${CHAIN_LINK}${tip}`;
  for (const { href, pointer } of bundle.links) {
    if (href === null || !href.startsWith(CHAIN_LINK)) continue;
    made.compared += 1;
    made.claim('OSCAL link to the chain', href, expected, { file, pointer: `${pointer}/href` });
  }
  if (made.compared === 0) {
    const message = 'The OSCAL document does not name the chain of the pack.';
    made.add({ ...differs(message, { file, pointer: '' }, expected, 'nothing'), severity: 'warning' });
  }
  return made;
}

/** The posture of the pack, word for word. */
function posture(manifest: ControlManifest, { bundle, file }: OscalInput, list: FindingList): Topic {
  const made = new Topic('posture', 'Is the posture that it states the one of the pack?', list);
  const stated = manifest.summary?.posture;
  for (const { name, value, pointer } of bundle.props) {
    if (name !== 'caisson-readiness-posture' || stated === undefined) continue;
    made.compared += 1;
    made.claim('OSCAL posture', value ?? 'nothing', stated, { file, pointer: `${pointer}/value` });
  }
  return made;
}

/** Control ids become tokens of OSCAL in either case. */
function fold(id: string): string {
  return id.toLowerCase();
}
