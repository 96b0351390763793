import type { Finding } from '../base/finding.ts';
import { Pace, type Steps } from '../base/steps.ts';
import { showText } from '../base/text.ts';
import type { ControlManifest } from '../formats/control-pack.ts';
import type { FindingList } from '../formats/finding-list.ts';

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
 * @param list takes a finding for each line that differs, and one for all that follow the first hundred
 */
export function* compareSummary(
  text: string,
  manifest: ControlManifest,
  grade: string | null,
  file: string,
  list: FindingList,
): Steps<void> {
  const { framework, tenantId, chainAnchor, summary, controls } = manifest;
  if (!framework || tenantId === undefined || !chainAnchor || !summary || !controls) return;
  const differing = new Differences(list);
  const actual = linesOf(text);
  const pace = new Pace();
  let index = 0;
  for (const line of renderedLines({ framework, tenantId, chainAnchor, summary, controls })) {
    if (pace.full()) yield;
    const next = actual.next();
    const stated = next.done === true ? undefined : next.value;
    // The title names the program that wrote the pack: any will do, as long as there is one.
    const same = index === 0 ? (stated ?? '').trim() !== '' : loosely(line) === loosely(stated ?? '');
    if (!same) differing.add(difference(index, line, stated, file));
    index += 1;
  }
  yield* compareTail(actual, index, grade, file, differing);
  if (differing.more === 0) return;
  list.add({
    class: 'claim-differs',
    severity: 'fail',
    message: `${file}: ${differing.more} more lines differ from the manifest.`,
    where: { file, rule: 'summary.line' },
  });
}

/** Passes on the first hundred differences, and counts the others: a text may be nothing but differences. */
class Differences {
  more = 0;
  private reported = 0;
  private readonly list: FindingList;

  constructor(list: FindingList) {
    this.list = list;
  }

  add(finding: Finding): void {
    if (this.reported === LINES_REPORTED) {
      this.more += 1;
      return;
    }
    this.reported += 1;
    this.list.add(finding);
  }
}

/** The lines of a text one by one: one that is nothing but line breaks has as many lines as characters. */
function* linesOf(text: string): Generator<string, undefined> {
  const end = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let from = 0; from <= end; ) {
    const found = text.indexOf('\n', from);
    const to = found === -1 ? end : found;
    yield text.slice(from, to);
    from = to + 1;
  }
}

/** The lines up to the last control, without what follows: receipt line and disclaimer. A text of the manifest may itself hold line breaks. */
export function* renderedLines({ framework, tenantId, chainAnchor, summary, controls }: Whole): Generator<string> {
  const head = [
    'Caisson \u2014 Control Evidence Pack',
    `Framework: ${framework.title} (${framework.id}, v${framework.version})`,
    `Tenant: ${tenantId}`,
    `Audit-chain anchor: length ${chainAnchor.length}, tip ${chainAnchor.tipHash}`,
    '',
    `Posture: ${summary.posture}`,
    `Controls: ${summary.totalControls} total \u2014 ${summary.controlsReady} evidence-ready, ${summary.controlsWithGaps} with gaps; ${items(summary.totalEvidenceItems)}.`,
    '',
  ];
  for (const line of head) yield* line.split('\n');
  for (const control of controls) {
    const mark = control.readiness === 'ready' ? '[READY]' : '[GAP]';
    yield* `${mark} ${control.controlId} \u2014 ${control.title} (${items(control.evidence.length)})`.split('\n');
    for (const item of control.evidence) {
      if (item.status !== 'flagged') continue;
      yield* `    - flagged: ${item.collectorId} \u2014 ${item.reason ?? ''}`.split('\n');
    }
  }
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
function* compareTail(
  lines: Iterable<string>,
  first: number,
  grade: string | null,
  file: string,
  differing: Differences,
): Steps<void> {
  const pace = new Pace();
  let disclaimer = false;
  let graded = false;
  let index = first;
  for (const line of lines) {
    if (pace.full()) yield;
    const stated = GRADE.exec(line)?.[1];
    if (stated !== undefined) {
      graded = true;
      if (stated !== grade) differing.add(gradeFinding(index, grade, stated, file));
    } else if (/^\s*(?:\[|- flagged)/.test(line)) {
      differing.add(difference(index, 'no further control', line, file));
    } else if (line.trim() !== '') {
      disclaimer ||= /not an attestation/i.test(line);
    }
    index += 1;
  }
  if (!disclaimer) differing.add(missing('the disclaimer', file, 'summary.disclaimer'));
  if (grade !== null && !graded) differing.add(missing('the line on the external receipt', file, 'summary.grade'));
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
