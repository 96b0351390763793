import type { ReactNode } from 'react';
import type { Axis, VerificationReport } from '../../../shared/base/verification.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { DateAxis } from '../../charts/date-axis.tsx';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { formatCount } from '../../format/number.ts';
import { AnchorActions } from '../../frame/anchor-actions.tsx';
import { verdictLine } from '../../frame/verdict-line.ts';
import { actions } from '../../state/index.ts';
import { AxisRow } from './axis-row.tsx';
import { BundleIdentity } from './bundle-identity.tsx';
import { ChecksTable } from './checks-table.tsx';
import { Exposure } from './exposure.tsx';
import { Failing } from './failing.tsx';
import './overview-screen.css';
import { MessageText } from '../../components/message-text.tsx';
import { OwnClaims } from './own-claims.tsx';
import { PartsTable } from './parts-table.tsx';

/** Characters above which the head sentence is set smaller, so that it stays one glance. */
const LONG_HEAD = 200;

const AXIS_ORDER = ['integrity', 'completeness', 'origin', 'time', 'independence', 'continuity'] as const;

/** Questions that something from the trust store can answer. */
const TRUST_AXES: ReadonlySet<Axis['id']> = new Set(['origin', 'time', 'independence']);

function axisAction(axis: Axis, report: VerificationReport): ReactNode {
  const { firstBrokenSeq } = report;
  if (axis.id === 'integrity' && axis.result === 'fail' && firstBrokenSeq !== null) {
    return (
      <Button onPress={() => actions.jumpTo(firstBrokenSeq)}>{`Show position ${formatCount(firstBrokenSeq)}`}</Button>
    );
  }
  if (axis.nextStep === null) return null;
  if (axis.id === 'completeness') return report.summary.rows > 0 ? <AnchorActions /> : null;
  return TRUST_AXES.has(axis.id) ? <Button onPress={() => actions.openScreen('trust')}>Open Trust</Button> : null;
}

function Established({
  report,
  packs,
}: {
  readonly report: VerificationReport;
  readonly packs: DocumentView['packs'];
}) {
  return (
    <>
      <section aria-labelledby="axes-title">
        <h2 id="axes-title">Six questions, answered apart</h2>
        <ul className="overview__axes">
          {AXIS_ORDER.map((id) => {
            const axis = report.axes[id];
            return axis === undefined ? null : <AxisRow key={id} axis={axis} action={axisAction(axis, report)} />;
          })}
        </ul>
      </section>
      <Exposure exposure={report.exposure} verdict={report.verdict} />
      <OwnClaims report={report} packs={packs} />
      <section aria-labelledby="checks-title">
        <h2 id="checks-title">Checks, those that did not run included</h2>
        <ChecksTable checks={report.checks} />
      </section>
    </>
  );
}

function Head({ document }: { readonly document: DocumentView }) {
  const { report } = document;
  const line = verdictLine(document);
  if (line.kind === 'verdict' && report !== null) {
    return (
      <header className="overview__head">
        <h1 className={report.head.length > LONG_HEAD ? 'overview__long' : ''}>
          <MessageText text={report.head} />
        </h1>
        <CopyButton text={() => report.head}>Copy the sentence</CopyButton>
        <Failing document={document} />
      </header>
    );
  }
  return (
    <header className="overview__head">
      <h1>{line.kind === 'none' ? line.word : ''}</h1>
      <p className="overview__partial">{line.counts}</p>
      {document.error === null ? null : <p className="prose">{document.error}</p>}
      {document.state === 'cancelled' || document.state === 'error' ? (
        <Button kind="primary" onPress={() => void actions.restartReplay()}>
          Start again
        </Button>
      ) : null}
    </header>
  );
}

/** What was established about the bundle, in the order in which it would be quoted. */
export function OverviewScreen({ document }: { readonly document: DocumentView }) {
  return (
    <div className="overview">
      <div className="overview__main">
        <Head document={document} />
        {document.state === 'done' && document.report !== null ? (
          <Established report={document.report} packs={document.packs} />
        ) : null}
        {document.state === 'opening' || document.state === 'error' ? null : (
          <section aria-labelledby="parts-title">
            <h2 id="parts-title">Parts</h2>
            <PartsTable document={document} />
          </section>
        )}
        <section aria-labelledby="dates-title">
          <h2 id="dates-title">Dates</h2>
          <DateAxis dates={document.dates} />
        </section>
      </div>
      <BundleIdentity document={document} />
    </div>
  );
}
