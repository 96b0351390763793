import { readInstant } from '../format/instant.ts';
import { EvidenceText } from './evidence-text.tsx';

/** An instant in UTC with the reader's local time on pointing; text that is no instant is shown as evidence wrote it. */
export function Instant({ text }: { readonly text: string }) {
  const shown = readInstant(text);
  if (shown === null) return <EvidenceText text={text} />;
  return (
    <time className="number" dateTime={text} title={shown.local === null ? undefined : `${shown.local} (local)`}>
      {shown.utc}
    </time>
  );
}
