import { formatBytes, formatCount, formatCounted } from '../format/number.ts';

/** A size a reader can hold; the exact number of bytes on pointing. */
export function Size({ bytes }: { readonly bytes: number | null }) {
  if (bytes === null) return <span className="muted">not established</span>;
  return (
    <span className="number" title={formatCounted(bytes, 'byte', 'bytes')}>
      {formatBytes(bytes)}
    </span>
  );
}

interface ShownOfProps {
  readonly shown: number;
  readonly total: number;
  readonly one: string;
  readonly many: string;
}

/** "214 rows", or "first 200 of 3 400 rows shown" when the list is cut. */
export function ShownOf({ shown, total, one, many }: ShownOfProps) {
  return (
    <span className="number muted">
      {shown < total
        ? `first ${formatCount(shown)} of ${formatCounted(total, one, many)} shown`
        : formatCounted(total, one, many)}
    </span>
  );
}
