import type { Finding } from '../base/finding.ts';
import { Pace, type Steps } from '../base/steps.ts';
import { showText } from '../base/text.ts';
import type { Claim } from '../base/verification.ts';
import type { Control, ControlManifest, RollupCell } from '../formats/control-pack.ts';
import type { FindingList } from '../formats/finding-list.ts';
import { claim, forbiddenWord, readinessOf } from './control-readiness.ts';

const NOTE_WORDS = new RegExp(`\\b(?:compl${'iant'}|certif${'ied'}|verified)\\b`, 'iu');

/**
 * The roll-up over frameworks (version 2): status of each cell as the worst of its controls, and whether it may say `implements`. The
 * producer's schema checks neither.
 *
 * @param list takes what claims alone do not carry
 */
export function* deriveRollup(manifest: ControlManifest, file: string, list: FindingList): Steps<Claim[]> {
  const cells = manifest.crosswalkRollup?.cells ?? [];
  const pace = new Pace();
  const controls = new Map<string, KnownControl>();
  for (const control of manifest.controls ?? []) controls.set(control.controlId, yield* known(control, pace));
  const claims: Claim[] = [];
  const seen = new Set<string>();
  for (const [index, cell] of cells.entries()) {
    const at = (member: string) => ({ file, pointer: `/crosswalkRollup/cells/${index}/${member}` });
    const name = showText(`${cell.framework} ${cell.reference}`, 200);
    claims.push(claim(`Status of ${name}`, cell.status, statusOf(cell, controls), at('status')));
    if (cell.claim === 'implements') {
      const computed = mayImplement(cell, controls) ? 'implements' : 'maps-to';
      claims.push(claim(`Claim of ${name}`, cell.claim, computed, at('claim')));
    }
    const word = cell.note === undefined ? undefined : NOTE_WORDS.exec(cell.note)?.[0];
    if (word !== undefined) list.add(forbiddenWord(word, at('note')));
    const key = clauseOf(cell);
    if (seen.has(key)) list.add(note(`${name} stands twice in the roll-up.`, at('reference'), 'rollup.repeated'));
    seen.add(key);
    yield* addBindings(cell, controls, name, at, list, pace);
  }
  return claims;
}

/**
 * What the cells ask of a control, found once for each: cells may name controls millions of times, and a control may have thousands of items
 * and references (test: test/hostile/pack-linear.test.ts).
 */
interface KnownControl {
  readonly readiness: Control['readiness'];
  /** The clauses that its own references name; whether all references to a clause were reviewed. */
  readonly reviewed: ReadonlyMap<string, boolean>;
}

type KnownControls = ReadonlyMap<string, KnownControl>;

function* known(control: Control, pace: Pace): Steps<KnownControl> {
  const reviewed = new Map<string, boolean>();
  for (const reference of control.crosswalk) {
    if (pace.full()) yield;
    const { verification } = reference;
    const key = clauseOf(reference);
    const is = verification !== undefined && verification.status !== 'unreviewed';
    reviewed.set(key, is && reviewed.get(key) !== false);
  }
  return { readiness: readinessOf(control), reviewed };
}

function clauseOf({ framework, reference }: Pick<RollupCell, 'framework' | 'reference'>): string {
  return JSON.stringify([framework, reference]);
}

/** `unresolved` when a control is not in the pack, else `gap` when one has a gap, else `ready`. */
function statusOf(cell: RollupCell, controls: KnownControls): RollupCell['status'] {
  const members = cell.canonicalControlIds.map((id) => controls.get(id));
  if (members.includes(undefined)) return 'unresolved';
  return members.some((control) => control?.readiness === 'gap') ? 'gap' : 'ready';
}

/** All controls ready, and every reference that brings them here reviewed; a control that nothing brings here is no ground. */
function mayImplement(cell: RollupCell, controls: KnownControls): boolean {
  const clause = clauseOf(cell);
  return cell.canonicalControlIds.every((id) => {
    const control = controls.get(id);
    return control?.readiness === 'ready' && control.reviewed.get(clause) === true;
  });
}

function* addBindings(
  cell: RollupCell,
  controls: KnownControls,
  name: string,
  at: (member: string) => Finding['where'],
  list: FindingList,
  pace: Pace,
): Steps<void> {
  const clause = clauseOf(cell);
  for (const id of cell.canonicalControlIds) {
    if (pace.full()) yield;
    if (controls.get(id)?.reviewed.has(clause) !== false) continue;
    if (list.isFull('claim-differs', 'warning')) {
      list.count('claim-differs');
      continue;
    }
    list.add(
      note(
        `${name} lists the control ${id}, whose own references do not name it.`,
        at('canonicalControlIds'),
        'rollup.binding',
      ),
    );
  }
  const same = JSON.stringify(cell.evidencePointers) === JSON.stringify(cell.canonicalControlIds);
  if (!same)
    list.add(note(`${name} points to other evidence than its controls.`, at('evidencePointers'), 'rollup.pointers'));
}

function note(message: string, where: Finding['where'], rule: string): Finding {
  return { class: 'claim-differs', severity: 'warning', message, where: { ...where, rule } };
}
