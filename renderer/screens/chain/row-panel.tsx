import type { Finding } from '../../../shared/base/finding.ts';
import type { DocumentView, RowDetail, RowState } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { ExpectedActual } from '../../components/expected-actual.tsx';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { formatCount, formatCounted } from '../../format/number.ts';
import { actions } from '../../state/index.ts';
import { FINDING_WORDS } from '../../words/finding-words.ts';
import { AbsentEntry } from './absent-entry.tsx';
import { RowLegs } from './row-legs.tsx';
import './row-panel.css';
import { knownEntries, packOfRows } from '../../evidence/pack-rows.ts';
import { sequenceWords } from './row-words.ts';
import { useRow } from './use-row.ts';
import { WrittenEntry } from './written-entry.tsx';

interface RowPanelProps {
  readonly document: DocumentView;
  readonly position: number;
}

/** One entry in full, or what was found where one should stand that is not there. */
export function RowPanel({ document, position }: RowPanelProps) {
  const total = knownEntries(document);
  return document.state === 'done' && position >= total ? (
    <AbsentEntry document={document} position={position} total={total} />
  ) : (
    <Entry document={document} position={position} />
  );
}

/** One entry: its equations, its neighbours, its text with what the hash does not cover, and how to check it elsewhere. */
function Entry({ document, position }: RowPanelProps) {
  const reply = useRow(document.id, position, document.state);
  const total = knownEntries(document);
  const pack = packOfRows(document) !== null;
  const row = reply?.ok === true && reply.value.position === position ? reply.value : null;
  return (
    <div className="panel row-panel" id="row-panel" tabIndex={-1} aria-busy={row === null}>
      <header>
        <h2>{`Position ${formatCount(position)}`}</h2>
        <p className="muted">
          {`of ${formatCounted(total, 'entry', 'entries')}`}
          {row === null
            ? ''
            : row.seq === null
              ? ', without a sequence number'
              : `, sequence number ${sequenceWords(row.seq)}`}
        </p>
      </header>
      <nav className="row-panel__nav" aria-label="Neighbouring entries">
        <Button disabled={position === 0} onPress={() => actions.jumpTo(position - 1)}>
          Previous
        </Button>
        <Button disabled={position + 1 >= total} onPress={() => actions.jumpTo(position + 1)}>
          Next
        </Button>
        {row === null ? null : <StateMark state={row.state} />}
      </nav>
      {reply?.ok === false ? (
        <p className="row-panel__fault">{`This entry could not be read: ${reply.error.message}`}</p>
      ) : null}
      {row === null ? null : <RowBody key={row.position} row={row} total={total} pack={pack} />}
    </div>
  );
}

/** What the states that only rows of packs have mean for a reader. */
const STANDING: Readonly<Partial<Record<RowState, string>>> = {
  'not-disclosed':
    'The producer masked the payload of this row. What stands below is the mask, not the original, so its hash can not be computed here: nothing is shown about the content.',
  unverifiable:
    'A check that this row needs could not be run; which one stands below. Nothing speaks against the row, and not enough speaks for it.',
};

interface RowBodyProps {
  readonly row: RowDetail;
  readonly total: number;
  readonly pack: boolean;
}

function RowBody({ row, total, pack }: RowBodyProps) {
  return (
    <>
      {STANDING[row.state] === undefined ? null : <p>{STANDING[row.state]}</p>}
      {row.findings.length === 0 ? null : (
        <section aria-labelledby="row-findings">
          <h3 id="row-findings">Found here</h3>
          <ul className="row-panel__findings">
            {row.findings.map((finding) => (
              <li key={`${finding.class} ${finding.message}`}>
                <p>
                  <strong>{`${FINDING_WORDS[finding.class].title}.`}</strong> <MessageText text={finding.message} />
                </p>
                <FindingPair finding={finding} row={row} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="row-legs">
        <h3 id="row-legs">Recomputed here</h3>
        <RowLegs row={row} />
      </section>
      <section aria-labelledby="row-links">
        <h3 id="row-links">Links</h3>
        <Facts facts={links(row, total)} />
      </section>
      <WrittenEntry row={row} pack={pack} />
      {row.canonical === null ? null : <Canonical row={row} canonical={row.canonical} />}
      {row.command === null ? null : <Command command={row.command} />}
    </>
  );
}

/** The two values of a finding, unless an equation below shows the same pair. */
function FindingPair({ finding, row }: { readonly finding: Finding; readonly row: RowDetail }) {
  const { expected, actual, equation } = finding;
  if (expected === undefined || actual === undefined) return null;
  const shown = row.legs.some(
    (leg) =>
      leg.result === 'fail' &&
      [leg.expected, leg.actual].includes(expected) &&
      [leg.expected, leg.actual].includes(actual),
  );
  if (shown) return null;
  return (
    <>
      <ExpectedActual expected={expected} actual={actual} />
      {equation === undefined ? null : (
        <p className="leg__equation">
          <EvidenceText text={equation} mono />
        </p>
      )}
    </>
  );
}

function links(row: RowDetail, total: number) {
  const last = row.position + 1 >= total;
  return [
    {
      label: 'Before: hash',
      value:
        row.position === 0 ? (
          <span className="muted">this is the first</span>
        ) : (
          <Hash value={row.previousHash} label="Hash of the entry before" />
        ),
    },
    { label: 'Here: prevHash', value: <Hash value={row.prevHash} label="prevHash stored here" /> },
    { label: 'Here: computed', value: <Hash value={row.computedHash} label="Hash computed here" /> },
    { label: 'Here: hash', value: <Hash value={row.storedHash} label="Hash stored here" /> },
    {
      label: 'After: prevHash',
      value: last ? (
        <span className="muted">none follows</span>
      ) : (
        <Hash value={row.nextPrevHash} label="prevHash of the entry after" />
      ),
    },
  ];
}

function Canonical({ row, canonical }: { readonly row: RowDetail; readonly canonical: string }) {
  return (
    <details className="row-panel__fold">
      <summary>
        <h3>Canonical text</h3>
        <span className="muted">
          {row.canonicalBytes === null
            ? 'what was hashed'
            : `what was hashed, ${formatCounted(row.canonicalBytes, 'byte', 'bytes')}`}
        </span>
      </summary>
      <p className="written">
        <EvidenceText text={canonical} mono />
      </p>
      {row.canonicalTruncated ? (
        <p className="muted">Only its start is at hand here.</p>
      ) : (
        <CopyButton text={() => canonical}>Copy canonical text</CopyButton>
      )}
    </details>
  );
}

function Command({ command }: { readonly command: string }) {
  return (
    <details className="row-panel__fold">
      <summary>
        <h3>Check it elsewhere</h3>
        <span className="muted">recomputes this hash with standard tools</span>
      </summary>
      <p className="written">
        <EvidenceText text={command} mono />
      </p>
      <CopyButton text={() => command} label="Copy as command: recomputes the hash of this entry">
        Copy as command
      </CopyButton>
      <p className="muted">
        It prints the hash computed here. The text from the evidence in it is quoted for a POSIX shell.
      </p>
    </details>
  );
}
