import { ESCAPES } from './escapes.ts';
import { PACKAGE_ESCAPES } from './escapes-packages.ts';
import { RECEIPT_ESCAPES } from './escapes-receipts.ts';
import type { GuardedTest } from './mutant.ts';

/** Every guard that `npm run mutants` takes out, with the test that must notice. */
export const GUARDED_TESTS: readonly GuardedTest[] = [...ESCAPES, ...PACKAGE_ESCAPES, ...RECEIPT_ESCAPES];
