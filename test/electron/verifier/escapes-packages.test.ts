import { describe, expect, it } from 'vitest';
import { EXIT, exitCodeOf } from '../../../electron/cli/exit-code.ts';
import {
  editReceipts,
  envelope,
  type Json,
  packHead,
  packRows,
  packV1,
  packV2,
  refresh,
  STRANGER,
} from '../../fixtures/trust/chain-pack.ts';
import { controlManifest } from '../../fixtures/trust/control-pack.ts';
import {
  ANCHOR,
  CHAIN,
  chainAgainst,
  controlAgainst,
  controlFiles,
  EVIDENCE_KEY,
  failedLegs,
  failedPlaces,
  NOTHING,
  packAgainst,
  receiptAgainst,
} from '../../support/verifier/escape-evidence.ts';
import { indexText, ndjson, proofText } from '../../support/verifier/evidence.ts';
import { failures, type JudgedView, judge } from '../../support/verifier/judge.ts';
import { logReceiptFor } from '../../support/verifier/trust.ts';
import { buildZip } from '../../support/zip-builder.ts';

/** The escapes of escapes.test.ts that are about packages, and about the words for what was found. */
const DERIVED = 'control.derived';

/** The fixture's one honest gap, turned to a pass; `sound` makes its facts say so too. */
function turned(sound: boolean): Json {
  const manifest = controlManifest();
  const control = manifest.controls[2];
  const [item] = control.evidence;
  item.status = 'pass';
  delete item.reason;
  if (sound) item.facts.retainUntil = '2040-01-01T00:00:00.000Z';
  control.readiness = 'ready';
  manifest.crosswalkRollup.cells[0].status = 'ready';
  Object.assign(manifest.summary, {
    controlsReady: 3,
    controlsWithGaps: 0,
    posture: '3 of 3 controls evidence-ready.',
  });
  return manifest;
}

const signedAs = (manifest: Json): Promise<JudgedView> => controlAgainst(controlFiles(manifest));

describe('packages', () => {
  it('08 extra file added after sealing, "chain intact" (notnet 197)', async () => {
    const pack = packV2();
    pack.files.push({ name: 'EXTRA.md', contents: 'added later' });
    const view = await packAgainst(pack);
    expect([view.report.verdict, failedLegs(view)]).toEqual(['tampered', ['pack.files-listed']]);
    expect(failures(view)).toEqual(['unexpected-file']);
    const listed = await packAgainst(refresh(pack));
    expect([listed.report.verdict, failedLegs(listed)]).toEqual(['tampered', ['pack.seal']]);
    const files = { 'audit-chain.ndjson': ndjson(CHAIN) };
    const indexed = await judge({ ...files, 'bundle.json': indexText(files), 'added.txt': 'later' }, '');
    expect(
      indexed.report.findings.some((one) => one.class === 'unexpected-file' && one.where.file === 'added.txt'),
    ).toBe(true);
  });

  it('09 extra files recorded but not part of ok; unsigned item accepted because signature is null (ai-memory-mcp 1907)', async () => {
    const extra = await controlAgainst({ ...controlFiles(), 'controls/ADDED.json': '{}' });
    expect([extra.report.verdict, failures(extra)]).toEqual(['tampered', ['unexpected-file']]);
    for (const packSeal of [null, undefined]) {
      const first = await packAgainst({ ...JSON.parse(packV1()), packSeal });
      expect(first.report.verdict).not.toBe('verified');
      expect(first.packs[0]?.questions.find(({ id }) => id === 'pack.seal')?.result).toBe('not-checked');
      const second = await packAgainst({ ...packV2(), packSeal });
      expect(second.report.verdict).not.toBe('verified');
    }
    expect((await packAgainst({ ...packV2(), packSeal: undefined })).report.verdict).toBe('unverifiable');
    const files = { ...controlFiles(), 'signature.json': 'null' };
    expect((await controlAgainst(files)).report.verdict).not.toBe('verified');
  });

  it('10 all FAIL turned to PASS and digest recomputed; manifest summary still says otherwise (pepin 156)', async () => {
    // Everything turned and derived anew, files and signature too: only the facts of the item still say otherwise.
    const facts = await signedAs(turned(false));
    expect([facts.report.verdict, failures(facts)]).toEqual(['tampered', ['claim-differs']]);
    expect(failedPlaces(facts, 'control.facts')).toEqual(['/controls/2/evidence/0/facts']);
    expect(failedPlaces(facts, DERIVED)).toEqual([]);
    expect(facts.report.axes.origin.result).toBe('pass');
    expect((await signedAs(turned(true))).report.verdict).toBe('verified');
    // Facts turned as well: only what was left behind tells, each by itself.
    const { summary: honest, crosswalkRollup: rollup } = controlManifest();
    const left = async (change: (manifest: Json) => void): Promise<string[]> => {
      const manifest = turned(true);
      change(manifest);
      const view = await signedAs(manifest);
      expect(view.report.verdict).toBe('tampered');
      return failedPlaces(view, DERIVED);
    };
    const counts = ['/summary/controlsReady', '/summary/controlsWithGaps', '/summary/posture'];
    expect(await left((manifest) => Object.assign(manifest, { summary: honest }))).toEqual(counts);
    expect(await left((manifest) => Object.assign(manifest, { crosswalkRollup: rollup }))).toEqual([
      '/crosswalkRollup/cells/0/status',
    ]);
    const readiness = await left((manifest) => Object.assign(manifest.controls[2], { readiness: 'gap' }));
    expect(readiness).toEqual(['/controls/2/readiness']);
    const reason = turned(true);
    reason.controls[2].evidence[0].reason = 'lock ends before the floor';
    expect(failedPlaces(await signedAs(reason), 'control.reason')).toEqual(['/controls/2/evidence/0/reason']);
    // The text that people read is under no signature at all.
    const sound = controlFiles(turned(true));
    const text = Buffer.from(sound['auditor-summary.txt'] ?? '').toString();
    for (const other of [text.replace('[READY] DATA', '[GAP] DATA'), `${text}[READY] EXTRA.CONTROL\n`]) {
      const retold = await controlAgainst({ ...sound, 'auditor-summary.txt': other });
      expect([retold.report.verdict, failedPlaces(retold, 'summary.line').length]).toEqual(['tampered', 1]);
    }
  });

  it('11 corrupted zip (bad CRC) validates as "valid (L1)" (kane-cli 140)', async () => {
    const name = 'auditor-summary.txt';
    const withCrc = (crc: { crc32?: number }): Promise<JudgedView> => {
      const entries = Object.entries(controlFiles()).map(([entry, data]) => ({
        name: entry,
        data,
        method: 8,
        ...(entry === name ? { local: crc, central: crc } : {}),
      }));
      return judge({ 'pack.zip': buildZip({ entries }).bytes }, 'pack.zip', EVIDENCE_KEY);
    };
    expect((await withCrc({})).report.verdict).toBe('verified');
    const view = await withCrc({ crc32: 1 });
    expect([view.report.verdict, failures(view)]).toEqual(['malformed', ['missing-part', 'unreadable-file']]);
    expect(failedPlaces(view, 'zip.data.crc')).toEqual([name]);
  });

  it('13 top-level fields and producer version not bound by the pack hash (helm-ai-kernel 852)', async () => {
    const other = packV1({ signer: STRANGER });
    const edits: Readonly<Record<string, Json>> = {
      tenantId: 'another-tenant',
      chainLength: 5,
      generatedAt: '2027-01-01T00:00:00.000Z',
      chainVerification: { valid: false, brokenAt: 2 },
      anchorAuth: JSON.parse(other).anchorAuth,
      receipts: JSON.parse(other).receipts,
    };
    const first = JSON.parse(packV1());
    const bound = Object.keys(first).filter((member) => !['formatVersion', 'packSeal'].includes(member));
    expect(Object.keys(edits).sort()).toEqual(bound.sort());
    for (const [member, value] of Object.entries(edits)) {
      const retold = await packAgainst({ ...first, [member]: value });
      expect([member, retold.report.verdict]).toEqual([member, 'tampered']);
      expect(failedLegs(retold)).toContain('pack.seal');
      const inside = editReceipts(packV2(), (head) => {
        head[member] = value;
      });
      const unsealed = await packAgainst(inside);
      expect([member, unsealed.report.verdict]).toEqual([member, 'tampered']);
      expect(failedLegs(unsealed)).toContain('pack.file-digest');
      expect(failedLegs(await packAgainst(refresh(inside)))).toContain('pack.seal');
    }
    // The version decides what is read, and the bare files of version 2 lack the manifest that is sealed.
    expect((await packAgainst({ ...first, formatVersion: 2 })).report.verdict).toBe('malformed');
    expect((await packAgainst({ ...packV2(), formatVersion: 1 })).report.verdict).not.toBe('verified');
    // A member that the format does not know is under no seal: version 1 allows it and it is said, version 2 refuses it.
    const added = await packAgainst({ ...first, producerVersion: '99' });
    const said = added.report.findings.filter(({ message }) => message.includes('"producerVersion" stands outside'));
    expect(said.map((one) => [one.class, one.severity])).toEqual([['not-fully-committed', 'warning']]);
    expect((await packAgainst({ ...packV2(), producerVersion: '99' })).report.verdict).not.toBe('verified');
  });

  it('18 partial package presented as complete (failed read silently omitted) (LARO 128)', async () => {
    for (const name of ['controls/AUDIT.IMMUTABLE-LOG.json', 'auditor-summary.txt']) {
      const partial = controlFiles();
      delete partial[name];
      const view = await controlAgainst(partial);
      expect([view.report.verdict, failures(view)]).toEqual(['unverifiable', ['missing-part']]);
      expect(view.report.findings.some(({ message }) => message === `${name} is not in the pack.`)).toBe(true);
    }
    const pack = packV2();
    pack.files = pack.files.filter(({ name }: Json) => name !== 'README.md');
    const dropped = await packAgainst(pack);
    expect([dropped.report.verdict, failedLegs(dropped)]).toEqual(['tampered', ['pack.files-listed']]);
    // Fewer rows than the pack itself states, sealed by the key holder: a failed read that the producer left out.
    const short = await packAgainst(envelope(JSON.stringify({ ...packHead(2, packRows()), chainLength: 9 })));
    expect([short.report.verdict, failedLegs(short)]).toEqual(['tampered', ['pack.complete']]);
    const files = { 'audit-chain.ndjson': ndjson(CHAIN), 'rls-policies.json': '{}' };
    const listed = await judge(
      { 'audit-chain.ndjson': files['audit-chain.ndjson'], 'bundle.json': indexText(files) },
      '',
    );
    expect([listed.report.verdict, failures(listed)]).toEqual(['tampered', ['missing-part']]);
  });

  it('20 dropped tables skipped by verification (SQL ledger): what is named and not there is a contradiction, what is empty never passes', async () => {
    const view = await judge({ 'audit-chain-proof.json': proofText(CHAIN), 'other.ndjson': ndjson(CHAIN) }, '');
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['missing-part']]);
    // The entries of the second file are of no verdict, and that is said.
    const both = { 'a.ndjson': ndjson(CHAIN), 'b.ndjson': ndjson(CHAIN.slice(0, 3)) };
    const second = (await judge(both, '')).report.findings.filter(({ where }) => where.rule === 'one-chain');
    expect(second).toHaveLength(1);
    // Emptied instead of dropped: the entries that the proof counts, and those that an anchor covers, are missed.
    const emptied = await judge({ 'audit-chain-proof.json': proofText(CHAIN), 'audit-chain.ndjson': '' }, '');
    expect([emptied.report.verdict, failures(emptied)]).toEqual(['tampered', ['claim-differs']]);
    const anchored = await chainAgainst([]);
    expect([anchored.report.verdict, failures(anchored)]).toEqual(['tampered', ['tail-truncated']]);
    const alone = (await chainAgainst([], null)).report;
    expect([alone.verdict, alone.axes.integrity.result, alone.axes.integrity.records]).toEqual([
      'unverifiable',
      'undetermined',
      0,
    ]);
    const rowless = await packAgainst(envelope(JSON.stringify(packHead(2, []))));
    expect(rowless.report.verdict).toBe('unverifiable');
  });
});

describe('words', () => {
  it('15 expired attestation overrides "not reviewed" (heimdall2 4526): a review word lifts no claim that its evidence does not carry', async () => {
    const claim = ['/crosswalkRollup/cells/1/claim'];
    const changed = async (change: (manifest: Json) => void): Promise<JudgedView> => {
      const manifest = controlManifest();
      change(manifest);
      const view = await signedAs(manifest);
      expect(view.report.verdict).toBe('tampered');
      return view;
    };
    const unreviewed = await changed(({ controls: [{ crosswalk }] }) => {
      crosswalk[0].verification.status = 'unreviewed';
    });
    expect(failedPlaces(unreviewed, DERIVED)).toEqual(claim);
    const absent = await changed(({ controls: [{ crosswalk }] }) => {
      delete crosswalk[0].verification;
    });
    expect(failedPlaces(absent, DERIVED)).toEqual(claim);
    // One reviewed reference does not stand in for another of the same clause that nobody reviewed.
    const beside = await changed(({ controls: [{ crosswalk }] }) => {
      crosswalk.push({ framework: 'SOC2-TSC', reference: 'CC6.1' });
    });
    expect(failedPlaces(beside, DERIVED)).toEqual(claim);
    // The review of one clause says nothing of another.
    const elsewhere = await changed(({ controls: [{ crosswalk }] }) => {
      crosswalk[0].reference = 'CC9.9';
    });
    expect(failedPlaces(elsewhere, DERIVED)).toEqual(claim);
    // However well reviewed, a control whose evidence is flagged is a gap, and implements nothing.
    const flagged = await changed(({ controls: [{ crosswalk, evidence }] }) => {
      crosswalk[0].verification.status = 'expert-reviewed';
      Object.assign(evidence[0], { status: 'flagged', reason: 'a table lacks the policy' });
    });
    expect(failedPlaces(flagged, DERIVED)).toEqual(
      expect.arrayContaining(['/controls/0/readiness', '/crosswalkRollup/cells/1/status', ...claim]),
    );
    // No word for a review that is not one of the format's: an expired one is not read as any of them.
    const expired = controlManifest();
    expired.controls[0].crosswalk[0].verification.status = 'expired';
    expect((await signedAs(expired)).report.verdict).not.toBe('verified');
  });

  it('21 INDETERMINATE collapsed into yes/no (SiVa 15)', async () => {
    const view = await packAgainst(packHead(1, packRows()));
    expect(view.report.verdict).toBe('unverifiable');
    expect(view.packs[0]?.result).toBe('undetermined');
    expect(view.report.exposure?.parties).toEqual(['anybody']);
    const plain = await packAgainst(packV1(), NOTHING);
    expect([plain.report.verdict, plain.packs[0]?.result]).toEqual(['consistent-not-anchored', 'undetermined']);
    const receipt = await receiptAgainst(logReceiptFor(JSON.parse(ANCHOR)), NOTHING);
    expect([receipt.report.verdict, receipt.report.axes.independence.result]).toEqual(['unverifiable', 'not-checked']);
    const { anchorDigest: messageImprint, ...rest } = logReceiptFor(JSON.parse(ANCHOR));
    const pending = {
      ...rest,
      anchorDigest: messageImprint,
      target: 'ots',
      receipt: {
        algorithm: 'opentimestamps',
        messageImprint,
        calendars: ['https://calendar.example.test'],
        proof: 'AAAA',
        status: 'complete',
        submittedAt: '2026-03-10T09:15:05.000Z',
      },
    };
    const unproven = await receiptAgainst(pending);
    expect([unproven.report.verdict, unproven.report.axes.independence.result]).toEqual([
      'unverifiable',
      'undetermined',
    ]);
    for (const one of [view, plain, receipt, unproven]) expect(exitCodeOf(one.report.verdict)).toBe(EXIT.undetermined);
  });

  it('22 honest "broken" report rejected as malformed; sealed pack loses row localisation (Caisson verify-pack)', async () => {
    const honest = packV1({}, (head) => {
      head.receipts[3].raw.payload.amount = 99;
      head.chainVerification = { valid: false, brokenAt: 3 };
    });
    const view = await packAgainst(honest);
    expect([view.report.verdict, view.report.firstBrokenSeq]).toEqual(['tampered', 3]);
    const claims = view.packs[0]?.claims.filter(({ where }) => where.pointer?.startsWith('/chainVerification'));
    expect(claims?.map(({ stated, agrees }) => [stated, agrees])).toEqual([
      ['false', true],
      ['3', true],
    ]);
    expect(view.packs[0]?.questions.find(({ id }) => id === 'pack.seal')?.result).toBe('pass');
    // A pack that says of itself that it is broken, and is not, is believed as little.
    const gloomy = await packAgainst(
      packV1({}, (head) => {
        head.chainVerification = { valid: false, brokenAt: 3 };
      }),
    );
    expect([gloomy.report.verdict, gloomy.report.firstBrokenSeq]).toEqual(['verified', null]);
    expect(gloomy.packs[0]?.claims.filter(({ agrees }) => agrees === false)).toHaveLength(2);
    const behind = editReceipts(packV2(), (head) => {
      head.receipts[3].raw.payload.amount = 99;
    });
    const broken = await packAgainst(behind);
    expect(broken.packs[0]?.findings.some((one) => one.class === 'payload-altered' && one.where.position === 3)).toBe(
      true,
    );
    expect(broken.report.firstBrokenSeq).toBe(3);
  });
});
