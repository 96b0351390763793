import { useState } from 'react';
import { showText } from '../../../shared/base/text.ts';
import type { AnchorView } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { Hash } from '../../components/hash.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { TableScroll } from '../../components/table-scroll.tsx';
import { formatCount } from '../../format/number.ts';
import { actions } from '../../state/index.ts';

interface AnchorTableProps {
  readonly anchors: readonly AnchorView[];
  readonly removable: boolean;
}

/** Rows that are shown at first, and with each press: a store holds an anchor for each append. */
const PAGE = 50;

/** A candidate that matches proves nothing, so it gets no mark of passing. */
function AnchorResult({ anchor }: { readonly anchor: AnchorView }) {
  if (anchor.origin === 'bundle' && anchor.result === 'pass') return <span className="muted">Same values</span>;
  return <StateMark state={anchor.result} />;
}

/** Anchors with what they say and what comparing them with the chain gave. */
export function AnchorTable({ anchors, removable }: AnchorTableProps) {
  const [shown, setShown] = useState(PAGE);
  // What contradicts is never below the fold of a long list.
  const ordered = [...anchors].sort((a, b) => Number(b.result === 'fail') - Number(a.result === 'fail'));
  return (
    <>
      <TableScroll label="Anchors">
        <table className="table anchors">
          <thead>
            <tr>
              <th scope="col">{removable ? 'Result' : 'Compared'}</th>
              <th scope="col">File</th>
              <th scope="col">Length</th>
              <th scope="col">Tip hash</th>
              <th scope="col">Genesis hash</th>
              <th scope="col">Signature</th>
              {removable ? <th scope="col">Remove</th> : null}
            </tr>
          </thead>
          <tbody>
            {ordered.slice(0, shown).map((anchor) => (
              <tr key={anchor.id}>
                <td className="fixed">
                  <AnchorResult anchor={anchor} />
                </td>
                <td>
                  <EvidenceText text={anchor.file} />
                  <p className="muted">
                    <MessageText text={anchor.message} />
                  </p>
                  {anchor.bytes === 'canonical' ? null : (
                    <p className="muted">
                      {anchor.bytes === 'as-is'
                        ? 'Bytes taken as they are. They are not the canonical ones, and receipts are held against them.'
                        : 'Bytes taken as they are. They are the canonical ones.'}
                    </p>
                  )}
                </td>
                <td className="fixed number">{anchor.length === null ? '—' : formatCount(anchor.length)}</td>
                <td className="fixed">
                  <Hash value={anchor.tipHash} label="Tip hash of the anchor" />
                </td>
                <td className="fixed">
                  <Hash value={anchor.genesisHash} label="Genesis hash of the anchor" />
                </td>
                <td className="fixed">{anchor.signed ? 'signed' : 'none'}</td>
                {removable ? (
                  <td className="fixed">
                    <Button
                      kind="quiet"
                      onPress={() => void actions.removeAnchor(anchor.id)}
                      label={`Remove the anchor ${showText(anchor.file, 80)}`}
                    >
                      Remove
                    </Button>
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <ShowMore shown={shown} total={anchors.length} page={PAGE} onMore={() => setShown(shown + PAGE)} />
    </>
  );
}
