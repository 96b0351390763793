import { showText } from '../../../shared/base/text.ts';
import type { TrustUse } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { Hash } from '../../components/hash.tsx';
import { TableScroll } from '../../components/table-scroll.tsx';
import { TRUST_KINDS } from '../../words/trust-words.ts';
import { Provenance } from './provenance.tsx';

interface UseTableProps {
  readonly uses: readonly TrustUse[];
  /** When the document was opened: ages are counted to it. */
  readonly at: number;
  /** Takes away what was given for the document only. */
  readonly onRemove: (use: TrustUse) => void;
}

/** The keys, roots, logs, signatures and the tenant that a document was judged with: where each is from, how old it is, and whether it was of use. */
export function UseTable({ uses, at, onRemove }: UseTableProps) {
  const removable = uses.some(({ provenance }) => provenance === null);
  return (
    <TableScroll label="Keys, roots, logs and signatures">
      <table className="table trust__uses">
        <thead>
          <tr>
            <th scope="col">Here</th>
            <th scope="col">What</th>
            <th scope="col">Fingerprint</th>
            <th scope="col">How it was obtained, and its age</th>
            {removable ? <th scope="col">Remove</th> : null}
          </tr>
        </thead>
        <tbody>
          {uses.map((use, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one piece may be brought twice, and none moves
            <tr key={index}>
              <td className="fixed">{use.used ? 'Used' : <span className="muted">Not used</span>}</td>
              <td>
                <EvidenceText text={use.label} max={200} />
                <p className="muted">{TRUST_KINDS[use.kind]}</p>
              </td>
              <td className="fixed">
                {use.fingerprint === null ? (
                  <span className="muted">—</span>
                ) : (
                  <Hash
                    value={use.fingerprint}
                    label={use.kind === 'signature' ? 'SHA-256 of the file' : 'Fingerprint'}
                  />
                )}
              </td>
              <td>
                {use.provenance === null ? (
                  <span className="muted">
                    Given for this bundle only: it is in nobody’s store, and nothing was said about where it is from.
                  </span>
                ) : (
                  <Provenance provenance={use.provenance} at={at} />
                )}
              </td>
              {removable ? (
                <td className="fixed">
                  {use.provenance === null ? (
                    <Button
                      kind="quiet"
                      onPress={() => onRemove(use)}
                      label={`Remove: ${TRUST_KINDS[use.kind]} ${showText(use.label, 80)}`}
                    >
                      Remove
                    </Button>
                  ) : (
                    <span className="muted">in the store</span>
                  )}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
