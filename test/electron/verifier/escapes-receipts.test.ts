import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readTimestampToken } from '../../../shared/anchors/timestamp-token.ts';
import type { VerifierTrust } from '../../../shared/ipc/verifier.ts';
import { type Json, STRANGER } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest } from '../../fixtures/trust/control-pack.ts';
import { LOG_SIGNER, noteLine, ORIGIN } from '../../fixtures/trust/log.ts';
import { OpensslTsa, opensslMissing } from '../../fixtures/trust/openssl-tsa.ts';
import {
  ANCHOR,
  CHAIN,
  controlAgainst,
  controlFiles,
  failedLegs,
  LOG_KEY,
  NOTHING,
  receiptAgainst,
} from '../../support/verifier/escape-evidence.ts';
import { ndjson } from '../../support/verifier/evidence.ts';
import { failures, type JudgedView, judge } from '../../support/verifier/judge.ts';
import { coreBytesOf, logReceiptFor, stampReceiptFor, trustOf } from '../../support/verifier/trust.ts';

/** The escapes of escapes.test.ts that are about public logs and time stamps, and the list of fixes of sigstore-js. */
const anchor = JSON.parse(ANCHOR);

/** What a leg of the receipt says. */
function messageOf({ packs }: JudgedView, leg: string): string {
  return packs[0]?.questions.find(({ id }) => id === leg)?.message ?? '';
}

/** The receipt with another checkpoint in its place: its text, and the line that signs it. */
function withCheckpoint(receipt: Json, text: string, line: string): Json {
  return { ...receipt, receipt: { ...receipt.receipt, checkpoint: `${text}\n${line}` } };
}

/** The line of a signature with one bit of its key hint turned. */
function otherHint(line: string): string {
  const [dash, name, coded = ''] = line.trimEnd().split(' ');
  const bytes = Buffer.from(coded, 'base64');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return `${dash} ${name} ${bytes.toString('base64')}\n`;
}

const textOf = (receipt: Json): string => receipt.receipt.checkpoint.split('\n\n')[0].concat('\n');

describe('public logs', () => {
  it('23 checkpoint self-consistent but of another tree; checkpoint of another log (key hint) (checkpoint-wrong-roothash_fail, checkpoint-bad-keyhint_fail)', async () => {
    const receipt = logReceiptFor(anchor);
    expect((await receiptAgainst(receipt)).report.verdict).toBe('verified');
    const text = `${ORIGIN}\n11\n${Buffer.alloc(32, 7).toString('base64')}\n`;
    const tree = await receiptAgainst(withCheckpoint(receipt, text, noteLine(ORIGIN, LOG_SIGNER, text)));
    expect([tree.report.verdict, failedLegs(tree)]).toEqual(['tampered', ['log.inclusion']]);
    expect(failures(tree)).toEqual(['inclusion-invalid']);
    const line = noteLine(ORIGIN, LOG_SIGNER, textOf(receipt));
    const hinted = await receiptAgainst(withCheckpoint(receipt, textOf(receipt), otherHint(line)));
    expect([hinted.report.verdict, failedLegs(hinted)]).toEqual(['tampered', ['log.checkpoint']]);
    expect(messageOf(hinted, 'log.checkpoint')).toContain('key hash');
    // The same tree and the same signer, in a checkpoint that says it is of another log.
    const elsewhere = textOf(receipt).replace(ORIGIN, 'other.fixtures.example.test');
    const other = await receiptAgainst(withCheckpoint(receipt, elsewhere, noteLine(ORIGIN, LOG_SIGNER, elsewhere)));
    expect([other.report.verdict, failedLegs(other)]).toEqual(['tampered', ['log.origin']]);
    // Everything in order, by a log of the same name under another key than the one that the auditor trusts.
    const impostor = await receiptAgainst(logReceiptFor(anchor, STRANGER));
    expect([impostor.report.verdict, failedLegs(impostor)]).toEqual(['tampered', ['log.key']]);
    const unsigned = await receiptAgainst(
      withCheckpoint(receipt, textOf(receipt), noteLine(ORIGIN, LOG_SIGNER, 'another text\n')),
    );
    expect([unsigned.report.verdict, failedLegs(unsigned)]).toEqual(['tampered', ['log.checkpoint']]);
  });

  it('24 entry matches another artefact (wrong-hashedrekord-*_fail)', async () => {
    const other = { ...anchor, tipHash: 'ab'.repeat(32) };
    const stated = logReceiptFor(anchor);
    const whole = await receiptAgainst({ ...logReceiptFor(other), anchorDigest: stated.anchorDigest });
    expect([whole.report.verdict, failedLegs(whole)]).toEqual(['tampered', ['log.leaf', 'log.submitter']]);
    // One half of the entry about the anchor, the other about something else.
    const halves: Json[] = [];
    logReceiptFor(other, LOG_SIGNER, {}, undefined, (body) => halves.push(body.spec.hashedRekordV002));
    const [half] = halves;
    const digest = logReceiptFor(anchor, LOG_SIGNER, {}, undefined, (body) => {
      body.spec.hashedRekordV002.data = half.data;
    });
    expect(failedLegs(await receiptAgainst(digest))).toEqual(['log.leaf']);
    const signature = logReceiptFor(anchor, LOG_SIGNER, {}, undefined, (body) => {
      body.spec.hashedRekordV002.signature = half.signature;
    });
    expect(failedLegs(await receiptAgainst(signature))).toEqual(['log.submitter']);
    const kind = logReceiptFor(anchor, LOG_SIGNER, {}, undefined, (body) => {
      body.kind = 'intoto';
    });
    expect(failedLegs(await receiptAgainst(kind))).toEqual(['log.leaf']);
    // A receipt that says it is for another anchor, whatever its proof is over.
    const renamed = await receiptAgainst({ ...stated, anchorDigest: 'cd'.repeat(32) });
    expect([renamed.report.verdict, failedLegs(renamed)]).toEqual(['tampered', ['receipt.anchor-digest']]);
  });

  it('duplicate log entries counted twice toward a threshold (sigstore-js 1702): no line and no copy counts for anything more', async () => {
    const receipt = logReceiptFor(anchor, STRANGER);
    receipt.receipt.checkpoint += noteLine('witness', LOG_SIGNER, textOf(receipt)).repeat(5);
    expect((await receiptAgainst(receipt)).report.verdict).toBe('tampered');
    expect((await receiptAgainst(receipt, NOTHING)).report.verdict).toBe('unverifiable');
    // The log's own line twice is one signature, and one copy of a receipt beside another is one entry of the log.
    const once = logReceiptFor(anchor);
    once.receipt.checkpoint += noteLine(ORIGIN, LOG_SIGNER, textOf(once));
    const folder = { 'chain.ndjson': ndjson(CHAIN), 'a.json': JSON.stringify(once), 'b.json': JSON.stringify(once) };
    const view = await judge({ ...folder, 'anchor.json': ANCHOR }, '', LOG_KEY, ['anchor.json']);
    const { result, records } = view.report.axes.independence;
    expect([result, records]).toEqual(['pass', 1]);
  });

  it('BigInt() on unsigned input before signature check (sigstore-js 1722)', async () => {
    for (const logIndex of ['9'.repeat(400_000), '9'.repeat(21), '0x10', '1e3', '-1', '', ' 6', '06']) {
      const receipt = logReceiptFor(anchor);
      receipt.receipt.logIndex = logIndex;
      expect((await receiptAgainst(receipt)).report.verdict).toBe('malformed');
    }
    for (const size of ['9'.repeat(21), '0x10', '-1', '011']) {
      const receipt = logReceiptFor(anchor);
      const text = textOf(receipt).replace('\n11\n', `\n${size}\n`);
      const view = await receiptAgainst(withCheckpoint(receipt, text, noteLine(ORIGIN, LOG_SIGNER, text)));
      expect([view.report.verdict, failedLegs(view)]).toEqual(['tampered', ['log.checkpoint']]);
      expect(messageOf(view, 'log.checkpoint')).toContain('is not the size of a tree');
    }
  });

  it('a timestamp accepted without the promise that signs it (sigstore-js 1659): a token beside a log entry is no time', async () => {
    const receipt = logReceiptFor(anchor);
    receipt.receipt.rfc3161Token = Buffer.from('any token').toString('base64');
    const { report } = await receiptAgainst(receipt);
    expect([report.axes.independence.result, report.axes.time.result]).toEqual(['pass', 'not-checked']);
  });

  it('key name coerced into a RegExp by String.match (sigstore-js checkpoint.ts)', async () => {
    // A log that calls itself by a pattern which fits the name of the line: everything else holds for that name.
    const pattern = 'log.fixtures.*';
    const receipt = logReceiptFor(anchor);
    const text = textOf(receipt).replace(ORIGIN, pattern);
    const line = noteLine(pattern, LOG_SIGNER, text);
    const named = withCheckpoint(receipt, text, line.replace(pattern, ORIGIN));
    named.receipt.origin = pattern;
    const view = await receiptAgainst(named);
    expect(view.report.verdict).toBe('tampered');
    expect(messageOf(view, 'log.checkpoint')).toContain('no signature line carries the name of the log');
    // And a name that is a text, in which the point is a point.
    const dotted = logReceiptFor(anchor);
    const lines = noteLine(ORIGIN, LOG_SIGNER, textOf(dotted)).replace(ORIGIN, ORIGIN.replaceAll('.', '-'));
    const other = await receiptAgainst(withCheckpoint(dotted, textOf(dotted), lines));
    expect(failedLegs(other)).toEqual(['log.checkpoint']);
  });
});

it('DSSE PAE with non-UTF-8 length (sigstore-js 1657): what is signed is bytes of UTF-8, never characters', async () => {
  const manifest = controlManifest();
  manifest.controls[0].title = 'Zugriff \u2013 gepr\u00fcft \u{1F511}';
  const files = controlFiles(manifest);
  expect((await controlAgainst(files)).report.verdict).toBe('verified');
  const text = Buffer.from(files['manifest.json'] ?? '').toString();
  // The same number of characters, of UTF-16 units and of bytes; then the same low byte of each unit.
  for (const other of ['\u{1F512}', '\u{1F911}']) {
    const changed = { ...files, 'manifest.json': text.replace('\u{1F511}', other) };
    expect(failures(await controlAgainst(changed))).toContain('signature-invalid');
  }
});

const missing = opensslMissing();
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

describe.skipIf(missing !== null)('time stamps', () => {
  let tsa: OpensslTsa;
  let roots: VerifierTrust;
  beforeAll(() => {
    tsa = new OpensslTsa();
    roots = trustOf({ roots: [tsa.der('ca.pem')], logs: [LOG_SIGNER] });
  });
  afterAll(() => tsa?.remove());
  afterEach(() => vi.useRealTimers());

  async function judged(token: Uint8Array): Promise<JudgedView> {
    const read = readTimestampToken(token);
    const time = read.kind === 'token' ? new Date(read.token.genTime).toISOString() : '2026-01-01T00:00:00.000Z';
    return await receiptAgainst(stampReceiptFor(anchor, token, time), roots);
  }

  const good = (): string => tsa.issue({ purpose: 'critical,timeStamping', key: 'ec' });

  it('14 expired certificate accepted offline (cosign 2194): judged at the time of the stamp, whenever the auditor looks', async () => {
    const token = tsa.stamp(good(), coreBytesOf(anchor));
    expect((await judged(token)).report.verdict).toBe('verified');
    const over = tsa.issue({ purpose: 'critical,timeStamping', key: 'ec', days: -1 });
    const late = tsa.stamp(over, coreBytesOf(anchor));
    const view = await judged(late);
    expect([view.report.verdict, failedLegs(view)]).toEqual(['tampered', ['timestamp.validity', 'timestamp.chain']]);
    // Of the way to the root, the certificate in between was over.
    const between = tsa.issue({ purpose: '', key: 'rsa', authority: true, days: -1 });
    const below = tsa.issue({ purpose: 'critical,timeStamping', key: 'ec', by: between });
    const through = await judged(tsa.stamp(below, coreBytesOf(anchor), true, between));
    expect([through.report.verdict, failedLegs(through)]).toEqual(['tampered', ['timestamp.chain']]);
    // Long after, and long before: the same verdicts.
    for (const now of ['2060-01-01T00:00:00Z', '2001-01-01T00:00:00Z']) {
      vi.useFakeTimers({ toFake: ['Date'], now: new Date(now) });
      expect((await judged(token)).report.verdict).toBe('verified');
      expect((await judged(late)).report.verdict).toBe('tampered');
    }
  });

  it('24 valid timestamp, but over other bytes (rekor2-timestamp-payload-mismatch_fail)', async () => {
    const view = await judged(tsa.stamp(good(), Buffer.from('other bytes')));
    expect([view.report.verdict, failedLegs(view)]).toEqual(['tampered', ['timestamp.imprint']]);
    // Over the digest of the anchor instead of the anchor: other bytes too.
    const digest = Buffer.from(logReceiptFor(anchor).anchorDigest, 'hex');
    expect(failedLegs(await judged(tsa.stamp(good(), digest)))).toEqual(['timestamp.imprint']);
  });

  it('a real time stamp is no time beside a log entry either, and a stated time is none (sigstore-js 1659)', async () => {
    const token = tsa.stamp(good(), coreBytesOf(anchor));
    const receipt = logReceiptFor(anchor);
    receipt.receipt.rfc3161Token = Buffer.from(token).toString('base64');
    const { report } = await receiptAgainst(receipt, roots);
    expect([report.axes.independence.result, report.axes.time.result]).toEqual(['pass', 'not-checked']);
    const early = await receiptAgainst(stampReceiptFor(anchor, token, '2020-01-01T00:00:00.000Z'), roots);
    expect([early.report.verdict, failedLegs(early)]).toEqual(['tampered', ['timestamp.time']]);
    expect(early.report.axes.time.result).toBe('fail');
  });

  it('lax DER parser (sigstore-js 1678): a token that is written otherwise is none', async () => {
    const token = tsa.stamp(good(), coreBytesOf(anchor));
    expect((await judged(token)).report.verdict).toBe('verified');
    expect([...token.subarray(0, 2)]).toEqual([0x30, 0x82]);
    const [high = 0, low = 0] = token.subarray(2, 4);
    const otherwise: Readonly<Record<string, Uint8Array>> = {
      'a length that is not definite': Buffer.concat([Buffer.from([0x30, 0x80]), token.subarray(4), Buffer.alloc(2)]),
      'a length with an octet to spare': Buffer.concat([Buffer.from([0x30, 0x83, 0, high, low]), token.subarray(4)]),
      'bytes behind the end': Buffer.concat([token, Buffer.from([0])]),
    };
    for (const [what, bytes] of Object.entries(otherwise)) {
      const view = await judged(bytes);
      expect([what, view.report.verdict, view.packs[0]?.questions.at(-1)?.id]).toEqual([
        what,
        'unverifiable',
        'timestamp.token',
      ]);
    }
  });
});
