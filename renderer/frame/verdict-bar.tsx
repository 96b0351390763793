import type { DocumentView } from '../../shared/ipc/model.ts';
import { Button } from '../components/button.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { actions } from '../state/index.ts';
import { AnchorActions } from './anchor-actions.tsx';
import { trustInputs } from './trust-inputs.ts';
import './verdict-bar.css';
import { verdictLine } from './verdict-line.ts';

const MARKS = { working: '◌', stopped: '○', error: '✕' } as const;

/** What raises the verdict of this evidence: an anchor where there is a chain or a receipt, keys and signatures where there are packs. */
function TrustActions({ document: { report, packs } }: { readonly document: DocumentView }) {
  const anchorHelps =
    report?.axes.completeness?.result !== 'not-applicable' || packs.some((pack) => pack.kind === 'receipt');
  if (anchorHelps) return <AnchorActions />;
  return packs.length === 0 ? null : (
    <Button onPress={() => actions.openScreen('trust')}>Add to what you trust…</Button>
  );
}

/** Verdict in word, shape and colour, with what it rests on. Shown on every screen. */
export function VerdictBar({ document }: { readonly document: DocumentView }) {
  const line = verdictLine(document);
  return (
    <section className="verdict" aria-label="Verdict">
      <p className="verdict__word">
        {line.kind === 'verdict' ? (
          <StateMark state={line.verdict} />
        ) : (
          <span className={`verdict__none verdict__none--${line.mark}`}>
            <span aria-hidden="true">{MARKS[line.mark]}</span> {line.word}
          </span>
        )}
      </p>
      <p className="verdict__counts number">{line.counts}</p>
      {document.state === 'cancelled' || document.state === 'error' ? (
        <Button onPress={() => void actions.restartReplay()}>Start again</Button>
      ) : null}
      <div className="verdict__trust">
        <p>
          <span className="muted">Trust inputs:</span>{' '}
          <button type="button" className="link" onClick={() => actions.openScreen('trust')}>
            {trustInputs(document)}
          </button>
        </p>
        <TrustActions document={document} />
      </div>
      <p className="visually-hidden" aria-live="polite" data-testid="spoken-verdict">
        {line.spoken}
      </p>
    </section>
  );
}
