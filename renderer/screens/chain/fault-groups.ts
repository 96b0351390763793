import { CHAIN_FINDING_CLASSES, type Finding, type FindingClass, type Severity } from '../../../shared/base/finding.ts';
import type { VerificationReport } from '../../../shared/base/verification.ts';
import { formatCount } from '../../format/number.ts';
import { FINDING_ORDER } from '../../words/finding-words.ts';

/** The findings of one class that concern the chain. */
export interface FaultGroup {
  readonly class: FindingClass;
  readonly severity: Severity;
  /** Exact number, also of those that are not kept one by one. */
  readonly count: number;
  readonly findings: readonly Finding[];
}

const RANK: Readonly<Record<Severity, number>> = { fail: 0, warning: 1, note: 2 };
const CHAIN_CLASSES: ReadonlySet<FindingClass> = new Set(CHAIN_FINDING_CLASSES);

/**
 * Groups the findings of a report that name a position or are of a class of the chain: what contradicts the chain first,
 * then in the order of the words, each group from the first position to the last. Linear but for the sorting.
 */
export function faultGroups(report: Pick<VerificationReport, 'findings' | 'findingCounts'>): FaultGroup[] {
  const byClass = new Map<FindingClass, Finding[]>();
  for (const finding of report.findings) {
    if (finding.where.position === undefined && !CHAIN_CLASSES.has(finding.class)) continue;
    const list = byClass.get(finding.class);
    if (list === undefined) byClass.set(finding.class, [finding]);
    else list.push(finding);
  }
  const groups = FINDING_ORDER.flatMap((name): FaultGroup[] => {
    const findings = byClass.get(name) ?? [];
    const counted = CHAIN_CLASSES.has(name) ? (report.findingCounts[name] ?? 0) : 0;
    const count = Math.max(findings.length, counted);
    if (count === 0) return [];
    const severity = findings.reduce<Severity>(
      (worst, { severity: own }) => (RANK[own] < RANK[worst] ? own : worst),
      'note',
    );
    return [{ class: name, severity, count, findings: findings.toSorted(byPosition) }];
  });
  return groups.sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

function byPosition(a: Finding, b: Finding): number {
  return (a.where.position ?? -1) - (b.where.position ?? -1);
}

/** Whether a finding touches the entry at a position. */
export function touches(finding: Finding, position: number | null): boolean {
  const { position: from, lastPosition } = finding.where;
  return position !== null && from !== undefined && from <= position && position <= (lastPosition ?? from);
}

/** Where a finding is: `8 204`, `20 011 – 20 019`, or `whole chain`. */
export function faultRange(finding: Finding): string {
  const { position, lastPosition } = finding.where;
  if (position === undefined) return 'whole chain';
  if (lastPosition === undefined || lastPosition === position) return formatCount(position);
  return `${formatCount(position)} – ${formatCount(lastPosition)}`;
}
