import type { Finding } from '../../../shared/base/finding.ts';
import type { Axis, AxisId, Claim, Verdict, VerificationReport } from '../../../shared/base/verification.ts';
import type { AnchorView, BundleFile, DocumentView, EvidencePart, Progress } from '../../../shared/ipc/model.ts';
import { findingAt } from './findings.ts';
import { fakeHash } from './hash.ts';
import { EVIDENCE_PARTS } from './parts.ts';
import { FAKE_CHAINS, type FakeScenario, knownRows } from './scenarios.ts';

const NAMES: Readonly<Record<FakeScenario, string>> = {
  healthy: 'soc2-evidence-2026-06-28.zip',
  edited: 'soc2-evidence-2026-06-28-edited.zip',
  'row-deleted': 'row-deleted.ndjson',
  running: 'soc2-evidence-2026-06-30.zip',
  cancelled: 'soc2-evidence-2026-06-30.zip',
  error: 'unreadable.zip',
  malformed: 'not-\u202Eevidence<img src=x onerror=alert(1)>.json',
  huge: 'iso27001-evidence-2026-06-28.zip',
  'three-file': 'soc2-evidence-2026-06-28',
  empty: 'holiday-photos.zip',
};

function verdictOf(scenario: FakeScenario, anchored: boolean): Verdict {
  const chain = FAKE_CHAINS[scenario];
  if (scenario === 'malformed') return 'malformed';
  if (chain === null) return 'unverifiable';
  if (chain.faults.some((fault) => fault.class !== 'not-fully-committed')) return 'tampered';
  return anchored ? 'verified' : 'consistent-not-anchored';
}

function axis(id: AxisId, rest: Omit<Axis, 'id'>): Axis {
  return { id, ...rest };
}

function axesOf(rows: number, breaks: number, anchored: boolean): Record<AxisId, Axis> {
  const none = rows === 0;
  return {
    integrity: axis('integrity', {
      question: 'Do all entries recompute and link?',
      result: none ? 'not-checked' : breaks > 0 ? 'fail' : 'pass',
      answer: none
        ? 'There is no chain to replay.'
        : breaks > 0
          ? `${breaks} breaks; the first is at position 8204.`
          : `All ${rows} entries recompute and link.`,
      shows: 'No entry was changed, moved, added or taken out after its hash was made, as far as the hashes cover it.',
      doesNotShow: 'That the whole chain was not made again from the start.',
      nextStep: none ? 'Open a bundle that holds audit-chain.ndjson.' : null,
      records: rows,
    }),
    completeness: axis('completeness', {
      question: 'Is the chain complete?',
      result: anchored ? 'pass' : 'undetermined',
      answer: anchored
        ? `Complete against the anchor at ${rows}.`
        : 'No anchor was supplied, so a cut tail could not be noticed.',
      shows: 'That nothing was cut from the end since the anchor was made.',
      doesNotShow: 'What was appended after the anchor.',
      nextStep: anchored ? null : 'Add the anchor that you obtained outside this bundle.',
      records: anchored ? 1 : 0,
    }),
    origin: axis('origin', {
      question: 'Whose key signed it, and how was the key obtained?',
      result: 'not-checked',
      answer: 'No key was pinned.',
      shows: 'Nothing yet.',
      doesNotShow: 'Who made the chain.',
      nextStep: 'Signatures come with a later version.',
      records: 0,
    }),
    time: axis('time', {
      question: 'When did it exist at the latest?',
      result: 'not-checked',
      answer: 'No trusted timestamp was supplied.',
      shows: 'Nothing yet.',
      doesNotShow: 'When the entries were written.',
      nextStep: 'Timestamps come with a later version.',
      records: 0,
    }),
    independence: axis('independence', {
      question: 'Does anyone else vouch for it?',
      result: 'not-checked',
      answer: 'No receipt of a public log was supplied.',
      shows: 'Nothing yet.',
      doesNotShow: 'That an independent party saw this chain.',
      nextStep: 'Public logs come with a later version.',
      records: 0,
    }),
    continuity: axis('continuity', {
      question: 'Does it extend the earlier bundle?',
      result: 'not-checked',
      answer: 'No earlier bundle was supplied.',
      shows: 'Nothing yet.',
      doesNotShow: 'That history did not change between two bundles.',
      nextStep: 'Comparing bundles comes with a later version.',
      records: 0,
    }),
  };
}

function findingsOf(scenario: FakeScenario): Finding[] {
  if (scenario === 'malformed') {
    return [
      {
        class: 'malformed-file',
        severity: 'fail',
        message: 'The file is not JSON: it ends inside a string that starts with "⟨U+202E⟩<img onerror".',
        where: { file: 'not-⟨U+202E⟩evidence.json', byteOffset: 4_096, rule: 'json.unterminated-string' },
      },
    ];
  }
  const faults = FAKE_CHAINS[scenario]?.faults ?? [];
  const rank = { fail: 0, warning: 1, note: 2 };
  return faults
    .map((fault) => findingAt(fault.class, fault.from, fault.to))
    .sort((a, b) => rank[a.severity] - rank[b.severity]);
}

function countsOf(scenario: FakeScenario): VerificationReport['findingCounts'] {
  const counts: VerificationReport['findingCounts'] = {};
  for (const finding of findingsOf(scenario)) counts[finding.class] = (counts[finding.class] ?? 0) + 1;
  return counts;
}

function claimsOf(rows: number): Claim[] {
  const where = { file: 'audit-chain-proof.json' };
  return [
    { subject: 'Number of entries', stated: String(rows), computed: String(rows), agrees: true, where },
    { subject: 'Chain is intact', stated: 'true', computed: 'position 5 is not fully committed', agrees: false, where },
    {
      subject: 'Hash of the last entry',
      stated: fakeHash(rows - 1),
      computed: fakeHash(rows - 1),
      agrees: true,
      where,
    },
    {
      subject: 'Collected by',
      stated: 'collector\u200B 1.4',
      computed: null,
      agrees: null,
      where: { file: 'bundle.json' },
    },
  ];
}

/** Exact number of chain breaks of a scenario. */
function breaksOf(scenario: FakeScenario): number {
  return (FAKE_CHAINS[scenario]?.faults ?? [])
    .filter((fault) => fault.class !== 'not-fully-committed')
    .reduce((sum, fault) => sum + fault.to - fault.from + 1, 0);
}

const HEADS: Readonly<Record<Verdict, string>> = {
  verified: 'entries replayed, 0 breaks. Complete against the anchor. No trusted timestamp was supplied.',
  'consistent-not-anchored':
    'entries replayed, 0 breaks. Consistent; no anchor was supplied, so a shortened or wholly rewritten chain could not be noticed.',
  tampered: 'entries replayed; the chain breaks. The list of faults names each place.',
  unverifiable: 'No audit chain was found, so nothing could be replayed.',
  malformed: 'The input could not be read as evidence. What was read is listed below.',
};

function reportOf(scenario: FakeScenario, anchored: boolean): VerificationReport {
  const rows = FAKE_CHAINS[scenario]?.total ?? 0;
  const verdict = verdictOf(scenario, anchored);
  const breaks = breaksOf(scenario);
  const first = FAKE_CHAINS[scenario]?.faults.find((fault) => fault.class !== 'not-fully-committed');
  return {
    formatVersion: '1',
    verdict,
    head: rows === 0 ? HEADS[verdict] : `${rows} ${HEADS[verdict]}`,
    firstBrokenSeq: first?.from ?? null,
    summary: { rows, breaks, root: rows === 0 ? null : fakeHash(rows - 1), genesis: rows === 0 ? null : fakeHash(0) },
    axes: axesOf(rows, breaks, anchored),
    findings: findingsOf(scenario),
    findingCounts: countsOf(scenario),
    checks: [
      {
        id: 'chain.replay',
        result: breaks > 0 ? 'fail' : rows > 0 ? 'pass' : 'not-checked',
        records: rows,
        message: 'Replay of the chain.',
      },
    ],
    exposure:
      rows === 0
        ? null
        : {
            parties: ['anybody'],
            sentence:
              'Anybody could have produced this, alone. The hashes of a chain need no key, and no anchor was brought that it could be held against.',
          },
    claims: rows === 0 ? [] : claimsOf(rows),
    input: {
      path: NAMES[scenario],
      sha256: fakeHash(77, 7),
      kind: scenario === 'row-deleted' ? 'ndjson' : 'zip',
      bytes: 5_242_880,
    },
    tool: { name: 'bathyscope', version: '0.1.0' },
  };
}

function progressOf(scenario: FakeScenario): Progress {
  const rows = knownRows(scenario);
  const total = FAKE_CHAINS[scenario]?.total ?? 0;
  const phase =
    scenario === 'running' ? 'replaying' : scenario === 'cancelled' || scenario === 'error' ? scenario : 'done';
  return {
    phase,
    bytesDone: rows * 312,
    bytesTotal: total * 312,
    rows,
    rowsPerSecond: scenario === 'running' ? 1_100_000 : null,
    secondsLeft: scenario === 'running' ? 3.3 : null,
    breaks: scenario === 'running' || scenario === 'cancelled' ? 1 : breaksOf(scenario),
  };
}

function file(index: number, name: string, rest: Partial<BundleFile>): BundleFile {
  return {
    index,
    name,
    size: 4_096 * (index + 1),
    storedSize: 1_024 * (index + 1),
    sha256: fakeHash(index, 3),
    statedSha256: null,
    description: 'unknown',
    status: 'read',
    modified: '2026-06-28T06:00:00Z',
    findings: [],
    ...rest,
  };
}

function filesOf(scenario: FakeScenario): BundleFile[] {
  if (scenario === 'error') return [];
  if (scenario === 'empty' || scenario === 'malformed') {
    return [file(0, NAMES[scenario], { description: 'unknown', findings: findingsOf(scenario) })];
  }
  const files = [
    file(0, 'rls-policies.json', { description: 'row-level-security facts', status: 'used' }),
    file(1, 'worm-retention.json', { description: 'retention facts', status: 'used', statedSha256: fakeHash(1, 3) }),
    file(2, 'audit-chain-proof.json', { description: 'audit chain, head facts', status: 'used' }),
    file(3, 'audit-chain.ndjson', {
      description: 'audit chain, entries',
      status: 'used',
      size: (FAKE_CHAINS[scenario]?.total ?? 0) * 312,
    }),
    file(4, 'notes/\u202Etxt.exe', { description: 'unknown' }),
    file(5, '<img src=x onerror=alert(1)>.txt', { description: 'unknown', status: 'unread', sha256: null }),
    file(6, '../../etc/passwd', {
      description: 'unknown',
      status: 'refused',
      sha256: null,
      findings: [
        {
          class: 'unsafe-entry',
          severity: 'fail',
          message: 'The entry "../../etc/passwd" leaves the bundle; it was not read.',
          where: { file: '../../etc/passwd', rule: 'zip.name.traversal' },
        },
      ],
    }),
    file(7, 'field-encryption.json', {
      description: 'field-encryption facts',
      status: 'absent',
      size: null,
      storedSize: null,
      sha256: null,
      statedSha256: fakeHash(9, 3),
      modified: null,
    }),
  ];
  return scenario === 'three-file' ? files.slice(0, 3) : files;
}

const ABSENT: EvidencePart[] = EVIDENCE_PARTS.map((part) => ({
  ...part,
  file: null,
  status: 'absent',
  facts: [],
  tables: [],
  findings: [],
}));

function anchorsOf(scenario: FakeScenario): AnchorView[] {
  if (scenario !== 'three-file') return [];
  return [
    {
      id: 'candidate-1',
      origin: 'bundle',
      file: 'audit-chain-proof.json',
      length: 128,
      tipHash: fakeHash(127),
      genesisHash: fakeHash(0),
      signed: false,
      bytes: 'canonical',
      result: 'undetermined',
      message: 'It travelled with the rows, so it could have been made again with them: it adds nothing.',
    },
  ];
}

/** An anchor that the auditor brought and that matches the chain of the scenario. */
export function auditorAnchor(scenario: FakeScenario, id: string): AnchorView {
  const rows = FAKE_CHAINS[scenario]?.total ?? 0;
  return {
    id,
    origin: 'auditor',
    file: 'anchor-2026-06-28.json',
    length: rows,
    tipHash: fakeHash(rows - 1),
    genesisHash: fakeHash(0),
    signed: false,
    bytes: 'canonical',
    result: 'pass',
    message: `Genesis, number of entries and last hash are those of the anchor at ${rows}.`,
  };
}

/**
 * An opened document of a scenario.
 * @param scenario which one.
 * @param id document id to carry.
 * @param anchors anchors that the auditor brought.
 */
export function fakeDocument(scenario: FakeScenario, id: string, anchors: readonly AnchorView[] = []): DocumentView {
  const unfinished = scenario === 'running' || scenario === 'cancelled' || scenario === 'error';
  const hasParts = scenario === 'healthy' || scenario === 'three-file' || scenario === 'edited';
  const files = filesOf(scenario);
  return {
    id,
    name: NAMES[scenario],
    sample: scenario !== 'huge',
    state: scenario === 'running' || scenario === 'cancelled' || scenario === 'error' ? scenario : 'done',
    error:
      scenario === 'error' ? 'The reading process ended before it was done; nothing is said about the evidence.' : null,
    wrongUse: false,
    progress: progressOf(scenario),
    report: unfinished ? null : reportOf(scenario, anchors.length > 0),
    dates: {
      evidence: FAKE_CHAINS[scenario] === null ? null : '2026-06-28T06:00:00Z',
      bundleName: scenario === 'healthy' || scenario === 'three-file' ? '2026-06-28' : null,
      file: '2026-06-29T17:42:10Z',
      opened: '2026-11-22T09:30:00Z',
    },
    files,
    fileCount: files.length,
    parts: hasParts
      ? EVIDENCE_PARTS.map((part) =>
          scenario === 'three-file' && part.kind === 'bundle-index'
            ? { ...part, file: null, status: 'absent', facts: [], tables: [] }
            : part,
        )
      : ABSENT,
    anchors: [...anchorsOf(scenario), ...anchors],
    packs: [],
    trust: [],
    chainFile:
      FAKE_CHAINS[scenario] === null
        ? null
        : scenario === 'three-file'
          ? 'audit-chain-proof.json'
          : 'audit-chain.ndjson',
  };
}
