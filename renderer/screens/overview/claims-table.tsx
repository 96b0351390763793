import type { Claim } from '../../../shared/base/verification.ts';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { ProvenanceChip } from '../../components/provenance-chip.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import './claims-table.css';

function rank(claim: Claim): number {
  if (claim.agrees === false) return 0;
  return claim.agrees === null ? 1 : 2;
}

/** Differences first, then what could not be computed, then what agrees; otherwise in the order given. */
export function orderClaims(claims: readonly Claim[]): Claim[] {
  return [...claims].sort((a, b) => rank(a) - rank(b));
}

function Agreement({ claim }: { readonly claim: Claim }) {
  if (claim.agrees === null) return <StateMark state="not-checked" word="Not computed" />;
  return claim.agrees ? <StateMark state="pass" word="Same" /> : <StateMark state="fail" word="Differs" />;
}

/** What the bundle says of itself beside what was computed here; the two never look alike. */
export function ClaimsTable({ claims }: { readonly claims: readonly Claim[] }) {
  return (
    <div className="table-scroll">
      <table className="table claims">
        <thead>
          <tr>
            <th scope="col">Result</th>
            <th scope="col">What</th>
            <th scope="col">
              <ProvenanceChip from="stated" />
            </th>
            <th scope="col">
              <ProvenanceChip from="computed" />
            </th>
          </tr>
        </thead>
        <tbody>
          {orderClaims(claims).map((claim) => (
            <tr key={`${claim.where.file ?? ''} ${claim.where.pointer ?? ''} ${claim.subject}`}>
              <td>
                <Agreement claim={claim} />
              </td>
              <td>
                {claim.subject}
                {claim.where.file === undefined ? null : (
                  <span className="claims__where">
                    <EvidenceText text={claim.where.file} />
                  </span>
                )}
              </td>
              <td>
                <EvidenceText text={claim.stated} mono />
              </td>
              <td>
                {claim.computed === null ? (
                  <span className="muted">—</span>
                ) : (
                  <EvidenceText text={claim.computed} mono />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
