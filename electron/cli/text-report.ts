import type { Finding, Locator } from '../../shared/base/finding.ts';
import type { Axis, VerificationReport } from '../../shared/base/verification.ts';
import { type Paint, RESULT_MARKS, SEVERITY_MARKS, VERDICT_MARKS } from './style.ts';
import { forTerminal } from './terminal.ts';

const SHOWN_FINDINGS = 50;
const NARROWEST = 40;
/** Below this many columns what is said of an axis stands under its name, not beside it. */
const BESIDE = 72;

/** How a report is laid out. */
export interface Layout {
  readonly paint: Paint;
  /** Columns to wrap at; infinite where lines are read by programs. */
  readonly width: number;
}

/**
 * The line that scripts may rely on: `41984 rows · 0 breaks · root 2c9f…b7`.
 * @param root 64 hex digits, shown as their first four and last two; `none` for a chain without entries.
 */
export function summaryLine({ summary }: VerificationReport): string {
  const root = summary.root === null ? 'none' : shortHash(summary.root);
  return `${summary.rows} rows · ${summary.breaks} breaks · root ${root}`;
}

function shortHash(hash: string): string {
  return hash.length > 8 ? `${hash.slice(0, 4)}…${hash.slice(-2)}` : hash;
}

/** A report as text for a person: the summary line, verdict and head sentence, axes, who could still have faked it, findings. Ends with a newline. */
export function textReport(report: VerificationReport, layout: Layout): string {
  const mark = VERDICT_MARKS[report.verdict];
  const lines = [
    forTerminal(summaryLine(report)),
    layout.paint(`${mark.shape} ${mark.word}`, mark.tone),
    ...wrap(report.head, '', layout),
    '',
    ...Object.values(report.axes).flatMap((axis) => axisLines(axis, layout)),
    ...(report.exposure === null ? [] : ['', ...wrap(report.exposure.sentence, '', layout)]),
    ...findingSection(report, layout),
  ];
  return `${lines.join('\n')}\n`;
}

function axisLines(axis: Axis, layout: Layout): string[] {
  const mark = RESULT_MARKS[axis.result];
  const head = layout.paint(`${mark.shape} ${axis.id.padEnd(12)} ${mark.word.padEnd(14)}`, mark.tone);
  const indent = ' '.repeat(layout.width < BESIDE ? 4 : 30);
  const answer = wrap(axis.answer, indent, layout);
  const next = axis.nextStep === null ? [] : wrap(`Next: ${axis.nextStep}`, indent, layout);
  if (layout.width < BESIDE) return [head, ...answer, ...next];
  return [`${head} ${(answer[0] ?? '').trimStart()}`, ...answer.slice(1), ...next];
}

function findingSection(report: VerificationReport, layout: Layout): string[] {
  // In the order of the list below, worst first.
  const order = report.findings.map((finding): string => finding.class);
  const counts = Object.entries(report.findingCounts)
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => placeIn(order, a) - placeIn(order, b));
  if (counts.length === 0) {
    return [];
  }
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const heading = counts.map(([name, count]) => `${count} ${name}${standing(report.findings, name)}`).join(', ');
  const shown = report.findings.slice(0, SHOWN_FINDINGS);
  return [
    '',
    ...wrap(`Findings: ${heading}`, '', layout).map((line) => layout.paint(line, 'strong')),
    ...shown.flatMap((finding) => findingLines(finding, layout)),
    ...more(total - shown.length),
  ];
}

/** Said of a class of which nothing fails, so that a note is not counted as a failure. */
function standing(findings: readonly Finding[], name: string): string {
  const severities = findings.filter((finding) => finding.class === name).map(({ severity }) => severity);
  if (severities.length === 0 || severities.includes('fail')) return '';
  return severities.includes('warning') ? ' (warning)' : ' (note)';
}

function placeIn(order: readonly string[], name: string): number {
  const at = order.indexOf(name);
  return at === -1 ? order.length : at;
}

function more(left: number): string[] {
  return left > 0 ? [`  and ${left} more; --json lists what is kept`] : [];
}

function findingLines(finding: Finding, layout: Layout): string[] {
  const mark = SEVERITY_MARKS[finding.severity];
  const place = placeOf(finding.where);
  const head = `  ${layout.paint(`${mark.shape} ${mark.word}`, mark.tone)}  ${finding.class}${place === '' ? '' : ` · ${forTerminal(place)}`}`;
  const values = [
    ['expected', finding.expected],
    ['actual', finding.actual],
  ] as const;
  return [
    head,
    ...wrap(finding.message, '      ', layout),
    // Not wrapped: the two stand under each other, to be compared and copied.
    ...values.flatMap(([name, text]) => (text === undefined ? [] : [`      ${name.padEnd(9)} ${forTerminal(text)}`])),
    ...(finding.equation === undefined ? [] : equationLines(finding.equation, layout)),
  ];
}

function equationLines(equation: string, layout: Layout): string[] {
  const [first = '', ...rest] = wrap(equation, ' '.repeat(16), layout);
  return [`      ${'equation'.padEnd(9)} ${first.trimStart()}`, ...rest];
}

/** A place in words: `position 4 to 6, seq 5, byte 1200, /payload, rule zip.name.traversal, chain.ndjson`; empty when nothing is known. */
export function placeOf(where: Locator): string {
  const parts: string[] = [];
  if (where.position !== undefined) {
    const last = where.lastPosition;
    parts.push(`position ${where.position}${last === undefined || last === where.position ? '' : ` to ${last}`}`);
  }
  if (where.seq !== undefined) {
    parts.push(`seq ${where.seq}`);
  }
  if (where.byteOffset !== undefined) {
    parts.push(`byte ${where.byteOffset}`);
  }
  if (where.pointer !== undefined) {
    parts.push(where.pointer);
  }
  if (where.rule !== undefined) {
    parts.push(`rule ${where.rule}`);
  }
  if (where.file !== undefined) {
    parts.push(where.file);
  }
  return parts.join(', ');
}

/** Breaks a text between words; a word that is longer than a line, such as a hash, stays whole so that it can be copied. */
function wrap(text: string, indent: string, layout: Layout): string[] {
  const width = Math.max(layout.width, NARROWEST);
  const lines: string[] = [];
  let line = '';
  for (const word of forTerminal(text).split(/[ \n]+/)) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(indent + line);
  return lines;
}
