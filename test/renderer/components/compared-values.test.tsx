import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ComparedValues } from '../../../renderer/components/compared-values.tsx';
import { FindingList } from '../../../renderer/components/finding-line.tsx';
import type { Finding } from '../../../shared/base/finding.ts';

afterEach(cleanup);

describe('ComparedValues', () => {
  it('says that both are the same of what was compared, and of nothing else', () => {
    const values = { expected: '(not readable)', actual: '(not readable)' };
    const passed = render(<ComparedValues {...values} result="pass" />);
    expect(passed.container.textContent).toBe('Both are (not readable)');
    for (const result of ['undetermined', 'not-checked', 'not-applicable', 'error'] as const) {
      const { container } = render(<ComparedValues {...values} result={result} />);
      expect(container.textContent).toBe('Expected (not readable)Found (not readable)');
    }
  });
});

describe('FindingList', () => {
  it('puts what fails before warnings and notes, else in the order given', () => {
    const finding = (severity: Finding['severity'], message: string): Finding => ({
      class: 'claim-differs',
      severity,
      message,
      where: {},
    });
    const given = [finding('note', 'a'), finding('warning', 'b'), finding('fail', 'c'), finding('fail', 'd')];
    const { container } = render(<FindingList findings={given} />);
    expect([...container.querySelectorAll('li p')].map((line) => line.textContent)).toEqual(['c', 'd', 'b', 'a']);
  });
});
