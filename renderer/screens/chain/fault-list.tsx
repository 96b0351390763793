import { type CSSProperties, useEffect, useMemo, useRef, useState } from 'react';
import type { Finding, FindingClass } from '../../../shared/base/finding.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { SeverityMark } from '../../components/finding-line.tsx';
import { shortHash } from '../../components/hash.tsx';
import { formatCount, formatCounted } from '../../format/number.ts';
import { FINDING_WORDS } from '../../words/finding-words.ts';
import './fault-list.css';
import { packOfRows } from '../../evidence/pack-rows.ts';
import { type FaultGroup, faultGroups, faultRange, touches } from './fault-groups.ts';

/** Findings of a class that are listed at first, and more each time. */
const PAGE = 20;

interface FaultListProps {
  readonly document: DocumentView;
  readonly selected: number | null;
  /** Classes that the table is filtered by. */
  readonly classes: readonly FindingClass[];
  readonly onToggleClass: (name: FindingClass) => void;
  readonly onJump: (position: number) => void;
}

/** What was found in the chain, grouped by class; pressing one goes to its first entry and shows both values. */
export function FaultList({ document, selected, classes, onToggleClass, onJump }: FaultListProps) {
  const { report } = document;
  const groups = useMemo(() => (report === null ? [] : faultGroups(report)), [report]);
  // In a low window the list would take the room of the entries: it waits, folded, and its line says how many there are.
  const [roomy] = useState(() => !matchMedia('(max-height: 30em)').matches);
  if (report === null) {
    const when = document.state === 'running' ? 'when the replay is done' : 'only by a replay that runs to its end';
    return (
      <p className="faults__line muted">
        {`Partial: ${formatCounted(document.progress.breaks, 'break', 'breaks')} among the first ${formatCounted(document.progress.rows, 'entry', 'entries')}. Faults are classified and listed ${when}; n and N go through the places known so far.`}
      </p>
    );
  }
  if (groups.length === 0) {
    const entries = formatCounted(report.summary.rows, 'entry', 'entries');
    // What an anchor could tell is asked of a chain; rows of a pack bring one each.
    const { result, answer } = report.axes.completeness;
    const open = result === 'pass' || packOfRows(document) !== null ? '' : ` ${answer}`;
    return (
      <p className="faults__line muted">
        {`No fault was found among the ${entries} that were ${packOfRows(document) === null ? 'replayed' : 'judged'}.${open}`}
      </p>
    );
  }
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <details className="faults" open={roomy}>
      <summary className="faults__summary">
        <h2>Faults</h2>
        <span className="muted">
          {`${formatCounted(total, 'finding', 'findings')} of ${formatCounted(groups.length, 'class', 'classes')}; n and N go to the next and the previous one`}
        </span>
      </summary>
      <section
        className="faults__box"
        aria-label="Faults of the chain"
        style={{ '--range': `${longestRange(groups)}ch` } as CSSProperties}
      >
        {groups.map((group) => (
          <Group
            key={group.class}
            group={group}
            selected={selected}
            filtered={classes.includes(group.class)}
            onToggle={() => onToggleClass(group.class)}
            onJump={onJump}
          />
        ))}
      </section>
    </details>
  );
}

/** Characters of the longest range, so that all ranges line up in a column no wider than needed. */
function longestRange(groups: readonly FaultGroup[]): number {
  let longest = 0;
  for (const { findings } of groups) {
    for (const finding of findings) longest = Math.max(longest, faultRange(finding).length);
  }
  return longest;
}

interface GroupProps {
  readonly group: FaultGroup;
  readonly selected: number | null;
  readonly filtered: boolean;
  readonly onToggle: () => void;
  readonly onJump: (position: number) => void;
}

function Group({ group, selected, filtered, onToggle, onJump }: GroupProps) {
  const [limit, setLimit] = useState(PAGE);
  const { title, meaning } = FINDING_WORDS[group.class];
  const kept = group.findings.length;
  const shown = group.findings.slice(0, limit);
  const placed = group.findings.some((finding) => finding.where.position !== undefined);
  const further = group.findings.slice(limit).find((finding) => touches(finding, selected));
  return (
    <section className="faults__group">
      <header className="faults__head">
        <SeverityMark severity={group.severity} />
        <h3 title={meaning}>{title}</h3>
        <span className="muted number">
          {kept < group.count
            ? `${formatCount(group.count)} counted, the first ${formatCount(kept)} kept`
            : formatCount(group.count)}
        </span>
        {placed ? (
          <Button
            kind="quiet"
            pressed={filtered}
            onPress={onToggle}
            label={`${filtered ? 'Showing only these' : 'Show only these'}: ${title.toLowerCase()}`}
          >
            {filtered ? 'Showing only these' : 'Show only these'}
          </Button>
        ) : null}
      </header>
      <ul>
        {(further === undefined ? shown : [...shown, further]).map((finding) => (
          <Fault
            key={`${finding.where.position ?? ''} ${finding.where.lastPosition ?? ''} ${finding.message}`}
            finding={finding}
            current={touches(finding, selected)}
            onJump={onJump}
          />
        ))}
      </ul>
      {shown.length < kept ? (
        <Button kind="quiet" onPress={() => setLimit(limit + PAGE)}>
          {`Show ${formatCount(Math.min(PAGE, kept - shown.length))} more of ${formatCount(kept)}`}
        </Button>
      ) : null}
    </section>
  );
}

interface FaultProps {
  readonly finding: Finding;
  readonly current: boolean;
  readonly onJump: (position: number) => void;
}

function Fault({ finding, current, onJump }: FaultProps) {
  const item = useRef<HTMLLIElement>(null);
  const { position } = finding.where;
  useEffect(() => {
    if (current) item.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <li ref={item} className={current ? 'fault fault--current' : 'fault'} aria-current={current ? 'true' : undefined}>
      <button
        type="button"
        className="fault__open"
        disabled={position === undefined}
        onClick={() => {
          if (position !== undefined) onJump(position);
        }}
      >
        <span className="fault__range number">{faultRange(finding)}</span>
        <span className="fault__text">
          <EvidenceText text={finding.message} max={400} />
        </span>
        <span className="fault__pair">
          {finding.expected === undefined ? null : <Side label="expected" value={finding.expected} />}
          {finding.actual === undefined ? null : <Side label="found" value={finding.actual} />}
          {finding.equation === undefined ? null : <EvidenceText text={finding.equation} mono max={160} />}
        </span>
      </button>
    </li>
  );
}

/** One of two values, short: the whole of it is in the detail on the right. */
function Side({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <span>
      {label} <span className="mono">{shortHash(value)}</span>
    </span>
  );
}
