import type { VerificationReport } from '../../../shared/base/verification.ts';
import { MessageText } from '../../components/message-text.tsx';
import { StateMark } from '../../components/state-mark.tsx';

/**
 * What all anchors together say, in the words of the questions that they bear on: whether this is the whole chain, and, where its entries do
 * not hold, between which two anchored lengths the first fault lies.
 */
export function AnchorAnswer({ axes }: Pick<VerificationReport, 'axes'>) {
  const { integrity, completeness } = axes;
  const answers = integrity.result === 'fail' ? [integrity, completeness] : [completeness];
  return (
    <ul className="trust__answers" aria-label="What the anchors say">
      {answers.map((axis) => (
        <li key={axis.id}>
          <StateMark state={axis.result} />
          <div>
            <p className="muted">{axis.question}</p>
            <p>
              <MessageText text={axis.answer} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
