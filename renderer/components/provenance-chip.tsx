import './provenance-chip.css';

const WORDS = {
  stated: 'stated by the producer',
  computed: 'computed here',
  system: 'stated by the file system',
  clock: 'this machine’s clock',
} as const;

/** Who says it: outlined for what was told, filled for what was established on this machine. */
export function ProvenanceChip({ from }: { readonly from: keyof typeof WORDS }) {
  return <span className={`provenance provenance--${from}`}>{WORDS[from]}</span>;
}
