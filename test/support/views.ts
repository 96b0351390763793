import { openingView } from '../../electron/main/document-state.ts';
import type { AxisId } from '../../shared/base/verification.ts';
import type { AnchorView, DocumentView, TrustUse } from '../../shared/ipc/model.ts';

const AXES: AxisId[] = ['integrity', 'completeness', 'origin', 'time', 'independence', 'continuity'];

/** A view as a verifier shows it when it is done, with the verdict given. */
export function doneView(
  id: string,
  verdict: 'verified' | 'tampered' = 'verified',
  anchors: AnchorView[] = [],
): DocumentView {
  const axis = (axisId: AxisId) => ({
    id: axisId,
    question: '?',
    result: 'pass' as const,
    answer: '',
    shows: '',
    doesNotShow: '',
    nextStep: null,
    records: 1,
  });
  return {
    ...openingView(id, 'bundle.zip', false, '2026-11-22T10:00:00.000Z'),
    state: 'done',
    anchors,
    report: {
      formatVersion: '1',
      verdict,
      head: 'One entry replayed.',
      firstBrokenSeq: null,
      summary: { rows: 1, breaks: 0, root: null, genesis: null },
      axes: Object.fromEntries(AXES.map((axisId) => [axisId, axis(axisId)])) as Record<AxisId, ReturnType<typeof axis>>,
      findings: [],
      findingCounts: {},
      checks: [],
      exposure: null,
      claims: [],
      input: { path: 'bundle.zip', sha256: null, kind: 'zip', bytes: null },
      tool: { name: 'bathyscope', version: '0.0.0' },
    },
  };
}

/** An anchor that the auditor brought and that agrees. */
export function anchorView(id: string): AnchorView {
  return {
    id,
    origin: 'auditor',
    file: `${id}.json`,
    length: 1,
    tipHash: null,
    genesisHash: null,
    signed: false,
    bytes: 'canonical',
    result: 'pass',
    message: 'Agrees.',
  };
}

/** A detached signature that was given for one document only. */
export function signatureUse(fingerprint: string): TrustUse {
  return { kind: 'signature', label: 'a.sig.json', fingerprint, provenance: null, used: false };
}
