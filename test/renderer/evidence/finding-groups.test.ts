import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupFindings } from '../../../renderer/evidence/finding-groups.ts';
import { FINDING_ORDER } from '../../../renderer/words/finding-words.ts';
import { type Finding, findingClassSchema } from '../../../shared/base/finding.ts';
import { fakeDocument } from '../../support/fake/document.ts';
import { CONTROL_PACK } from '../fixtures/packs.ts';

const finding = (over: Partial<Finding> = {}): Finding => ({
  class: 'link-broken',
  severity: 'fail',
  message: 'm',
  where: { position: 1 },
  ...over,
});

function documentWith(
  lists: { report?: Finding[]; file?: Finding[]; part?: Finding[]; pack?: Finding[] },
  counts = {},
) {
  const base = fakeDocument('three-file', 'd');
  const [file] = base.files;
  const [part] = base.parts;
  if (base.report === null || file === undefined || part === undefined) throw new Error('the fixture has all three');
  return {
    report: { ...base.report, findings: lists.report ?? [], findingCounts: counts },
    files: [{ ...file, findings: lists.file ?? [] }],
    parts: [{ ...part, findings: lists.part ?? [] }],
    packs: [{ ...CONTROL_PACK, findings: lists.pack ?? [] }],
  };
}

describe('groupFindings', () => {
  it('counts a finding once that the report, the file, the part and the pack all list', () => {
    const same = finding();
    const groups = groupFindings(
      documentWith({ report: [same], file: [{ ...same }], part: [{ ...same }], pack: [{ ...same }] }),
    );
    expect(groups).toMatchObject([{ class: 'link-broken', count: 1, findings: [same] }]);
  });

  it('takes findings that only a file lists', () => {
    const groups = groupFindings(documentWith({ file: [finding({ class: 'unsafe-entry' })] }));
    expect(groups.map((group) => group.class)).toEqual(['unsafe-entry']);
  });

  it('keeps the exact count when the list was cut', () => {
    const groups = groupFindings(documentWith({ report: [finding()] }, { 'link-broken': 1_000_001 }));
    expect(groups).toMatchObject([{ count: 1_000_001 }]);
    expect(groups[0]?.findings).toHaveLength(1);
  });

  it('counts no note and no warning as a failure', () => {
    const report = [
      finding({ severity: 'fail' }),
      finding({ severity: 'note', message: 'n' }),
      finding({ severity: 'warning', message: 'w' }),
    ];
    expect(groupFindings(documentWith({ report }))).toMatchObject([
      { count: 3, worst: 'fail', ofWorst: 1, exact: true },
    ]);
    const cut = documentWith({ report: [finding()] }, { 'link-broken': 7 });
    expect(groupFindings(cut)).toMatchObject([{ count: 7, ofWorst: 7, exact: true }]);
    const mixed = documentWith({ report }, { 'link-broken': 9 });
    expect(groupFindings(mixed)).toMatchObject([{ count: 9, ofWorst: 1, exact: false }]);
  });

  it('puts what fails before warnings, and warnings before notes', () => {
    const groups = groupFindings(
      documentWith({
        report: [
          finding({ class: 'encoding-note', severity: 'note' }),
          finding({ class: 'not-fully-committed', severity: 'warning' }),
          finding({ class: 'digest-differs', severity: 'fail' }),
        ],
      }),
    );
    expect(groups.map((group) => group.worst)).toEqual(['fail', 'warning', 'note']);
  });

  it('has words and a place in the order for every class', () => {
    expect([...FINDING_ORDER].sort()).toEqual([...findingClassSchema.options].sort());
  });

  it('loses none and doubles none of distinct findings', () => {
    const positions = fc.uniqueArray(fc.nat(100_000), { maxLength: 300 });
    fc.assert(
      fc.property(positions, positions, (report, file) => {
        const at = (position: number): Finding => finding({ where: { position } });
        const groups = groupFindings(documentWith({ report: report.map(at), file: file.map(at) }));
        const count = groups.reduce((sum, group) => sum + group.count, 0);
        expect(count).toBe(new Set([...report, ...file]).size);
      }),
    );
  });
});
