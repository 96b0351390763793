import type { GuardedTest } from './mutant.ts';

const TRUST_TESTS = 'test/electron/verifier/trust.test.ts';
const EXPOSURE_TESTS = 'test/shared/verify-exposure.test.ts';
const INPUT = 'electron/verifier/trust-input.ts';
const BROUGHT = 'electron/verifier/brought-signature.ts';

/** Guards of what the auditor brings: nothing of the evidence raises anything in its place. */
export const PINS: readonly GuardedTest[] = [
  {
    tests: TRUST_TESTS,
    test: 'agrees with itself and no more without a pin',
    mutants: [
      {
        guard: 'without a pinned fingerprint no key of the evidence counts',
        file: INPUT,
        text: 'const known = candidate !== null && trust.fingerprints.includes(candidate.fingerprint);',
        instead: 'const known = candidate !== null;',
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'a key in the evidence counts only by its pinned fingerprint',
    mutants: [
      {
        guard: 'the fingerprint of a key of the evidence is compared',
        file: INPUT,
        text: 'return trust.fingerprints.includes(candidate.fingerprint)\n',
        instead: 'return trust.fingerprints.length > 0\n',
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'a tenant that is named and that nothing states',
    mutants: [
      {
        guard: 'what was not looked at leaves a bundle unsettled',
        file: 'shared/verify.ts',
        text: "if (unsettled(input.bundleFindings).length > 0) parts.push('unverifiable');",
        instead: '',
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'a pinned fingerprint stays a demand',
    mutants: [
      {
        guard: 'a fingerprint that no key has is a mismatch',
        file: INPUT,
        text: 'if (trust.fingerprints.length === 0 || keysFor(trust.material, use, tenantId).length > 0) return null;',
        instead: 'if (trust.fingerprints.length === 0 || trust.material.keys.length > 0) return null;',
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'takes a key for its tenant, by name or by account',
    mutants: [
      {
        guard: 'a key is good for its own tenant only',
        file: 'shared/anchors/trust.ts',
        text: '(key.tenantId === null || accountIdOf(key.tenantId) === account)',
        instead: 'key.uses.length > 0',
      },
    ],
  },
  {
    tests: 'test/shared/anchors/trust.test.ts',
    test: 'gives a key to its own tenant and use only',
    mutants: [
      {
        guard: 'a key is good for its own use only',
        file: 'shared/anchors/trust.ts',
        text: '(key) => key.uses.includes(use) && (',
        instead: '(key) => (',
      },
      {
        guard: 'a key is good for its own tenant only',
        file: 'shared/anchors/trust.ts',
        text: '(key.tenantId === null || accountIdOf(key.tenantId) === account)',
        instead: 'key.uses.length > 0',
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'an unsigned anchor settles nothing while a key is pinned',
    mutants: [
      {
        guard: 'a pinned key is a demand',
        file: 'shared/verify.ts',
        text: "return input.keyPinned && !complete.some((anchor) => anchor.signature === 'pass') ? 'unverifiable' : 'verified';",
        instead: "return 'verified';",
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'says what is missing where only a fingerprint is pinned',
    mutants: [
      {
        guard: 'a fingerprint is a demand too',
        file: INPUT,
        text: 'return trust.fingerprints.length > 0 || fitting.length > 0;',
        instead: 'return fitting.length > 0;',
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'a signature over a part of the chain says nothing of the rest',
    mutants: [
      {
        guard: 'only what reaches over the whole chain adds a party',
        file: 'shared/verify-attested.ts',
        text: "about === axis && result === 'pass' && entries !== null && entries >= rows,",
        instead: "about === axis && result === 'pass' && entries !== null,",
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'is bound to the account: the anchor of another tenant',
    mutants: [
      {
        guard: 'the account of the signature is the one that was expected',
        file: 'shared/anchors/anchor-signature.ts',
        text: 'if (named && anchor.sigAccountId !== accountId) {',
        instead: 'if (anchor === null) {',
        also: [
          {
            file: 'shared/anchors/anchor-signature.ts',
            text: 'message: anchorSignedBytes(anchor, accountId),',
            instead: "message: anchorSignedBytes(anchor, anchor.sigAccountId ?? ''),",
          },
        ],
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'takes a key that was given for one tenant only where the anchor',
    mutants: [
      {
        guard: 'where nobody says whose chain it is, the account in the signature decides which keys are good',
        file: INPUT,
        text: "key.uses.includes('audit-chain') && (key.tenantId === null || accountIdOf(key.tenantId) === account),",
        instead: "key.uses.includes('audit-chain'),",
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'is raised by the signature of a key that was pinned',
    mutants: [
      {
        guard: 'an anchor of the bundle counts by a pinned signature only',
        file: 'shared/verify-rows.ts',
        text: "return anchor.origin === 'auditor' || anchor.signature === 'pass';",
        instead: 'return true;',
      },
      {
        guard: 'the keeper of an anchor of the bundle is no further party',
        file: 'shared/verify-reach.ts',
        text: "({ origin, judgement }) => origin === 'auditor' && judgement?.state === 'complete'",
        instead: "({ judgement }) => judgement?.state === 'complete'",
      },
      {
        guard: 'the signature of another key contradicts',
        file: 'electron/verifier/anchor-trust.ts',
        text: 'findings: legFindings([leg], { file: held.file }),',
        instead: 'findings: [],',
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'is not raised by a receipt, which anybody',
    mutants: [
      {
        guard: 'a receipt over an anchor of the bundle does not make it count',
        file: 'shared/verify-rows.ts',
        text: "return anchor.origin === 'auditor' || anchor.signature === 'pass';",
        instead: "return anchor.origin === 'auditor' || anchor.signature !== 'fail';",
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'as a file of its own contradicts the chain',
    mutants: [
      {
        guard: 'an anchor file of the bundle is a candidate',
        file: 'electron/verifier/candidate-anchors.ts',
        text: "return { id, origin: 'bundle', file, anchor: parsed?.value ?? null, bytes: null, findings, judgement: null };",
        instead:
          "return { id, origin: 'auditor', file, anchor: parsed?.value ?? null, bytes: null, findings, judgement: null };",
      },
      {
        guard: 'and is compared with the chain all the same',
        file: 'electron/verifier/candidate-anchors.ts',
        text: 'for (const own of anchorFilesIn(files).slice(0, most - held.length)) {',
        instead: 'for (const own of anchorFilesIn(files).slice(0, 0)) {',
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'is not raised by a receipt over another anchor',
    mutants: [
      {
        guard: 'a receipt is held against the anchor that it is for',
        file: 'electron/verifier/judge-receipt.ts',
        text: '    anchors.find(({ digest }) => digest === receipt.anchorDigest) ??\n',
        instead: '    anchors[0] ??\n',
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'without the anchor that it was made over settles nothing',
    mutants: [
      {
        guard: 'a receipt without its anchor is not settled',
        file: 'electron/verifier/judge-receipt.ts',
        text: "receipt === null ? 'fail' : (judged?.result ?? 'undetermined');",
        instead: "receipt === null ? 'fail' : (judged?.result ?? 'pass');",
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'that can not be read is malformed',
    mutants: [
      {
        guard: 'a receipt that can not be read is malformed',
        file: 'electron/verifier/judge-receipt.ts',
        text: "const verdict = receipt === null ? 'malformed' : isMinted",
        instead: "const verdict = receipt === null ? 'unverifiable' : isMinted",
        also: [
          {
            file: 'electron/verifier/judge-receipt.ts',
            text: 'const found = [...input.findings, ...legFindings(legs, { file: name })];',
            instead: 'const found = legFindings(legs, { file: name });',
          },
        ],
      },
    ],
  },
  {
    tests: TRUST_TESTS,
    test: 'that can not be read is said, and nothing is judged',
    mutants: [
      {
        guard: 'trust that can not be read is said',
        file: INPUT,
        text: 'else findings.push(...parsed.error);',
        instead: '',
      },
    ],
  },
  {
    tests: 'test/electron/verifier/packs.test.ts',
    test: 'a receipt inside is judged against the anchor that the manifest names',
    mutants: [
      {
        guard: 'an anchor that was brought does not stand in for the one that the manifest names',
        file: 'electron/verifier/judge-sealed.ts',
        text: 'named === undefined ? anchors : namedAnchors(anchorOfManifest(named), anchors);',
        instead: 'anchors;',
      },
    ],
  },
  {
    tests: 'test/electron/verifier/packs.test.ts',
    test: 'a masked row is "not disclosed" in the chain screen',
    mutants: [
      {
        guard: 'a row that is masked is never shown as recomputed',
        file: 'electron/verifier/pack-rows.ts',
        text: "'anchor-confirmed-original-not-disclosed': 'not-disclosed',",
        instead: "'anchor-confirmed-original-not-disclosed': 'recomputed',",
      },
    ],
  },
  {
    tests: 'test/electron/verifier/packs.test.ts',
    test: 'are all judged, and the worst counts',
    mutants: [
      {
        guard: 'the verdict is the worst of all packs',
        file: 'shared/verify.ts',
        text: 'return WORST_FIRST.find((word) => parts.includes(word))',
        instead: 'return [...WORST_FIRST].reverse().find((word) => parts.includes(word))',
      },
    ],
  },
  {
    tests: 'test/shared/verify.test.ts',
    test: 'is lowered by any one anchor of the auditor',
    mutants: [
      {
        guard: 'one anchor that contradicts outweighs any number that agree',
        file: 'shared/verify.ts',
        text: "input.anchors.some((anchor) => anchor.judgement?.result === 'fail') ||",
        instead: 'input.anchors.some((anchor) => anchor.judgement === undefined) ||',
      },
    ],
  },
  {
    tests: 'test/shared/verify.test.ts',
    test: 'does not call a chain that goes on behind its anchor verified',
    mutants: [
      {
        guard: 'entries behind an anchor are not covered by it',
        file: 'shared/chain/anchor-check.ts',
        text: 'return totals.rows > length ? extended(anchor, totals) : complete(anchor);',
        instead: 'return complete(anchor);',
      },
    ],
  },
  {
    tests: 'test/shared/verify.test.ts',
    test: 'shows no completeness where the rows before the anchor do not hold',
    mutants: [
      {
        guard: 'an anchor over rows that do not hold raises nothing',
        file: 'shared/verify-axes.ts',
        text: 'if (complete?.judgement && chain !== null && doubtOf(chain) !== null) {',
        instead: 'if (complete?.judgement && chain === null) {',
      },
    ],
  },
  {
    tests: 'test/electron/verifier/document-state.test.ts',
    test: 'matches an anchor with what was replayed, never with the file',
    mutants: [
      {
        guard: 'the ends of a chain are taken from the replay',
        file: 'shared/chain/anchor-check.ts',
        text: 'if (length === totals.rows) return totals.tip ?? undefined;',
        instead: 'if (length === totals.rows) return hashWithin;',
      },
    ],
  },
  {
    tests: 'test/electron/verifier/packs.test.ts',
    test: 'is held against the one of several brought signatures that holds',
    mutants: [
      {
        guard: 'of several signatures one goes before the first only when a pinned key made it',
        file: BROUGHT,
        text: "if (legs.every(({ result }) => result === 'pass')) return signature;",
        instead: 'if (legs.length > 0) return signature;',
      },
      {
        guard: 'a signature that is not read whole does not go before one that is',
        file: BROUGHT,
        text: 'stated.value === null || stated.findings.length > 0) continue;',
        instead: 'stated.value === null) continue;',
      },
    ],
  },
  {
    tests: 'test/electron/verifier/packs.test.ts',
    test: 'needs the name of the very fingerprint that its key has',
    mutants: [
      {
        guard: 'a key that is pinned by its fingerprint needs the name that was pinned with it',
        file: INPUT,
        text: 'keyId: trust.keyIds.get(candidate.fingerprint) ?? null',
        instead: 'keyId: null',
      },
      {
        guard: 'the name that was pinned with one fingerprint is not asked of another key',
        file: INPUT,
        text: 'keyId: trust.keyIds.get(candidate.fingerprint) ?? null',
        instead: 'keyId: [...trust.keyIds.values()][0] ?? null',
      },
    ],
  },
  {
    tests: 'test/electron/main/documents.test.ts',
    test: 'that a verifier refuses changes nothing',
    mutants: [
      {
        guard: 'what a verifier did not take is not judged with later',
        file: 'electron/main/document-trust.ts',
        text: '      this.#given = before;\n',
        instead: '',
      },
    ],
  },
  {
    tests: EXPOSURE_TESTS,
    test: 'a receipt over the anchor that a pack names',
    mutants: [
      {
        guard: 'what is over an anchor reaches over nothing else of a pack',
        file: 'shared/verify-attested.ts',
        text: 'one.axis === axis && one.anchorOnly !== true &&',
        instead: 'one.axis === axis &&',
      },
    ],
  },
  {
    tests: EXPOSURE_TESTS,
    test: 'nobody is added by what reaches over a part of the chain, or over one of two packs',
    mutants: [
      {
        guard: 'each of several packs has to be attested',
        file: 'shared/verify-attested.ts',
        text: 'return about.length >= count && about',
        instead: 'return about',
      },
    ],
  },
  {
    tests: EXPOSURE_TESTS,
    test: 'of a chain and a pack beside it, the weaker counts',
    mutants: [
      {
        guard: 'a pack that nobody vouches for is loose, whatever covers the chain beside it',
        file: 'shared/verify-reach.ts',
        text: 'const looseDocuments = documents.length > 0 && !signedDocuments;',
        instead: 'const looseDocuments = chain === null && documents.length > 0 && !signedDocuments;',
      },
    ],
  },
  {
    tests: EXPOSURE_TESTS,
    test: 'of receipts by themselves: anybody, until each holds by its own proof',
    mutants: [
      {
        guard: 'of several receipts each has to hold',
        file: 'shared/verify-reach.ts',
        text: "if (receipts) return axes[axis].result === 'pass' && documents.every((pack) => pack.verdict === 'verified');",
        instead: "if (receipts) return axes[axis].result === 'pass';",
      },
      {
        guard: 'a key of the producer binds no receipt',
        file: 'shared/verify-reach.ts',
        text: 'const signedDocuments = signed && !receipts && documents',
        instead: 'const signedDocuments = signed && documents',
      },
    ],
  },
];
