import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIdOf } from '../../../shared/anchors/account-id.ts';
import { readTimestampToken } from '../../../shared/anchors/timestamp-token.ts';
import type { VerifierTrust } from '../../../shared/ipc/verifier.ts';
import {
  editReceipts,
  type Json,
  KEY_ID,
  PACK_SIGNER,
  packHead,
  packRows,
  packV1,
  packV2,
  refresh,
  STRANGER,
  sealV1,
  TENANT,
} from '../../fixtures/trust/chain-pack.ts';
import { controlManifest, controlPackOf, EVIDENCE_SIGNER } from '../../fixtures/trust/control-pack.ts';
import { signerOf } from '../../fixtures/trust/keys.ts';
import { LOG_SIGNER, noteLine, ORIGIN } from '../../fixtures/trust/log.ts';
import { OpensslTsa, opensslMissing } from '../../fixtures/trust/openssl-tsa.ts';
import { buildChain, type TestEntry } from '../../support/chain/build-chain.ts';
import { indexText, ndjson, proofText, withEvidence, zipped } from '../../support/verifier/evidence.ts';
import { failures, judge } from '../../support/verifier/judge.ts';
import { coreBytesOf, logReceiptFor, signedAnchor, stampReceiptFor, trustOf } from '../../support/verifier/trust.ts';
import { buildZip } from '../../support/zip-builder.ts';

/**
 * Each test is named after a real verifier that said OK, and where. The table in docs/verification-semantics.md lists them; rules behind them
 * are tested where they live.
 */
const NOTHING = trustOf({});
const CHAIN = buildChain(12);
const ANCHOR = JSON.stringify({ length: 12, tipHash: CHAIN[11]?.hash });
const PACK_KEY = trustOf({ keys: [{ signer: PACK_SIGNER }] });
const EVIDENCE_KEY = trustOf({ keys: [{ signer: EVIDENCE_SIGNER }] });
const LOG_KEY = trustOf({ logs: [LOG_SIGNER] });

/** The chain through the anchor that the auditor kept. */
const chainAgainst = (entries: readonly TestEntry[], anchor: string | null = ANCHOR, trust: VerifierTrust = NOTHING) =>
  judge(
    { 'chain.ndjson': ndjson(entries), 'anchor.json': anchor ?? '' },
    'chain.ndjson',
    trust,
    anchor === null ? [] : ['anchor.json'],
  );

const packAgainst = (pack: Json, trust: VerifierTrust = PACK_KEY) =>
  judge({ 'pack.json': typeof pack === 'string' ? pack : JSON.stringify(pack) }, 'pack.json', trust);

function controlFiles(manifest: Json = controlManifest()): Record<string, string | Uint8Array> {
  const { files, signature } = controlPackOf(manifest);
  const named = Object.fromEntries(files.map(({ name, bytes }) => [name, bytes]));
  return { ...named, 'signature.json': signature?.bytes ?? '' };
}

const controlAgainst = (files: Record<string, string | Uint8Array>, trust: VerifierTrust = EVIDENCE_KEY) =>
  judge({ 'pack.zip': zipped(files) }, 'pack.zip', trust);

/** The chain with its entries copied, for damage. */
const copied = (): TestEntry[] => structuredClone(CHAIN);

function entryAt(entries: readonly TestEntry[], position: number): TestEntry {
  const entry = entries[position];
  if (entry === undefined) throw new Error('no such entry');
  return entry;
}

it('the positive control: the same evidence, undamaged, is verified', async () => {
  expect((await chainAgainst(CHAIN)).report.verdict).toBe('verified');
  expect((await packAgainst(packV1())).report.verdict).toBe('verified');
  expect((await packAgainst(packV2())).report.verdict).toBe('verified');
  expect((await controlAgainst(controlFiles())).report.verdict).toBe('verified');
});

describe('rows', () => {
  it('01 value bytes edited, hash tree untouched, "consistent: true" (immudb 2063, 2091)', async () => {
    const edited = copied();
    entryAt(edited, 4).payload = { event: 'another' };
    const view = await chainAgainst(edited);
    expect([view.report.verdict, view.report.firstBrokenSeq, failures(view)]).toEqual([
      'tampered',
      4,
      ['payload-altered'],
    ]);
    const pack = editReceipts(packV2(), (head) => {
      head.receipts[4].raw.payload.amount = 7;
    });
    // Manifest and digests are made again as well: only the row itself tells.
    const inPack = await packAgainst(refresh(pack), NOTHING);
    expect([inPack.report.verdict, inPack.report.firstBrokenSeq]).toEqual(['tampered', 4]);
  });

  it('05 only first and last link of a proof checked, middle swapped (immudb GHSA-672p-m5jq-mrh8)', async () => {
    const swapped = copied();
    const [a, b] = [entryAt(swapped, 5), entryAt(swapped, 6)];
    swapped[5] = b;
    swapped[6] = a;
    const view = await chainAgainst(swapped);
    expect([view.report.verdict, view.report.firstBrokenSeq]).toEqual(['tampered', 5]);
    expect(view.report.axes.completeness.result).not.toBe('pass');
  });

  it('16 newest rows deleted: valid prefix = valid chain (mobula 59, Aegis 173, CloudTrail)', async () => {
    const view = await chainAgainst(CHAIN.slice(0, 9));
    expect([view.report.verdict, view.report.firstBrokenSeq, failures(view)]).toEqual([
      'tampered',
      9,
      ['tail-truncated'],
    ]);
    const alone = await chainAgainst(CHAIN.slice(0, 9), null);
    expect(alone.report.verdict).toBe('consistent-not-anchored');
    expect(alone.report.head).toContain('a shortened or wholly rewritten chain could not be noticed');
  });

  it('17 producer re-chains everything; head not held elsewhere (oxdeai 303)', async () => {
    const rewritten = buildChain(12, ' (rewritten)');
    const view = await chainAgainst(rewritten);
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['rewritten']]);
    const own = proofText(rewritten, { anchors: [{ length: 12, tipHash: rewritten[11]?.hash }] });
    const bundle = await judge({ 'audit-chain-proof.json': own, 'audit-chain.ndjson': ndjson(rewritten) }, '');
    expect(bundle.report.verdict).toBe('consistent-not-anchored');
    expect(bundle.report.exposure?.parties).toEqual(['database-administrator']);
  });

  it('19 on-page check capped at 1 000 rows but pill says "Chain verified" (spatiumddi 73)', async () => {
    const long = buildChain(2_500);
    const edited = structuredClone(long);
    entryAt(edited, 2_498).payload = { event: 'another' };
    const anchor = JSON.stringify({ length: 2_500, tipHash: long[2_499]?.hash });
    const view = await chainAgainst(edited, anchor);
    expect([view.report.verdict, view.report.firstBrokenSeq]).toEqual(['tampered', 2_498]);
    const pack = packV2({ rows: 1_200 }, (head) => {
      head.receipts[1_150].raw.payload.amount = -1;
    });
    const inPack = await packAgainst(pack);
    expect([inPack.report.verdict, inPack.report.firstBrokenSeq]).toEqual(['tampered', 1_150]);
    expect(inPack.report.checks.find(({ id }) => id === 'row.link')?.records).toBe(1_200);
  });

  it('12 metadata outside the hash: date range and producer rewritten (agentmetry 75)', async () => {
    const pack = JSON.parse(packV1());
    pack.generatedAt = '2027-01-01T00:00:00.000Z';
    const view = await packAgainst(pack);
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['signature-invalid']]);
    // A label of a row is under no hash either; its position checks it.
    const relabelled = copied();
    entryAt(relabelled, 11).seq = 40;
    expect((await chainAgainst(relabelled)).report.verdict).toBe('tampered');
  });
});

describe('keys', () => {
  it('02 unsealed/unsigned log passes although a verification key was given (systemd 15425)', async () => {
    const unsealed = await packAgainst(packHead(1, packRows()));
    expect([unsealed.report.verdict, unsealed.report.axes.origin.result]).toEqual(['unverifiable', 'not-checked']);
    expect((await chainAgainst(CHAIN, ANCHOR, PACK_KEY)).report.verdict).toBe('unverifiable');
    const unsigned = controlFiles();
    delete unsigned['signature.json'];
    expect((await controlAgainst(unsigned)).report.verdict).toBe('unverifiable');
  });

  it('03 wrong key passes (sometimes) (systemd 11524)', async () => {
    const signed = JSON.stringify(signedAnchor(CHAIN, PACK_SIGNER, accountIdOf(TENANT)));
    await withEvidence({ 'chain.ndjson': ndjson(CHAIN), 'anchor.json': signed }, async (folder, open) => {
      const { document } = await open(join(folder, 'chain.ndjson'), { anchors: [join(folder, 'anchor.json')] });
      for (let at = 0; at < 200; at += 1) {
        const key = signerOf(`wrong key ${at}`);
        const view = await document.setTrust(trustOf({ keys: [{ signer: key, keyId: KEY_ID }] }));
        expect([view.report?.verdict, view.report?.axes.origin.result]).toEqual(['tampered', 'fail']);
      }
      expect((await document.setTrust(PACK_KEY)).report?.verdict).toBe('verified');
    });
  });

  it('04 old entries re-sealed with today\u2019s key (systemd 28885, CVE-2023-31439); epochs not continuous (28886)', async () => {
    const resealed = await packAgainst(packV2({ signer: STRANGER }));
    expect([resealed.report.verdict, failures(resealed)]).toEqual(['tampered', ['key-mismatch']]);
    // Rows under the pinned key, the seal around them under another: still not one key throughout.
    const mixed = sealV1(packHead(1, packRows()), { signer: STRANGER });
    expect((await packAgainst(mixed)).report.verdict).toBe('tampered');
    const gap = await packAgainst(
      packV1({}, (head) => {
        head.receipts.splice(2, 1);
      }),
    );
    expect([gap.report.verdict, gap.report.firstBrokenSeq]).toEqual(['tampered', 2]);
  });

  it('06 server/tenant identity taken from the answer itself (immudb UUID advisory)', async () => {
    const other = packV1({ tenant: 'another-tenant' });
    const named = { ...PACK_KEY, tenantId: TENANT };
    const view = await packAgainst(other, named);
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['claim-differs']]);
    const bundle = {
      'audit-chain-proof.json': proofText(CHAIN, { head: { accountId: 'another-tenant' } }),
      'audit-chain.ndjson': ndjson(CHAIN),
    };
    expect((await judge(bundle, '', { ...NOTHING, tenantId: TENANT })).report.verdict).toBe('tampered');
  });

  it('07 key taken from the bundle, only a warning (immudb auditor.go)', async () => {
    for (const pack of [packV1(), packV2(), packV1({ signer: STRANGER })]) {
      const view = await packAgainst(pack, NOTHING);
      expect([view.report.verdict, view.report.axes.origin.result]).toEqual(['consistent-not-anchored', 'not-checked']);
    }
    expect((await controlAgainst(controlFiles(), NOTHING)).report.verdict).toBe('consistent-not-anchored');
  });
});

describe('packages', () => {
  it('08 extra file added after sealing, "chain intact" (notnet 197)', async () => {
    const pack = packV2();
    pack.files.push({ name: 'EXTRA.md', contents: 'added later' });
    const view = await packAgainst(pack);
    expect(view.report.verdict).toBe('tampered');
    const files = { 'audit-chain.ndjson': ndjson(CHAIN) };
    const indexed = await judge({ ...files, 'bundle.json': indexText(files), 'added.txt': 'later' }, '');
    expect(
      indexed.report.findings.some((one) => one.class === 'unexpected-file' && one.where.file === 'added.txt'),
    ).toBe(true);
  });

  it('09 extra files recorded but not part of ok; unsigned item accepted because signature is null (ai-memory-mcp 1907)', async () => {
    const extra = await controlAgainst({ ...controlFiles(), 'controls/ADDED.json': '{}' });
    expect(extra.report.verdict).not.toBe('verified');
    const pack = JSON.parse(packV1());
    pack.packSeal = null;
    expect((await packAgainst(pack)).report.verdict).not.toBe('verified');
    pack.packSeal = undefined;
    expect((await packAgainst(pack)).report.verdict).toBe('unverifiable');
  });

  it('10 all FAIL turned to PASS and digest recomputed; manifest summary still says otherwise (pepin 156)', async () => {
    const manifest = controlManifest();
    const [item] = manifest.controls[2].evidence;
    item.status = 'pass';
    item.reason = undefined;
    manifest.controls[2].readiness = 'ready';
    const view = await controlAgainst(controlFiles(manifest));
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['claim-differs']]);
    const derived = view.report.findings.filter((one) => one.where.rule === 'control.derived');
    expect(derived.length).toBeGreaterThan(0);
    expect(view.report.axes.origin.result).toBe('pass');
  });

  it('11 corrupted zip (bad CRC) validates as "valid (L1)" (kane-cli 140)', async () => {
    const entries = Object.entries(controlFiles()).map(([name, data]) => ({
      name,
      data,
      method: 8,
      ...(name === 'auditor-summary.txt' ? { local: { crc32: 1 }, central: { crc32: 1 } } : {}),
    }));
    const view = await judge({ 'pack.zip': buildZip({ entries }).bytes }, 'pack.zip', EVIDENCE_KEY);
    expect(view.report.verdict).not.toBe('verified');
    expect(failures(view)).toContain('unreadable-file');
  });

  it('13 top-level fields and producer version not bound by the pack hash (helm-ai-kernel 852)', async () => {
    const pack = JSON.parse(packV1());
    const retold = await packAgainst({ ...pack, tenantId: 'another-tenant' });
    expect(retold.report.verdict).toBe('tampered');
    const added = await packAgainst({ ...pack, producerVersion: '99' });
    expect(added.report.findings.some((one) => one.message.includes('producerVersion'))).toBe(true);
  });

  it('18 partial package presented as complete (failed read silently omitted) (LARO 128)', async () => {
    const partial = controlFiles();
    delete partial['controls/AUDIT.IMMUTABLE-LOG.json'];
    const view = await controlAgainst(partial);
    expect([view.report.verdict, failures(view)]).toEqual(['unverifiable', ['missing-part']]);
    const files = { 'audit-chain.ndjson': ndjson(CHAIN), 'rls-policies.json': '{}' };
    const listed = await judge(
      { 'audit-chain.ndjson': files['audit-chain.ndjson'], 'bundle.json': indexText(files) },
      '',
    );
    expect(failures(listed)).toContain('missing-part');
    expect(listed.report.verdict).toBe('tampered');
  });

  it('20 dropped tables skipped by verification (SQL ledger): a file of entries that is named and not there is a contradiction', async () => {
    const view = await judge({ 'audit-chain-proof.json': proofText(CHAIN), 'other.ndjson': ndjson(CHAIN) }, '');
    expect(failures(view)).toContain('missing-part');
    expect(view.report.verdict).toBe('tampered');
  });
});

describe('words', () => {
  it('15 expired attestation overrides "not reviewed" (heimdall2 4526): a review word lifts no claim that its evidence does not carry', async () => {
    const manifest = controlManifest();
    const [reference] = manifest.controls[0].crosswalk;
    reference.verification = { ...reference.verification, status: 'unreviewed' };
    const view = await controlAgainst(controlFiles(manifest));
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['claim-differs']]);
  });

  it('21 INDETERMINATE collapsed into yes/no (SiVa 15)', async () => {
    const view = await packAgainst(packHead(1, packRows()));
    expect(view.report.verdict).toBe('unverifiable');
    expect(view.packs[0]?.result).toBe('undetermined');
    expect(view.report.exposure?.parties).toEqual(['database-administrator']);
    const receipt = await judge(
      { 'receipt.json': JSON.stringify(logReceiptFor(JSON.parse(ANCHOR))), 'anchor.json': ANCHOR },
      'receipt.json',
      NOTHING,
      ['anchor.json'],
    );
    expect([receipt.report.verdict, receipt.report.axes.independence.result]).toEqual(['unverifiable', 'not-checked']);
  });

  it('22 honest "broken" report rejected as malformed; sealed pack loses row localisation (Caisson verify-pack)', async () => {
    const honest = packV1({}, (head) => {
      head.receipts[3].raw.payload.amount = 99;
      head.chainVerification = { valid: false, brokenAt: 3 };
    });
    const view = await packAgainst(honest);
    expect([view.report.verdict, view.report.firstBrokenSeq]).toEqual(['tampered', 3]);
    const stated = view.packs[0]?.claims.find(({ subject }) => subject === 'First broken position');
    expect(stated).toMatchObject({ stated: '3', agrees: true });
    expect(view.packs[0]?.questions.find(({ id }) => id === 'pack.seal')?.result).toBe('pass');
    const behind = editReceipts(packV2(), (head) => {
      head.receipts[3].raw.payload.amount = 99;
    });
    const broken = await packAgainst(behind);
    expect(broken.packs[0]?.findings.some((one) => one.class === 'payload-altered' && one.where.position === 3)).toBe(
      true,
    );
  });
});

describe('receipts', () => {
  const held = JSON.parse(ANCHOR);
  const receiptAgainst = (receipt: Json, trust: VerifierTrust = LOG_KEY) =>
    judge({ 'receipt.json': JSON.stringify(receipt), 'anchor.json': ANCHOR }, 'receipt.json', trust, ['anchor.json']);

  it('23 checkpoint self-consistent but of another tree; checkpoint of another log (key hint) (checkpoint-wrong-roothash_fail, checkpoint-bad-keyhint_fail)', async () => {
    expect((await receiptAgainst(logReceiptFor(held))).report.verdict).toBe('verified');
    const receipt = logReceiptFor(held);
    const text = `${ORIGIN}\n11\n${Buffer.alloc(32, 7).toString('base64')}\n`;
    receipt.receipt.checkpoint = `${text}\n${noteLine(ORIGIN, LOG_SIGNER, text)}`;
    const otherTree = await receiptAgainst(receipt);
    expect([otherTree.report.verdict, failures(otherTree)]).toEqual(['tampered', ['inclusion-invalid']]);
    const hinted = logReceiptFor(held);
    const line = hinted.receipt.checkpoint.trimEnd().split(' ').at(-1);
    const bytes = Buffer.from(line, 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    hinted.receipt.checkpoint = hinted.receipt.checkpoint.replace(line, bytes.toString('base64'));
    expect((await receiptAgainst(hinted)).report.verdict).toBe('tampered');
  });

  it('24 entry matches another artefact (wrong-hashedrekord-*_fail)', async () => {
    const other = logReceiptFor({ ...held, tipHash: 'ab'.repeat(32) });
    const stated = logReceiptFor(held);
    const view = await receiptAgainst({ ...other, anchorDigest: stated.anchorDigest });
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['inclusion-invalid', 'signature-invalid']]);
  });

  it('duplicate log entries counted twice toward a threshold (sigstore-js 1702): witness lines count for nothing, however many', async () => {
    const receipt = logReceiptFor(held, STRANGER);
    const text = receipt.receipt.checkpoint.split('\n\n')[0].concat('\n');
    receipt.receipt.checkpoint += noteLine('witness', LOG_SIGNER, text).repeat(5);
    expect((await receiptAgainst(receipt)).report.verdict).toBe('tampered');
    expect((await receiptAgainst(receipt, NOTHING)).report.verdict).toBe('unverifiable');
  });

  it('BigInt() on unsigned input before signature check (sigstore-js 1722)', async () => {
    for (const logIndex of ['9'.repeat(400_000), '0x10', '1e3', '-1', '']) {
      const receipt = logReceiptFor(held);
      receipt.receipt.logIndex = logIndex;
      expect((await receiptAgainst(receipt)).report.verdict).toBe('malformed');
    }
  });

  it('a timestamp accepted without the promise that signs it (sigstore-js 1659): a token beside a log entry is no time', async () => {
    const receipt = logReceiptFor(held);
    receipt.receipt.rfc3161Token = Buffer.from('any token').toString('base64');
    const { report } = await receiptAgainst(receipt);
    expect([report.axes.independence.result, report.axes.time.result]).toEqual(['pass', 'not-checked']);
  });

  it('key name coerced into a RegExp by String.match (sigstore-js checkpoint.ts)', async () => {
    const receipt = logReceiptFor(held);
    receipt.receipt.origin = '.*';
    expect((await receiptAgainst(receipt)).report.verdict).toBe('tampered');
  });
});

it('DSSE PAE with non-UTF-8 length (sigstore-js 1657): what is signed is bytes of UTF-8, never characters', async () => {
  const manifest = controlManifest();
  manifest.controls[0].title = 'Zugriff \u2013 gepr\u00fcft \u{1F511}';
  const files = controlFiles(manifest);
  expect((await controlAgainst(files)).report.verdict).toBe('verified');
  const text = Buffer.from(files['manifest.json'] ?? '').toString();
  const other = { ...files, 'manifest.json': text.replace('\u{1F511}', '\u{1F512}') };
  expect(failures(await controlAgainst(other))).toContain('signature-invalid');
});

const missing = opensslMissing();
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

describe.skipIf(missing !== null)('time stamps', () => {
  let tsa: OpensslTsa;
  let roots: VerifierTrust;
  const anchor = JSON.parse(ANCHOR);
  beforeAll(() => {
    tsa = new OpensslTsa();
    roots = trustOf({ roots: [tsa.der('ca.pem')] });
  });
  afterAll(() => tsa?.remove());

  async function stamped(
    certificate: string,
    data: Uint8Array,
    change: (token: Uint8Array) => Uint8Array = (same) => same,
  ) {
    const token = change(tsa.stamp(certificate, data));
    const read = readTimestampToken(token);
    const time = read.kind === 'token' ? new Date(read.token.genTime).toISOString() : '2026-01-01T00:00:00.000Z';
    const receipt = JSON.stringify(stampReceiptFor(anchor, token, time));
    return await judge({ 'receipt.json': receipt, 'anchor.json': ANCHOR }, 'receipt.json', roots, ['anchor.json']);
  }

  it('14 expired certificate accepted offline (cosign 2194): judged at the time of the stamp, whenever the auditor looks', async () => {
    const good = tsa.issue({ purpose: 'critical,timeStamping', key: 'ec' });
    expect((await stamped(good, coreBytesOf(anchor))).report.verdict).toBe('verified');
    const over = tsa.issue({ purpose: 'critical,timeStamping', key: 'ec', days: -1 });
    const view = await stamped(over, coreBytesOf(anchor));
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['timestamp-invalid']]);
    const failed = view.packs[0]?.questions.filter(({ result }) => result === 'fail').map(({ id }) => id);
    expect(failed).toEqual(['timestamp.validity', 'timestamp.chain']);
  });

  it('24 valid timestamp, but over other bytes (rekor2-timestamp-payload-mismatch_fail)', async () => {
    const good = tsa.issue({ purpose: 'critical,timeStamping', key: 'ec' });
    const view = await stamped(good, Buffer.from('other bytes'));
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['timestamp-invalid']]);
  });

  it('lax DER parser (sigstore-js 1678): a token that is written otherwise is none', async () => {
    const good = tsa.issue({ purpose: 'critical,timeStamping', key: 'ec' });
    const indefinite = await stamped(good, coreBytesOf(anchor), (token) =>
      Buffer.concat([Buffer.from([0x30, 0x80]), token.subarray(4), Buffer.from([0, 0])]),
    );
    expect(indefinite.report.verdict).toBe('unverifiable');
    const trailing = await stamped(good, coreBytesOf(anchor), (token) => Buffer.concat([token, Buffer.from([0])]));
    expect(trailing.report.verdict).toBe('unverifiable');
  });
});
