import type { Claim, VerificationReport } from '../../../shared/base/verification.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { ClaimsTable } from '../../components/claims-table.tsx';
import { formatCount } from '../../format/number.ts';
import { actions } from '../../state/index.ts';

interface OwnClaimsProps {
  readonly report: VerificationReport;
  readonly packs: DocumentView['packs'];
}

function tally(claims: readonly Claim[]): string {
  const differing = claims.filter((claim) => claim.agrees === false).length;
  return `${formatCount(differing)} of ${formatCount(claims.length)} differ`;
}

/** What the bundle states of itself beside what was computed; what its packs state is one step away, with its count. */
export function OwnClaims({ report: { claims, summary }, packs }: OwnClaimsProps) {
  const ofPacks = packs.flatMap((pack) => pack.claims);
  return (
    <section aria-labelledby="claims-title">
      <h2 id="claims-title">
        Claims against computation
        <span className="overview__aside muted">{claims.length === 0 ? '' : tally(claims)}</span>
      </h2>
      {claims.length > 0 ? (
        <ClaimsTable claims={claims} />
      ) : ofPacks.length === 0 ? (
        <p className="muted prose">
          The bundle states nothing about {summary.rows === 0 ? 'a chain' : 'this chain'} that could be compared.
        </p>
      ) : null}
      {ofPacks.length === 0 ? null : (
        <div className="axis__next">
          <p>{`What ${packs.length === 1 ? 'the document' : 'the documents'} under Packs ${packs.length === 1 ? 'states' : 'state'} is compared there: ${tally(ofPacks)}.`}</p>
          <Button onPress={() => actions.openScreen('packs')}>Open Packs</Button>
        </div>
      )}
    </section>
  );
}
