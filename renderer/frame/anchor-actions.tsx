import type { AnchorBytes } from '../../shared/ipc/model.ts';
import { Button } from '../components/button.tsx';
import { actions, useAppState } from '../state/index.ts';

interface AnchorActionsProps {
  /** Which bytes receipts are held against. */
  readonly bytes?: AnchorBytes;
  /** Offers a folder of anchors too. */
  readonly folder?: boolean;
}

/** The ways to bring anchors: files or a folder picked from disk, and for a lesson the one that belongs to the sample. */
export function AnchorActions({ bytes = 'canonical', folder = false }: AnchorActionsProps) {
  const sampleHasAnchor = useAppState(
    (state) => state.info?.samples.some((sample) => sample.id === state.sampleId && sample.hasAnchor) ?? false,
  );
  const brought = useAppState(
    (state) => state.document?.anchors.some((anchor) => anchor.origin === 'auditor') ?? false,
  );
  return (
    <>
      <Button icon="plus" onPress={() => void actions.addAnchorsPicked('file', bytes)}>
        Add anchor…
      </Button>
      {folder ? (
        <Button icon="plus" onPress={() => void actions.addAnchorsPicked('folder', bytes)}>
          Add a folder of anchors…
        </Button>
      ) : null}
      {sampleHasAnchor && !brought ? (
        <Button icon="plus" onPress={() => void actions.addAnchorSample()}>
          Add the sample’s anchor
        </Button>
      ) : null}
    </>
  );
}
