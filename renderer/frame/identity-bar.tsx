import type { DocumentView } from '../../shared/ipc/model.ts';
import { EvidenceText } from '../components/evidence-text.tsx';
import { Hash } from '../components/hash.tsx';
import { Instant } from '../components/instant.tsx';
import './identity-bar.css';

/** Which bundle is on the table: its name, its digest, and the dates it carries. Shown on every screen. */
export function IdentityBar({ document }: { readonly document: DocumentView }) {
  const { dates, report } = document;
  const shown = [
    { label: 'evidence', text: dates.evidence },
    { label: 'bundle', text: dates.bundleName },
    { label: 'file', text: dates.file },
    { label: 'opened', text: dates.opened },
  ];
  return (
    <section className="identity" aria-label="Opened bundle">
      <p className="identity__name">
        <EvidenceText text={document.name} />
        {document.sample ? <span className="identity__sample">sample</span> : null}
      </p>
      {report === null || report.input.sha256 === null ? null : (
        <p className="identity__digest">
          <span className="muted">sha256</span> <Hash value={report.input.sha256} label="SHA-256 of the bundle" />
        </p>
      )}
      <ul className="identity__dates">
        {shown.map(({ label, text }) =>
          text === null ? null : (
            <li key={label}>
              <span className="muted">{label}</span> <Instant text={text} day />
            </li>
          ),
        )}
      </ul>
    </section>
  );
}
