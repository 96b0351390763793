import type { CheckResult } from '../../../shared/base/verification.ts';
import type { PackQuestion } from '../../../shared/ipc/model.ts';
import { ANSWERS } from '../../words/answer-words.ts';
import { TOPICS, type Topic } from './pack-words.ts';

/** Questions about one thing, in the order in which they were asked. */
export interface QuestionGroup {
  readonly topic: Topic;
  readonly questions: readonly PackQuestion[];
}

/** The first that fits wins; ids are dotted words, such as `timestamp.imprint` (docs/verification-semantics.md). */
const BY_ID: readonly { readonly id: RegExp; readonly topic: Topic }[] = [
  { id: /(?:^|\.)timestamp\./, topic: 'time' },
  { id: /(?:^|\.)(?:log|ots)\./, topic: 'log' },
  { id: /(?:^|\.)row\./, topic: 'rows' },
  { id: /(?:^|\.)receipt\./, topic: 'receipt' },
  { id: /\.(?:signature|seal|candidate-key|key-ids|account)$/, topic: 'signature' },
];

const ORDER = Object.keys(TOPICS) as readonly Topic[];

/**
 * Sorts the questions to a pack by what they are about. What no rule names is about its contents, so that none is lost.
 * @returns groups that are not empty, in the order of the topics.
 */
export function groupQuestions(questions: readonly PackQuestion[]): QuestionGroup[] {
  const topicOf = ({ id }: PackQuestion): Topic => BY_ID.find((rule) => rule.id.test(id))?.topic ?? 'contents';
  return ORDER.map((topic) => ({ topic, questions: questions.filter((one) => topicOf(one) === topic) })).filter(
    (group) => group.questions.length > 0,
  );
}

/** Worst first. */
const ANSWER_ORDER: readonly CheckResult[] = ['fail', 'error', 'undetermined', 'not-checked', 'pass', 'not-applicable'];

/** How often each answer was given, the worst first, for example `1 no · 3 yes`. */
export function answerTally(questions: readonly PackQuestion[]): string {
  return ANSWER_ORDER.map((result) => ({ result, count: questions.filter((one) => one.result === result).length }))
    .filter(({ count }) => count > 0)
    .map(({ result, count }) => `${count}\u00a0${ANSWERS[result].toLowerCase()}`)
    .join(' · ');
}

/** Whether a question is about something that travelled with the evidence. */
export function isCandidate(question: PackQuestion): boolean {
  return /(?:\.candidate-key|(?:^|\.)log\.key)$/.test(question.id);
}
