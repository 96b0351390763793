import { counted } from '../base/number-words.ts';
import { Pace, type Steps } from '../base/steps.ts';
import type { Control, ControlManifest } from '../formats/control-pack.ts';
import type { FindingList } from '../formats/finding-list.ts';
import { type OscalFinding, shownOscal } from '../formats/oscal.ts';
import { namedIds } from '../formats/oscal-ids.ts';
import { readinessOf } from './control-readiness.ts';
import { differs, type OscalCheck, type OscalInput, Topic } from './oscal-topic.ts';

/**
 * Cross-checks OSCAL documents with the manifest of their pack (formats section 7). Readiness is that which follows from the evidence, not the
 * stated one. OSCAL's `satisfied` stays a claim of the producer: evidence of this kind satisfies no clause.
 *
 * @param manifest all of whose controls could be read: with some of them left out, differences would be made here
 * @param list takes a finding for each difference, with both values and the place
 */
export function* checkOscal(input: OscalInput, manifest: ControlManifest, list: FindingList): Steps<OscalCheck> {
  const { bundle } = input;
  const has = (kind: 'results' | 'plan') => bundle.documents.some((document) => document.kind === kind);
  const controls = manifest.controls ?? [];
  const topics: Topic[] = [
    ...(has('results') ? [yield* states(controls, input, list), yield* observations(controls, input, list)] : []),
    ...(has('plan') ? [yield* plan(controls, input, list)] : []),
    yield* chain(manifest, input, list),
    yield* posture(manifest, input, list),
  ];
  return {
    legs: topics.map((topic) => ({ leg: topic.leg, records: topic.compared })),
    claims: topics.flatMap((topic) => topic.claims),
  };
}

/** The findings of one control, and how many of them are of each state. */
interface StatedOf {
  readonly findings: OscalFinding[];
  /** Those whose state is a text, whatever it says. */
  readable: number;
  satisfied: number;
  notSatisfied: number;
}

const noneStated = (): StatedOf => ({ findings: [], readable: 0, satisfied: 0, notSatisfied: 0 });

/** One finding for each control, in the state that the evidence of the control gives. */
function* states(controls: readonly Control[], { bundle, file, whole }: OscalInput, list: FindingList): Steps<Topic> {
  const made = new Topic('states', 'Is the state of each control the one that its evidence gives?', list);
  const pace = new Pace();
  const byTarget = new Map<string, StatedOf>();
  for (const finding of bundle.findings) {
    if (pace.full()) yield;
    if (finding.target === null) continue;
    const key = fold(finding.target);
    const of = byTarget.get(key) ?? noneStated();
    if (of.findings.push(finding) === 1) byTarget.set(key, of);
    if (finding.state !== null) of.readable += 1;
    if (finding.state === 'satisfied') of.satisfied += 1;
    if (finding.state === 'not-satisfied') of.notSatisfied += 1;
  }
  for (const control of controls) {
    if (pace.full()) yield;
    const of = byTarget.get(fold(control.controlId)) ?? noneStated();
    const { findings } = of;
    // What can not be read was not compared.
    if (whole || of.readable > 0) made.compared += 1;
    if (findings.length > 1 || (findings.length === 0 && whole)) {
      made.difference(() => {
        const message = `The OSCAL document has ${counted(findings.length, 'finding', 'findings')} for ${control.controlId}, and should have one.`;
        return differs(message, { file, pointer: findings[1]?.pointer ?? '' }, '1', String(findings.length));
      });
    }
    const computed = readinessOf(control) === 'ready' ? 'satisfied' : 'not-satisfied';
    const agreeing = computed === 'satisfied' ? of.satisfied : of.notSatisfied;
    // A control may stand in the manifest thousands of times, and have thousands of findings here.
    if (made.countedOnly(agreeing, of.readable - agreeing)) continue;
    for (const { state, pointer } of findings) {
      if (pace.full()) yield;
      if (state === null) continue;
      const where = { file, pointer: `${pointer}/target/status/state` };
      made.claim(`OSCAL state of ${control.controlId}`, state, computed, where);
    }
  }
  const known = new Set(controls.map(({ controlId }) => fold(controlId)));
  for (const { target, pointer } of bundle.findings) {
    if (pace.full()) yield;
    if (target === null || known.has(fold(target))) continue;
    made.difference(() => {
      const message = `An OSCAL finding is of ${shownOscal(target)}, which is no control of the pack.`;
      return differs(message, { file, pointer }, 'a control of the pack', shownOscal(target));
    });
  }
  return made;
}

/** One observation for each evidence item, named by control and collector. */
function* observations(
  controls: readonly Control[],
  { bundle, file, whole }: OscalInput,
  list: FindingList,
): Steps<Topic> {
  const made = new Topic('observations', 'Is there one observation for each evidence item of the pack?', list);
  const pace = new Pace();
  const left = new Map<string, number>();
  for (const control of controls) {
    for (const { collectorId } of control.evidence) {
      if (pace.full()) yield;
      const title = `${control.controlId} / ${collectorId}`;
      left.set(title, (left.get(title) ?? 0) + 1);
    }
  }
  for (const { title, pointer } of bundle.observations) {
    if (pace.full()) yield;
    const due = title === null ? undefined : left.get(title);
    if (title === null || due === undefined || due === 0) {
      made.difference(() => {
        const message = `The OSCAL observation ${shownOscal(title)} is of no evidence item of the pack, or of one that has its observation already.`;
        return differs(message, { file, pointer }, 'an evidence item of the pack', shownOscal(title));
      });
    } else {
      left.set(title, due - 1);
      made.compared += 1;
    }
  }
  for (const [title, due] of left) {
    if (pace.full()) yield;
    if (due === 0 || !whole) continue;
    made.compared += due;
    made.difference(() => {
      const message = `The OSCAL document lacks ${counted(due, 'observation', 'observations')} on ${shownOscal(title)}.`;
      return differs(message, { file, pointer: '' }, shownOscal(title), 'nothing');
    });
  }
  return made;
}

/** One item for each gap, and no other. */
function* plan(controls: readonly Control[], { bundle, file, whole }: OscalInput, list: FindingList): Steps<Topic> {
  const made = new Topic('plan', 'Is there one item of the plan of action for each gap, and no other?', list);
  const pace = new Pace();
  const gaps = controls.filter((control) => readinessOf(control) === 'gap');
  const left = new Map(gaps.map(({ controlId }) => [fold(controlId), controlId]));
  const all = new Set(left.keys());
  if (!whole) return made;
  made.compared = Math.max(gaps.length, bundle.planItems.length);
  const where = { file, pointer: bundle.documents.find(({ kind }) => kind === 'plan')?.pointer ?? '' };
  made.claim('OSCAL items of the plan of action', String(bundle.planItems.length), String(gaps.length), where);
  for (const { title, pointer, value } of bundle.planItems) {
    if (pace.full()) yield;
    let ofGap = false;
    for (const id of namedIds(value)) {
      if (pace.full()) yield;
      if (!all.has(id)) continue;
      ofGap = true;
      left.delete(id);
    }
    if (ofGap) continue;
    made.difference(() => {
      const message = `The item ${shownOscal(title)} of the plan of action names no control that the evidence leaves with a gap.`;
      return differs(message, { file, pointer }, 'a gap of the pack', shownOscal(title));
    });
  }
  for (const controlId of left.values()) {
    if (pace.full()) yield;
    made.difference(() =>
      differs(`The plan of action has no item for the gap ${controlId}.`, where, controlId, 'nothing'),
    );
  }
  return made;
}

const CHAIN_LINK = 'urn:caisson:audit-chain:';

/** The link to the chain that the pack is anchored in. */
function* chain(manifest: ControlManifest, { bundle, file }: OscalInput, list: FindingList): Steps<Topic> {
  const made = new Topic('chain', 'Does it name the audit chain of the pack?', list);
  const pace = new Pace();
  const tip = manifest.chainAnchor?.tipHash;
  if (tip === undefined) return made;
  const expected = `${CHAIN_LINK}${tip}`;
  for (const { href, pointer } of bundle.links) {
    if (pace.full()) yield;
    if (href === null || !href.startsWith(CHAIN_LINK)) continue;
    made.compared += 1;
    made.claim('OSCAL link to the chain', href, expected, { file, pointer: `${pointer}/href` });
  }
  if (made.compared === 0) {
    const message = 'The OSCAL document does not name the chain of the pack.';
    made.warning(differs(message, { file, pointer: '' }, expected, 'nothing'));
  }
  return made;
}

/** The posture of the pack, word for word. */
function* posture(manifest: ControlManifest, { bundle, file }: OscalInput, list: FindingList): Steps<Topic> {
  const made = new Topic('posture', 'Is the posture that it states the one of the pack?', list);
  const pace = new Pace();
  const stated = manifest.summary?.posture;
  for (const { name, value, pointer } of bundle.props) {
    if (pace.full()) yield;
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
