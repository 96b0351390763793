import type { Finding } from '../base/finding.ts';
import { showText } from '../base/text.ts';
import type { Claim } from '../base/verification.ts';
import type { Control, ControlManifest, RollupCell } from '../formats/control-pack.ts';
import { claim, type Derived, forbiddenWord, readinessOf } from './control-readiness.ts';

const NOTE_WORDS = new RegExp(`\\b(?:compl${'iant'}|certif${'ied'}|verified)\\b`, 'iu');

/**
 * The roll-up over frameworks (version 2): status of each cell as the worst of its controls, and whether it may say `implements`. The
 * producer's schema checks neither.
 */
export function deriveRollup(manifest: ControlManifest, file: string): Derived {
  const cells = manifest.crosswalkRollup?.cells ?? [];
  const controls = new Map((manifest.controls ?? []).map((control) => [control.controlId, control]));
  const claims: Claim[] = [];
  const findings: Finding[] = [];
  const seen = new Set<string>();
  cells.forEach((cell, index) => {
    const at = (member: string) => ({ file, pointer: `/crosswalkRollup/cells/${index}/${member}` });
    const name = showText(`${cell.framework} ${cell.reference}`, 200);
    claims.push(claim(`Status of ${name}`, cell.status, statusOf(cell, controls), at('status')));
    if (cell.claim === 'implements') {
      const computed = mayImplement(cell, controls) ? 'implements' : 'maps-to';
      claims.push(claim(`Claim of ${name}`, cell.claim, computed, at('claim')));
    }
    const word = cell.note === undefined ? undefined : NOTE_WORDS.exec(cell.note)?.[0];
    if (word !== undefined) findings.push(forbiddenWord(word, at('note')));
    const key = JSON.stringify([cell.framework, cell.reference]);
    if (seen.has(key)) findings.push(note(`${name} stands twice in the roll-up.`, at('reference'), 'rollup.repeated'));
    seen.add(key);
    findings.push(...bindingFindings(cell, controls, name, at));
  });
  return { claims, findings };
}

/** `unresolved` when a control is not in the pack, else `gap` when one has a gap, else `ready`. */
function statusOf(cell: RollupCell, controls: ReadonlyMap<string, Control>): RollupCell['status'] {
  const members = cell.canonicalControlIds.map((id) => controls.get(id));
  if (members.includes(undefined)) return 'unresolved';
  return members.some((control) => control !== undefined && readinessOf(control) === 'gap') ? 'gap' : 'ready';
}

/** All controls ready, and every reference that brings them here reviewed; a control that nothing brings here is no ground. */
function mayImplement(cell: RollupCell, controls: ReadonlyMap<string, Control>): boolean {
  return cell.canonicalControlIds.every((id) => {
    const control = controls.get(id);
    if (control === undefined || readinessOf(control) !== 'ready') return false;
    const references = referencesTo(cell, control);
    return (
      references.length > 0 &&
      references.every(({ verification }) => verification !== undefined && verification.status !== 'unreviewed')
    );
  });
}

function referencesTo(cell: RollupCell, control: Control): Control['crosswalk'] {
  return control.crosswalk.filter(
    ({ framework, reference }) => framework === cell.framework && reference === cell.reference,
  );
}

function bindingFindings(
  cell: RollupCell,
  controls: ReadonlyMap<string, Control>,
  name: string,
  at: (member: string) => Finding['where'],
): Finding[] {
  const found: Finding[] = [];
  for (const id of cell.canonicalControlIds) {
    const control = controls.get(id);
    if (control !== undefined && referencesTo(cell, control).length === 0) {
      found.push(
        note(
          `${name} lists the control ${id}, whose own references do not name it.`,
          at('canonicalControlIds'),
          'rollup.binding',
        ),
      );
    }
  }
  const same = JSON.stringify(cell.evidencePointers) === JSON.stringify(cell.canonicalControlIds);
  if (!same)
    found.push(note(`${name} points to other evidence than its controls.`, at('evidencePointers'), 'rollup.pointers'));
  return found;
}

function note(message: string, where: Finding['where'], rule: string): Finding {
  return { class: 'claim-differs', severity: 'warning', message, where: { ...where, rule } };
}
