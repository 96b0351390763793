import './provenance-chip.css';

const WORDS = { candidate: 'candidate', pinned: 'pinned' } as const;

/** How far a key or an anchor can be relied on: outlined while it only travels with the evidence, filled once it was pinned. */
export function StandingChip({ standing }: { readonly standing: keyof typeof WORDS }) {
  return (
    <span className={`provenance provenance--${standing === 'pinned' ? 'computed' : 'stated'}`}>{WORDS[standing]}</span>
  );
}

/** What the two words mean, said wherever they decide something. */
export function StandingWords() {
  return (
    <dl className="standing">
      <div>
        <dt>
          <StandingChip standing="candidate" />
        </dt>
        <dd>It travels with the evidence. Whoever could change the evidence could put another in its place.</dd>
      </div>
      <div>
        <dt>
          <StandingChip standing="pinned" />
        </dt>
        <dd>It reached you on another way, and you said how. Only this tells whose it is.</dd>
      </div>
    </dl>
  );
}
