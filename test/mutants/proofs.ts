import type { GuardedTest } from './mutant.ts';

const MERKLE = 'shared/anchors/merkle.ts';
const LOG_TESTS = 'test/shared/anchors/receipt-log.test.ts';
const STAMP = 'shared/anchors/timestamp.ts';
const STAMP_TESTS = 'test/shared/anchors/timestamp.test.ts';
const X509 = 'shared/anchors/x509.ts';
const PATH = 'shared/anchors/certificate-path.ts';

/** Guards of proofs of public logs and of time stamps. */
export const PROOFS: readonly GuardedTest[] = [
  {
    tests: LOG_TESTS,
    test: 'holds for one index only',
    mutants: [
      {
        guard: 'the tree is used up when the path is',
        file: MERKLE,
        text: "if (last !== 0n) return 'path-too-short';",
        instead: '',
      },
      {
        guard: 'the index lies inside of the tree',
        file: MERKLE,
        text: "if (index < 0n || index >= size) return 'index-outside-tree';",
        instead: '',
      },
    ],
  },
  {
    tests: LOG_TESTS,
    test: 'needs the path to end with the tree',
    mutants: [
      {
        guard: 'the path is used up when the tree is',
        file: MERKLE,
        text: "if (last === 0n) return 'path-too-long';",
        instead: '',
      },
      {
        guard: 'the tree is used up when the path is',
        file: MERKLE,
        text: "if (last !== 0n) return 'path-too-short';",
        instead: '',
      },
      {
        guard: 'a hash of the path has 32 bytes',
        file: MERKLE,
        text: "if (path.some((hash) => hash.length !== 32)) return 'hash-length';",
        instead: '',
      },
    ],
  },
  {
    tests: LOG_TESTS,
    test: 'the next index is another place',
    mutants: [
      {
        guard: 'the path leads to the root of the tree',
        file: MERKLE,
        text: "return hash.length === root.length && hash.every((byte, at) => byte === root[at]) ? null : 'root';",
        instead: 'return null;',
      },
    ],
  },
  {
    tests: LOG_TESTS,
    test: 'holds grade, target and proof together',
    mutants: [
      {
        guard: 'grades do not mix',
        file: 'shared/anchors/receipt.ts',
        text: 'const kind = KINDS[receipt.algorithm];',
        instead: 'const kind = { target, grade };',
      },
    ],
  },
  {
    tests: LOG_TESTS,
    test: 'states the imprint of another anchor',
    mutants: [
      {
        guard: 'the stated imprint is the digest of the anchor',
        file: 'shared/anchors/receipt.ts',
        text: 'legs.push(imprintLeg(proof.messageImprint, digest));',
        instead: '',
      },
    ],
  },
  {
    tests: STAMP_TESTS,
    test: 'root nothing without a root of the auditor',
    mutants: [
      {
        guard: 'without a root nothing is rooted',
        file: STAMP,
        text: "return unsettled(subject, 'not-checked', message, 'no-root');",
        instead: 'return passed(subject, message);',
      },
    ],
  },
  {
    tests: STAMP_TESTS,
    test: 'lead to no other root',
    mutants: [
      {
        guard: 'an issuer signed what it is said to have issued',
        file: PATH,
        text: 'if (holds === true) return { issuer, reason: null, unsupported };',
        instead: 'if (holds !== null) return { issuer, reason: null, unsupported };',
      },
    ],
  },
  {
    tests: STAMP_TESTS,
    test: 'expired certificate accepted offline: cosign 2194',
    mutants: [
      {
        guard: 'the certificate was valid when the stamp was made',
        file: STAMP,
        text: 'return genTime >= signer.notBefore && genTime <= signer.notAfter',
        instead: 'return genTime > 0',
      },
    ],
  },
  {
    tests: STAMP_TESTS,
    test: 'fail, or are no token, for any bit that is flipped',
    mutants: [
      {
        guard: 'the signature of the stamp is verified',
        file: STAMP,
        text: '  return holds\n',
        instead: '  return holds !== null\n',
      },
      {
        guard: 'the signed attributes cover time and imprint',
        file: STAMP,
        text: 'expected: bytesToHex(HASH[token.digestAlgorithm](token.info)),',
        instead: 'expected: bytesToHex(token.messageDigest),',
      },
    ],
  },
  {
    tests: STAMP_TESTS,
    test: 'lead over ',
    mutants: [
      {
        guard: 'an issuer is marked as an authority',
        file: X509,
        text: "if (!isAuthority) return 'is not marked as an authority';",
        instead: '',
        also: [
          {
            file: X509,
            text: "return bits !== null && ((bits[1] ?? 0) & 0x04) === 0 ? 'may not sign certificates' : null;",
            instead: 'return null;',
          },
        ],
      },
    ],
  },
  {
    tests: STAMP_TESTS,
    test: 'a purpose that ',
    mutants: [
      {
        guard: 'the certificate is one for time stamps',
        file: STAMP,
        text: 'if (usage === null || !usage.purposes.includes(TIME_STAMPING)) {',
        instead: 'if (usage === null) {',
      },
      {
        guard: 'the purpose is marked as critical',
        file: STAMP,
        text: "...(usage.critical ? [] : ['the purpose is not marked as critical']),",
        instead: '',
      },
      {
        guard: 'the certificate is the one that the signer names',
        file: STAMP,
        text: 'actual: bytesToHex(HASH[signingCertificate.hash](signer.der)),',
        instead: 'actual: bytesToHex(signingCertificate.digest),',
      },
    ],
  },
  {
    tests: STAMP_TESTS,
    test: 'a purpose beside that of time stamps',
    mutants: [
      {
        guard: 'the certificate is for time stamps only',
        file: STAMP,
        text: "...(only ? [] : ['there are other purposes']),",
        instead: '',
      },
    ],
  },
  {
    tests: STAMP_TESTS,
    test: 'without the certificate of its signer',
    mutants: [
      {
        guard: 'a signature that can not be checked is not settled',
        file: STAMP,
        text: "return [unsettled(SUBJECTS.signature, 'undetermined', message, 'no-certificate')];",
        instead: 'return [passed(SUBJECTS.signature, message)];',
      },
    ],
  },
  {
    tests: STAMP_TESTS,
    test: 'a runtime that can not work with the key',
    mutants: [
      {
        guard: 'a key that the runtime can not work with settles no signature',
        file: STAMP,
        text: 'if (holds === null)',
        instead: 'if (holds === undefined)',
      },
      {
        guard: 'nor a way to a root',
        file: PATH,
        text: "return unsupported ? { kind: 'unsupported' } : { kind: 'none', reason };",
        instead: "return { kind: 'none', reason };",
      },
    ],
  },
  {
    tests: STAMP_TESTS,
    test: 'in a receipt: the whole, a stub',
    mutants: [
      {
        guard: 'what is not DER is no token that holds',
        file: STAMP,
        text: "legs: [unsettled(SUBJECTS.token, 'undetermined', message, 'not-a-timestamp')] };",
        instead: 'legs: [passed(SUBJECTS.token, message)] };',
      },
      {
        guard: 'the stated time is that of the stamp',
        file: STAMP,
        text: 'const same = Math.floor(Date.parse(genTime) / 1_000) === Math.floor(stated / 1_000);',
        instead: 'const same = true;',
      },
    ],
  },
];
