import { useCallback, useRef, useState } from 'react';
import type { FindingClass } from '../../../shared/base/finding.ts';
import type { DocumentView, RowQuery } from '../../../shared/ipc/model.ts';
import '../../api.ts';
import { Button } from '../../components/button.tsx';
import { Strip, type StripTarget } from '../../components/strip.tsx';
import { VirtualTable } from '../../components/virtual-table.tsx';
import { formatCount, formatCounted } from '../../format/number.ts';
import { actions } from '../../state/index.ts';
import './chain.css';
import { knownEntries, packOfRows } from '../../evidence/pack-rows.ts';
import { ChainAbsent, hasChain } from './chain-absent.tsx';
import { useChainKeys } from './chain-keys.ts';
import { copyRows, MOST_COPIED } from './copy-rows.ts';
import { ENTRY_COLUMNS } from './entry-columns.tsx';
import { FaultList } from './fault-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { FilterStatus } from './filter-status.tsx';
import { findFault, findInCell, findSequence } from './find-entry.ts';
import { type EntryNumber, GoTo } from './go-to.tsx';
import { rowName } from './row-words.ts';
import { useQuery } from './use-query.ts';
import { useRowPages } from './use-row-pages.ts';
import { useSelection } from './use-selection.ts';
import { useStrip } from './use-strip.ts';

interface ChainScreenProps {
  readonly document: DocumentView;
  /** A request to show an entry; each new object is one request. */
  readonly target: { readonly position: number } | null;
}

/** The whole chain: strip, filter, faults, and the table of all entries. */
export function ChainScreen({ document, target }: ChainScreenProps) {
  return hasChain(document) ? <Chain document={document} target={target} /> : <ChainAbsent document={document} />;
}

/** Share of the input that the entries known so far stand for. */
function extentOf({ state, progress }: DocumentView): number {
  const unfinished = state === 'running' || state === 'cancelled' || state === 'error';
  if (!unfinished || progress.bytesTotal === null || progress.bytesTotal === 0) return 1;
  return Math.min(1, Math.max(0.01, progress.bytesDone / progress.bytesTotal));
}

function Chain({ document, target }: ChainScreenProps) {
  const known = knownEntries(document);
  const screen = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [pixels, setPixels] = useState(0);
  const [sentence, setSentence] = useState('');
  const [cleared, setCleared] = useState(0);
  const filter = useQuery(document.id);
  const { view, query } = filter;
  const total = query === null ? known : (view?.kept ?? 0);
  const rows = useRowPages(document.id, view?.id ?? null, total, document.state);
  const strip = useStrip(document, pixels);
  const { position, index, reveal, choose, bringIntoView, goTo } = useSelection(document.id, view, target, setSentence);

  const go = useCallback(
    (wanted: number): void => {
      setSentence('');
      goTo(wanted);
    },
    [goTo],
  );

  const goToFault = async (direction: 'next' | 'previous'): Promise<void> => {
    const found = await findFault(document.id, position, direction, known);
    if (!found.ok) setSentence(found.error.message);
    else if (found.value !== null) go(found.value);
    else {
      const from =
        position === null ? '' : ` ${direction === 'next' ? 'after' : 'before'} position ${formatCount(position)}`;
      setSentence(`No entry with a finding${from}.`);
    }
  };

  const goToCell = async (cell: StripTarget): Promise<void> => {
    if (cell.state === 'recomputed' || cell.state === 'not-read') {
      go(cell.from);
      return;
    }
    const found = await findInCell(document.id, cell);
    if (found.ok) go(found.value);
    else setSentence(found.error.message);
  };

  const goToNumber = async (kind: EntryNumber, number: number): Promise<void> => {
    if (kind === 'position') {
      if (number < known) go(number);
      else
        setSentence(`There is no position ${formatCount(number)}: positions run from 0 to ${formatCount(known - 1)}.`);
      return;
    }
    const found = await findSequence(document.id, number, known);
    if (!found.ok) setSentence(found.error.message);
    else if (found.value !== null) go(found.value);
    else {
      setSentence(
        `No entry with sequence number ${formatCount(number)} was found where the numbers around it lead. If the numbers are in disorder, find the text "seq":${number} instead.`,
      );
    }
  };

  const copy = async (first: number, last: number): Promise<void> => {
    const copied = await copyRows(document.id, view?.id ?? null, first, last);
    if (!copied.ok) setSentence(copied.error.message);
    else {
      const left = last - first + 1 > MOST_COPIED ? `, the first of ${formatCount(last - first + 1)} selected` : '';
      setSentence(`Copied ${formatCounted(copied.value, 'row', 'rows')} as tab-separated values${left}.`);
    }
  };

  const applyFilter = (typed: Pick<RowQuery, 'text' | 'ignoreCase' | 'field'> | null): void => {
    const classes = query?.classes;
    setSentence('');
    if (typed === null) filter.start(classes === undefined ? null : { classes });
    else filter.start({ ...typed, ...(classes === undefined ? {} : { classes }) });
  };

  const clear = (): void => {
    setSentence('');
    setCleared(cleared + 1);
    filter.start(null);
  };

  const toggleClass = (name: FindingClass): void => {
    const { classes: before = [], ...rest } = query ?? {};
    const classes = before.includes(name) ? before.filter((other) => other !== name) : [...before, name];
    setSentence('');
    if (classes.length > 0) filter.start({ ...rest, classes });
    else filter.start(rest.text === undefined && rest.field === undefined ? null : rest);
  };

  const table = (): HTMLElement | null => screen.current?.querySelector('[role="grid"]') ?? null;
  const step = (wanted: number): void => {
    if (total === 0) return;
    const next = Math.min(total - 1, Math.max(0, wanted));
    choose(next);
    bringIntoView(next);
  };
  const open = (at: number | null): void => {
    const wanted = at === null || query === null ? at : rows.rowAt(at)?.position;
    if (wanted === null || wanted === undefined) return;
    actions.jumpTo(wanted);
    // The panel is in the frame's column, and may only now be made.
    requestAnimationFrame(() => {
      const panel = window.document.getElementById('row-panel');
      panel?.focus({ preventScroll: true });
      panel?.scrollIntoView();
    });
  };

  useChainKeys({
    search: () => search.current?.focus(),
    step: (by) => step(index === null ? rows.visible.first : index + by),
    edge: (end) => step(end === 'first' ? 0 : total - 1),
    fault: (direction) => void goToFault(direction),
    copy: () => {
      if (index !== null) void copy(index, index);
    },
    open: () => open(index),
  });

  return (
    <div className="chain" ref={screen}>
      <header className="chain__head">
        <h1>Chain</h1>
        <span className="muted">{headWords(document)}</span>
        <GoTo onGo={(kind, number) => void goToNumber(kind, number)} />
      </header>
      <Strip
        cells={strip.cells}
        total={strip.total}
        extent={extentOf(document)}
        pack={packOfRows(document) !== null}
        selected={position}
        viewport={query === null && known > 0 ? rows.visible : null}
        onJump={(cell) => void goToCell(cell)}
        onFault={(direction) => void goToFault(direction)}
        onWidth={setPixels}
      />
      <div className="chain__tools">
        <FilterBar key={cleared} search={search} onFilter={applyFilter} onLeave={() => table()?.focus()} />
        <FilterStatus filter={filter} sentence={sentence} onClear={clear} />
      </div>
      <FaultList
        document={document}
        selected={position}
        classes={query?.classes ?? []}
        onToggleClass={toggleClass}
        onJump={go}
      />
      <div className="chain__table">
        <VirtualTable
          label={query === null ? 'Entries of the chain' : 'Entries that match the filter'}
          columns={ENTRY_COLUMNS}
          total={total}
          rowAt={rows.rowAt}
          rowLabel={(at, row) => rowName(at, row, total, query !== null)}
          active={index}
          onActivate={choose}
          onOpen={open}
          onCopy={(first, last) => void copy(first, last)}
          onVisible={rows.want}
          reveal={reveal}
          empty={query === null ? 'No entry was read yet.' : view?.state === 'done' ? 'No entry matches.' : ''}
        />
      </div>
      {rows.fault === null ? null : (
        <p className="chain__fault" role="alert">
          {`Rows could not be read: ${rows.fault.message} `}
          <Button kind="quiet" onPress={rows.retry}>
            Try again
          </Button>
        </p>
      )}
    </div>
  );
}

/** How much of the chain there is to see, in words. */
function headWords(document: DocumentView): string {
  const { state, progress, report } = document;
  const entries = formatCounted(progress.rows, 'entry', 'entries');
  switch (state) {
    case 'opening':
    case 'running':
      return `Partial: ${entries} replayed so far.`;
    case 'cancelled':
      return `Partial: ${entries} were replayed.`;
    case 'error':
      return `Partial: ${entries} were replayed, then the tool failed.`;
    case 'done':
      if (packOfRows(document) !== null) {
        return `${formatCounted(knownEntries(document), 'row', 'rows')} of a pack, each judged by all its questions.`;
      }
      return report === null
        ? entries
        : `${entries} replayed, ${formatCounted(report.summary.breaks, 'break', 'breaks')}.`;
  }
}
