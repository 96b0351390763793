import type { VerificationReport } from '../../../shared/base/verification.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { Size } from '../../components/count.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { packOfRows } from '../../evidence/pack-rows.ts';
import { formatCount, formatCounted } from '../../format/number.ts';

const KINDS: Readonly<Record<VerificationReport['input']['kind'], string>> = {
  ndjson: 'entries, one a line (NDJSON)',
  'json-array': 'entries in one JSON array',
  'json-document': 'one JSON document',
  zip: 'zip archive',
  folder: 'folder',
  stdin: 'standard input',
  unknown: 'not recognised',
};

function chainFacts(report: VerificationReport): Fact[] {
  const { summary } = report;
  if (summary.rows === 0) return [];
  return [
    { label: 'Entries', value: <span className="number">{formatCount(summary.rows)}</span> },
    { label: 'Breaks', value: <span className="number">{formatCount(summary.breaks)}</span> },
    { label: 'Genesis hash', value: <Hash value={summary.genesis} label="Hash of the first entry" /> },
    { label: 'Tip hash', value: <Hash value={summary.root} label="Hash of the last entry" /> },
  ];
}

/** What the bundle is, as established on this machine: enough to say later which one was judged. */
export function BundleIdentity({ document }: { readonly document: DocumentView }) {
  const { report } = document;
  const chainFile = document.chainFile ?? packOfRows(document)?.file ?? null;
  const read = document.files.filter((file) => file.status === 'used').length;
  const facts: Fact[] = [
    { label: 'Name', value: <EvidenceText text={document.name} /> },
    ...(report === null
      ? []
      : [
          { label: 'SHA-256', value: <Hash value={report.input.sha256} label="SHA-256 of the bundle" /> },
          { label: 'Kind', value: KINDS[report.input.kind] },
          { label: 'Size', value: <Size bytes={report.input.bytes} /> },
        ]),
    {
      label: 'Files',
      value:
        document.fileCount === 0 ? (
          <span className="muted">none listed</span>
        ) : (
          `${formatCount(document.fileCount)}, of which ${formatCount(read)} used`
        ),
    },
    {
      label: 'Chain read from',
      value: chainFile === null ? <span className="muted">no chain</span> : <EvidenceText text={chainFile} />,
    },
    ...(report === null ? [] : chainFacts(report)),
    ...(report === null
      ? []
      : [
          { label: 'Checks', value: formatCounted(report.checks.length, 'check', 'checks') },
          { label: 'Computed by', value: `Bathyscope ${report.tool.version}` },
        ]),
  ];
  return (
    <aside className="overview__identity" aria-labelledby="identity-title">
      <h2 id="identity-title">Identity of the bundle</h2>
      <Facts facts={facts} />
    </aside>
  );
}
