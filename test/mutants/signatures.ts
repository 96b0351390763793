import type { GuardedTest } from './mutant.ts';

const ED25519 = 'shared/anchors/ed25519.ts';
const ED25519_TESTS = 'test/shared/anchors/ed25519.test.ts';
const ANCHOR = 'shared/anchors/anchor-signature.ts';
const ANCHOR_TESTS = 'test/shared/anchors/anchor-signature.test.ts';
const PACK_TESTS = 'test/shared/anchors/audit-chain-pack.test.ts';
const ROW = 'shared/anchors/pack-row.ts';

/** Guards of Ed25519, of signatures over anchors, of seals and of the rows of packs. */
export const SIGNATURES: readonly GuardedTest[] = [
  {
    tests: ED25519_TESTS,
    test: 'refuses the eight points of small order',
    mutants: [
      {
        guard: 'a key of small order is refused',
        file: ED25519,
        text: 'if (SMALL_ORDER_Y.has(yOf(raw) % FIELD_PRIME)) {',
        instead: 'if (raw.length === 0) {',
      },
    ],
  },
  {
    tests: ED25519_TESTS,
    test: 'refuses the key that one constant signature fits',
    mutants: [
      {
        guard: 'a key of small order is refused, by its place among eight or by its order',
        file: ED25519,
        text: 'if (SMALL_ORDER_Y.has(yOf(raw) % FIELD_PRIME)) {',
        instead: 'if (raw.length === 0) {',
        also: [{ file: ED25519, text: 'if (!point.isTorsionFree()) {', instead: 'if (raw.length === 0) {' }],
      },
    ],
  },
  {
    tests: ED25519_TESTS,
    test: 'refuses encodings that are not canonical',
    mutants: [
      {
        guard: 'a key has one encoding, by its number or by what can be decoded',
        file: ED25519,
        text: 'if (yOf(raw) >= FIELD_PRIME) return refused(',
        instead: 'if (raw.length === 0) return refused(',
        also: [
          {
            file: ED25519,
            text: 'ed25519.Point.fromBytes(bytes, false);',
            instead: 'ed25519.Point.fromBytes(bytes, true);',
          },
        ],
      },
      {
        guard: 'a key is a point of the curve',
        file: ED25519,
        text: "if (point === null) return refused('key.non-canonical', 'the bytes are not a point of the curve');",
        instead: 'if (point === null) return success({ raw, spki: encodeBase64(raw), fingerprint: bytesToHex(raw) });',
      },
    ],
  },
  {
    tests: ED25519_TESTS,
    test: 'refuses a key with a part of small order',
    mutants: [
      {
        guard: 'a key is in the group of prime order',
        file: ED25519,
        text: 'if (!point.isTorsionFree()) {',
        instead: 'if (raw.length === 0) {',
      },
    ],
  },
  {
    tests: ED25519_TESTS,
    test: 'refuses S that had the group order added',
    mutants: [
      {
        guard: 'S is below the order of the group, by its number or by what can be multiplied',
        file: ED25519,
        text: "if (littleEndian(signature.subarray(32)) >= GROUP_ORDER) return 'non-canonical-s';",
        instead: '',
        also: [{ file: ED25519, text: 'BASE.multiplyUnsafe(s)', instead: 'BASE.multiplyUnsafe(s % GROUP_ORDER)' }],
      },
    ],
  },
  {
    tests: ED25519_TESTS,
    test: 'hands the equation of the runtime only what passed',
    mutants: [
      {
        guard: 'R is not of small order',
        file: ED25519,
        text: "if (SMALL_ORDER_Y.has(yOf(r) % FIELD_PRIME)) return 'small-order-r';",
        instead: '',
      },
      {
        guard: 'R is canonical',
        file: ED25519,
        text: "if (yOf(r) >= FIELD_PRIME) return 'non-canonical-r';",
        instead: '',
      },
      {
        guard: 'S is below the order of the group, before any equation',
        file: ED25519,
        text: "if (littleEndian(signature.subarray(32)) >= GROUP_ORDER) return 'non-canonical-s';",
        instead: '',
      },
      {
        guard: 'a signature has 64 bytes',
        file: ED25519,
        text: "if (signature.length !== 64) return 'length';",
        instead: '',
      },
    ],
  },
  {
    tests: ED25519_TESTS,
    test: 'verifies the vector of RFC 8032 section 7.3',
    mutants: [
      {
        guard: 'the prehashed variant has a domain of its own',
        file: ED25519,
        text: 'equationOver(key.raw, concatBytes(DOM2_PREHASH), sha512(message), signature)',
        instead: 'equationOver(key.raw, new Uint8Array(), message, signature)',
      },
    ],
  },
  {
    tests: ED25519_TESTS,
    test: 'refuses every SPKI but the exact 44 bytes',
    mutants: [
      {
        guard: 'a key as SPKI has 44 bytes',
        file: ED25519,
        text: 'der.length !== 44 || !equalBytes(start, SPKI_PREFIX)',
        instead: '!equalBytes(start, SPKI_PREFIX)',
      },
      {
        guard: 'a key as SPKI names Ed25519',
        file: ED25519,
        text: 'der.length !== 44 || !equalBytes(start, SPKI_PREFIX)',
        instead: 'der.length !== 44',
      },
    ],
  },
  {
    tests: ED25519_TESTS,
    test: 'agrees with OpenSSL on signatures',
    mutants: [
      {
        guard: 'the equation compares R',
        file: ED25519,
        text: 'return equalBytes(BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k)).toBytes(), r);',
        instead: 'return BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k)).toBytes().length === r.length;',
      },
    ],
  },
  {
    tests: ANCHOR_TESTS,
    test: 'fails for any change of what is signed',
    mutants: [
      {
        guard: 'the equation decides',
        file: ED25519,
        text: "return holds ? null : 'equation';",
        instead: 'return null;',
      },
    ],
  },
  {
    tests: ANCHOR_TESTS,
    test: 'passes with the pinned key, named or not',
    mutants: [
      {
        guard: 'the signature is over the length and both hashes',
        file: ANCHOR,
        text: "const envelope = { domain: 'caisson.audit-chain.anchor.v2', v: 2, accountId, anchor: core(anchor) };",
        instead: "const envelope = { domain: 'caisson.audit-chain.anchor.v2', v: 2, accountId };",
      },
    ],
  },
  {
    tests: ANCHOR_TESTS,
    test: 'when ',
    mutants: [
      {
        guard: 'the account is the one that was expected',
        file: ANCHOR,
        text: 'if (named && anchor.sigAccountId !== accountId) {',
        instead: 'if (anchor === null) {',
      },
      {
        guard: 'a signature of the old form is not checked',
        file: ANCHOR,
        text: 'if (named && legacy) {',
        instead: 'if (anchor === null) {',
      },
      {
        guard: 'an anchor without a signature is not signed',
        file: ANCHOR,
        text: "if (anchor.sig === undefined) return notRun('unsigned', 'The anchor carries no signature.');",
        instead: "if (anchor.sig === undefined) return { ...SUBJECT, result: 'pass', message: '' };",
      },
      {
        guard: 'without a pinned key nothing is signed by one',
        file: ANCHOR,
        text: "if (keys.length === 0) return notRun('no-pinned-key', 'No key is pinned to check it with.');",
        instead: "if (keys.length === 0) return { ...SUBJECT, result: 'pass', message: '' };",
      },
      {
        guard: 'a key of another name is not the one that is named',
        file: 'shared/anchors/signed-by.ts',
        text: '(key) => key.keyId === null || keyId === undefined || key.keyId === keyId',
        instead: '(key) => key.raw.length > 0',
      },
      {
        guard: 'a signature that can not be read is none',
        file: 'shared/anchors/signed-by.ts',
        text: 'if (signature === null || signature.length !== 64) {',
        instead:
          'if (signature === null || signature.length !== 64) return { ok: true, key: first };\n  if (keyId === null) {',
      },
    ],
  },
  {
    tests: ANCHOR_TESTS,
    test: 'wrong key passes (sometimes): systemd 11524',
    mutants: [
      {
        guard: 'the signature is tried with the pinned key',
        file: 'shared/anchors/signed-by.ts',
        text: "fitting.find((key) => signatureFault(key, message, signature, 'ed25519', equation) === null);",
        instead: 'first;',
      },
    ],
  },
  {
    tests: PACK_TESTS,
    test: 'both take row anchors signed over a genesis hash',
    mutants: [
      {
        guard: 'an anchor names the first row of its own pack',
        file: ROW,
        text: 'const values = { expected: genesisHash, actual: anchor.genesisHash };',
        instead: 'const values = { expected: genesisHash, actual: genesisHash };',
      },
    ],
  },
  {
    tests: PACK_TESTS,
    test: 'version 2 takes a seal account that is not the mapped',
    mutants: [
      {
        guard: 'the account of a seal is the mapped tenant',
        file: 'shared/anchors/pack-seal.ts',
        text: 'const values = { expected: accountIdOf(tenantId), actual: showText(seal.accountId, 200) };',
        instead: 'const values = { expected: accountIdOf(tenantId), actual: accountIdOf(tenantId) };',
      },
    ],
  },
  {
    tests: PACK_TESTS,
    test: 'version 1 takes a key of small order',
    mutants: [
      {
        guard: 'a key inside a pack that must not be used is refused',
        file: 'shared/anchors/pack-legs.ts',
        text: "if (!key.ok) return failed(CANDIDATE, 'key-mismatch',",
        instead: 'if (!key.ok) return passed(CANDIDATE,',
      },
    ],
  },
  {
    tests: PACK_TESTS,
    test: 'refuses two key names in one pack',
    mutants: [
      {
        guard: 'seal, key and rows name one key',
        file: 'shared/anchors/pack-legs.ts',
        text: 'if (second === undefined) return passed(KEY_IDS,',
        instead: 'if (named.size > 0) return passed(KEY_IDS,',
      },
    ],
  },
  {
    tests: PACK_TESTS,
    test: 'shows a redacted row as not disclosed',
    mutants: [
      {
        guard: 'a row that is masked is never verified',
        file: ROW,
        text: "if (row.members.redacted === true) return 'anchor-confirmed-original-not-disclosed';",
        instead: '',
      },
      {
        guard: 'the hash of a masked row is not recomputed from the mask',
        file: ROW,
        text: 'if (redacted === true) {',
        instead: 'if (redacted === undefined) {',
      },
    ],
  },
  {
    tests: PACK_TESTS,
    test: 'has no check that passes over no row',
    mutants: [
      {
        guard: 'a check over no rows is not checked',
        file: 'shared/anchors/audit-chain-pack.ts',
        text: "check.pass.count > 0 ? 'pass' : 'not-checked'",
        instead: "'pass'",
      },
    ],
  },
  {
    tests: PACK_TESTS,
    test: 'two files of one name',
    mutants: [
      {
        guard: 'a name stands once',
        file: 'shared/anchors/pack-files.ts',
        text: '  if (repeated)\n',
        instead: '  if (names.length === 0)\n',
      },
    ],
  },
  {
    tests: PACK_TESTS,
    test: 'a text without UTF-8 form has no digest',
    mutants: [
      {
        guard: 'a lone surrogate is not hashed as if it were a character',
        file: 'shared/anchors/pack-files.ts',
        text: "return /\\p{Cs}/u.test(contents) ? 'none: the text has no UTF-8 form' : sha256Of.hexOfText(contents);",
        instead: 'return sha256Of.hexOfText(contents);',
      },
    ],
  },
  {
    tests: 'test/shared/anchors/control-pack.test.ts',
    test: 'with a key of small order beside it is refused',
    mutants: [
      {
        guard: 'a key beside a manifest that must not be used is refused',
        file: 'shared/anchors/control-signature.ts',
        text: "failed(CANDIDATE, 'key-mismatch', `The key beside the signature is refused",
        instead: 'passed(CANDIDATE, `The key beside the signature is refused',
      },
    ],
  },
  {
    tests: 'test/shared/anchors/control-pack.test.ts',
    test: 'by another key, named or not',
    mutants: [
      {
        guard: 'a manifest is signed by the pinned key',
        file: 'shared/anchors/control-signature.ts',
        text: 'const by = signedBy(stated, keys, equation);',
        instead: 'const by = { ok: true, key: keys[0] };',
      },
    ],
  },
  {
    tests: 'test/shared/anchors/control-pack.test.ts',
    test: 'signs the canonical manifest and the tip',
    mutants: [
      {
        guard: 'the signature covers the tip of the anchor',
        file: 'shared/anchors/control-signature.ts',
        text: 'encodeUtf8(read.canonical + tip);',
        instead: 'encodeUtf8(read.canonical);',
      },
    ],
  },
];
