import { readInstant } from '../format/instant.ts';
import { EvidenceText } from './evidence-text.tsx';
import { Facts } from './facts.tsx';
import { Instant } from './instant.tsx';

/** Facts above which they are set in two columns. */
const MANY = 8;
const DIGITS = /^[0-9a-f]{32,}$/;

interface FactListProps {
  /** As evidence states them; untrusted text. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** Labels and values of evidence: instants in UTC, hashes in fixed width, all else as it is written. */
export function FactList({ facts }: FactListProps) {
  return (
    <Facts
      columns={facts.length > MANY}
      facts={facts.map(({ label, value }) => ({
        label,
        value:
          readInstant(value) === null ? (
            <EvidenceText text={value} mono={DIGITS.test(value)} />
          ) : (
            <Instant text={value} />
          ),
      }))}
    />
  );
}
