import { useId } from 'react';
import type { PackQuestion } from '../../../shared/ipc/model.ts';
import { Button } from '../../components/button.tsx';
import { ComparedValues } from '../../components/compared-values.tsx';
import { EvidenceText } from '../../components/evidence-text.tsx';
import { MessageText } from '../../components/message-text.tsx';
import { StandingChip, StandingWords } from '../../components/standing-chip.tsx';
import { StateMark } from '../../components/state-mark.tsx';
import { actions } from '../../state/index.ts';
import { ANSWERS } from '../../words/answer-words.ts';
import { RESTS_ON_TRUST, TOPICS } from './pack-words.ts';
import { answerTally, isCandidate, type QuestionGroup } from './question-groups.ts';

function Question({ question }: { readonly question: PackQuestion }) {
  return (
    <li className="question">
      <StateMark state={question.result} word={ANSWERS[question.result]} />
      <div className="question__body">
        <h4>
          <EvidenceText text={question.question} />
          {isCandidate(question) ? (
            <>
              {' '}
              <StandingChip standing={question.result === 'pass' ? 'pinned' : 'candidate'} />
            </>
          ) : null}
        </h4>
        <p>
          <MessageText text={question.message} />
        </p>
        <ComparedValues
          expected={question.expected}
          actual={question.actual}
          result={question.result}
          expectedLabel="Expected"
          actualLabel="Found"
        />
      </div>
    </li>
  );
}

/** The questions about one thing with their answers; what an open answer needs is one step away. */
export function QuestionSection({ group }: { readonly group: QuestionGroup }) {
  const titleId = useId();
  const { title, lead } = TOPICS[group.topic];
  const open = group.questions.some(({ result }) => result === 'not-checked' || result === 'undetermined');
  const keyed = group.topic === 'signature' || group.questions.some(isCandidate);
  return (
    <section className="packs__topic" aria-labelledby={titleId}>
      <div className="screen__head">
        <h3 id={titleId}>{title}</h3>
        <span className="muted">{answerTally(group.questions)}</span>
      </div>
      <p className="muted prose">{lead}</p>
      {keyed ? <StandingWords /> : null}
      <ul className="questions">
        {group.questions.map((question, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one question may be asked of several files, and none moves
          <Question key={index} question={question} />
        ))}
      </ul>
      {open && RESTS_ON_TRUST.has(group.topic) ? (
        <Button onPress={() => actions.openScreen('trust')}>Add to what you trust…</Button>
      ) : null}
      {group.topic === 'rows' ? (
        <Button onPress={() => actions.openScreen('chain')}>Show the rows in Chain</Button>
      ) : null}
    </section>
  );
}
