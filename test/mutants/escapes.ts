import type { GuardedTest } from './mutant.ts';

const tests = 'test/electron/verifier/escapes.test.ts';

/** Always taken for a seal by the first pinned key. */
const ANY_SEAL = {
  file: 'shared/anchors/pack-seal.ts',
  text: 'const by = signedBy(stated, keys, equation);',
  instead: 'const by = { ok: true, key: keys[0] };',
};

/** Guards of the escapes about rows and keys. */
export const ESCAPES: readonly GuardedTest[] = [
  {
    tests,
    test: 'the positive control: the same evidence',
    mutants: [
      {
        guard: 'what is sound is verified: the date is among what version 1 seals',
        file: 'shared/anchors/pack-seal.ts',
        text: "    generatedAt: of('generatedAt'),\n",
        instead: '',
      },
      {
        guard: 'what is sound is verified: an anchor that covers the whole chain settles it',
        file: 'shared/chain/anchor-check.ts',
        text: 'return totals.rows > length ? extended(anchor, totals) : complete(anchor);',
        instead: 'return extended(anchor, totals);',
      },
    ],
  },
  {
    tests,
    test: '01 value bytes edited',
    mutants: [
      {
        guard: 'the plain rule compares the stored hash with the one that recomputes',
        file: 'shared/chain/plain-rule.ts',
        text: 'entry.hash !== undefined && entry.hash === computed',
        instead: 'entry.hash !== undefined',
      },
      {
        guard: 'the walk names an entry whose hash does not recompute',
        file: 'shared/chain/row-fact.ts',
        text: 'return row.hash !== undefined && row.computed !== undefined && row.hash !== row.computed;',
        instead: 'return false;',
      },
      {
        guard: 'the row of a pack is recomputed from its payload',
        file: 'shared/anchors/pack-row.ts',
        text: 'actual: sha256.hexOfText(hashInput(raw.prevHash, row.payloadText)) };',
        instead: 'actual: hash };',
      },
    ],
  },
  {
    tests,
    test: '05 only first and last link',
    mutants: [
      {
        guard: 'the plain rule looks at each link',
        file: 'shared/chain/plain-rule.ts',
        text: 'const linked = entry.prevHash === this.previousHash || (this.previousHash === undefined && this.position > 0);',
        instead: 'const linked = true;',
      },
      {
        guard: 'the walk looks at each link',
        file: 'shared/chain/row-fact.ts',
        text: "return previous.hash === undefined ? 'unknown' : 'broken';",
        instead: "return 'linked';",
      },
      {
        guard: 'the path of a proof leads to the root of the tree',
        file: 'shared/anchors/merkle.ts',
        text: "return hash.length === root.length && hash.every((byte, at) => byte === root[at]) ? null : 'root';",
        instead: 'return null;',
      },
    ],
  },
  {
    tests,
    test: '16 newest rows deleted',
    mutants: [
      {
        guard: 'a chain shorter than its anchor is cut',
        file: 'shared/chain/anchor-check.ts',
        text: 'if (totals.rows < length) {',
        instead: 'if (totals.rows < 0) {',
      },
      {
        guard: 'a chain without an anchor is not verified',
        file: 'shared/verify.ts',
        text: "if (complete.length === 0) return 'consistent-not-anchored';",
        instead: "if (complete.length === 0) return 'verified';",
      },
      {
        guard: 'completeness without an anchor is not determined',
        file: 'shared/verify-axes.ts',
        text: "    result: 'undetermined',\n    answer: `Not determined. ",
        instead: "    result: 'pass',\n    answer: `Not determined. ",
      },
      { guard: 'the seal of a pack was made over all of its rows', ...ANY_SEAL },
    ],
  },
  {
    tests,
    test: '17 producer re-chains everything',
    mutants: [
      {
        guard: 'the entry that the anchor names has its hash',
        file: 'shared/chain/anchor-check.ts',
        text: 'if (hashAtTip !== tipHash) {',
        instead: 'if (hashAtTip === null) {',
      },
      {
        guard: 'an anchor of the bundle itself does not count',
        file: 'shared/verify-rows.ts',
        text: "return anchor.origin === 'auditor' || anchor.signature === 'pass';",
        instead: 'return true;',
      },
    ],
  },
  {
    tests,
    test: '19 on-page check capped',
    mutants: [
      {
        guard: 'entries behind the first thousand are replayed',
        file: 'electron/verifier/replay-run.ts',
        text: 'const computed = this.replay.push(entry, frame.offset);',
        instead: 'const computed = position < 1_000 ? this.replay.push(entry, frame.offset) : undefined;',
      },
      {
        guard: 'entries behind the first thousand are recomputed',
        file: 'shared/chain/replay.ts',
        text: 'entry.prevHash === undefined ? undefined : entryHash(this.sha256, entry.prevHash, entry.payloadText);',
        instead:
          'position >= 1_000 || entry.prevHash === undefined ? entry.hash : entryHash(this.sha256, entry.prevHash, entry.payloadText);',
      },
      {
        guard: 'faults beyond those that are listed are counted',
        file: 'shared/chain/collector.ts',
        text: 'else this.counts.set(fault.class, count);',
        instead: 'else this.counts.set(fault.class, Math.min(count, 1_000));',
      },
      {
        guard: 'anchors of the bundle behind the first thousand are said',
        file: 'electron/verifier/bundle-notes.ts',
        text: 'const count = inProof + own.length;',
        instead: 'const count = inProof;',
      },
      {
        guard: 'rows of a pack behind the first thousand are judged',
        file: 'shared/anchors/audit-chain-pack.ts',
        text: 'for (const row of this.pack.rows) {',
        instead: 'for (const row of this.pack.rows.slice(0, 1_000)) {',
      },
    ],
  },
  {
    tests,
    test: '12 metadata outside the hash',
    mutants: [
      { guard: 'the seal of version 1 covers the date', ...ANY_SEAL },
      {
        guard: 'a file of version 2 has the digest that the manifest lists',
        file: 'shared/anchors/pack-files.ts',
        text: '{ expected, actual: digestOf(contents, sha256Of) },',
        instead: '{ expected, actual: expected },',
      },
      {
        guard: 'the manifest has the digest that the pack states',
        file: 'shared/anchors/pack-files.ts',
        text: 'const values = { expected: stated, actual: bytesToHex(sha256(encodeUtf8(text))) };',
        instead: 'const values = { expected: stated, actual: stated };',
      },
      {
        guard: 'the label of an entry is its position',
        file: 'shared/chain/plain-rule.ts',
        text: 'const holds = entry.seq === this.position && linked',
        instead: 'const holds = linked',
      },
    ],
  },
  {
    tests,
    test: '02 unsealed/unsigned log passes',
    mutants: [
      {
        guard: 'with a pinned key an unsealed pack is not settled',
        file: 'shared/anchors/audit-chain-pack.ts',
        text: "if (pinned) return worst === 'pass' ? 'verified' : 'unverifiable';",
        instead: "if (pinned) return 'verified';",
      },
      {
        guard: 'with a pinned key an unsigned anchor settles no chain',
        file: 'shared/verify.ts',
        text: "return input.keyPinned && !complete.some((anchor) => anchor.signature === 'pass') ? 'unverifiable' : 'verified';",
        instead: "return 'verified';",
      },
      {
        guard: 'with a pinned key an unsigned manifest is not settled',
        file: 'shared/anchors/control-pack.ts',
        text: "if (pinned) return worst === 'pass' ? 'verified' : 'unverifiable';",
        instead: "if (pinned) return 'verified';",
      },
      {
        guard: 'with a pinned key a row whose anchor is unsigned is not verified',
        file: 'shared/anchors/pack-row.ts',
        text: "(pinned && result === 'not-checked')",
        instead: 'false',
      },
    ],
  },
  {
    tests,
    test: '03 wrong key passes',
    mutants: [
      {
        guard: 'a signature is tried with the pinned key',
        file: 'shared/anchors/signed-by.ts',
        text: "fitting.find((key) => signatureFault(key, message, signature, 'ed25519', equation) === null);",
        instead: 'first;',
      },
      {
        guard: 'and with every pinned key: not one of sixteen passes by its name',
        file: 'shared/anchors/signed-by.ts',
        text: "fitting.find((key) => signatureFault(key, message, signature, 'ed25519', equation) === null);",
        instead:
          "fitting.find((key) => key.fingerprint.startsWith('a') || signatureFault(key, message, signature, 'ed25519', equation) === null);",
      },
      {
        guard: 'the equation decides',
        file: 'shared/anchors/ed25519.ts',
        text: "return holds ? null : 'equation';",
        instead: 'return null;',
      },
    ],
  },
  {
    tests,
    test: '04 old entries re-sealed',
    mutants: [
      {
        guard: 'each row is signed by the pinned key',
        file: 'shared/anchors/anchor-signature.ts',
        text: 'const by = signedBy(stated, keys, equation);',
        instead: 'const by = { ok: true, key: keys[0] };',
      },
      { guard: 'the seal is by the pinned key', ...ANY_SEAL },
      {
        guard: 'the key beside them is the pinned one',
        file: 'shared/anchors/pack-legs.ts',
        text: 'return keys.some((pinned) => pinned.fingerprint === fingerprint)',
        instead: 'return keys.length > 0',
      },
    ],
  },
  {
    tests,
    test: '04 continued: rows of a sealed run',
    mutants: [
      {
        guard: 'a row of a pack names the hash of the row before',
        file: 'shared/anchors/pack-row.ts',
        text: 'const values = { expected: shown(previous?.members.hash ?? null), actual: shown(prevHash) };',
        instead: 'const values = { expected: shown(prevHash), actual: shown(prevHash) };',
      },
      {
        guard: 'the label of a row counts on',
        file: 'shared/anchors/pack-row.ts',
        text: 'const values = { expected: String(before + 1), actual: String(seq) };',
        instead: 'const values = { expected: String(seq), actual: String(seq) };',
      },
      {
        guard: 'a label off its position breaks the plain rule',
        file: 'shared/anchors/pack-row.ts',
        text: '    (row.members.seq !== undefined && row.members.seq !== row.position) ||\n',
        instead: '',
      },
    ],
  },
  {
    tests,
    test: '06 server/tenant identity',
    mutants: [
      {
        guard: 'the tenant of a pack is the one that was named',
        file: 'shared/anchors/tenant-leg.ts',
        text: 'if (accountIdOf(expected) === accountIdOf(tenantId)) {',
        instead: 'if (accountIdOf(tenantId) === accountIdOf(tenantId)) {',
      },
      {
        guard: 'the tenant of a control pack is the one that was named',
        file: 'shared/anchors/control-pack.ts',
        text: 'read.blocked?.tenantId, trust.expectedTenantId),',
        instead: 'read.blocked?.tenantId, null),',
      },
      {
        guard: 'the account of a receipt is the one that was named',
        file: 'shared/anchors/receipt.ts',
        text: '{ expected: accountIdOf(expectedTenantId), actual },',
        instead: '{ expected: actual, actual },',
      },
      {
        guard: 'the account of a proof is compared',
        file: 'electron/verifier/claims.ts',
        text: 'tenant: proof?.read.value?.head?.accountId,',
        instead: 'tenant: undefined,',
      },
      {
        guard: 'the tenant of an index is compared',
        file: 'electron/verifier/claims.ts',
        text: 'tenant: index?.read.value?.tenantId,',
        instead: 'tenant: undefined,',
      },
      {
        guard: 'and compared with the one that was named',
        file: 'shared/verify-claims.ts',
        text: 'const same = accountIdOf(expected) === accountIdOf(stated);',
        instead: 'const same = true;',
      },
      {
        guard: 'the account of a seal is that of the tenant',
        file: 'shared/anchors/pack-seal.ts',
        text: 'const values = { expected: accountIdOf(tenantId), actual: showText(seal.accountId, 200) };',
        instead: 'const values = { expected: accountIdOf(tenantId), actual: accountIdOf(tenantId) };',
      },
    ],
  },
  {
    tests,
    test: '07 key taken from the bundle',
    mutants: [
      {
        guard: 'a key of the bundle is pinned by its fingerprint or not at all',
        file: 'electron/verifier/trust-input.ts',
        text: 'const known = candidate !== null && trust.fingerprints.includes(candidate.fingerprint);',
        instead: 'const known = candidate !== null;',
      },
      {
        guard: 'the key in the receipt of a log is a candidate',
        file: 'shared/anchors/receipt-log.ts',
        text: "return { ...unsettled(KEY, 'not-checked', message, 'candidate-key'), actual: key.fingerprint };",
        instead: 'return passed(KEY, message);',
      },
      {
        guard: 'a key that travels with a signature makes none hold',
        file: 'shared/anchors/signed-by.ts',
        text: '  if (candidate && signatureFault(',
        instead:
          '  if (candidate) return { ok: true, key: { ...candidate, keyId: null } };\n  if (candidate && signatureFault(',
      },
    ],
  },
];
