import type { DocumentView } from '../../shared/ipc/model.ts';
import { EvidenceText } from '../components/evidence-text.tsx';
import { Instant } from '../components/instant.tsx';
import { ProvenanceChip } from '../components/provenance-chip.tsx';
import { formatDays } from '../format/duration.ts';
import './date-axis.css';
import { TableScroll } from '../components/table-scroll.tsx';
import { type DatePoint, datePoints } from './date-points.ts';

function distance(point: DatePoint): string {
  if (point.daysBeforeOpened === null) return 'not a date';
  if (point.key === 'opened') return '—';
  const days = formatDays(point.daysBeforeOpened);
  if (days === formatDays(0)) return days;
  return point.daysBeforeOpened < 0 ? `${days} after opening` : `${days} before opening`;
}

/** The dates of a bundle on one axis, drawn to scale, with the table that says the same in words. */
export function DateAxis({ dates }: { readonly dates: DocumentView['dates'] }) {
  const points = datePoints(dates);
  const drawn = points.filter((point) => point.share !== null);
  const levels = Math.max(1, ...drawn.map((point) => point.level + 1));
  return (
    <figure className="dates">
      {drawn.length < 2 ? null : (
        <div className="dates__axis" aria-hidden="true" style={{ height: `${(levels * 20 + 12) / 16}rem` }}>
          <div className="dates__line" />
          {drawn.map((point) => (
            <span
              key={point.key}
              className={`dates__mark dates__mark--${point.from}`}
              style={{ left: `${(point.share ?? 0) * 100}%`, bottom: `${(6 + point.level * 20) / 16}rem` }}
            >
              {point.number}
            </span>
          ))}
        </div>
      )}
      <TableScroll label="Dates">
        <table className="table dates__table">
          <caption className="visually-hidden">Dates of the bundle, earliest first</caption>
          <thead>
            <tr>
              <th scope="col">Date of</th>
              <th scope="col">UTC</th>
              <th scope="col">Distance</th>
              <th scope="col">Who says it</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.key}>
                <th scope="row">
                  <span className="dates__number" aria-hidden="true">
                    {point.number}
                  </span>{' '}
                  {point.label}
                </th>
                <td>{point.share === null ? <EvidenceText text={point.text} /> : <Instant text={point.text} />}</td>
                <td className="muted">{distance(point)}</td>
                <td>
                  <ProvenanceChip from={point.from} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </figure>
  );
}
