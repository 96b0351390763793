import type { Finding, FindingClass, Severity } from '../../shared/base/finding.ts';
import type { DocumentView } from '../../shared/ipc/model.ts';
import { FINDING_ORDER } from '../words/finding-words.ts';

/** All findings of one class, from wherever in the document they are listed. */
export interface FindingGroup {
  readonly class: FindingClass;
  /** Exact number, also of those that are not kept. */
  readonly count: number;
  readonly worst: Severity;
  /** How many of them are as bad as the worst: a note beside a failure is no second failure. */
  readonly ofWorst: number;
  /** False where findings of several severities were counted and not all kept: then there may be more that are as bad. */
  readonly exact: boolean;
  readonly findings: readonly Finding[];
}

const RANK: Readonly<Record<Severity, number>> = { fail: 0, warning: 1, note: 2 };

/** The worst of some severities; null for none. */
export function worstSeverity(severities: Iterable<Severity>): Severity | null {
  let worst: Severity | null = null;
  for (const severity of severities) if (worst === null || RANK[severity] < RANK[worst]) worst = severity;
  return worst;
}

/**
 * Gathers the findings of a document: of the replay, of its files, its evidence parts and its packs. A finding that is listed in
 * several places counts once; the exact counts of the report win over what is listed. Linear in what is listed.
 * @returns groups with findings only: those that contradict the evidence first, then in the order of the words.
 */
export function groupFindings(document: Pick<DocumentView, 'report' | 'files' | 'parts' | 'packs'>): FindingGroup[] {
  const byClass = new Map<FindingClass, Map<string, Finding>>();
  const lists = [
    document.report?.findings ?? [],
    ...document.files.map((file) => file.findings),
    ...document.parts.map((part) => part.findings),
    ...document.packs.map((pack) => pack.findings),
  ];
  for (const finding of lists.flat()) {
    const known = byClass.get(finding.class) ?? new Map<string, Finding>();
    known.set(JSON.stringify(finding), finding);
    byClass.set(finding.class, known);
  }
  const groups: FindingGroup[] = [];
  for (const name of FINDING_ORDER) {
    const findings = [...(byClass.get(name)?.values() ?? [])];
    const count = Math.max(findings.length, document.report?.findingCounts[name] ?? 0);
    if (count === 0) continue;
    const worst = worstSeverity(findings.map((one) => one.severity)) ?? 'note';
    const kept = findings.filter((one) => one.severity === worst).length;
    // Where all that were kept are alike, so are the rest; of a mixture only those that were kept are known.
    const alike = kept === findings.length;
    const exact = alike || findings.length === count;
    groups.push({ class: name, count, worst, ofWorst: alike ? count : kept, exact, findings });
  }
  return groups.sort((a, b) => RANK[a.worst] - RANK[b.worst]);
}
