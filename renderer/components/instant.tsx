import { readInstant } from '../format/instant.ts';
import { EvidenceText } from './evidence-text.tsx';

interface InstantProps {
  /** As evidence states it; untrusted text. */
  readonly text: string;
  /** Shows the day alone; the time of day is in the title. */
  readonly day?: boolean;
}

/** An instant in UTC with the reader's local time on pointing; text that is no instant is shown as evidence wrote it. */
export function Instant({ text, day = false }: InstantProps) {
  const shown = readInstant(text);
  if (shown === null) return <EvidenceText text={text} />;
  return (
    <time
      className="number"
      dateTime={text}
      title={shown.local === null ? undefined : `${shown.utc}, local time ${shown.local}`}
    >
      {day ? shown.utc.slice(0, 10) : shown.utc}
    </time>
  );
}
