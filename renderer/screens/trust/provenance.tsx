import { EvidenceText } from '../../components/evidence-text.tsx';
import { Instant } from '../../components/instant.tsx';
import { formatAge } from '../../format/age.ts';

interface ProvenanceProps {
  readonly provenance: { readonly how: string; readonly by: string; readonly obtainedAt: string };
  /** The moment that the age is counted to, milliseconds since 1970-01-01 UTC. */
  readonly at: number;
}

/** How, by whom and when a piece of trust was obtained, and how old that makes it. */
export function Provenance({ provenance, at }: ProvenanceProps) {
  const age = formatAge(provenance.obtainedAt, at);
  return (
    <>
      <EvidenceText text={provenance.how} max={300} />
      <p className="muted">
        by <EvidenceText text={provenance.by} max={200} />, <Instant text={provenance.obtainedAt} day />
        {age === null ? '' : `: ${age}`}
      </p>
    </>
  );
}
