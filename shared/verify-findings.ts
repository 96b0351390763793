import { type Finding, SEVERITIES } from './base/finding.ts';
import { LIMITS } from './base/limits.ts';

/**
 * The findings of a report: worst first, in the order of the file, at most LIMITS.findingsPerClass of each class.
 *
 * SECURITY: of each class the first finding of each rule is kept before any other, so that a bundle can not push one kind out of the report
 * with a thousand of another; then what fails before what warns. Test: verify.test.ts "pushes no kind of finding out with many of another".
 */
export function boundedFindings(findings: readonly Finding[]): Finding[] {
  const place = (finding: Finding) => finding.where.position ?? Number.MAX_SAFE_INTEGER;
  const severity = (finding: Finding) => SEVERITIES.indexOf(finding.severity);
  const sorted = [...findings].sort((a, b) => severity(a) - severity(b) || place(a) - place(b));
  const seen = new Set<string>();
  const firsts = sorted.filter((finding) => {
    const kind = JSON.stringify([finding.class, finding.severity, finding.where.rule ?? null]);
    return !seen.has(kind) && seen.add(kind);
  });
  const counts = new Map<string, number>();
  const kept = new Set<Finding>();
  for (const finding of [...firsts, ...sorted]) {
    const count = counts.get(finding.class) ?? 0;
    if (kept.has(finding) || count >= LIMITS.findingsPerClass) continue;
    counts.set(finding.class, count + 1);
    kept.add(finding);
  }
  return sorted.filter((finding) => kept.has(finding));
}
