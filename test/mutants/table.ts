import { CONTROLS } from './controls.ts';
import { ESCAPES } from './escapes.ts';
import { PACKAGE_ESCAPES } from './escapes-packages.ts';
import { RECEIPT_ESCAPES } from './escapes-receipts.ts';
import { KERNEL } from './kernel.ts';
import type { GuardedTest } from './mutant.ts';
import { PINS } from './pins.ts';
import { PROOFS } from './proofs.ts';
import { SIGNATURES } from './signatures.ts';
import { WRONG_ACCEPTS } from './wrong-accepts.ts';

/** Every guard that `npm run mutants` takes out, with the test that must notice. */
export const GUARDED_TESTS: readonly GuardedTest[] = [
  ...ESCAPES,
  ...PACKAGE_ESCAPES,
  ...RECEIPT_ESCAPES,
  ...SIGNATURES,
  ...PROOFS,
  ...PINS,
  ...WRONG_ACCEPTS,
  ...CONTROLS,
  ...KERNEL,
];
