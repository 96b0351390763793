import type { GuardedTest, Mutant } from './mutant.ts';

const tests = 'test/electron/verifier/escapes-packages.test.ts';
const SEAL = 'shared/anchors/pack-seal.ts';
const ROLLUP = 'shared/anchors/control-rollup.ts';

const ANY_SEAL = {
  file: SEAL,
  text: 'const by = signedBy(stated, keys, equation);',
  instead: 'const by = { ok: true, key: keys[0] };',
};

/** A member of version 1 that the seal does not bind: a value of the fixture's stands in its place. */
const unbound = (member: string, instead: string): Mutant => ({
  guard: `the seal of version 1 covers ${member}`,
  file: SEAL,
  text: `${member}: of('${member}'),`,
  instead: `${member}: ${instead},`,
});

/** Guards of the escapes about packages and words. */
export const PACKAGE_ESCAPES: readonly GuardedTest[] = [
  {
    tests,
    test: '08 extra file added after sealing',
    mutants: [
      {
        guard: 'a pack holds no file that its manifest does not list',
        file: 'shared/anchors/pack-files.ts',
        text: 'if (extra.length > 0) {',
        instead: 'if (extra.length > 99) {',
      },
      { guard: 'what the manifest lists is what was sealed', ...ANY_SEAL },
      {
        guard: 'a file that the index does not name is said',
        file: 'shared/verify-claims.ts',
        text: "if (read.path === 'bundle.json' || (read.path !== null && names.has(read.path))) continue;",
        instead: 'continue;',
      },
    ],
  },
  {
    tests,
    test: '09 extra files recorded',
    mutants: [
      {
        guard: 'a control pack holds no file of no control',
        file: 'shared/anchors/control-files.ts',
        text: 'if (expected.has(name) || OTHERS.has(name)) continue;',
        instead: 'continue;',
      },
      {
        guard: 'a pack without a seal has no seal that holds',
        file: SEAL,
        text: "return unsettled(SEAL, 'not-checked', message, 'unsealed');",
        instead: "return { ...SEAL, result: 'pass', message };",
      },
      {
        guard: 'and without one it is not settled',
        file: 'shared/anchors/audit-chain-pack.ts',
        text: "if (pinned) return worst === 'pass' ? 'verified' : 'unverifiable';",
        instead: "if (pinned) return 'verified';",
      },
    ],
  },
  {
    tests,
    test: '10 all FAIL turned to PASS',
    mutants: [
      {
        guard: 'an item passes only if its facts do',
        file: 'shared/anchors/control-facts.ts',
        text: "item.status === 'pass' ? OBJECTIONS.get(item.collectorId)?.(item.facts, manifest) : null;",
        instead: 'null;',
      },
      {
        guard: 'the counts of the summary are counted again',
        file: 'shared/anchors/control-readiness.ts',
        text: 'if (complete) claims.push(...countClaims(controls, summary, file));',
        instead: '',
      },
      {
        guard: 'the numbers of the posture are counted again',
        file: 'shared/anchors/control-readiness.ts',
        text: 'if (posture !== null) {',
        instead: 'if (posture === undefined) {',
      },
      {
        guard: 'the status of a cell is derived again',
        file: ROLLUP,
        text: "cell.status, statusOf(cell, controls), at('status')",
        instead: "cell.status, cell.status, at('status')",
      },
      {
        guard: 'readiness is derived again',
        file: 'shared/anchors/control-readiness.ts',
        text: 'control.readiness, readinessOf(control), at',
        instead: 'control.readiness, control.readiness, at',
      },
      {
        guard: 'a passing item gives no reason for a flag',
        file: 'shared/anchors/control-readiness.ts',
        text: "if ((item.status === 'flagged') === (item.reason !== undefined)) continue;",
        instead: 'continue;',
      },
      {
        guard: 'the text for people says what the manifest says',
        file: 'shared/anchors/control-summary.ts',
        text: 'if (!same) differing.add(',
        instead: 'if (same === undefined) differing.add(',
      },
      {
        guard: 'and no more than that',
        file: 'shared/anchors/control-summary.ts',
        text: "differing.add(difference(index, 'no further control', line, file));",
        instead: '',
      },
      {
        guard: 'a statement that differs is a finding',
        file: 'shared/anchors/control-pack.ts',
        text: 'for (const claim of derived) if (claim.agrees === false) list.add(claimFinding(claim));',
        instead: '',
      },
    ],
  },
  {
    tests,
    test: '11 corrupted zip (bad CRC)',
    mutants: [
      {
        guard: 'bytes have the checksum that the directory states',
        file: 'electron/node/entry-reader.ts',
        text: 'if (checksum !== entry.crc32) {',
        instead: 'if (checksum === undefined) {',
      },
    ],
  },
  {
    tests,
    test: '13 top-level fields',
    mutants: [
      unbound('tenantId', "'harbour-clinic'"),
      unbound('chainLength', 'pack.rows.length'),
      unbound('generatedAt', "'2026-05-05T05:05:05.000Z'"),
      unbound('chainVerification', '{ valid: true, brokenAt: null }'),
      { guard: 'the seal is made over all of them', ...ANY_SEAL },
      {
        guard: 'members of version 2 are bound by the digest of their file',
        file: 'shared/anchors/pack-files.ts',
        text: '{ expected, actual: digestOf(contents, sha256Of) },',
        instead: '{ expected, actual: expected },',
      },
      {
        guard: 'a member that nothing binds is said',
        file: 'shared/formats/audit-chain-pack-read.ts',
        text: "...(repeated ? ['receipts'] : []), ...unknown]",
        instead: "...(repeated ? ['receipts'] : [])]",
      },
    ],
  },
  {
    tests,
    test: '18 partial package',
    mutants: [
      {
        guard: 'each control has its file',
        file: 'shared/anchors/control-files.ts',
        text: 'if (file === undefined) {',
        instead: 'if (file === undefined) {\n      continue;',
      },
      {
        guard: 'the text for people is there',
        file: 'shared/anchors/control-files.ts',
        text: "if (!byName.has('auditor-summary.txt')) {",
        instead: 'if (byName.size === 0) {',
      },
      {
        guard: 'a pack holds every file that its manifest lists',
        file: 'shared/anchors/pack-files.ts',
        text: 'if (missing.length > 0) {',
        instead: 'if (missing.length > 99) {',
      },
      {
        guard: 'a pack holds as many rows as it states',
        file: 'shared/anchors/pack-legs.ts',
        text: 'if (rows === chainLength)',
        instead: 'if (rows <= chainLength)',
      },
      {
        guard: 'a bundle holds every file that its index names',
        file: 'shared/verify-claims.ts',
        text: 'if (read === undefined) {',
        instead: 'if (read === undefined) {\n      continue;',
      },
    ],
  },
  {
    tests,
    test: '20 dropped tables',
    mutants: [
      {
        guard: 'a file of entries that is named is there',
        file: 'electron/verifier/open-bundle.ts',
        text: 'if (named === undefined || namedEntries(files, file, named) !== undefined) return [];',
        instead: 'return [];',
      },
      {
        guard: 'a file of entries that was not replayed is said',
        file: 'electron/verifier/bundle-notes.ts',
        text: '    ...others,\n    ...compressed.map(',
        instead: '    ...compressed.map(',
      },
      {
        guard: 'what a proof counts is what was replayed',
        file: 'shared/verify-claims.ts',
        text: '.filter((one) => one.agrees === false)',
        instead: '.filter(() => false)',
      },
      {
        guard: 'an anchor misses entries that are not there',
        file: 'shared/chain/anchor-check.ts',
        text: 'if (totals.rows < length) {',
        instead: 'if (totals.rows < 0) {',
      },
      {
        guard: 'a chain without entries is not consistent',
        file: 'shared/verify.ts',
        text: "if (chain.totals.rows === 0 || doubtOf(chain) !== null) return 'unverifiable';",
        instead: "if (doubtOf(chain) !== null) return 'unverifiable';",
      },
      {
        guard: 'integrity over no entries is not a pass',
        file: 'shared/verify-axes.ts',
        text: "result: chain === null ? 'not-applicable' : 'undetermined',\n      answer: chain === null ? 'There is no chain to replay.'",
        instead:
          "result: chain === null ? 'not-applicable' : 'pass',\n      answer: chain === null ? 'There is no chain to replay.'",
      },
      {
        guard: 'a pack without rows is not settled, by its rows or by its length',
        file: 'shared/anchors/audit-chain-pack.ts',
        text: "if (pack.rows.length === 0) return pack.version === null ? 'malformed' : 'unverifiable';",
        instead: '',
        also: [
          {
            file: 'shared/anchors/pack-legs.ts',
            text: 'if (rows === 0 && chainLength === 0)',
            instead: 'if (rows < 0)',
          },
        ],
      },
    ],
  },
  {
    tests,
    test: '15 expired attestation',
    mutants: [
      {
        guard: 'an unreviewed reference implements nothing',
        file: ROLLUP,
        text: "verification !== undefined && verification.status !== 'unreviewed';",
        instead: 'verification !== undefined;',
      },
      {
        guard: 'a reference without a review implements nothing',
        file: ROLLUP,
        text: "verification !== undefined && verification.status !== 'unreviewed';",
        instead: "verification?.status !== 'unreviewed';",
      },
      {
        guard: 'every reference has to be reviewed',
        file: ROLLUP,
        text: 'is && reviewed.get(key) !== false',
        instead: 'is || reviewed.get(key) === true',
      },
      {
        guard: 'a control that no reference brings here is no ground',
        file: ROLLUP,
        text: 'control.reviewed.get(clause) === true',
        instead: 'control.reviewed.get(clause) !== false',
      },
      {
        guard: 'only a ready control implements',
        file: ROLLUP,
        text: "control?.readiness === 'ready' && control.reviewed",
        instead: 'control !== undefined && control.reviewed',
      },
      {
        guard: 'no other word for a review is taken',
        file: 'shared/formats/control-pack.ts',
        text: "status: z.enum(['unreviewed', 'reviewed', 'expert-reviewed']),",
        instead: "status: z.enum(['unreviewed', 'reviewed', 'expert-reviewed', 'expired']),",
      },
    ],
  },
  {
    tests,
    test: '21 INDETERMINATE collapsed',
    mutants: [
      {
        guard: 'a pack that is not settled is not a pass',
        file: 'electron/verifier/judged-pack.ts',
        text: "unverifiable: 'undetermined',",
        instead: "unverifiable: 'pass',",
      },
      {
        guard: 'a pack that only agrees with itself is not a pass',
        file: 'electron/verifier/judged-pack.ts',
        text: "'consistent-not-anchored': 'undetermined',",
        instead: "'consistent-not-anchored': 'pass',",
      },
      {
        guard: 'a proof that is not settled verifies nothing',
        file: 'electron/verifier/judged-pack.ts',
        text: "return result === 'fail' ? 'tampered' : 'unverifiable';",
        instead: "return result === 'fail' ? 'tampered' : 'verified';",
      },
      {
        guard: 'what is not checked outweighs what passes',
        file: 'shared/anchors/leg.ts',
        text: "['fail', 'error', 'undetermined', 'not-checked', 'pass', 'not-applicable'];",
        instead: "['fail', 'error', 'pass', 'undetermined', 'not-checked', 'not-applicable'];",
      },
      {
        guard: 'a proof that calls itself complete is not one',
        file: 'shared/anchors/receipt.ts',
        text: "return unsettled(OTS, 'undetermined', message, status);",
        instead: "return { ...OTS, result: status === 'complete' ? 'pass' : 'undetermined', message };",
      },
      {
        guard: 'consistent, not anchored ends with 2',
        file: 'electron/cli/exit-code.ts',
        text: "'consistent-not-anchored': EXIT.undetermined,",
        instead: "'consistent-not-anchored': EXIT.verified,",
      },
      {
        guard: 'unverifiable ends with 2',
        file: 'electron/cli/exit-code.ts',
        text: 'unverifiable: EXIT.undetermined,',
        instead: 'unverifiable: EXIT.tampered,',
      },
    ],
  },
  {
    tests,
    test: '22 honest "broken" report',
    mutants: [
      {
        guard: 'a pack may say that it is broken',
        file: 'shared/formats/audit-chain-pack.ts',
        text: 'valid: z.boolean(),',
        instead: 'valid: z.literal(true),',
      },
      {
        guard: 'what it says is compared with what was found',
        file: 'shared/anchors/pack-claims.ts',
        text: 'String(firstBroken === null)',
        instead: "'true'",
      },
      {
        guard: 'its place is compared too',
        file: 'shared/anchors/pack-claims.ts',
        text: 'String(brokenAt), String(firstBroken), file',
        instead: "String(brokenAt), 'null', file",
      },
      {
        guard: 'rows are judged whatever the seal is worth',
        file: 'shared/anchors/audit-chain-pack.ts',
        text: '  rows.run();',
        instead: "  if (pack.form !== 'envelope') rows.run();",
      },
    ],
  },
];
