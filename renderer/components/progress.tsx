import type { DocumentView } from '../../shared/ipc/model.ts';
import { formatDuration } from '../format/duration.ts';
import { formatBytes, formatCounted, formatRate } from '../format/number.ts';
import { Button } from './button.tsx';
import './progress.css';

const PHASES: Readonly<Record<DocumentView['progress']['phase'], string>> = {
  opening: 'Opening',
  digesting: 'Reading and digesting files',
  replaying: 'Replaying',
  judging: 'Judging packs and documents',
  done: 'Finishing',
  cancelled: 'Stopping',
  error: 'Stopping',
};

/** How far running work has come, in the units it is counted in, and the way to stop it. */
export function ProgressBar({
  progress,
  onCancel,
}: {
  readonly progress: DocumentView['progress'];
  readonly onCancel: () => void;
}) {
  const { bytesDone, bytesTotal, rows, rowsPerSecond, secondsLeft } = progress;
  const share = bytesTotal === null || bytesTotal === 0 ? null : Math.min(1, bytesDone / bytesTotal);
  const amounts = [
    ...(rows > 0 ? [formatCounted(rows, 'entry', 'entries')] : []),
    ...amountOfBytes(bytesDone, bytesTotal),
    ...(rowsPerSecond === null ? [] : [formatRate(rowsPerSecond)]),
    ...(secondsLeft === null ? [] : [`${formatDuration(secondsLeft)} left`]),
  ];
  return (
    <section className="progress" aria-label="Running work">
      <span className="progress__phase">{PHASES[progress.phase]}</span>
      <div
        className="progress__track"
        role="progressbar"
        aria-label={PHASES[progress.phase]}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(amounts.length === 0 ? {} : { 'aria-valuetext': amounts.join(', ') })}
        {...(share === null ? {} : { 'aria-valuenow': Math.floor(share * 100) })}
      >
        <div className="progress__done" style={{ width: share === null ? '100%' : `${share * 100}%` }} />
      </div>
      <ul className="progress__amounts">
        {amounts.map((amount) => (
          <li key={amount} className="number">
            {amount}
          </li>
        ))}
      </ul>
      <Button onPress={onCancel} label="Cancel the replay">
        Cancel
      </Button>
    </section>
  );
}

/** Work that is not counted in bytes has no amount of them. */
function amountOfBytes(done: number, total: number | null): string[] {
  if (total !== null) return [`${formatBytes(done)} of ${formatBytes(total)}`];
  return done === 0 ? [] : [formatBytes(done)];
}
