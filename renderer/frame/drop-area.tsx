import { useEffect, useState } from 'react';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { EvidenceText } from '../components/evidence-text.tsx';
import { formatCount } from '../format/number.ts';
import { actions, trustActions, useAppState } from '../state/index.ts';
import './drop-area.css';
import { droppedItems } from './dropped-items.ts';

/** Takes drops anywhere on the window, and shows while something is held over it. */
export function DropArea() {
  const [over, setOver] = useState(false);
  const open = useAppState((state) => state.document !== null);
  const forTrust = useAppState((state) => state.trustForm !== null);
  useEffect(() => {
    const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const hover = (event: DragEvent): void => {
      // Without this the browser would leave the page for the dropped file.
      event.preventDefault();
      setOver(carriesFiles(event));
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer === null || !carriesFiles(event)) return;
      void droppedItems(event.dataTransfer, window.api.shell).then(actions.drop, actions.dropFailed);
    };
    window.addEventListener('dragover', hover);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', hover);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="drop-over" aria-hidden="true">
      <p>
        {forTrust
          ? 'Drop the file to import it into the trust store'
          : open
            ? 'Drop a bundle to open it, or anchors and signatures to add them'
            : 'Drop a bundle to open it'}
      </p>
    </div>
  );
}

/** Asks what was dropped while a bundle is open: nothing is guessed from its name. */
export function DropQuestion() {
  const items = useAppState((state) => state.pendingDrop);
  if (items === null) return null;
  const [first] = items;
  return (
    <Banner
      kind="question"
      actions={
        <>
          <Button kind="primary" onPress={() => void actions.addAnchorsDropped(items, 'canonical')}>
            {items.length === 1 ? 'Add as an anchor' : 'Add as anchors'}
          </Button>
          <Button onPress={() => void actions.addAnchorsDropped(items, 'as-is')}>
            {items.length === 1 ? 'Add as an anchor, bytes as they are' : 'Add as anchors, bytes as they are'}
          </Button>
          <Button onPress={() => void actions.addSignaturesDropped(items)}>
            {items.length === 1 ? 'Add as a detached signature' : 'Add as detached signatures'}
          </Button>
          <Button onPress={() => void trustActions.importDroppedTrustFile(items)}>Import as a trust file</Button>
          <Button onPress={() => void actions.openDropped(items)}>Open as a bundle</Button>
          <Button kind="quiet" onPress={actions.forgetDrop}>
            Leave it
          </Button>
        </>
      }
    >
      {items.length === 1 ? 'You dropped ' : `You dropped ${formatCount(items.length)} files, among them `}
      <EvidenceText text={first?.file.name ?? ''} />. What is it?
    </Banner>
  );
}
