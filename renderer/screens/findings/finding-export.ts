import type { Finding } from '../../../shared/base/finding.ts';
import { toTsv } from '../../components/tsv.ts';
import type { FindingGroup } from '../../evidence/finding-groups.ts';
import { FINDING_WORDS } from '../../words/finding-words.ts';

function holds(finding: Finding, wanted: string): boolean {
  return [finding.message, finding.where.file, finding.where.rule, finding.expected, finding.actual].some(
    (text) => text?.toLowerCase().includes(wanted) ?? false,
  );
}

/** Groups with only the findings that hold a text somewhere; case is ignored, an empty text leaves all. */
export function filterGroups(groups: readonly FindingGroup[], needle: string): readonly FindingGroup[] {
  if (needle === '') return groups;
  const wanted = needle.toLowerCase();
  return groups
    .map((group) => ({ ...group, findings: group.findings.filter((finding) => holds(finding, wanted)) }))
    .filter((group) => group.findings.length > 0);
}

const COLUMNS = ['class', 'severity', 'message', 'file', 'position', 'lastPosition', 'expected', 'actual', 'equation'];

/** The listed findings as tab-separated values with a head line. */
export function findingsAsTsv(groups: readonly FindingGroup[]): string {
  const rows = groups.flatMap((group) =>
    group.findings.map(({ severity, message, where, expected, actual, equation }) => [
      FINDING_WORDS[group.class].title,
      severity,
      message,
      where.file ?? '',
      where.position?.toString() ?? '',
      where.lastPosition?.toString() ?? '',
      expected ?? '',
      actual ?? '',
      equation ?? '',
    ]),
  );
  return toTsv([COLUMNS, ...rows]);
}

/** The listed findings as the `findings` member of the command line's `--json`. */
export function findingsAsJson(groups: readonly FindingGroup[]): string {
  return `${JSON.stringify(
    groups.flatMap((group) => group.findings),
    null,
    2,
  )}\n`;
}
