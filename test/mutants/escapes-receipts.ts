import type { GuardedTest } from './mutant.ts';

const tests = 'test/electron/verifier/escapes-receipts.test.ts';
const NOTE = 'shared/anchors/signed-note.ts';
const LOG = 'shared/anchors/receipt-log.ts';
const STAMP = 'shared/anchors/timestamp.ts';
const DER = 'shared/anchors/der.ts';

/** Guards of the escapes about public logs and time stamps, and of the list of sigstore-js. */
export const RECEIPT_ESCAPES: readonly GuardedTest[] = [
  {
    tests,
    test: '23 checkpoint self-consistent',
    mutants: [
      {
        guard: 'the proof leads to the root of this checkpoint',
        file: 'shared/anchors/merkle.ts',
        text: "return hash.length === root.length && hash.every((byte, at) => byte === root[at]) ? null : 'root';",
        instead: 'return null;',
      },
      {
        guard: 'the hint of a line is that of the key',
        file: NOTE,
        text: 'const hinted = named.filter((line) => line.keyHash.every((byte, at) => byte === hint[at]));',
        instead: 'const hinted = named;',
      },
      {
        guard: 'the checkpoint is of the log that the receipt names',
        file: LOG,
        text: 'const values = { expected: showText(receipt.origin, 300), actual: showText(origin, 300) };',
        instead: 'const values = { expected: showText(origin, 300), actual: showText(origin, 300) };',
      },
      {
        guard: 'the key of the log is the trusted one, not only its name',
        file: LOG,
        text: 'if (ofOrigin.some(({ fingerprint }) => fingerprint === key.fingerprint)) {',
        instead: 'if (ofOrigin.length > 0) {',
      },
      {
        guard: 'the log signed this checkpoint',
        file: NOTE,
        text: 'const holds = hinted.some((line) => signatureFault(key, message, line.signature) === null);',
        instead: 'const holds = true;',
      },
    ],
  },
  {
    tests,
    test: '24 entry matches another artefact',
    mutants: [
      {
        guard: 'the entry holds the digest of this anchor',
        file: LOG,
        text: "const values = { expected, actual: showText(String(inside('data', 'digest')), 200) };",
        instead: 'const values = { expected, actual: expected };',
      },
      {
        guard: 'the submitter signed this anchor',
        file: LOG,
        text: "const fault = signatureFault(key.value, coreBytes, signature, 'ed25519ph');",
        instead: 'const fault = null;',
      },
      {
        guard: 'the entry is of the kind that a receipt is made of',
        file: LOG,
        text: 'if (odd !== undefined) {',
        instead: 'if (odd === null) {',
      },
      {
        guard: 'the receipt is for this anchor',
        file: 'shared/anchors/receipt.ts',
        text: "'anchor-invalid',\n    { expected, actual },",
        instead: "'anchor-invalid',\n    { expected, actual: expected },",
      },
    ],
  },
  {
    tests,
    test: 'duplicate log entries counted twice',
    mutants: [
      {
        guard: 'copies of one entry are one record',
        file: 'shared/verify-attested.ts',
        text: 'new Map(attestations.map(({ proof, records }) => [proof, records]));',
        instead: 'new Map(attestations.map(({ records }, at) => [String(at), records]));',
      },
      {
        guard: 'lines of others do not stand in for the line of the trusted log',
        file: LOG,
        text: 'if (ofOrigin.some(({ fingerprint }) => fingerprint === key.fingerprint)) {',
        instead: 'if (ofOrigin.length > 0) {',
      },
    ],
  },
  {
    tests,
    test: 'BigInt() on unsigned input',
    mutants: [
      {
        guard: 'the index of an entry is a number of twenty digits',
        file: 'shared/formats/receipt.ts',
        text: "logIndex: z.string().regex(/^(?:0|[1-9][0-9]{0,19})$/, 'a decimal number of at most 20 digits'),",
        instead: 'logIndex: z.string(),',
      },
      {
        guard: 'the size of a tree is a number of twenty digits',
        file: NOTE,
        text: "if (!SIZE.test(size)) return { fault: 'the second line is not the size of a tree' };",
        instead: '',
      },
    ],
  },
  {
    tests,
    test: 'a timestamp accepted without the promise',
    mutants: [
      {
        guard: 'a token beside an entry answers no question about time',
        file: 'shared/anchors/receipt.ts',
        text: "return judged('independence', null, [...legs, ...logLegs]);",
        instead:
          "return judged(proof.rfc3161Token === undefined ? 'independence' : 'time', null, [...legs, ...logLegs]);",
      },
    ],
  },
  {
    tests,
    test: 'key name coerced into a RegExp',
    mutants: [
      {
        guard: 'the name of a log is a text',
        file: NOTE,
        text: 'checkpoint.signatures.filter((line) => line.name === name);',
        instead: 'checkpoint.signatures.filter((line) => line.name.match(name) !== null);',
      },
    ],
  },
  {
    tests,
    test: 'DSSE PAE with non-UTF-8 length',
    mutants: [
      {
        guard: 'what is signed is bytes of UTF-8',
        file: 'shared/anchors/control-signature.ts',
        text: 'encodeUtf8(read.canonical + tip);',
        instead: 'Uint8Array.from(read.canonical + tip, (unit) => unit.charCodeAt(0));',
      },
    ],
  },
  {
    tests,
    test: '14 expired certificate',
    mutants: [
      {
        guard: 'the certificate was valid when the stamp was made',
        file: STAMP,
        text: 'return genTime >= signer.notBefore && genTime <= signer.notAfter',
        instead: 'return genTime > 0',
      },
      {
        guard: 'and so was every certificate on the way to the root',
        file: 'shared/anchors/certificate-path.ts',
        text: 'if (at < certificate.notBefore || at > certificate.notAfter)',
        instead: 'if (at < 0)',
      },
      {
        guard: 'the way is judged at the time of the stamp, not today',
        file: STAMP,
        text: 'await findPath(signer, token.genTime, token.certificates',
        instead: 'await findPath(signer, Date.now(), token.certificates',
      },
    ],
  },
  {
    tests,
    test: '24 valid timestamp, but over other bytes',
    mutants: [
      {
        guard: 'the stamp is over this anchor',
        file: STAMP,
        text: 'const values = { expected: bytesToHex(HASH[imprint.hash](covered)), actual: bytesToHex(imprint.digest) };',
        instead: 'const values = { expected: bytesToHex(imprint.digest), actual: bytesToHex(imprint.digest) };',
      },
    ],
  },
  {
    tests,
    test: 'a real time stamp is no time beside a log entry',
    mutants: [
      {
        guard: 'a token beside an entry answers no question about time',
        file: 'shared/anchors/receipt.ts',
        text: "return judged('independence', null, [...legs, ...logLegs]);",
        instead:
          "return judged(proof.rfc3161Token === undefined ? 'independence' : 'time', null, [...legs, ...logLegs]);",
      },
      {
        guard: 'the stated time is that of the stamp',
        file: STAMP,
        text: 'const same = Math.floor(Date.parse(genTime) / 1_000) === Math.floor(stated / 1_000);',
        instead: 'const same = true;',
      },
    ],
  },
  {
    tests,
    test: 'lax DER parser',
    mutants: [
      {
        guard: 'a length is definite, and no end-of-contents stands anywhere',
        file: DER,
        text: 'if (octets === 0 || octets > 4 || content + octets > limit) return null;',
        instead:
          'if (octets === 0) return { content, end: limit };\n    if (octets > 4 || content + octets > limit) return null;',
        also: [{ file: DER, text: '    case END_OF_CONTENTS:\n', instead: '' }],
      },
      {
        guard: 'a length is written in its shortest form',
        file: DER,
        text: 'if (!shortest) return null;',
        instead: '',
      },
      {
        guard: 'nothing follows the token',
        file: DER,
        text: 'return node !== null && node.end === bytes.length ? node : null;',
        instead: 'return node;',
      },
    ],
  },
];
