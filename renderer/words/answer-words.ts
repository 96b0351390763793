import type { CheckResult } from '../../shared/base/verification.ts';

/** The result of a check as the answer to its question. */
export const ANSWERS: Readonly<Record<CheckResult, string>> = {
  pass: 'Yes',
  fail: 'No',
  undetermined: 'Can not be told',
  'not-applicable': 'Does not apply',
  'not-checked': 'Not checked',
  error: 'The tool failed',
};
