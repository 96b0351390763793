import { describe, expect, it } from 'vitest';
import { closingLine, countReport, sumCounts } from '../../scripts/test-counts.mjs';

const file = (status: string, ...results: string[]) => ({
  status,
  assertionResults: results.map((result) => ({ status: result })),
});
const report = (...testResults: unknown[]) => JSON.stringify({ testResults });

describe('counting test runs', () => {
  it('counts tests by their state; todo and skipped ones alike', () => {
    const text = report(file('passed', 'passed', 'passed', 'todo'), file('failed', 'failed', 'skipped', 'pending'));
    expect(countReport(text, false)).toEqual({ passed: 2, failed: 1, skipped: 3 });
  });

  it('counts a file that could not be loaded as one failure', () => {
    expect(countReport(report(file('passed', 'passed'), file('failed')), false)).toMatchObject({
      passed: 1,
      failed: 1,
    });
    expect(countReport(report(file('failed', 'passed')), false)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('counts an error outside of all tests as one failure', () => {
    expect(countReport(report(file('passed', 'passed')), false)).toMatchObject({ passed: 1, failed: 1 });
  });

  it.each([[null], ['no json'], ['{}'], [report()]])('takes no tests at all for a failure: %s', (text) => {
    expect(countReport(text, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('lets a suite be skipped as a whole', () => {
    expect(countReport(report(file('passed', 'skipped')), true)).toEqual({ passed: 0, failed: 0, skipped: 1 });
  });

  it('closes with one line', () => {
    const sum = sumCounts([
      { passed: 2, failed: 0, skipped: 0 },
      { passed: 1, failed: 1, skipped: 0 },
    ]);
    expect(closingLine(sum)).toBe('3 passed, 1 failed');
    expect(closingLine({ ...sum, skipped: 4 })).toBe('3 passed, 1 failed, 4 skipped');
  });
});
