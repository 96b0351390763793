import type { TrustUse } from '../../../shared/ipc/model.ts';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { Hash } from '../../components/hash.tsx';
import { TRUST_KINDS } from '../../words/trust-words.ts';
import { Provenance } from './provenance.tsx';

interface UseTableProps {
  readonly uses: readonly TrustUse[];
  /** When the document was opened: ages are counted to it. */
  readonly at: number;
}

/** The keys, roots and logs that a document was judged with: where each is from, how old it is, and whether it was of use. */
export function UseTable({ uses, at }: UseTableProps) {
  return (
    <div className="table-scroll">
      <table className="table trust__uses">
        <thead>
          <tr>
            <th scope="col">Here</th>
            <th scope="col">What</th>
            <th scope="col">Fingerprint</th>
            <th scope="col">How it was obtained, and its age</th>
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
                  <Hash value={use.fingerprint} label="Fingerprint" />
                )}
              </td>
              <td>
                {use.provenance === null ? (
                  <span className="muted">Given for this run only; nothing was said about where it is from.</span>
                ) : (
                  <Provenance provenance={use.provenance} at={at} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
