import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FindingClass } from '../../../shared/base/finding.ts';
import { LIMITS } from '../../../shared/base/limits.ts';
import { FaultCollector } from '../../../shared/chain/collector.ts';
import type { ChainFault } from '../../../shared/chain/fault.ts';

function fault(findingClass: FindingClass, first: number, last = first): ChainFault {
  const severity = findingClass === 'not-fully-committed' ? 'warning' : 'fail';
  return { class: findingClass, severity, message: `at ${first}`, first, last };
}

describe('fault collector', () => {
  it('counts exactly and keeps a bounded number of each class', () => {
    const collector = new FaultCollector();
    const many = LIMITS.findingsPerClass + 50;
    for (let at = 0; at < many; at += 1) collector.report(fault('payload-altered', at));
    for (let at = 0; at < 7; at += 1) collector.report(fault('not-fully-committed', at));
    expect(Object.fromEntries(collector.findingCounts)).toEqual({ 'payload-altered': many, 'not-fully-committed': 7 });
    expect(collector.breaks).toBe(many);
    expect(collector.faults).toHaveLength(LIMITS.findingsPerClass + 7);
    expect(collector.marks.classesAt(many - 1)).toEqual(['payload-altered']);
  });

  it('replaces a fault whole: list, counts, marks and breaks', () => {
    const collector = new FaultCollector();
    collector.report(fault('payload-altered', 5));
    const handle = collector.report(fault('entry-missing', 9));
    collector.amend(handle, fault('reordered', 9, 40));
    expect(collector.faults.map(({ class: of, first, last }) => [of, first, last])).toEqual([
      ['payload-altered', 5, 5],
      ['reordered', 9, 40],
    ]);
    expect(Object.fromEntries(collector.findingCounts)).toEqual({ 'payload-altered': 1, reordered: 1 });
    expect(collector.breaks).toBe(2);
    expect(collector.marks.classesAt(9)).toEqual(['reordered']);
    expect(collector.marks.classesAt(40)).toEqual(['reordered']);
  });

  it('leaves counts and list in step whatever is reported and replaced', () => {
    const classes: FindingClass[] = ['entry-missing', 'reordered', 'not-fully-committed'];
    const step = fc.record({ at: fc.nat(20), class: fc.constantFrom(...classes), amends: fc.option(fc.nat(30)) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const collector = new FaultCollector();
        const truth: ChainFault[] = [];
        for (const { at, class: of, amends } of steps) {
          if (amends === null) {
            expect(collector.report(fault(of, at))).toBe(truth.length);
            truth.push(fault(of, at));
          } else {
            collector.amend(amends, fault(of, at));
            if (amends < truth.length) truth[amends] = fault(of, at);
          }
        }
        const count = (of: FindingClass) => truth.filter((one) => one.class === of).length;
        for (const of of classes) expect(collector.findingCounts.get(of) ?? 0).toBe(count(of));
        expect(collector.breaks).toBe(truth.filter((one) => one.severity === 'fail').length);
        const sorted = (list: readonly ChainFault[]) => list.map((one) => `${one.first} ${one.class}`).sort();
        expect(sorted(collector.faults)).toEqual(sorted(truth));
      }),
    );
  });
});
