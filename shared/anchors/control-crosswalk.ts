import type { Finding } from '../base/finding.ts';
import { Pace, type Steps } from '../base/steps.ts';
import { showText } from '../base/text.ts';
import type { ControlManifest } from '../formats/control-pack.ts';
import type { FindingList } from '../formats/finding-list.ts';

/** A reference that evidence of these collectors does not bear on as it is made to, with the reason. */
interface Weakness {
  readonly collectors: ReadonlySet<string>;
  /** The clause, wherever it stands in the text of the reference. */
  readonly clause: RegExp;
  readonly why: string;
}

const CHAIN = new Set(['substrate.audit-chain-integrity']);
const ISOLATION = new Set(['substrate.tenant-isolation-force-rls', 'substrate.rls-force']);
const RETENTION = new Set(['substrate.worm-retention-floor', 'substrate.worm-retention']);

/** Mappings of the producer that an auditor has to challenge (docs/formats/control-pack.md): what the clause asks is not what is shown. */
const WEAKNESSES: readonly Weakness[] = [
  {
    collectors: RETENTION,
    clause: clause('CC6\\.5'),
    why: 'The clause is about disposing of assets; retention evidence shows that objects are kept, which is the opposite.',
  },
  {
    collectors: RETENTION,
    clause: clause('C1\\.2'),
    why: 'The clause is about disposing of confidential information; retention evidence shows that objects are kept, which is the opposite.',
  },
  {
    collectors: ISOLATION,
    clause: clause('CC6\\.2'),
    why: 'The clause is about registering and removing users; row policies say nothing of that.',
  },
  {
    collectors: CHAIN,
    clause: clause('CC4\\.1'),
    why: 'The clause is about evaluations by the entity; a chain that recomputes is none.',
  },
  {
    collectors: CHAIN,
    clause: clause('164\\.312\\(b\\)'),
    why: 'The clause asks to record and to examine activity; a chain shows that a record exists, and not that anybody examined it.',
  },
];

const FIELD_CRYPTO = 'substrate.field-crypto-policy';

/**
 * Finds the references of a manifest that its evidence does not bear on as stated. They are warnings: what a clause asks is a judgement, and
 * the auditor's. They lower no verdict.
 *
 * @param list takes them
 */
export function* findWeakReferences(manifest: ControlManifest, file: string, list: FindingList): Steps<void> {
  const pace = new Pace();
  for (const [index, control] of (manifest.controls ?? []).entries()) {
    if (pace.full()) yield;
    const collectors = new Set(control.evidence.map(({ collectorId }) => collectorId));
    const name = showText(control.controlId, 200);
    // Found once for a control, which may have thousands of items and of references.
    const possible = WEAKNESSES.filter((one) => [...one.collectors].some((collector) => collectors.has(collector)));
    for (const [place, { reference }] of control.crosswalk.entries()) {
      if (pace.full()) yield;
      const pointer = `/controls/${index}/crosswalk/${place}/reference`;
      for (const { clause: asked, why } of possible) {
        if (!asked.test(reference)) continue;
        list.add(warning(`${name} is mapped to ${showText(reference, 200)}. ${why}`, file, pointer));
      }
    }
    if (collectors.has(FIELD_CRYPTO) && control.crosswalk.length === 0) {
      const message = `${name} carries evidence on the encryption of fields and is mapped to no clause, so that the evidence reaches none.`;
      list.add(warning(message, file, `/controls/${index}/crosswalk`));
    }
  }
}

/** A clause as a whole, not as the beginning or the end of another. */
function clause(text: string): RegExp {
  return new RegExp(`(?:^|[^A-Za-z0-9.])${text}(?![A-Za-z0-9(]|\\.[0-9])`);
}

function warning(message: string, file: string, pointer: string): Finding {
  return {
    class: 'claim-differs',
    severity: 'warning',
    message,
    where: { file, pointer, rule: 'control.crosswalk' },
  };
}
