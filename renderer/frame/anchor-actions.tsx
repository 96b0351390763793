import { Button } from '../components/button.tsx';
import { actions, useAppState } from '../state/index.ts';

/** The ways to bring an anchor: picked from disk, and for a lesson the one that belongs to the sample. */
export function AnchorActions() {
  const sampleHasAnchor = useAppState(
    (state) => state.info?.samples.some((sample) => sample.id === state.sampleId && sample.hasAnchor) ?? false,
  );
  const brought = useAppState(
    (state) => state.document?.anchors.some((anchor) => anchor.origin === 'auditor') ?? false,
  );
  return (
    <>
      <Button icon="plus" onPress={() => void actions.addAnchorPicked()}>
        Add anchor…
      </Button>
      {sampleHasAnchor && !brought ? (
        <Button icon="plus" onPress={() => void actions.addAnchorSample()}>
          Add the sample’s anchor
        </Button>
      ) : null}
    </>
  );
}
