import type { Finding } from '../base/finding.ts';
import { showText } from '../base/text.ts';
import type { ControlManifest } from '../formats/control-pack.ts';

/** The complete manifest, as the summary text renders it. */
type Whole = Required<Pick<ControlManifest, 'framework' | 'tenantId' | 'chainAnchor' | 'summary' | 'controls'>>;

const GRADE = /\b(trusted-timestamped|externally-transparent)\b/;
const LINES_REPORTED = 100;

/**
 * Compares `auditor-summary.txt` line by line with what the manifest says (formats section 3). Nothing signs that text, and it is what
 * people read.
 *
 * @param text the file as written
 * @param grade grade of the external receipt in the pack; null when there is none
 * @returns a finding for each line that differs, and one for all that follow the first hundred
 */
export function summaryFindings(
  text: string,
  manifest: ControlManifest,
  grade: string | null,
  file: string,
): Finding[] {
  const { framework, tenantId, chainAnchor, summary, controls } = manifest;
  if (!framework || tenantId === undefined || !chainAnchor || !summary || !controls) return [];
  const expected = renderedLines({ framework, tenantId, chainAnchor, summary, controls });
  const actual = text.replace(/\n$/, '').split('\n');
  const differing: Finding[] = [];
  expected.forEach((line, index) => {
    // The title names the program that wrote the pack: any will do, as long as there is one.
    const same = index === 0 ? (actual[0] ?? '').trim() !== '' : loosely(line) === loosely(actual[index] ?? '');
    if (!same) differing.push(difference(index, line, actual[index], file));
  });
  differing.push(...tailFindings(actual.slice(expected.length), expected.length, grade, file));
  const left = differing.length - LINES_REPORTED;
  if (left <= 0) return differing;
  const more: Finding = {
    class: 'claim-differs',
    severity: 'fail',
    message: `${file}: ${left} more lines differ from the manifest.`,
    where: { file, rule: 'summary.line' },
  };
  return [...differing.slice(0, LINES_REPORTED), more];
}

/** The lines up to the last control, without what follows: receipt line and disclaimer. */
export function renderedLines(manifest: Whole): string[] {
  const { framework, tenantId, chainAnchor, summary, controls } = manifest;
  const lines = [
    'Caisson \u2014 Control Evidence Pack',
    `Framework: ${framework.title} (${framework.id}, v${framework.version})`,
    `Tenant: ${tenantId}`,
    `Audit-chain anchor: length ${chainAnchor.length}, tip ${chainAnchor.tipHash}`,
    '',
    `Posture: ${summary.posture}`,
    `Controls: ${summary.totalControls} total \u2014 ${summary.controlsReady} evidence-ready, ${summary.controlsWithGaps} with gaps; ${items(summary.totalEvidenceItems)}.`,
    '',
  ];
  for (const control of controls) {
    const mark = control.readiness === 'ready' ? '[READY]' : '[GAP]';
    lines.push(`${mark} ${control.controlId} \u2014 ${control.title} (${items(control.evidence.length)})`);
    for (const item of control.evidence) {
      if (item.status === 'flagged') lines.push(`    - flagged: ${item.collectorId} \u2014 ${item.reason ?? ''}`);
    }
  }
  // A text of the manifest may itself hold line breaks.
  return lines.join('\n').split('\n');
}

function items(count: number): string {
  return `${count} evidence item${count === 1 ? '' : 's'}`;
}

/** Plural forms differ between versions of the producer and say nothing. */
function loosely(line: string): string {
  return line.replace(/evidence item(?:\(s\)|s)?/g, 'evidence item');
}

function difference(index: number, expected: string, actual: string | undefined, file: string): Finding {
  return {
    class: 'claim-differs',
    severity: 'fail',
    message: `${file}, line ${index + 1} says something else than the manifest.`,
    where: { file, rule: 'summary.line' },
    expected: showText(expected, 500),
    actual: actual === undefined ? 'nothing' : showText(actual, 500),
  };
}

/** After the controls: the grade of the receipt where there is one, and the disclaimer. More controls are not among them. */
function tailFindings(lines: readonly string[], first: number, grade: string | null, file: string): Finding[] {
  const found: Finding[] = [];
  let disclaimer = false;
  let graded = false;
  lines.forEach((line, index) => {
    const stated = GRADE.exec(line)?.[1];
    if (stated !== undefined) {
      graded = true;
      if (stated !== grade) found.push(gradeFinding(first + index, grade, stated, file));
    } else if (/^\s*(?:\[|- flagged)/.test(line)) {
      found.push(difference(first + index, 'no further control', line, file));
    } else if (line.trim() !== '') {
      disclaimer ||= /not an attestation/i.test(line);
    }
  });
  if (!disclaimer) found.push(missing('the disclaimer', file, 'summary.disclaimer'));
  if (grade !== null && !graded) found.push(missing('the line on the external receipt', file, 'summary.grade'));
  return found;
}

function gradeFinding(index: number, grade: string | null, stated: string, file: string): Finding {
  const message = `${file}, line ${index + 1} states the grade ${stated}, which the receipt in the pack does not have.`;
  const where = { file, rule: 'summary.grade' };
  return {
    class: 'claim-differs',
    severity: 'fail',
    message,
    where,
    expected: grade ?? 'no grade: no receipt',
    actual: stated,
  };
}

function missing(what: string, file: string, rule: string): Finding {
  return { class: 'claim-differs', severity: 'warning', message: `${file} lacks ${what}.`, where: { file, rule } };
}
