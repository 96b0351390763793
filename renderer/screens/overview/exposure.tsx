import type { Exposure as ExposureView, Verdict } from '../../../shared/base/verification.ts';
import { MessageText } from '../../components/message-text.tsx';
import './exposure.css';

const PARTIES: Readonly<Record<ExposureView['parties'][number], string>> = {
  anybody: 'Anybody',
  'database-administrator': 'Whoever wrote the database, or carried this',
  'signing-key-holder': 'Holder of the signing key',
  'bucket-owner': 'Keeper of the anchor',
  'timestamp-authority': 'Time-stamp authority',
  'public-log': 'Operator of the public log',
};

/** Why it is not asked. */
const NOT_ASKED: Partial<Readonly<Record<Verdict, string>>> = {
  tampered: 'Here it does not hold.',
  malformed: 'Here a part of it could not be read.',
};

/** Who would have had to take part in a forgery that no check here noticed: one sentence, and the parties in a row. */
export function Exposure({ exposure, verdict }: { readonly exposure: ExposureView | null; readonly verdict: Verdict }) {
  return (
    <section aria-labelledby="exposure-title">
      <h2 id="exposure-title">Who could have faked this</h2>
      {exposure === null ? (
        <p className="muted prose">
          This is asked only of evidence that was judged and holds. {NOT_ASKED[verdict] ?? 'Here nothing was judged.'}
        </p>
      ) : (
        <>
          <p className="prose exposure__sentence">
            <MessageText text={exposure.sentence} />
          </p>
          {exposure.parties.length === 0 ? null : (
            <ol className="exposure" aria-label="Parties that would have had to take part">
              {exposure.parties.map((party, index) => (
                <li key={party}>
                  {index === 0 ? null : <span className="muted">and </span>}
                  <span className="exposure__party">{PARTIES[party]}</span>
                </li>
              ))}
            </ol>
          )}
          <p className="muted prose">
            What settles completeness, origin, time or independence for all of it can change this row.
          </p>
        </>
      )}
    </section>
  );
}
