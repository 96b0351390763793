import { useState } from 'react';
import type { BundleFile, DocumentView } from '../../../shared/ipc/model.ts';
import { ShownOf, Size } from '../../components/count.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import '../../components/field.css';
import { Hash } from '../../components/hash.tsx';
import '../../components/plain-table.css';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { useRowKeys } from '../../components/row-keys.ts';
import { Screen } from '../../components/screen.tsx';
import { toTsv } from '../../components/tsv.ts';
import { formatCount, formatCounted } from '../../format/number.ts';
import { actions, useAppState } from '../../state/index.ts';
import { FileStatus } from './file-status.tsx';
import './files-screen.css';
import { TableScroll } from '../../components/table-scroll.tsx';

const PAGE = 200;

function filesAsTsv(files: readonly BundleFile[]): string {
  const rows = files.map((file) => [
    file.name,
    file.status,
    file.description,
    file.size?.toString() ?? '',
    file.sha256 ?? '',
    file.statedSha256 ?? '',
    file.findings.length.toString(),
  ]);
  return toTsv([
    ['name', 'status', 'what it is', 'bytes', 'sha256', 'sha256 stated by the index', 'findings'],
    ...rows,
  ]);
}

function FileRow({ file }: { readonly file: BundleFile }) {
  const selected = useAppState((state) => state.selectedFile === file.index);
  return (
    <tr className={selected ? 'files__row files__row--selected' : 'files__row'}>
      <td className="fixed">
        <FileStatus status={file.status} />
      </td>
      <td>
        <button
          type="button"
          className="link files__name"
          data-row=""
          aria-pressed={selected}
          onClick={() => actions.selectFile(file.index)}
        >
          <EvidenceText text={file.name} max={200} />
        </button>
        <span className="files__what">{file.description}</span>
      </td>
      <td className="fixed files__size">
        <Size bytes={file.size} />
      </td>
      <td className="fixed">
        {file.sha256 === null ? <span className="muted">not read</span> : <Hash value={file.sha256} label="SHA-256" />}
      </td>
      <td className="fixed">
        {file.findings.length === 0 ? (
          <span className="muted">none</span>
        ) : (
          formatCounted(file.findings.length, 'finding', 'findings')
        )}
      </td>
    </tr>
  );
}

/** Every entry of the bundle, also those that are unknown, unexpected or were not read. */
export function FilesScreen({ document }: { readonly document: DocumentView }) {
  const [needle, setNeedle] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const rows = useRowKeys<HTMLTableSectionElement>();
  const wanted = needle.toLowerCase();
  const matching = document.files.filter(
    (file) => file.name.toLowerCase().includes(wanted) || file.description.toLowerCase().includes(wanted),
  );
  const shown = matching.slice(0, limit);
  if (document.files.length === 0) {
    return (
      <Screen title="Files">
        <EmptyState
          title={document.state === 'opening' ? 'The bundle is still being read.' : 'No file could be listed.'}
        >
          <p>Every entry of the bundle is listed here with its size and digest, whether it was used or not.</p>
        </EmptyState>
      </Screen>
    );
  }
  return (
    <Screen
      title="Files"
      aside={<ShownOf shown={document.files.length} total={document.fileCount} one="file" many="files" />}
      actions={
        <>
          <input
            className="field"
            type="search"
            value={needle}
            placeholder="Filter files"
            aria-label="Filter files by name or kind"
            onChange={(event) => setNeedle(event.target.value)}
          />
          <CopyButton text={() => filesAsTsv(matching)}>Copy as TSV</CopyButton>
        </>
      }
    >
      {needle === '' ? null : (
        <p className="muted" role="status">
          {formatCount(matching.length)} of {formatCounted(document.files.length, 'file', 'files')} hold “{needle}”.
        </p>
      )}
      <TableScroll label="Files">
        <table className="table files">
          <thead>
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Name, and what it is</th>
              <th scope="col" className="files__size">
                Size
              </th>
              <th scope="col">SHA-256</th>
              <th scope="col">Findings</th>
            </tr>
          </thead>
          <tbody ref={rows}>
            {shown.map((file) => (
              <FileRow key={file.index} file={file} />
            ))}
          </tbody>
        </table>
      </TableScroll>
      {shown.length < matching.length ? (
        <Button onPress={() => setLimit(limit + PAGE)}>
          {`Show ${formatCount(Math.min(PAGE, matching.length - shown.length))} more of ${formatCount(matching.length)}`}
        </Button>
      ) : null}
    </Screen>
  );
}
