import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountIdOf } from '../../../shared/anchors/account-id.ts';
import {
  anchorSignature,
  editReceipts,
  envelope,
  type Json,
  PACK_SIGNER,
  packHead,
  packRows,
  packV1,
  packV2,
  refresh,
  STRANGER,
  sealV2,
  TENANT,
} from '../../fixtures/trust/chain-pack.ts';
import { signerOf } from '../../fixtures/trust/keys.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import {
  ANCHOR,
  CHAIN,
  chainAgainst,
  controlAgainst,
  controlFiles,
  copied,
  EVIDENCE_KEY,
  entryAt,
  failedLegs,
  LOG_KEY,
  NAMED_PACK_KEY,
  NOTHING,
  PACK_KEY,
  packAgainst,
  receiptAgainst,
} from '../../support/verifier/escape-evidence.ts';
import { indexText, ndjson, proofText, withEvidence, zipped } from '../../support/verifier/evidence.ts';
import { failures, judge } from '../../support/verifier/judge.ts';
import { logReceiptFor, signedAnchor, trustOf } from '../../support/verifier/trust.ts';

/**
 * Each test is named after a real verifier that said OK, and where; those about packages and words, and about receipts, are in the two files
 * beside. The table in docs/verification-semantics.md lists them. `npm run mutants` takes their guards out one by one (test/mutants).
 */

/** Signs the anchor of a row again, over where the row stands now. */
function resign(row: Json, genesisHash: string, signer = PACK_SIGNER): void {
  const core = { length: row.seq + 1, tipHash: row.hash, genesisHash };
  row.anchor = { ...core, ...anchorSignature(core, accountIdOf(TENANT), signer) };
}

it('the positive control: the same evidence, undamaged, is verified', async () => {
  expect((await chainAgainst(CHAIN)).report.verdict).toBe('verified');
  expect((await packAgainst(packV1())).report.verdict).toBe('verified');
  expect((await packAgainst(packV2())).report.verdict).toBe('verified');
  expect((await controlAgainst(controlFiles())).report.verdict).toBe('verified');
  expect((await receiptAgainst(logReceiptFor(JSON.parse(ANCHOR)))).report.verdict).toBe('verified');
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
    // Anchors, manifest and seal are all made over what is there: only the row itself tells.
    const inPack = await packAgainst(
      packV2({}, (head) => {
        head.receipts[4].raw.payload.amount = 7;
      }),
    );
    expect([inPack.report.verdict, inPack.report.firstBrokenSeq, failedLegs(inPack)]).toEqual([
      'tampered',
      4,
      ['row.link'],
    ]);
  });

  it('05 only first and last link of a proof checked, middle swapped (immudb GHSA-672p-m5jq-mrh8)', async () => {
    const swapped = copied();
    const [a, b] = [entryAt(swapped, 5), entryAt(swapped, 6)];
    // The labels count on and every hash recomputes: only the links tell.
    swapped[5] = { ...b, seq: 5 };
    swapped[6] = { ...a, seq: 6 };
    const view = await chainAgainst(swapped);
    expect([view.report.verdict, view.report.firstBrokenSeq]).toEqual(['tampered', 5]);
    expect(failures(view)).toEqual(['reordered']);
    expect(view.report.axes.completeness.result).not.toBe('pass');
    const receipt = logReceiptFor(JSON.parse(ANCHOR));
    const path = receipt.receipt.inclusionHashes;
    [path[1], path[2]] = [path[2], path[1]];
    const inTree = await receiptAgainst(receipt);
    expect([inTree.report.verdict, failedLegs(inTree)]).toEqual(['tampered', ['log.inclusion']]);
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
    expect(alone.report.axes.completeness.result).toBe('undetermined');
    expect(alone.report.head).toContain('a shortened or wholly rewritten chain could not be noticed');
    // Length, manifest and digest say what is there now: only the seal was made over more.
    const cut = editReceipts(packV2(), (head) => {
      head.receipts.splice(-2);
      head.chainLength -= 2;
    });
    const inPack = await packAgainst(refresh(cut));
    expect([inPack.report.verdict, failedLegs(inPack)]).toEqual(['tampered', ['pack.seal']]);
  });

  it('17 producer re-chains everything; head not held elsewhere (oxdeai 303)', async () => {
    const rewritten = buildChain(12, ' (rewritten)');
    const view = await chainAgainst(rewritten);
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['rewritten']]);
    const own = proofText(rewritten, { anchors: [{ length: 12, tipHash: rewritten[11]?.hash }] });
    const bundle = await judge({ 'audit-chain-proof.json': own, 'audit-chain.ndjson': ndjson(rewritten) }, '');
    expect(bundle.report.verdict).toBe('consistent-not-anchored');
    expect(bundle.report.axes.completeness.result).toBe('undetermined');
    expect(bundle.report.exposure?.parties).toEqual(['anybody']);
  });

  it('19 on-page check capped at 1 000 rows but pill says "Chain verified" (spatiumddi 73)', async () => {
    const long = buildChain(2_500);
    const anchor = JSON.stringify({ length: 2_500, tipHash: long[2_499]?.hash });
    const sound = await chainAgainst(long, anchor);
    expect([sound.report.verdict, sound.report.axes.integrity.records]).toEqual(['verified', 2_500]);
    const last = structuredClone(long);
    entryAt(last, 2_499).payload = { event: 'another' };
    const view = await chainAgainst(last, anchor);
    expect([view.report.verdict, view.report.firstBrokenSeq]).toEqual(['tampered', 2_499]);
    // More faults than are listed: what is listed is capped, what is counted is not.
    for (const entry of last.slice(500)) entry.payload = { event: 'another' };
    const many = (await chainAgainst(last, anchor)).report;
    expect([many.summary.breaks, many.findingCounts['payload-altered']]).toEqual([2_000, 2_000]);
    expect(many.findings.filter((one) => one.class === 'payload-altered')).toHaveLength(1_000);
    // Anchors of the bundle are compared up to a thousand, in its proof and in files together; that there are more is said.
    const sound12 = { 'chain.ndjson': ndjson(CHAIN) };
    const copies = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_none, at) => [`anchors/${at}.json`, ANCHOR]));
    const limits = async (count: number) =>
      (await judge({ 'bundle.zip': zipped({ ...sound12, ...copies(count) }) }, 'bundle.zip')).report.findings.filter(
        (one) => one.class === 'limit-exceeded' && one.message.includes('anchors of its own'),
      );
    expect(await limits(1_000)).toEqual([]);
    expect(await limits(1_001)).toHaveLength(1);
    const pack = packV2({ rows: 1_200 }, (head) => {
      head.receipts[1_199].raw.payload.amount = -1;
    });
    const inPack = await packAgainst(pack);
    expect([inPack.report.verdict, inPack.report.firstBrokenSeq]).toEqual(['tampered', 1_199]);
    expect(inPack.report.checks.find(({ id }) => id === 'row.link')).toMatchObject({ result: 'fail', records: 1_200 });
  });

  it('12 metadata outside the hash: date range and producer rewritten (agentmetry 75)', async () => {
    const later = '2027-01-01T00:00:00.000Z';
    const first = await packAgainst({ ...JSON.parse(packV1()), generatedAt: later });
    expect([first.report.verdict, failedLegs(first)]).toEqual(['tampered', ['pack.seal']]);
    const edited = editReceipts(packV2(), (head) => {
      head.generatedAt = later;
    });
    const second = await packAgainst(edited);
    expect([second.report.verdict, failedLegs(second)]).toEqual(['tampered', ['pack.file-digest']]);
    // The manifest made anew over the edited file has another digest than the pack states, and than was sealed.
    const stale = await packAgainst({ ...refresh(edited), sha256: edited.sha256 });
    expect(failedLegs(stale)).toEqual(['pack.manifest-digest', 'pack.seal']);
    // A label of a row is under no hash either; its position checks it.
    const relabelled = copied();
    entryAt(relabelled, 11).seq = 40;
    const labelled = await chainAgainst(relabelled);
    expect([labelled.report.verdict, labelled.report.firstBrokenSeq]).toEqual(['tampered', 11]);
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
    // Rows without the signature of their anchors, in a pack whose seal holds.
    const bare = packV2({}, (head) => {
      for (const key of ['sig', 'keyId', 'sigV', 'sigAccountId']) delete head.receipts[2].anchor[key];
    });
    expect((await packAgainst(bare)).report.verdict).toBe('unverifiable');
  });

  it('03 wrong key passes (sometimes) (systemd 11524)', async () => {
    const signed = JSON.stringify(signedAnchor(CHAIN, PACK_SIGNER, accountIdOf(TENANT)));
    await withEvidence({ 'chain.ndjson': ndjson(CHAIN), 'anchor.json': signed }, async (folder, open) => {
      const { document } = await open(join(folder, 'chain.ndjson'), { anchors: [join(folder, 'anchor.json')] });
      for (let at = 0; at < 200; at += 1) {
        const key = signerOf(`wrong key ${at}`);
        const view = await document.setTrust(trustOf({ keys: [{ signer: key }] }));
        expect([view.report?.verdict, view.report?.axes.origin.result]).toEqual(['tampered', 'fail']);
      }
      expect((await document.setTrust(PACK_KEY)).report?.verdict).toBe('verified');
    });
  });

  it('04 old entries re-sealed with today\u2019s key (systemd 28885, CVE-2023-31439); epochs not continuous (28886)', async () => {
    const whole = await packAgainst(packV2({ signer: STRANGER }));
    expect([whole.report.verdict, failures(whole)]).toEqual(['tampered', ['key-mismatch']]);
    // One place under another key at a time, all else under the pinned one: each is noticed by itself.
    const rows = packRows();
    for (const row of rows.slice(0, 3)) resign(row, rows[0].hash, STRANGER);
    const old = await packAgainst(envelope(JSON.stringify(packHead(2, rows))));
    expect([old.report.verdict, failedLegs(old)]).toEqual(['tampered', ['row.signature']]);
    const sealed = await packAgainst(envelope(JSON.stringify(packHead(2, packRows())), { signer: STRANGER }));
    expect([sealed.report.verdict, failedLegs(sealed)]).toEqual(['tampered', ['pack.seal']]);
    const beside = await packAgainst(envelope(JSON.stringify(packHead(2, packRows(), { signer: STRANGER }))));
    expect([beside.report.verdict, failedLegs(beside)]).toEqual(['tampered', ['pack.candidate-key']]);
  });

  it('04 continued: rows of a sealed run are not continuous (systemd 28886), whoever signs what is left', async () => {
    // A row taken out, the rest numbered and signed anew: only the name of the predecessor tells.
    const gap = packRows();
    gap.splice(2, 1);
    gap.forEach((row, position) => {
      row.seq = position;
      resign(row, gap[0].hash);
    });
    const cut = await packAgainst(envelope(JSON.stringify(packHead(2, gap))));
    expect([cut.report.verdict, cut.report.firstBrokenSeq, failedLegs(cut)]).toEqual(['tampered', 2, ['row.previous']]);
    // Labels that jump, over rows that link: only the label tells.
    const jump = packRows();
    for (const row of jump.slice(2)) {
      row.seq += 1;
      resign(row, jump[0].hash);
    }
    const jumped = await packAgainst(envelope(JSON.stringify(packHead(2, jump))));
    expect([jumped.report.verdict, jumped.report.firstBrokenSeq, failedLegs(jumped)]).toEqual([
      'tampered',
      2,
      ['row.sequence'],
    ]);
  });

  it('06 server/tenant identity taken from the answer itself (immudb UUID advisory)', async () => {
    const others = { tenantId: 'another-tenant' };
    const pack = await packAgainst(packV1(), { ...PACK_KEY, ...others });
    expect([pack.report.verdict, failedLegs(pack)]).toEqual(['tampered', ['pack.tenant']]);
    const control = await controlAgainst(controlFiles(), { ...EVIDENCE_KEY, ...others });
    expect([control.report.verdict, failedLegs(control)]).toEqual(['tampered', ['manifest.tenant']]);
    const receipt = await receiptAgainst(logReceiptFor(JSON.parse(ANCHOR)), { ...LOG_KEY, ...others });
    expect([receipt.report.verdict, failedLegs(receipt)]).toEqual(['tampered', ['receipt.account']]);
    const entries = { 'audit-chain.ndjson': ndjson(CHAIN) };
    const proof = { ...entries, 'audit-chain-proof.json': proofText(CHAIN) };
    const index = { ...entries, 'bundle.json': indexText(entries) };
    for (const bundle of [proof, index]) {
      const view = await judge(bundle, '', { ...NOTHING, ...others });
      expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['claim-differs']]);
      expect((await judge(bundle, '', { ...NOTHING, tenantId: 'account-1' })).report.verdict).not.toBe('tampered');
    }
    // The seal states an account of its own: it has to be that of the tenant.
    const account = accountIdOf('another-tenant');
    const forAnother = sealV2(packV2(), PACK_SIGNER, account);
    const sealed = await packAgainst(forAnother);
    expect([sealed.report.verdict, failedLegs(sealed)]).toEqual(['tampered', ['pack.account']]);
  });

  it('07 key taken from the bundle, only a warning (immudb auditor.go)', async () => {
    for (const pack of [packV1(), packV2(), packV1({ signer: STRANGER })]) {
      const view = await packAgainst(pack, NOTHING);
      expect([view.report.verdict, view.report.axes.origin.result]).toEqual(['consistent-not-anchored', 'not-checked']);
      expect(view.report.exposure?.parties).toEqual(['anybody']);
    }
    const control = await controlAgainst(controlFiles(), NOTHING);
    expect([control.report.verdict, control.report.axes.origin.result]).toEqual([
      'consistent-not-anchored',
      'not-checked',
    ]);
    const receipt = await receiptAgainst(logReceiptFor(JSON.parse(ANCHOR)), NOTHING);
    expect([receipt.report.verdict, receipt.report.axes.independence.result]).toEqual(['unverifiable', 'not-checked']);
    // Under a pinned key the one in the bundle still makes no signature hold, and is no warning either.
    const another = await packAgainst(packV1({ signer: STRANGER }), NAMED_PACK_KEY);
    expect([another.report.verdict, another.report.axes.origin.result]).toEqual(['tampered', 'fail']);
  });
});
