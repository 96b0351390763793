import { useEffect, useRef, useState } from 'react';
import { showText } from '../../../shared/base/text.ts';
import type { TrustItem } from '../../../shared/ipc/contract.ts';
import { Button } from '../../components/button.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { Hash } from '../../components/hash.tsx';
import { TableScroll } from '../../components/table-scroll.tsx';
import { trustActions } from '../../state/index.ts';
import { TRUST_KINDS } from '../../words/trust-words.ts';
import { Provenance } from './provenance.tsx';

/** Asks once more before a piece goes: verdicts that rest on it change at once. */
function Remove({ item }: { readonly item: TrustItem }) {
  const [asked, setAsked] = useState(false);
  const cell = useRef<HTMLDivElement>(null);
  const wasAsked = useRef(false);
  const name = showText(item.label, 80);
  useEffect(() => {
    // The pressed button is gone in both directions; the first one in its place takes the focus.
    if (asked || wasAsked.current) cell.current?.querySelector('button')?.focus();
    wasAsked.current = asked;
  }, [asked]);
  return (
    <div className="trust__remove" ref={cell}>
      {asked ? (
        <>
          <Button onPress={() => setAsked(false)} label={`Keep it: ${name}`}>
            Keep it
          </Button>
          <Button onPress={() => void trustActions.remove(item.id)} label={`Remove it: ${name}`}>
            Remove it
          </Button>
          <p className="muted" role="status">
            What is open is judged again without it.
          </p>
        </>
      ) : (
        <Button kind="quiet" onPress={() => setAsked(true)} label={`Remove ${name}`}>
          Remove…
        </Button>
      )}
    </div>
  );
}

interface StoreTableProps {
  readonly items: readonly TrustItem[];
  /** The moment that ages are counted to. */
  readonly at: number;
}

/** Everything in the trust store, with how, by whom and when each piece was obtained. */
export function StoreTable({ items, at }: StoreTableProps) {
  return (
    <TableScroll label="Trust store">
      <table className="table trust__store">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Fingerprint</th>
            <th scope="col">How it was obtained, and its age</th>
            <th scope="col">Remove</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <td>
                <EvidenceText text={item.label} max={200} />
                <p className="muted">
                  {TRUST_KINDS[item.kind]}
                  {item.detail === '' ? null : (
                    <>
                      {': '}
                      <EvidenceText text={item.detail} max={300} />
                    </>
                  )}
                </p>
              </td>
              <td className="fixed">
                <Hash value={item.fingerprint} label="Fingerprint" />
              </td>
              <td>
                <Provenance provenance={item.provenance} at={at} />
              </td>
              <td>
                {item.shipped ? <span className="muted">came with the app, see below</span> : <Remove item={item} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
