import type { Axis, AxisId, VerificationReport } from '../../../shared/base/verification.ts';
import type { DocumentView, Progress } from '../../../shared/ipc/model.ts';

/** SHA-256 of nothing: a hash whose short form is easy to recognise. */
export const ROOT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function axis(id: AxisId, result: Axis['result'], answer: string, nextStep: string | null): Axis {
  return {
    id,
    question: `Question of ${id}?`,
    result,
    answer,
    shows: 'What it shows.',
    doesNotShow: 'What it does not show.',
    nextStep,
    records: 41_984,
  };
}

/** A finished report: consistent and not anchored, unless told otherwise. */
export function sampleReport(changes: Partial<VerificationReport> = {}): VerificationReport {
  return {
    formatVersion: '1',
    verdict: 'consistent-not-anchored',
    head: '41 984 entries replayed, 0 breaks. No anchor was supplied.',
    firstBrokenSeq: null,
    summary: { rows: 41_984, breaks: 0, root: ROOT, genesis: ROOT },
    axes: {
      integrity: axis('integrity', 'pass', 'All entries recompute and link.', null),
      completeness: axis('completeness', 'undetermined', 'No anchor was supplied.', 'Add the anchor.'),
      origin: axis('origin', 'not-checked', 'No key was pinned.', null),
      time: axis('time', 'not-checked', 'No timestamp was supplied.', null),
      independence: axis('independence', 'not-checked', 'No receipt was supplied.', null),
      continuity: axis('continuity', 'not-checked', 'No earlier bundle was supplied.', null),
    },
    findings: [],
    findingCounts: {},
    exposure: null,
    checks: [
      { id: 'chain.replay', result: 'pass', records: 41_984, message: 'All entries recompute.' },
      { id: 'chain.anchor', result: 'not-checked', records: 0, message: 'No anchor.' },
    ],
    claims: [],
    input: { path: 'name only', sha256: null, kind: 'ndjson', bytes: 12 },
    tool: { name: 'bathyscope', version: '0.0.0' },
    ...changes,
  };
}

/** A report of a payload that was altered at position 4. */
export function tamperedReport(): VerificationReport {
  return sampleReport({
    verdict: 'tampered',
    head: '8 entries replayed, 1 break.',
    firstBrokenSeq: 4,
    summary: { rows: 8, breaks: 1, root: ROOT, genesis: ROOT },
    findings: [
      {
        class: 'payload-altered',
        severity: 'fail',
        message: 'The payload at position 4 does not hash to what the entry states.',
        where: { position: 4, seq: 4, file: 'chain.ndjson' },
        expected: ROOT,
        actual: `${ROOT.slice(0, -1)}0`,
        equation: 'hash = SHA-256(canonical [prevHash, payload])',
      },
    ],
    findingCounts: { 'payload-altered': 1 },
    exposure: null,
    checks: [{ id: 'chain.replay', result: 'fail', records: 8, message: '1 entry does not recompute.' }],
  });
}

export const IDLE: Progress = {
  phase: 'replaying',
  bytesDone: 0,
  bytesTotal: null,
  rows: 0,
  rowsPerSecond: null,
  secondsLeft: null,
  breaks: 0,
};

/** The document that a verifier sends with its events. */
export function sampleDocument(changes: Partial<DocumentView>): DocumentView {
  return {
    id: 'document',
    name: 'chain.ndjson',
    sample: false,
    state: 'running',
    error: null,
    wrongUse: false,
    progress: IDLE,
    report: null,
    dates: { evidence: null, bundleName: null, file: null, opened: '2026-06-28T06:00:00Z' },
    files: [],
    fileCount: 0,
    parts: [],
    anchors: [],
    packs: [],
    trust: [],
    chainFile: null,
    ...changes,
  };
}
