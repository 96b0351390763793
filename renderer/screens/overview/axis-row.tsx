import type { ReactNode } from 'react';
import type { Axis } from '../../../shared/base/verification.ts';
import { StateMark } from '../../components/state-mark.tsx';
import { formatCounted } from '../../format/number.ts';
import './axis-row.css';
import { MessageText } from '../../components/message-text.tsx';

interface AxisRowProps {
  readonly axis: Axis;
  /** What can be done here and now about the next step. */
  readonly action: ReactNode;
}

/** One of the six questions: its answer, how far the answer reaches, and what would raise it. */
export function AxisRow({ axis, action }: AxisRowProps) {
  const settled = axis.result === 'not-checked' || axis.result === 'not-applicable';
  return (
    <li className="axis">
      <div className="axis__result">
        <StateMark state={axis.result} />
        <p className="axis__records muted">
          {axis.records === 0 ? 'over no records' : `over ${formatCounted(axis.records, 'record', 'records')}`}
        </p>
      </div>
      <div className="axis__body">
        <h3>{axis.question}</h3>
        <p className="axis__answer">
          <MessageText text={axis.answer} />
        </p>
        {settled ? null : (
          <dl className="axis__reach">
            <div>
              <dt>{axis.result === 'pass' ? 'This shows' : 'A pass would show'}</dt>
              <dd>{axis.shows}</dd>
            </div>
            <div>
              <dt>{axis.result === 'pass' ? 'This does not show' : 'A pass would not show'}</dt>
              <dd>{axis.doesNotShow}</dd>
            </div>
          </dl>
        )}
        {axis.nextStep === null && action === null ? null : (
          <div className="axis__next">
            {axis.nextStep === null ? null : (
              <p>
                <span className="muted">Next step:</span> {axis.nextStep}
              </p>
            )}
            {action}
          </div>
        )}
      </div>
    </li>
  );
}
