import type { BundleFile, DocumentView } from '../../../shared/ipc/model.ts';
import { Size } from '../../components/count.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { ExpectedActual } from '../../components/expected-actual.tsx';
import { type Fact, Facts } from '../../components/facts.tsx';
import { FindingList } from '../../components/finding-line.tsx';
import { Instant } from '../../components/instant.tsx';
import { FileStatus } from './file-status.tsx';
import { FileText } from './file-text.tsx';
import { FILE_STATUS } from './file-words.ts';

const SHOWABLE: ReadonlySet<BundleFile['status']> = new Set(['used', 'read', 'unread']);

function facts(file: BundleFile): Fact[] {
  return [
    { label: 'What it is', value: file.description },
    { label: 'Size', value: <Size bytes={file.size} /> },
    ...(file.storedSize === null ? [] : [{ label: 'Stored as', value: <Size bytes={file.storedSize} /> }]),
    ...(file.modified === null ? [] : [{ label: 'Modified', value: <Instant text={file.modified} /> }]),
  ];
}

function Digests({ file }: { readonly file: BundleFile }) {
  if (file.sha256 !== null && file.statedSha256 !== null) {
    return (
      <ExpectedActual
        expected={file.statedSha256}
        actual={file.sha256}
        expectedLabel="Stated by the index"
        actualLabel="Computed here"
      />
    );
  }
  return (
    <Facts
      facts={[
        {
          label: 'Computed here',
          value:
            file.sha256 === null ? <span className="muted">not read</span> : <EvidenceText text={file.sha256} mono />,
        },
        {
          label: 'Stated by the index',
          value:
            file.statedSha256 === null ? (
              <span className="muted">nothing</span>
            ) : (
              <EvidenceText text={file.statedSha256} mono />
            ),
        },
      ]}
    />
  );
}

/** One file of the bundle in full, with a window onto its text. */
export function FilePanel({ document, file }: { readonly document: DocumentView; readonly file: BundleFile }) {
  return (
    <div className="panel">
      <h2>
        <EvidenceText text={file.name} />
      </h2>
      <p>
        <FileStatus status={file.status} />
      </p>
      <p className="muted">{FILE_STATUS[file.status].means}</p>
      <Facts facts={facts(file)} />
      <section>
        <h3>SHA-256</h3>
        <Digests file={file} />
      </section>
      {file.findings.length === 0 ? null : (
        <section>
          <h3>Findings</h3>
          <FindingList findings={file.findings} />
        </section>
      )}
      {SHOWABLE.has(file.status) ? <FileText key={file.index} documentId={document.id} fileIndex={file.index} /> : null}
    </div>
  );
}
