import { showText } from '../../../shared/base/text.ts';
import type { RowSummary } from '../../../shared/ipc/model.ts';
import { EvidenceRuns } from '../../components/evidence-text.tsx';
import { shortHash } from '../../components/hash.tsx';
import { markOf, StateMark } from '../../components/state-mark.tsx';
import type { TableColumn } from '../../components/virtual-table.tsx';
import { formatCount } from '../../format/number.ts';
import { FINDING_WORDS } from '../../words/finding-words.ts';
import { sequenceWords } from './row-words.ts';

/** Characters of the payload that a cell renders; more does not fit on the widest screen. */
const PREVIEW = 240;

function classWords(row: RowSummary): string {
  return row.classes.map((name) => FINDING_WORDS[name].title).join(', ');
}

/** Columns of the table of entries. */
export const ENTRY_COLUMNS: readonly TableColumn<RowSummary>[] = [
  {
    id: 'position',
    label: 'Position',
    width: 92,
    numeric: true,
    render: (row) => formatCount(row.position),
  },
  {
    id: 'seq',
    label: 'Sequence',
    width: 88,
    numeric: true,
    render: (row) =>
      row.seq === row.position ? (
        <span className="chain__same">{formatCount(row.seq)}</span>
      ) : (
        <strong>{sequenceWords(row.seq)}</strong>
      ),
  },
  {
    id: 'state',
    label: 'State',
    width: 126,
    render: (row) => (
      <span title={classWords(row)}>
        <StateMark state={row.state} />
      </span>
    ),
  },
  {
    id: 'hash',
    label: 'Hash stored',
    width: 130,
    mono: true,
    render: (row) =>
      row.hash === null ? (
        <span className="muted">none</span>
      ) : (
        <span title={showText(row.hash, 128)}>{shortHash(row.hash)}</span>
      ),
  },
  {
    id: 'payload',
    label: 'Payload as written',
    width: 110,
    flexible: true,
    mono: true,
    render: (row) => (
      <bdi className="chain__preview" dir="ltr">
        <EvidenceRuns text={row.preview.slice(0, PREVIEW)} />
      </bdi>
    ),
  },
  { id: 'bytes', label: 'Bytes', width: 64, numeric: true, render: (row) => formatCount(row.bytes) },
];

/** Head of the copied table. */
export const TSV_HEAD = [
  'position',
  'sequence',
  'state',
  'findings',
  'hash stored',
  'payload as written (start)',
  'bytes',
];

/** A row as cells for a spreadsheet: plain numbers, whole hash. */
export function tsvCells(row: RowSummary): string[] {
  return [
    String(row.position),
    row.seq === null ? '' : String(row.seq),
    markOf(row.state).word,
    classWords(row),
    row.hash ?? '',
    row.preview,
    String(row.bytes),
  ];
}
