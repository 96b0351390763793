import { CHAIN_FINDING_CLASSES, type Finding, type Severity } from '../../shared/base/finding.ts';
import type { DocumentView } from '../../shared/ipc/model.ts';
import type { FindingGroup } from '../evidence/finding-groups.ts';
import { worstSeverity } from '../evidence/finding-groups.ts';
import { knownEntries } from '../evidence/pack-rows.ts';
import { SCREENS, type ScreenId } from '../state/index.ts';
import { type EvidenceScreenId, PART_WORDS, SCREEN_TITLES } from '../words/part-words.ts';

/** One line of the rail. */
export interface RailPart {
  readonly screen: ScreenId;
  readonly title: string;
  /** False when the bundle does not have this part: listed all the same, because absence is information. */
  readonly present: boolean;
  /** Number of findings of this part, the worst severity, how many are of it, and whether that is all; null when there are none. */
  readonly findings: {
    readonly count: number;
    readonly worst: Severity;
    readonly ofWorst: number;
    readonly exact: boolean;
  } | null;
  /** Number of things in this part that are no findings, such as files; null when it is not counted. */
  readonly items: number | null;
}

const CHAIN_CLASSES: ReadonlySet<string> = new Set(CHAIN_FINDING_CLASSES);

function sum(groups: readonly FindingGroup[]): RailPart['findings'] {
  const worst = worstSeverity(groups.map((group) => group.worst));
  if (worst === null) return null;
  const gravest = groups.filter((group) => group.worst === worst);
  const ofWorst = gravest.reduce((total, group) => total + group.ofWorst, 0);
  const count = groups.reduce((total, group) => total + group.count, 0);
  return { count, worst, ofWorst, exact: gravest.every((group) => group.exact) };
}

function ofFindings(findings: readonly Finding[]): RailPart['findings'] {
  const worst = worstSeverity(findings.map((finding) => finding.severity));
  const ofWorst = findings.filter((finding) => finding.severity === worst).length;
  return worst === null ? null : { count: findings.length, worst, ofWorst, exact: true };
}

function isEvidence(screen: ScreenId): screen is EvidenceScreenId {
  return screen in PART_WORDS;
}

/**
 * Lists the parts of a document for the rail.
 * @param document what is open.
 * @param groups its findings, gathered.
 */
export function railParts(document: DocumentView, groups: readonly FindingGroup[]): RailPart[] {
  // What was not listed to its end can not be said to lack a part.
  const listed = document.state !== 'opening' && document.state !== 'error';
  return SCREENS.map((screen) => {
    const part = { screen, title: SCREEN_TITLES[screen], present: true, findings: null, items: null };
    if (isEvidence(screen)) {
      const evidence = document.parts.find((candidate) => candidate.kind === PART_WORDS[screen].kind);
      return {
        ...part,
        present: !listed || (evidence !== undefined && evidence.status !== 'absent'),
        findings: ofFindings(evidence?.findings ?? []),
      };
    }
    switch (screen) {
      case 'chain': {
        const present = document.chainFile !== null || knownEntries(document) > 0 || !listed;
        // A receipt by itself can have findings of these classes: without a chain they are counted where it stands.
        const own = present ? groups.filter((group) => CHAIN_CLASSES.has(group.class)) : [];
        return { ...part, present, findings: sum(own) };
      }
      case 'findings':
        return { ...part, findings: sum(groups) };
      case 'files':
        return {
          ...part,
          items: document.fileCount,
          findings: ofFindings(document.files.flatMap((file) => file.findings)),
        };
      case 'packs':
        return {
          ...part,
          present: !listed || document.packs.length > 0,
          items: document.packs.length,
          findings: ofFindings(document.packs.flatMap((pack) => pack.findings)),
        };
      case 'trust':
        return {
          ...part,
          items: document.anchors.filter((anchor) => anchor.origin === 'auditor').length + document.trust.length,
        };
      default:
        return part;
    }
  });
}
