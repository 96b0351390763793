import type { TrustStore } from '../../../shared/ipc/contract.ts';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { Instant } from '../../components/instant.tsx';
import { formatAge } from '../../format/age.ts';
import { formatCounted } from '../../format/number.ts';
import { trustActions } from '../../state/index.ts';

interface ShippedLogsProps {
  readonly logs: TrustStore['shippedLogs'];
  readonly at: number;
}

/** The switch for the log keys that came with the app: off until the auditor decides to rely on whoever packed them. */
export function ShippedLogs({ logs, at }: ShippedLogsProps) {
  const age = formatAge(logs.date, at);
  return (
    <section className="trust__shipped" aria-labelledby="shipped-title">
      <h3 id="shipped-title">Log keys that came with the app</h3>
      <label className="trust__switch">
        <input
          type="checkbox"
          checked={logs.on}
          aria-describedby="shipped-means"
          onChange={(event) => void trustActions.setShippedLogs(event.target.checked)}
        />
        <span>
          Trust the {logs.origins.length === 1 ? 'key' : formatCounted(logs.origins.length, 'key', 'keys')} of the list
          of <Instant text={logs.date} day />
        </span>
      </label>
      <div id="shipped-means" className="muted prose">
        <p>
          The list was put together by the makers of this app{age === null ? '' : ` and is ${age}`}. Switched on, a
          receipt of these logs counts as seen by a public log, on their word and not on yours. It is not updated: a log
          that changed its key since has to be imported.
        </p>
        <ul>
          {logs.origins.map((origin) => (
            <li key={origin}>
              <EvidenceText text={origin} mono max={300} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
