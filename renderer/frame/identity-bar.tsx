import { useId, useState } from 'react';
import type { DocumentView } from '../../shared/ipc/model.ts';
import { EvidenceText } from '../components/evidence-text.tsx';
import { FoldButton } from '../components/fold-button.tsx';
import { Hash } from '../components/hash.tsx';
import { Instant } from '../components/instant.tsx';
import './identity-bar.css';

/**
 * Which bundle is on the table: its name, its digest, and the dates it carries. Shown on every screen. Where there is
 * little room the name has one line, and the rest is folded away until it is asked for.
 */
export function IdentityBar({ document }: { readonly document: DocumentView }) {
  const { dates, report } = document;
  const [unfolded, setUnfolded] = useState(false);
  const factsId = useId();
  const shown = [
    { label: 'evidence', text: dates.evidence },
    { label: 'bundle', text: dates.bundleName },
    { label: 'file', text: dates.file },
    { label: 'opened', text: dates.opened },
  ];
  return (
    <section className={unfolded ? 'identity identity--unfolded' : 'identity'} aria-label="Opened bundle">
      <p className="identity__name">
        <EvidenceText text={document.name} />
        {document.sample ? <span className="identity__sample">sample</span> : null}
      </p>
      <FoldButton unfolded={unfolded} controls={factsId} onPress={() => setUnfolded(!unfolded)}>
        Digest and dates
      </FoldButton>
      <div className="identity__facts" id={factsId}>
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
      </div>
    </section>
  );
}
