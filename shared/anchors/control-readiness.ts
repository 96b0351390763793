import type { Finding } from '../base/finding.ts';
import { Pace, type Steps } from '../base/steps.ts';
import { showText } from '../base/text.ts';
import type { Claim } from '../base/verification.ts';
import type { Control, ControlManifest } from '../formats/control-pack.ts';
import type { FindingList } from '../formats/finding-list.ts';

/** Whole words, any case: a dash is a word boundary, so "non-compliant" is among them. */
const POSTURE_WORDS = new RegExp(`\\b(?:compl${'iant'}|certif${'ied'})\\b`, 'iu');
const POSTURE = /^(\d+) of (\d+) controls evidence-ready\b/;

/** Readiness as it follows from the evidence: a gap as soon as one item is flagged. */
export function readinessOf(control: Pick<Control, 'evidence'>): Control['readiness'] {
  return control.evidence.some((item) => item.status === 'flagged') ? 'gap' : 'ready';
}

/**
 * Everything in a manifest that follows from its evidence items: readiness of each control, the four counts, the words and numbers
 * of the posture, and whether each item carries a reason exactly when it is flagged.
 *
 * @param complete whether all controls could be read; if not, counts are not computed
 * @param list takes what claims alone do not carry
 */
export function* deriveReadiness(
  manifest: ControlManifest,
  complete: boolean,
  file: string,
  list: FindingList,
): Steps<Claim[]> {
  const controls = manifest.controls ?? [];
  const pace = new Pace();
  const claims: Claim[] = [];
  const seen = new Set<string>();
  for (const [index, control] of controls.entries()) {
    if (pace.full()) yield;
    const pointer = `/controls/${index}`;
    const at = (member: string) => ({ file, pointer: `${pointer}/${member}` });
    if (seen.has(control.controlId)) list.add(repeated(control.controlId, at('controlId')));
    seen.add(control.controlId);
    claims.push(claim(`Readiness of ${control.controlId}`, control.readiness, readinessOf(control), at('readiness')));
    for (const [place, item] of control.evidence.entries()) {
      if (pace.full()) yield;
      if ((item.status === 'flagged') === (item.reason !== undefined)) continue;
      const flagged = item.status === 'flagged';
      list.add({
        class: 'claim-differs',
        severity: 'fail',
        message: `${control.controlId}, ${showText(item.collectorId, 200)}: ${flagged ? 'a flagged item without a reason' : 'a passing item with a reason'}.`,
        where: { ...at(`evidence/${place}/reason`), rule: 'control.reason' },
        expected: flagged ? 'a reason' : 'no reason',
        actual: showText(item.reason ?? 'nothing', 200),
      });
    }
  }
  const { summary } = manifest;
  if (summary === undefined) return claims;
  if (complete) claims.push(...countClaims(controls, summary, file));
  const word = POSTURE_WORDS.exec(summary.posture)?.[0];
  if (word !== undefined) list.add(forbiddenWord(word, { file, pointer: '/summary/posture' }));
  return claims;
}

function countClaims(
  controls: readonly Control[],
  summary: NonNullable<ControlManifest['summary']>,
  file: string,
): Claim[] {
  const ready = controls.filter((control) => readinessOf(control) === 'ready').length;
  const items = controls.reduce((sum, control) => sum + control.evidence.length, 0);
  const at = (member: string) => ({ file, pointer: `/summary/${member}` });
  const claims = [
    claim('Number of controls', String(summary.totalControls), String(controls.length), at('totalControls')),
    claim('Controls that are ready', String(summary.controlsReady), String(ready), at('controlsReady')),
    claim(
      'Controls with gaps',
      String(summary.controlsWithGaps),
      String(controls.length - ready),
      at('controlsWithGaps'),
    ),
    claim('Evidence items', String(summary.totalEvidenceItems), String(items), at('totalEvidenceItems')),
  ];
  const posture = POSTURE.exec(summary.posture);
  if (posture !== null) {
    const stated = `${posture[1]} of ${posture[2]}`;
    claims.push(claim('Posture, controls that are ready', stated, `${ready} of ${controls.length}`, at('posture')));
  }
  return claims;
}

/** A finding for a word that a pack may not use of itself. */
export function forbiddenWord(word: string, where: Finding['where']): Finding {
  return {
    class: 'claim-differs',
    severity: 'fail',
    message: `The text says "${word}": evidence does not say that of itself.`,
    where: { ...where, rule: 'control.words' },
    actual: word,
  };
}

function repeated(controlId: string, where: Finding['where']): Finding {
  const message = `The control ${controlId} stands twice, so its file could be either of them.`;
  return { class: 'claim-differs', severity: 'fail', message, where: { ...where, rule: 'control.repeated' } };
}

/** A claim beside what was computed; texts of the bundle are escaped and capped. */
export function claim(subject: string, stated: string, computed: string, where: Claim['where']): Claim {
  const shown = { stated: showText(stated, 500), computed: showText(computed, 500) };
  return { subject, ...shown, agrees: stated === computed, where };
}
