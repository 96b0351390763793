import type { ReactNode } from 'react';
import './facts.css';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

interface FactsProps {
  readonly facts: readonly Fact[];
  /** Sets many facts in two columns where there is room. */
  readonly columns?: boolean;
}

/** Labels and values, aligned; the values are ready to be shown. */
export function Facts({ facts, columns = false }: FactsProps) {
  return (
    <dl className={columns ? 'facts facts--columns' : 'facts'}>
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: evidence may use a label twice, and facts never move
        <div className="facts__row" key={index}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
