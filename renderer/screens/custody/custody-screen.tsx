import { useState } from 'react';
import type { CustodyPage } from '../../../shared/ipc/contract.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { Instant } from '../../components/instant.tsx';
import { MessageText } from '../../components/message-text.tsx';
import '../../components/plain-table.css';
import { Screen } from '../../components/screen.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { formatCount, formatCounted } from '../../format/number.ts';
import { TOOL_TITLES } from '../../words/part-words.ts';
import './custody-screen.css';
import { TableScroll } from '../../components/table-scroll.tsx';
import { CUSTODY_PAGE, useCustody } from './use-custody.ts';

const LEAD =
  'Bathyscope writes down what it opened, checked and exported, and with which trust inputs, in a hash chain of the same rule as the ones it verifies. Whoever can write to this machine could write the whole log anew, so note the tip hash somewhere else when it has to be relied on.';

/** What the replay of the log gave; one over no entries shows nothing. */
function Replay({ page }: { readonly page: CustodyPage }) {
  if (page.problem !== null) {
    return (
      <>
        <StateMark state="fail" word="Does not hold" /> <EvidenceText text={page.problem} />
      </>
    );
  }
  if (page.total === 0) return <StateMark state="not-checked" word="No entry to replay" />;
  return (
    <>
      <StateMark state="pass" word="Holds" />{' '}
      {`${formatCounted(page.total, 'entry', 'entries')} recompute and link, replayed when this page was read.`}
    </>
  );
}

function Entries({ page }: { readonly page: CustodyPage }) {
  return (
    <TableScroll label="Entries">
      <table className="table custody">
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Detail</th>
            <th scope="col">Hash</th>
          </tr>
        </thead>
        <tbody>
          {page.entries.map((entry) => (
            <tr key={entry.seq}>
              <td className="fixed number">{formatCount(entry.seq)}</td>
              <td className="fixed">
                <Instant text={entry.at} />
              </td>
              <td className="fixed">
                <EvidenceText text={entry.event} mono max={100} />
              </td>
              <td>
                <MessageText text={entry.detail} />
              </td>
              <td className="fixed">
                <Hash value={entry.hash} label={`Hash of entry ${entry.seq}`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

interface PagesProps {
  readonly page: CustodyPage;
  readonly onRead: (from: number | null) => void;
}

function Pages({ page, onRead }: PagesProps) {
  const { from, total, entries } = page;
  if (total <= CUSTODY_PAGE) return null;
  const last = from + entries.length >= total;
  return (
    <div className="custody__pages">
      <span className="muted number">
        {`entries ${formatCount(from)} to ${formatCount(from + entries.length - 1)} of ${formatCount(total)}`}
      </span>
      <Button disabled={from === 0} onPress={() => onRead(0)}>
        First
      </Button>
      <Button disabled={from === 0} onPress={() => onRead(Math.max(0, from - CUSTODY_PAGE))}>
        Earlier
      </Button>
      <Button disabled={last} onPress={() => onRead(from + CUSTODY_PAGE)}>
        Later
      </Button>
      <Button disabled={last} onPress={() => onRead(null)}>
        Newest
      </Button>
    </div>
  );
}

/** The app's own log of what it did, replayed by the same engine each time it is read. */
export function CustodyScreen() {
  const { reply, read } = useCustody();
  const [fault, setFault] = useState<string | null>(null);
  const exportLog = async (): Promise<void> => {
    const done = await window.api.custodyExport();
    setFault(done.ok ? null : done.error.message);
    // The export is an entry itself: that it stands there says that it was handed over.
    if (done.ok) await read(null);
  };
  const page = reply?.ok === true ? reply.value : null;
  return (
    <Screen
      title={TOOL_TITLES.custody}
      lead={LEAD}
      actions={
        <>
          <Button onPress={() => void read(null)}>Replay again</Button>
          <Button onPress={() => void exportLog()}>Export…</Button>
        </>
      }
    >
      {fault === null ? null : <p role="alert">{fault}</p>}
      {reply === null ? <p className="muted">Reading and replaying the log…</p> : null}
      {reply?.ok === false ? (
        <div role="alert">
          <EmptyState title="The tool could not read its log.">
            <p>{reply.error.message}</p>
          </EmptyState>
        </div>
      ) : null}
      {page === null ? null : (
        <>
          <section aria-label="Replay of the log" role="status">
            <Facts
              facts={[
                { label: 'Replay', value: <Replay page={page} /> },
                { label: 'Tip hash', value: <Hash value={page.tip} label="Tip hash of the log" /> },
              ]}
            />
          </section>
          <section aria-label="Entries of the log">
            {page.total === 0 ? (
              <EmptyState title="Nothing was written down yet.">
                <p>The first entry is written when a bundle is opened.</p>
              </EmptyState>
            ) : (
              <>
                <Pages page={page} onRead={(from) => void read(from)} />
                <Entries page={page} />
              </>
            )}
          </section>
        </>
      )}
    </Screen>
  );
}
