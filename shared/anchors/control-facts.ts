import type { Finding } from '../base/finding.ts';
import { Pace, type Steps } from '../base/steps.ts';
import { showText } from '../base/text.ts';
import type { Control, ControlEvidence, ControlManifest } from '../formats/control-pack.ts';
import type { FindingList } from '../formats/finding-list.ts';

type Facts = Readonly<Record<string, unknown>>;

/** What the facts of a collector say against a passing status; null when they say nothing against it. */
type Objection = (facts: Facts, manifest: ControlManifest) => string | null;

/** Collectors that are known (formats section 3). Unknown ones are shown and not judged. */
const OBJECTIONS: ReadonlyMap<string, Objection> = new Map([
  [
    'substrate.audit-chain-integrity',
    (facts) => {
      if (facts.valid === false) return 'the chain is stated as broken';
      if (typeof facts.brokenAt === 'number') return `a break is stated at position ${facts.brokenAt}`;
      return facts.anchorPresent === false ? 'no anchor was there' : null;
    },
  ],
  ['substrate.tenant-isolation-force-rls', (facts) => tables(facts, 'tableCount', 'forcedCount', 'deficientTables')],
  [
    'substrate.rls-force',
    (facts) =>
      tables(facts, 'tablesChecked', 'tablesForced', 'missing') ??
      several(facts.tablesMissingForce, 'tables without force'),
  ],
  ['substrate.worm-retention-floor', retention],
  [
    'substrate.worm-retention',
    (facts) => (facts.meetsFloor === false ? 'the floor is stated as not met' : retention(facts)),
  ],
  [
    'substrate.field-crypto-policy',
    (facts) => {
      if (amountOf(facts.plaintextFields) > 0) return 'fields are stated as plain text';
      return below(facts, 'encryptedCount', 'fieldCount');
    },
  ],
]);

/**
 * Finds items that pass although their own facts say otherwise, and items whose facts are of another chain than the pack.
 *
 * @param list takes them
 */
export function* findInFacts(manifest: ControlManifest, file: string, list: FindingList): Steps<void> {
  const pace = new Pace();
  for (const [index, control] of (manifest.controls ?? []).entries()) {
    for (const [place, item] of control.evidence.entries()) {
      if (pace.full()) yield;
      const at: Place = { control, item, where: { file, pointer: `/controls/${index}/evidence/${place}/facts` } };
      for (const finding of objectionOf(at, manifest)) list.add(finding);
      for (const finding of lengthOf(at, manifest)) list.add(finding);
    }
  }
}

interface Place {
  readonly control: Control;
  readonly item: ControlEvidence;
  readonly where: Finding['where'];
}

/** Made only for what is found: a manifest may have hundreds of thousands of items. */
function titleOf({ control, item }: Place): string {
  return `${control.controlId}, ${showText(item.collectorId, 200)}`;
}

function objectionOf(place: Place, manifest: ControlManifest): Finding[] {
  const { item, where } = place;
  const objection = item.status === 'pass' ? OBJECTIONS.get(item.collectorId)?.(item.facts, manifest) : null;
  if (objection === null || objection === undefined) return [];
  const message = `${titleOf(place)}: the item passes although ${objection}.`;
  return [
    {
      class: 'claim-differs',
      severity: 'fail',
      message,
      where: { ...where, rule: 'control.facts' },
      expected: 'flagged',
      actual: 'pass',
    },
  ];
}

function lengthOf(place: Place, manifest: ControlManifest): Finding[] {
  const { item, where } = place;
  const stated = item.collectorId === 'substrate.audit-chain-integrity' ? item.facts.anchorLength : undefined;
  const length = manifest.chainAnchor?.length;
  if (typeof stated !== 'number' || length === undefined || stated === length) return [];
  const message = `${titleOf(place)}: the facts are of an anchor over ${stated} entries, the pack of one over ${length}.`;
  const values = { expected: String(length), actual: String(stated) };
  return [
    {
      class: 'claim-differs',
      severity: 'warning',
      message,
      where: { ...where, rule: 'control.facts-anchor' },
      ...values,
    },
  ];
}

function tables(facts: Facts, all: string, forced: string, lacking: string): string | null {
  return several(facts[lacking], 'tables without forced row policies') ?? below(facts, forced, all);
}

function below(facts: Facts, part: string, whole: string): string | null {
  const [some, all] = [facts[part], facts[whole]];
  return typeof some === 'number' && typeof all === 'number' && some < all ? `${part} is ${some} of ${all}` : null;
}

function several(value: unknown, what: string): string | null {
  return amountOf(value) > 0 ? `${amountOf(value)} ${what} are stated` : null;
}

function amountOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' ? value : 0;
}

function retention(facts: Facts): string | null {
  const [until, floor] = [timeOf(facts.retainUntil), timeOf(facts.requiredUntil)];
  return until !== null && floor !== null && until < floor ? 'the lock ends before the floor' : null;
}

function timeOf(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(time) ? time : null;
}
