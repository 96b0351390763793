import type { Axis } from '../../../shared/base/verification.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { Screen } from '../../components/screen.tsx';
import { StandingChip } from '../../components/standing-chip.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { AnchorAnswer } from './anchor-answer.tsx';
import { AnchorTable } from './anchor-table.tsx';
import { BringAnchors } from './bring-anchors.tsx';
import { GivenTrust } from './given-trust.tsx';
import './trust-screen.css';
import { TableScroll } from '../../components/table-scroll.tsx';
import { TrustStoreSection } from './trust-store.tsx';

function Brought({ document }: { readonly document: DocumentView }) {
  const anchors = document.anchors.filter((anchor) => anchor.origin === 'auditor');
  return (
    <section aria-labelledby="brought-title">
      <h2 id="brought-title">What you brought for this bundle</h2>
      {anchors.length === 0 ? (
        <EmptyState
          title={
            document.trust.length === 0
              ? 'Nothing yet, so nothing outside the bundle backs it.'
              : document.chainFile === null
                ? 'No anchor yet.'
                : 'No anchor yet, so a tail that was cut off could not be noticed.'
          }
          actions={<BringAnchors />}
        >
          <p>
            An anchor is a small file with the length and the last hash of the chain, made while the chain grew and kept
            where the producer’s database can not reach it. One that reaches you apart from the bundle lets you notice a
            tail that was cut off, or a chain that was written anew.
          </p>
          <p>
            Ask for the anchor object from the write-once store, or for one that was sent to you at an earlier date, and
            add it here.
          </p>
        </EmptyState>
      ) : (
        <>
          <h3 className="trust__anchors">Anchors</h3>
          {document.report === null ? null : <AnchorAnswer axes={document.report.axes} />}
          <AnchorTable anchors={anchors} removable />
          <BringAnchors />
        </>
      )}
      <GivenTrust key={document.id} document={document} />
    </section>
  );
}

function Missing({ axes }: { readonly axes: readonly Axis[] }) {
  if (axes.length === 0) return null;
  return (
    <section aria-labelledby="missing-title">
      <h2 id="missing-title">What is missing, and what it would raise</h2>
      <TableScroll label="What is missing">
        <table className="table trust__missing">
          <thead>
            <tr>
              <th scope="col">Now</th>
              <th scope="col">Question</th>
              <th scope="col">What would raise it</th>
            </tr>
          </thead>
          <tbody>
            {axes.map((axis) => (
              <tr key={axis.id}>
                <td>
                  <StateMark state={axis.result} />
                </td>
                <td>{axis.question}</td>
                <td>{axis.nextStep === null ? null : <MessageText text={axis.nextStep} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}

/** What the verdict rests on apart from the bundle, and what it could rest on. */
export function TrustScreen({ document }: { readonly document: DocumentView }) {
  const candidates = document.anchors.filter((anchor) => anchor.origin === 'bundle');
  const axes = Object.values(document.report?.axes ?? {});
  return (
    <Screen
      title="Trust"
      lead="A bundle can not vouch for itself. What raises a verdict has to reach you on another way than the bundle did."
    >
      <Brought document={document} />
      {candidates.length === 0 ? null : (
        <section aria-labelledby="candidates-title">
          <h2 id="candidates-title">
            Candidates in the bundle <StandingChip standing="candidate" />
          </h2>
          <p className="prose">
            These anchors travelled with the entries. Whoever could change the entries could make them again, so they
            add nothing to the verdict. They serve for comparison with an anchor that you hold.
          </p>
          <AnchorTable anchors={candidates} removable={false} />
        </section>
      )}
      <section aria-labelledby="store-title">
        <h2 id="store-title">Trust store</h2>
        <p className="prose">What you rely on in all bundles. It stays on this machine; bundles add nothing to it.</p>
        <TrustStoreSection />
      </section>
      <Missing axes={axes.filter((axis) => axis.result !== 'pass' && axis.nextStep !== null)} />
    </Screen>
  );
}
