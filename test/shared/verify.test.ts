import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHAIN_FINDING_CLASSES, type Finding, type FindingClass } from '../../shared/base/finding.ts';
import { LIMITS } from '../../shared/base/limits.ts';
import { type Verdict, verificationReportSchema } from '../../shared/base/verification.ts';
import type { FramingProblem } from '../../shared/chain/framing/frame.ts';
import { type ChainInput, type VerificationInput, verify } from '../../shared/verify.ts';
import { buildChain, linesOf } from '../support/chain/build-chain.ts';
import { anchorInput, chainInput, OVER_LIMIT, verificationInput } from '../support/chain/verification-input.ts';

const ENTRIES = buildChain(20);
const LINES = linesOf(ENTRIES);
const SOUND = chainInput(LINES);
const tip = (length: number) => ({ length, tipHash: ENTRIES[length - 1]?.hash ?? '' });
const WHOLE = tip(20);
const BROUGHT = anchorInput('auditor', WHOLE, SOUND);
const NOT_OURS = { length: 20, tipHash: 'ab'.repeat(32) };

/** Every class, and the verdict that one failure of it gives to a chain that is otherwise verified. */
function expected(findingClass: FindingClass): Verdict {
  if (findingClass === 'limit-exceeded') return 'unverifiable';
  const malformed = [
    'malformed-entry',
    'not-fully-committed',
    'replayed-earlier',
    'anchor-invalid',
    'extended-past-anchor',
  ];
  const aboutFiles = ['unsafe-entry', 'malformed-file', 'unreadable-file', 'unexpected-file', 'encoding-note'];
  return [...malformed, ...aboutFiles].includes(findingClass) ? 'malformed' : 'tampered';
}
const classes: FindingClass[] = [
  ...CHAIN_FINDING_CLASSES,
  ...(['unsafe-entry', 'limit-exceeded', 'malformed-file', 'unreadable-file', 'unexpected-file'] as const),
  ...(['missing-part', 'digest-differs', 'claim-differs', 'encoding-note'] as const),
];

function finding(findingClass: FindingClass, severity: Finding['severity'] = 'fail'): Finding {
  return { class: findingClass, severity, message: 'x', where: {} };
}

function verdictOf(chain: ChainInput | null, more: Partial<VerificationInput> = {}): Verdict {
  return verify(verificationInput(chain, more)).verdict;
}

function framing(note: boolean): FramingProblem {
  return { rule: 'framing.x', message: 'something follows', byteOffset: 5, note };
}

describe('the verdict', () => {
  it('is verified only when everything recomputes and an anchor of the auditor covers it', () => {
    expect(verdictOf(SOUND, { anchors: [BROUGHT] })).toBe('verified');
    expect(verdictOf(SOUND)).toBe('consistent-not-anchored');
  });

  it('is never raised by anything that travelled in the bundle, and lowered by what contradicts', () => {
    const own = anchorInput('bundle', WHOLE, SOUND);
    const shorter = anchorInput('bundle', tip(5), SOUND, ENTRIES[4]?.hash);
    const wrong = anchorInput('bundle', NOT_OURS, SOUND);
    expect(verdictOf(SOUND, { anchors: [own, shorter] })).toBe('consistent-not-anchored');
    expect(verdictOf(SOUND, { anchors: [BROUGHT, shorter, own] })).toBe('verified');
    expect(verdictOf(SOUND, { anchors: [BROUGHT, wrong] })).toBe('tampered');
  });

  it('is lowered by any one anchor of the auditor', () => {
    const other = (anchor: Parameters<typeof anchorInput>[1]) => [BROUGHT, anchorInput('auditor', anchor, SOUND)];
    expect(verdictOf(SOUND, { anchors: other(NOT_OURS) })).toBe('tampered');
    expect(verdictOf(SOUND, { anchors: other({ ...WHOLE, length: 25 }) })).toBe('tampered');
    expect(verdictOf(SOUND, { anchors: other(null) })).toBe('malformed');
    expect(verdictOf(SOUND, { anchors: [anchorInput('auditor', null, SOUND)] })).toBe('malformed');
  });

  it('does not call a chain that goes on behind its anchor verified', () => {
    const short = anchorInput('auditor', tip(19), SOUND, ENTRIES[18]?.hash);
    expect(verdictOf(SOUND, { anchors: [short] })).toBe('consistent-not-anchored');
    expect(verdictOf(SOUND, { anchors: [short, BROUGHT] })).toBe('verified');
  });

  it.each([
    ['no chain', null],
    ['no entry', chainInput([])],
    ['an entry above the cap', chainInput([...LINES.slice(0, 9), OVER_LIMIT, ...LINES.slice(10)])],
    ['an entry nested too deep', chainInput([...LINES.slice(0, 19), '['.repeat(20_000)])],
    ['a file that gave out', chainInput(LINES, false)],
  ])('is unverifiable with %s, whatever anchors say', (_name, chain) => {
    expect(verdictOf(chain)).toBe('unverifiable');
    expect(verdictOf(chain, { anchors: [anchorInput('auditor', WHOLE, chain)] })).not.toBe('verified');
    expect(verdictOf(chain, { anchors: [BROUGHT] })).not.toBe('verified');
  });

  it('is tampered without entries when an anchor says that there were some', () => {
    const none = chainInput([]);
    const report = verify(verificationInput(none, { anchors: [anchorInput('auditor', WHOLE, none)] }));
    expect(report).toMatchObject({ verdict: 'tampered', firstBrokenSeq: 0, summary: { rows: 0, breaks: 0 } });
  });

  it('is malformed when entries or the file around them can not be read', () => {
    expect(verdictOf(chainInput([...LINES.slice(0, 5), 'rubbish', ...LINES.slice(6)]))).toBe('malformed');
    expect(verdictOf({ ...SOUND, framing: [framing(false)] }, { anchors: [BROUGHT] })).toBe('malformed');
    expect(verdictOf({ ...SOUND, framing: [framing(true)] }, { anchors: [BROUGHT] })).toBe('verified');
  });

  it.each(classes)('of one failure anywhere: %s; a warning or note of it lowers nothing', (findingClass) => {
    const anchors = [BROUGHT];
    expect(verdictOf(SOUND, { anchors, bundleFindings: [finding(findingClass)] })).toBe(expected(findingClass));
    const mild = [finding(findingClass, 'warning'), finding(findingClass, 'note')];
    expect(verdictOf(SOUND, { anchors, bundleFindings: mild })).toBe('verified');
  });

  it('is the worst of all failures', () => {
    const order: Verdict[] = ['unverifiable', 'malformed', 'tampered'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...classes), { minLength: 1, maxLength: 5 }), (picked) => {
        const worst = picked.map(expected).sort((a, b) => order.indexOf(b) - order.indexOf(a))[0];
        const bundleFindings = picked.map((findingClass) => finding(findingClass));
        expect(verdictOf(SOUND, { anchors: [BROUGHT], bundleFindings })).toBe(worst);
      }),
    );
  });

  it('stands by the plain rule when no fault explains what it refuses', () => {
    const unexplained = { ...SOUND, totals: { ...SOUND.totals, firstBroken: 7 } };
    const report = verify(verificationInput(unexplained, { anchors: [BROUGHT] }));
    expect(report).toMatchObject({ verdict: 'tampered', firstBrokenSeq: 7, summary: { breaks: 1 } });
    expect(report.findings).toMatchObject([{ class: 'link-broken', where: { position: 7 } }]);
    expect(report.findingCounts).toEqual({ 'link-broken': 1 });
  });
});

describe('the report', () => {
  const edited = chainInput(LINES.map((line, at) => (at === 7 ? line.replace('event-7', 'edited') : line)));

  it('gives the broken position of the rows first, then that of the first anchor that contradicts', () => {
    const wrong = anchorInput('auditor', NOT_OURS, SOUND);
    expect(verify(verificationInput(SOUND, { anchors: [BROUGHT, wrong] })).firstBrokenSeq).toBe(19);
    expect(verify(verificationInput(edited, { anchors: [wrong] })).firstBrokenSeq).toBe(7);
    expect(verify(verificationInput(SOUND, { bundleFindings: [finding('claim-differs')] })).firstBrokenSeq).toBeNull();
  });

  it('knows no root of a file that gave out', () => {
    expect(verify(verificationInput(chainInput(LINES, false))).summary.root).toBeNull();
    expect(verify(verificationInput(SOUND)).summary.root).toBe(ENTRIES[19]?.hash);
  });

  it('shows no completeness where the rows before the anchor do not hold', () => {
    const anchors = [anchorInput('auditor', WHOLE, edited)];
    const report = verify(verificationInput(edited, { anchors }));
    expect(anchors[0]?.judgement?.state).toBe('complete');
    expect(report.axes.completeness.result).toBe('undetermined');
    expect(report.axes.integrity.result).toBe('fail');
  });

  it('keeps a bounded number of each class and counts all', () => {
    const many = LIMITS.findingsPerClass + 5;
    const bundleFindings = [
      ...Array.from({ length: many }, () => finding('unsafe-entry')),
      ...Array.from({ length: many }, () => finding('digest-differs')),
      finding('encoding-note', 'note'),
    ];
    const report = verify(verificationInput(edited, { bundleFindings }));
    const kept = (of: FindingClass) => report.findings.filter((one) => one.class === of).length;
    expect(kept('unsafe-entry')).toBe(LIMITS.findingsPerClass);
    expect(kept('digest-differs')).toBe(LIMITS.findingsPerClass);
    expect(kept('payload-altered')).toBe(1);
    expect(kept('encoding-note')).toBe(1);
    expect(report.findingCounts).toEqual({
      'unsafe-entry': many,
      'digest-differs': many,
      'payload-altered': 1,
      'encoding-note': 1,
    });
  });

  it('pushes no kind of finding out with many of another', () => {
    const many = Array.from({ length: 1_500 }, (_none, at) => ({
      ...finding('claim-differs', 'warning'),
      where: { file: 'pack.json', position: at },
    }));
    const rare = { ...finding('claim-differs', 'warning'), where: { rule: 'tenant.parts-differ' } };
    const note = { ...finding('claim-differs', 'note'), where: { rule: 'another' } };
    const fails = Array.from({ length: 600 }, () => finding('claim-differs'));
    const { findings } = verify(verificationInput(SOUND, { bundleFindings: [...many, rare, note, ...fails] }));
    expect(findings).toHaveLength(1_000);
    expect(findings.filter(({ severity }) => severity === 'fail')).toHaveLength(600);
    expect(findings).toEqual(expect.arrayContaining([rare, note]));
  });

  it('puts failures first, in the order of the file', () => {
    const lines = linesOf(ENTRIES).map((line, at) => (at === 3 ? line.replace('3}', '3,"__proto__":1}') : line));
    const report = verify(
      verificationInput(
        chainInput(lines.map((line, at) => (at > 9 && at % 4 === 0 ? line.replace('event', 'e') : line))),
      ),
    );
    const places = report.findings.map(({ severity, where }) => [severity, where.position]);
    expect(places).toEqual([
      ['fail', 12],
      ['fail', 16],
      ['warning', 3],
    ]);
  });

  it('follows its schema, never passes over zero records, and never speaks better than its verdict', () => {
    const chains = fc.constantFrom(null, SOUND, edited, chainInput([]), chainInput(LINES, false), {
      ...SOUND,
      framing: [framing(false)],
    });
    const anchor = fc.constantFrom(WHOLE, NOT_OURS, tip(5), { ...WHOLE, length: 30 }, null);
    const anchors = fc.array(fc.tuple(fc.constantFrom('auditor' as const, 'bundle' as const), anchor), {
      maxLength: 3,
    });
    const bundleFindings = fc.array(
      fc.tuple(fc.constantFrom(...classes), fc.constantFrom('fail' as const, 'warning' as const, 'note' as const)),
      { maxLength: 2 },
    );
    fc.assert(
      fc.property(chains, anchors, bundleFindings, fc.nat(2), (chain, list, findings, fileCount) => {
        const report = verify(
          verificationInput(chain, {
            anchors: list.map(([origin, one]) =>
              anchorInput(origin, one, chain, ENTRIES[(one?.length ?? 1) - 1]?.hash),
            ),
            bundleFindings: findings.map(([of, severity]) => finding(of, severity)),
            fileCount,
          }),
        );
        verificationReportSchema.parse(report);
        for (const check of report.checks) if (check.result === 'pass') expect(check.records).toBeGreaterThan(0);
        for (const axis of Object.values(report.axes))
          if (axis.result === 'pass') expect(axis.records).toBeGreaterThan(0);
        const failed = report.findings.some((one) => one.severity === 'fail');
        expect(failed && ['verified', 'consistent-not-anchored'].includes(report.verdict)).toBe(false);
        if (report.verdict === 'verified') {
          expect(report.axes.integrity.result).toBe('pass');
          expect(report.axes.completeness.result).toBe('pass');
          expect(list.some(([origin, one]) => origin === 'auditor' && one === WHOLE)).toBe(true);
        }
        expect(report.firstBrokenSeq === null || report.verdict === 'tampered' || chain !== SOUND).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the same for the same input', () => {
    const input = verificationInput(edited, { anchors: [BROUGHT] });
    expect(JSON.stringify(verify(input))).toBe(JSON.stringify(verify(input)));
  });
});
