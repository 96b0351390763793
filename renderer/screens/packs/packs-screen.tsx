import type { DocumentView } from '../../../shared/ipc/model.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Screen } from '../../components/screen.tsx';
import { formatCounted } from '../../format/number.ts';
import { useAppState } from '../../state/index.ts';
import { PackBody } from './pack-body.tsx';
import { PackList } from './pack-list.tsx';
import './packs-screen.css';

function NoPack({ document }: { readonly document: DocumentView }) {
  const unlisted = document.state === 'opening' || document.state === 'error';
  return (
    <Screen title="Packs">
      <EmptyState
        title={
          unlisted
            ? 'No pack was found so far; the bundle was not read to its end.'
            : 'No pack, receipt or other sealed document is in this bundle.'
        }
      >
        <p>
          A pack is what the producer seals and hands over: rows of the audit chain with their anchors, or what its
          collectors found for each control. A receipt is what a time-stamp authority or a public log says about an
          anchor. Each is judged by its own rules, question by question.
        </p>
        <p>
          Ask the producer for the pack of the period that you audit, with its detached signature, and for the public
          key on another way than the pack. Without a pack nothing here says which controls the entries were collected
          for.
        </p>
      </EmptyState>
    </Screen>
  );
}

/** The packs, receipts and other sealed documents of a bundle, and the chosen one at four depths. */
export function PacksScreen({ document }: { readonly document: DocumentView }) {
  const selected = useAppState((state) => state.selectedPack);
  const { packs } = document;
  const shown = packs.find((pack) => pack.id === selected) ?? packs[0];
  if (shown === undefined) return <NoPack document={document} />;
  return (
    <Screen
      title="Packs"
      aside={<span className="muted">{formatCounted(packs.length, 'document', 'documents')}</span>}
      lead="Documents that the producer sealed, and OSCAL that was made from them. What they state of themselves decides nothing here: each question is answered from the bytes and from what you brought."
    >
      <PackList packs={packs} shown={shown} />
      <PackBody key={shown.id} pack={shown} />
    </Screen>
  );
}
