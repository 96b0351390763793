import { useState } from 'react';
import type { Claim } from '../../shared/base/verification.ts';
import './claims-table.css';
import { EvidenceText } from './evidence-text.tsx';
import './plain-table.css';
import { ProvenanceChip } from './provenance-chip.tsx';
import { ShowMore } from './show-more.tsx';
import { StateMark } from './state-mark.tsx';
import { TableScroll } from './table-scroll.tsx';

const PAGE = 200;

function rank(claim: Claim): number {
  if (claim.agrees === false) return 0;
  return claim.agrees === null ? 1 : 2;
}

/** Differences first, then what could not be computed, then what agrees; otherwise in the order given. */
export function orderClaims(claims: readonly Claim[]): Claim[] {
  return [...claims].sort((a, b) => rank(a) - rank(b));
}

/** What a claim is shown under. */
function nameOf({ subject, where }: Claim): string {
  return JSON.stringify([subject, where.file]);
}

/** Names that several claims have: those need their place to be told apart. */
function repeatedNames(claims: readonly Claim[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of claims.map(nameOf)) (seen.has(name) ? repeated : seen).add(name);
  return repeated;
}

function Agreement({ claim }: { readonly claim: Claim }) {
  if (claim.agrees === null) return <StateMark state="not-checked" word="Not computed" />;
  return claim.agrees ? <StateMark state="pass" word="Same" /> : <StateMark state="fail" word="Differs" />;
}

/** What the bundle says of itself beside what was computed here; the two never look alike. */
export function ClaimsTable({ claims }: { readonly claims: readonly Claim[] }) {
  const [limit, setLimit] = useState(PAGE);
  const repeated = repeatedNames(claims);
  return (
    <>
      <TableScroll label="Claims">
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
            {orderClaims(claims)
              .slice(0, limit)
              .map((claim, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: evidence may state a thing twice, and claims never move
                <tr key={index}>
                  <td>
                    <Agreement claim={claim} />
                  </td>
                  <td>
                    <EvidenceText text={claim.subject} />
                    {claim.where.file === undefined ? null : (
                      <span className="claims__where">
                        <EvidenceText text={claim.where.file} />
                        {claim.where.pointer === undefined || !repeated.has(nameOf(claim)) ? null : (
                          <>
                            {' '}
                            <EvidenceText text={claim.where.pointer} mono />
                          </>
                        )}
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
      </TableScroll>
      <ShowMore shown={limit} total={claims.length} page={PAGE} onMore={() => setLimit(limit + PAGE)} />
    </>
  );
}
