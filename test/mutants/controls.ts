import type { GuardedTest } from './mutant.ts';

const tests = 'test/electron/verifier/checks.test.ts';

/** Guards of the rule that a check over no records is no pass, and of the positive controls of all checks. */
export const CONTROLS: readonly GuardedTest[] = [
  {
    tests: 'test/electron/verifier/packs.test.ts',
    test: 'a lie is not hidden behind warnings, of which a pack can make as many as it likes',
    mutants: [
      {
        guard: 'what fails has room of its own',
        file: 'shared/formats/finding-list.ts',
        text: "severity === 'fail' ? this.keptFailing : this.keptOthers",
        instead: "severity === 'fail' ? this.keptOthers : this.keptOthers",
      },
    ],
  },
  {
    tests,
    test: 'over chains and bundles never pass',
    written: 'over %s never pass',
    mutants: [
      {
        guard: 'a bundle of which no file was read has no files that could be read',
        file: 'shared/verify-checks.ts',
        text: "fileCount === 0 ? 'undetermined' : 'pass'",
        instead: "'pass'",
      },
      {
        guard: 'where nothing is stated nothing agrees',
        file: 'shared/verify-checks.ts',
        text: 'if (compared.length === 0) {',
        instead: 'if (compared.length < 0) {',
      },
      {
        guard: 'where no entry was recomputed none is covered',
        file: 'shared/verify-checks.ts',
        text: 'if (chain === null || chain.totals.recomputed === 0) {',
        instead: 'if (chain === null) {',
      },
      {
        guard: 'a chain without entries has no integrity',
        file: 'shared/verify-axes.ts',
        text: "result: chain === null ? 'not-applicable' : 'undetermined',\n      answer: chain === null ? 'There is no chain to replay.'",
        instead:
          "result: chain === null ? 'not-applicable' : 'pass',\n      answer: chain === null ? 'There is no chain to replay.'",
      },
    ],
  },
  {
    tests,
    test: 'over audit-chain packs never pass',
    written: 'over %s never pass',
    mutants: [
      {
        guard: 'a leg of no row is not checked',
        file: 'shared/anchors/audit-chain-pack.ts',
        text: "check.pass.count > 0 ? 'pass' : 'not-checked'",
        instead: "'pass'",
      },
      {
        guard: 'a leg that passes is a record',
        file: 'shared/anchors/leg.ts',
        text: "(leg) => leg.result === 'pass' || leg.result === 'fail'",
        instead: "(leg) => leg.result === 'fail'",
      },
      {
        guard: 'a signature that passes is a record',
        file: 'electron/verifier/judged-pack.ts',
        text: 'records: settled ? 1 : 0,',
        instead: 'records: 0,',
      },
    ],
  },
  {
    tests,
    test: 'over control packs never pass',
    written: 'over %s never pass',
    mutants: [
      {
        guard: 'a manifest that states nothing derives nothing',
        file: 'electron/verifier/judge-control-pack.ts',
        text: "compared.length === 0 ? 'not-applicable' : differing > 0",
        instead: 'differing > 0',
      },
    ],
  },
  {
    tests: 'test/electron/verifier/packs.test.ts',
    test: 'the plain rows give first broken position',
    mutants: [
      {
        guard: 'what was asked of a pack as a whole is among the checks',
        file: 'electron/verifier/judge-chain-pack.ts',
        text: 'checks: [...legChecks(legs), ...judged.checks],',
        instead: 'checks: judged.checks,',
      },
    ],
  },
  {
    tests: 'test/electron/verifier/trust.test.ts',
    test: 'of a public log is verified with the anchor',
    mutants: [
      {
        guard: 'what was asked of a receipt is among the checks',
        file: 'electron/verifier/judge-receipt.ts',
        text: 'checks: [check, ...legChecks(legs)] }',
        instead: 'checks: [check] }',
      },
    ],
  },
];
