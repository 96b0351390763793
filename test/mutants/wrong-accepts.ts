import type { GuardedTest } from './mutant.ts';

const TESTS = 'test/electron/verifier/wrong-accepts.test.ts';

/** Guards against verdicts and axes that say more than the parts of one bundle show together. */
export const WRONG_ACCEPTS: readonly GuardedTest[] = [
  {
    tests: TESTS,
    test: 'another proof in the bundle, with a chain of its own',
    mutants: [
      {
        guard: 'another proof leaves a bundle unsettled',
        file: 'electron/verifier/verification.ts',
        text: '      ...otherProofs(this.bundle),\n',
        instead: '',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'a pack that names another chain than the one beside it',
    mutants: [
      {
        guard: 'the chain is held against those that packs name',
        file: 'shared/verify-named-chain.ts',
        text: "if (result !== 'fail') continue;",
        instead: 'continue;',
      },
      {
        guard: 'where it is not known whose the chain is, a difference accuses nobody',
        file: 'shared/verify-named-chain.ts',
        text: "severity: isKnown ? 'fail' : 'warning',",
        instead: "severity: 'fail',",
      },
    ],
  },
  {
    tests: TESTS,
    test: 'and so it is where no entry can be read again',
    mutants: [
      {
        guard: 'the hash at the length that a pack names is kept in the replay',
        file: 'electron/verifier/verification.ts',
        text: 'const lengths = [...anchors, ...this.named]',
        instead: 'const lengths = [...anchors]',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'two packs of one tenant that name two chains',
    mutants: [
      {
        guard: 'packs of one tenant name one chain',
        file: 'shared/verify-named-chain.ts',
        text: 'if (other !== undefined && other.hash !== hash) return [',
        instead: 'if (other === null) return [',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'an anchor of the bundle itself contradicts a pack',
    mutants: [
      {
        guard: 'the anchors of the bundle are held against its pack',
        file: 'electron/verifier/named-chains.ts',
        text: '(anchor === null ? [] : [{ origin, anchor, file }])',
        instead: "(anchor === null || origin === 'bundle' ? [] : [{ origin, anchor, file }])",
      },
    ],
  },
  {
    tests: TESTS,
    test: 'a pack of another tenant than the rest is said',
    mutants: [
      {
        guard: 'the tenants of packs are compared with those of the other parts',
        file: 'electron/verifier/claims.ts',
        text: 'tenantsDiffer([...statedTenants(bundle), ...ofSealed])',
        instead: 'tenantsDiffer(statedTenants(bundle))',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'an anchor that was brought is held against the rows of a pack',
    mutants: [
      {
        guard: 'the hash in the rows is the one that the anchor states',
        file: 'shared/verify-named-chain.ts',
        text: 'tips.find(({ hash }) => hash !== tipHash)',
        instead: 'tips.find(({ hash }) => hash === null)',
      },
      {
        guard: 'the first hash is the one that the anchor states',
        file: 'shared/verify-named-chain.ts',
        text: 'genesisHash !== undefined && hash !== genesisHash)',
        instead: 'genesisHash === hash && hash === null)',
      },
      {
        guard: 'a pack is as long as the anchor covers',
        file: 'shared/verify-named-chain.ts',
        text: 'if (this.longest === null || length <= rows) return',
        instead: 'if (this.longest === null || rows > 0) return',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'and compared with nothing settles nothing',
    mutants: [
      {
        guard: 'an anchor that was brought is a demand',
        file: 'shared/verify-unsettled.ts',
        text: 'if (ruled(ANCHOR_NOT_COMPARED_RULE) > 0) {',
        instead: 'if (ruled(ANCHOR_NOT_COMPARED_RULE) > 1_000) {',
      },
      {
        guard: 'of several chains that are named none is taken for that of the anchor',
        file: 'shared/verify-named-chain.ts',
        text: 'return others.some(isOther) ? null : new JointChain(named);',
        instead: 'return others.length > 1_000 && others.some(isOther) ? null : new JointChain(named);',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'and an anchor is held against each of several packs of one tenant',
    mutants: [
      {
        guard: 'another pack of the tenant takes no anchor away',
        file: 'shared/verify-named-chain.ts',
        text: 'return others.some(isOther) ? null : new JointChain(named);',
        instead: 'return others.length > 0 ? null : new JointChain(named);',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'and a receipt beside a pack does not take the demand away',
    mutants: [
      {
        guard: 'a receipt stands in for no pack',
        file: 'electron/verifier/named-chains.ts',
        text: '(named.length === 0 && isReceiptHeld)',
        instead: 'isReceiptHeld',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'a receipt over an anchor that came with it settles nothing',
    mutants: [
      {
        guard: 'an anchor of the evidence settles no receipt',
        file: 'electron/verifier/judge-receipt.ts',
        text: "const isMinted = alone && result === 'pass' && anchor?.brought !== true;",
        instead: "const isMinted = alone && result === 'error';",
      },
    ],
  },
  {
    tests: TESTS,
    test: 'the index of a folder is held against the files in it',
    mutants: [
      {
        guard: 'a file outside the folder of the index stands in for none of its names',
        file: 'electron/verifier/claims.ts',
        text: 'entry.name.startsWith(folder) ? entry.name.slice(folder.length) : null,',
        instead: 'entry.name.startsWith(folder) ? entry.name.slice(folder.length) : entry.name,',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'what is attested of a part of the chain is said of that part',
    mutants: [
      {
        guard: 'what holds over a part of the chain is no pass',
        file: 'shared/verify-attested.ts',
        text: 'if (furthest >= rows) return null;',
        instead: 'if (furthest > 0) return null;',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'what is attested of one of two packs is said of that one, and passes nothing',
    mutants: [
      {
        guard: 'what holds over one of several packs is no pass',
        file: 'shared/verify-attested.ts',
        text: 'return over > 0 && over < packs ?',
        instead: 'return over > packs ?',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'what is attested of a pack passes nothing for the chain beside it',
    mutants: [
      {
        guard: 'what holds over a pack is no pass for the chain',
        file: 'shared/verify-attested.ts',
        text: 'if (furthest >= rows) return null;',
        instead: 'if (furthest >= rows || furthest === 0) return null;',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'a key that was pinned for a tenant stays a demand',
    mutants: [
      {
        guard: 'no tenant that the bundle states takes a demand away',
        file: 'electron/verifier/verification.ts',
        text: 'keyPinned: demandsAnchorSignature(this.trust),',
        instead: 'keyPinned: anchorKeys(this.trust, tenantOf(this.trust, this.bundle), null).length > 0,',
        also: [
          {
            file: 'electron/verifier/verification.ts',
            text: "import { ANCHOR_USED, type ResolvedTrust, TENANT_USED, trustUses } from './trust-input.ts';",
            instead:
              "import { ANCHOR_USED, anchorKeys, type ResolvedTrust, TENANT_USED, trustUses } from './trust-input.ts';",
          },
        ],
      },
    ],
  },
  {
    tests: TESTS,
    test: 'of several anchors that contradict the first place counts',
    mutants: [
      {
        guard: 'the first place in the order of the entries',
        file: 'shared/verify-rows.ts',
        text: 'sort((a, b) => place(a) - place(b))[0];',
        instead: 'at(0);',
      },
    ],
  },
  {
    tests: TESTS,
    test: 'an anchor that came with the bundle does not show',
    mutants: [
      {
        guard: 'only an anchor of the auditor shows how far the chain goes',
        file: 'shared/verify-reach.ts',
        text: 'cuttable: signedChain && !keeper,',
        instead: 'cuttable: false,',
      },
    ],
  },
  {
    tests: 'test/shared/verify.test.ts',
    test: 'pushes no kind of finding out with many of another',
    mutants: [
      {
        guard: 'the first of each kind is kept before any other',
        file: 'shared/verify-findings.ts',
        text: 'for (const finding of [...firsts, ...sorted]) {',
        instead: 'for (const finding of firsts.length > 0 ? sorted : firsts) {',
      },
    ],
  },
  {
    tests: 'test/electron/verifier/nested-packs.test.ts',
    test: 'that hold a chain beside a pack leave the bundle unsettled',
    mutants: [
      {
        guard: 'a chain in an archive that is opened is another file of entries',
        file: 'electron/verifier/bundle-notes.ts',
        text: '...othersOf(inner, role, taken).map(',
        instead: '...othersOf([], role, taken).map(',
      },
    ],
  },
  {
    tests: 'test/electron/verifier/nested-packs.test.ts',
    test: 'that hold a chain and no pack leave the bundle unsettled',
    mutants: [
      {
        guard: 'a chain in an archive that is not opened is said',
        file: 'electron/verifier/nested-archives.ts',
        text: 'file.findings.push(...chainsInside(file, inner));',
        instead: '',
      },
      {
        guard: 'a compressed one too',
        file: 'electron/verifier/nested-archives.ts',
        text: ' || identity.id === COMPRESSED_ID;',
        instead: ';',
      },
    ],
  },
  {
    tests: 'test/electron/verifier/documents.test.ts',
    test: 'none that is compressed',
    mutants: [
      {
        guard: 'compressed entries are another file of entries',
        file: 'electron/verifier/bundle-notes.ts',
        text: 'listedFiles(bundle).filter(isCompressed);',
        instead: '[];',
      },
    ],
  },
];
