import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerTally, groupQuestions, isCandidate } from '../../../renderer/screens/packs/question-groups.ts';
import { checkResultSchema } from '../../../shared/base/verification.ts';
import { question } from '../fixtures/packs.ts';

describe('groupQuestions', () => {
  const topicOf = (id: string) => groupQuestions([question(id, 'q')])[0]?.topic;

  it.each([
    ['timestamp.signature', 'time'],
    ['signature.timestamp.imprint', 'time'],
    ['log.inclusion', 'log'],
    ['ots.proof', 'log'],
    ['row.signature', 'rows'],
    ['receipt.account', 'receipt'],
    ['manifest.signature', 'signature'],
    ['pack.seal', 'signature'],
    ['pack.key-ids', 'signature'],
    ['pack.account', 'signature'],
    ['pack.candidate-key', 'signature'],
    ['pack.complete', 'contents'],
    ['timestamped', 'contents'],
  ])('puts %s under %s', (id, topic) => {
    expect(topicOf(id)).toBe(topic);
  });

  it('loses no question and asks none twice, whatever its id is', () => {
    const id = fc.oneof(fc.string(), fc.constantFrom('timestamp.x', 'log.key', 'a.signature', 'row.', '.seal'));
    fc.assert(
      fc.property(fc.array(id), (ids) => {
        const asked = ids.map((one, index) => question(one, String(index)));
        const grouped = groupQuestions(asked).flatMap((group) => group.questions);
        expect(grouped).toHaveLength(asked.length);
        expect(new Set(grouped)).toEqual(new Set(asked));
      }),
    );
  });
});

describe('answerTally', () => {
  it('counts every answer once, the worst first', () => {
    const asked = [...checkResultSchema.options, 'pass' as const].map((result) => question('a.b', 'q', { result }));
    expect(answerTally(asked).replaceAll('\u00a0', ' ')).toBe(
      '1 no · 1 the tool failed · 1 can not be told · 1 not checked · 2 yes · 1 does not apply',
    );
  });
});

describe('isCandidate', () => {
  it('takes keys that travel with the evidence, and nothing else', () => {
    const candidates = ['manifest.candidate-key', 'pack.candidate-key', 'log.key', 'receipt.log.key'];
    for (const id of candidates) expect(isCandidate(question(id, 'q'))).toBe(true);
    for (const id of ['manifest.signature', 'catalog.key', 'log.id'])
      expect(isCandidate(question(id, 'q'))).toBe(false);
  });
});
