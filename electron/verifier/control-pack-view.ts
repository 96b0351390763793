import type { ControlPackJudgement } from '../../shared/anchors/control-pack.ts';
import { shortHash } from '../../shared/base/number-words.ts';
import { showText } from '../../shared/base/text.ts';
import type { PlainTable } from '../../shared/ipc/model.ts';

/** What the pack states of itself, as the screen lists it. */
export function statedFacts({ read, signature }: ControlPackJudgement) {
  const { tenantId, framework, chainAnchor, summary } = read.manifest;
  return [
    { label: 'Tenant', value: showText(tenantId ?? read.blocked?.tenantId ?? '(not readable)', 200) },
    {
      label: 'Framework',
      value:
        framework === undefined
          ? '(not readable)'
          : `${showText(framework.title, 200)} ${showText(framework.version, 40)}`,
    },
    {
      label: 'Anchor',
      value:
        chainAnchor === undefined
          ? '(not readable)'
          : `${chainAnchor.length} entries, tip ${shortHash(chainAnchor.tipHash)}`,
    },
    { label: 'Posture', value: showText(summary?.posture ?? '(not readable)', 1_000) },
    {
      label: 'Signature',
      value: signature === null ? 'none supplied' : `by key ${showText(signature.keyId ?? '(not readable)', 256)}`,
    },
  ];
}

/** The controls as stated, with how many of their items are flagged. */
export function controlsTable({ read }: ControlPackJudgement): PlainTable {
  const controls = read.manifest.controls ?? [];
  return {
    id: 'controls',
    title: 'Controls',
    columns: ['Control', 'Title', 'Stated', 'Evidence items', 'Flagged'].map((label, at) => ({
      label,
      mono: at === 0,
    })),
    rows: controls
      .slice(0, 1_000)
      .map((control) => [
        control.controlId,
        showText(control.title, 200),
        control.readiness,
        String(control.evidence.length),
        String(control.evidence.filter((item) => item.status === 'flagged').length),
      ]),
    total: controls.length,
  };
}

/** What a blocked report says could not be collected. */
export function unresolvedTable({ read }: ControlPackJudgement): PlainTable {
  const unresolved = read.blocked?.unresolved ?? [];
  return {
    id: 'unresolved',
    title: 'What could not be collected, as stated',
    columns: ['Control', 'Collector', 'Reason'].map((label, at) => ({ label, mono: at < 2 })),
    rows: unresolved
      .slice(0, 1_000)
      .map((one) => [one.controlId, showText(one.collectorId, 200), showText(one.reason, 2_000)]),
    total: unresolved.length,
  };
}
