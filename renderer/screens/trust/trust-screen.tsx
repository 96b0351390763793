import type { Axis } from '../../../shared/base/verification.ts';
import type { AnchorView, DocumentView } from '../../../shared/ipc/model.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ProvenanceChip } from '../../components/provenance-chip.tsx';
import { Screen } from '../../components/screen.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { AnchorActions } from '../../frame/anchor-actions.tsx';
import { AnchorTable } from './anchor-table.tsx';
import './trust-screen.css';

function Brought({ anchors }: { readonly anchors: readonly AnchorView[] }) {
  return (
    <section aria-labelledby="brought-title">
      <h2 id="brought-title">What you brought</h2>
      {anchors.length === 0 ? (
        <EmptyState title="Nothing yet, so nothing outside the bundle backs it." actions={<AnchorActions />}>
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
          <AnchorTable anchors={anchors} removable />
          <div className="trust__actions">
            <AnchorActions />
          </div>
        </>
      )}
    </section>
  );
}

function Missing({ axes }: { readonly axes: readonly Axis[] }) {
  if (axes.length === 0) return null;
  return (
    <section aria-labelledby="missing-title">
      <h2 id="missing-title">What is missing, and what it would settle</h2>
      <div className="table-scroll">
        <table className="table trust__missing">
          <thead>
            <tr>
              <th scope="col">Now</th>
              <th scope="col">Question</th>
              <th scope="col">What would settle it</th>
            </tr>
          </thead>
          <tbody>
            {axes.map((axis) => (
              <tr key={axis.id}>
                <td>
                  <StateMark state={axis.result} />
                </td>
                <td>{axis.question}</td>
                <td>{axis.nextStep}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What the verdict rests on apart from the bundle, and what it could rest on. */
export function TrustScreen({ document }: { readonly document: DocumentView }) {
  const brought = document.anchors.filter((anchor) => anchor.origin === 'auditor');
  const candidates = document.anchors.filter((anchor) => anchor.origin === 'bundle');
  const axes = Object.values(document.report?.axes ?? {});
  return (
    <Screen
      title="Trust"
      lead="A bundle can not vouch for itself. What raises a verdict has to reach you on another way than the bundle did."
    >
      <Brought anchors={brought} />
      {candidates.length === 0 ? null : (
        <section aria-labelledby="candidates-title">
          <h2 id="candidates-title">
            Candidates in the bundle <ProvenanceChip from="stated" />
          </h2>
          <p className="prose">
            These anchors travelled with the entries. Whoever could change the entries could make them again, so they
            add nothing to the verdict. They serve for comparison with an anchor that you hold.
          </p>
          <AnchorTable anchors={candidates} removable={false} />
        </section>
      )}
      <Missing axes={axes.filter((axis) => axis.result !== 'pass' && axis.nextStep !== null)} />
    </Screen>
  );
}
