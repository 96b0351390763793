import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIdOf } from '../../../shared/anchors/account-id.ts';
import { readTimestampToken } from '../../../shared/anchors/timestamp-token.ts';
import type { VerifierTrust } from '../../../shared/ipc/verifier.ts';
import { KEY_ID, PACK_SIGNER, packV1, packV2, STRANGER, TENANT } from '../../fixtures/trust/chain-pack.ts';
import { LOG_SIGNER } from '../../fixtures/trust/log.ts';
import { OpensslTsa, opensslMissing } from '../../fixtures/trust/openssl-tsa.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import { type EvidenceFiles, ndjson, proofText, withEvidence } from '../../support/verifier/evidence.ts';
import { failures, type JudgedView, judge } from '../../support/verifier/judge.ts';
import { coreBytesOf, logReceiptFor, signedAnchor, stampReceiptFor, trustOf } from '../../support/verifier/trust.ts';

const CHAIN = buildChain(12);
const ACCOUNT = accountIdOf(TENANT);
const ANCHOR = signedAnchor(CHAIN, PACK_SIGNER, ACCOUNT);
const UNSIGNED = { length: ANCHOR.length, tipHash: ANCHOR.tipHash };

const verdict = ({ report: { verdict: word } }: JudgedView) => word;

const WITH = {
  nothing: trustOf({}),
  spki: trustOf({ keys: [{ signer: PACK_SIGNER }] }),
  'spki and its name': trustOf({ keys: [{ signer: PACK_SIGNER, keyId: KEY_ID }] }),
  fingerprint: trustOf({ keyFingerprints: [PACK_SIGNER.fingerprint] }),
  'fingerprint and name': trustOf({ keyFingerprints: [PACK_SIGNER.fingerprint], keyId: KEY_ID }),
  both: trustOf({ keys: [{ signer: PACK_SIGNER }], keyFingerprints: [PACK_SIGNER.fingerprint] }),
  'wrong spki': trustOf({ keys: [{ signer: STRANGER }] }),
  'wrong fingerprint': trustOf({ keyFingerprints: [STRANGER.fingerprint] }),
  'wrong both': trustOf({ keys: [{ signer: STRANGER }], keyFingerprints: [STRANGER.fingerprint] }),
  'spki under another name': trustOf({ keys: [{ signer: PACK_SIGNER, keyId: 'other/1' }] }),
  'fingerprint under another name': trustOf({ keyFingerprints: [PACK_SIGNER.fingerprint], keyId: 'other/1' }),
} as const;
type Pins = keyof typeof WITH;

const RIGHT: readonly Pins[] = ['spki', 'spki and its name', 'fingerprint', 'fingerprint and name', 'both'];
const WRONG: readonly Pins[] = [
  'wrong spki',
  'wrong fingerprint',
  'wrong both',
  'spki under another name',
  'fingerprint under another name',
];

it('does not say of a pinned key that it is missing where nothing carries a signature', async () => {
  const chain = { 'chain.ndjson': ndjson(CHAIN) };
  const answer = async (trust: VerifierTrust) => (await judge(chain, 'chain.ndjson', trust)).report.axes.origin;
  const pinned = await answer(trustOf({ keys: [{ signer: PACK_SIGNER }] }));
  expect([pinned.result, pinned.records]).toEqual(['not-checked', 0]);
  expect(pinned.answer).toContain('a key is pinned');
  expect((await answer(trustOf({}))).answer).toContain('no key is pinned');
});

describe('an audit-chain pack and the pins of the auditor', () => {
  const packs = { 'v1.json': packV1(), 'v2.json': JSON.stringify(packV2({ redacted: 2 })) };
  const swapped = { 'v1.json': packV1({ signer: STRANGER }), 'v2.json': JSON.stringify(packV2({ signer: STRANGER })) };

  it.each(RIGHT.flatMap((pins) => Object.keys(packs).map((path) => [pins, path] as const)))(
    'is verified with the right %s: %s',
    async (pins, path) => {
      const view = await judge(packs, path, WITH[pins]);
      expect([verdict(view), failures(view)]).toEqual(['verified', []]);
      expect(view.report.axes.origin).toMatchObject({ result: 'pass', records: 1 });
      expect(view.trust.some((use) => use.used)).toBe(true);
      expect(view.report.exposure?.parties).toEqual(['database-administrator', 'signing-key-holder']);
    },
  );

  it('agrees with itself and no more without a pin', async () => {
    for (const files of [packs, swapped]) {
      const view = await judge(files, 'v2.json', WITH.nothing);
      expect(verdict(view)).toBe('consistent-not-anchored');
      expect(view.report.axes.origin.result).toBe('not-checked');
      expect(view.report.exposure?.parties).toEqual(['anybody']);
    }
  });

  it.each(WRONG.flatMap((pins) => Object.keys(packs).map((path) => [pins, path] as const)))(
    'is tampered with the %s: %s',
    async (pins, path) => {
      const view = await judge(packs, path, WITH[pins]);
      expect(verdict(view)).toBe('tampered');
      expect(failures(view)).toContain('key-mismatch');
      expect(view.report.axes.origin.result).toBe('fail');
      // A key that was only tried took no part; a fingerprint that was compared did.
      expect(view.trust.filter((use) => use.kind === 'key' && use.used)).toEqual([]);
      const compared = pins === 'wrong fingerprint' || pins === 'fingerprint under another name';
      expect(view.trust.some((use) => use.kind === 'key-fingerprint' && use.used)).toBe(compared);
    },
  );

  it.each(RIGHT.flatMap((pins) => Object.keys(swapped).map((path) => [pins, path] as const)))(
    'a pack signed throughout by another key falls to the fingerprint alone, or whatever is pinned: %s, %s',
    async (pins, path) => {
      const view = await judge(swapped, path, WITH[pins]);
      expect([verdict(view), view.report.firstBrokenSeq]).toEqual(['tampered', null]);
      expect(failures(view)).toContain('key-mismatch');
    },
  );

  it('a key in the evidence counts only by its pinned fingerprint', async () => {
    // The stranger names the key exactly as the producer does; a name is no key.
    const view = await judge(swapped, 'v2.json', WITH['fingerprint and name']);
    expect(verdict(view)).toBe('tampered');
    expect(view.packs[0]?.questions.find(({ id }) => id === 'trust.fingerprint')).toMatchObject({
      result: 'fail',
      expected: PACK_SIGNER.fingerprint,
      actual: STRANGER.fingerprint,
    });
  });

  it('a pinned fingerprint stays a demand where the only key at hand is for another tenant', async () => {
    const trust = trustOf({
      keys: [{ signer: PACK_SIGNER, tenantId: 'another-tenant' }],
      keyFingerprints: [PACK_SIGNER.fingerprint],
    });
    expect(verdict(await judge(swapped, 'v2.json', trust))).toBe('tampered');
    expect(verdict(await judge(packs, 'v2.json', trust))).toBe('verified');
  });

  it('takes a key for its tenant, by name or by account, and for no other', async () => {
    const keyFor = (tenantId: string) => trustOf({ keys: [{ signer: PACK_SIGNER, tenantId }] });
    expect(verdict(await judge(packs, 'v2.json', keyFor(TENANT)))).toBe('verified');
    expect(verdict(await judge(packs, 'v2.json', keyFor(ACCOUNT)))).toBe('verified');
    expect(verdict(await judge(packs, 'v2.json', keyFor('another-tenant')))).toBe('consistent-not-anchored');
  });

  it('of another tenant than the one named is refused, however soundly signed', async () => {
    const named = (tenantId: string) => ({ ...WITH.spki, tenantId });
    expect(verdict(await judge(packs, 'v2.json', named(TENANT)))).toBe('verified');
    expect(verdict(await judge(packs, 'v2.json', named(ACCOUNT)))).toBe('verified');
    const other = await judge(packs, 'v2.json', named('another-tenant'));
    expect([verdict(other), failures(other)]).toEqual(['tampered', ['claim-differs']]);
  });
});

describe('a chain and a signed anchor of the auditor', () => {
  const files = {
    'chain.ndjson': ndjson(CHAIN),
    'cut.ndjson': ndjson(CHAIN.slice(0, 10)),
    'signed.json': JSON.stringify(ANCHOR),
    'unsigned.json': JSON.stringify(UNSIGNED),
    'short.json': JSON.stringify(signedAnchor(CHAIN, PACK_SIGNER, ACCOUNT, { length: 5 })),
  };
  const held = (trust: VerifierTrust, ...anchors: string[]) => judge(files, 'chain.ndjson', trust, anchors);

  it.each([
    ['spki', 'verified'],
    ['spki and its name', 'verified'],
    ['both', 'verified'],
    ['nothing', 'verified'],
    ['wrong spki', 'tampered'],
    ['wrong both', 'tampered'],
    ['spki under another name', 'tampered'],
    // No key travels with an anchor, so nothing can have the fingerprint: the demand is not met, and not contradicted.
    ['fingerprint', 'unverifiable'],
    ['wrong fingerprint', 'unverifiable'],
  ] as const)('with %s pinned: %s', async (pins, expected) => {
    const view = await held(WITH[pins], 'signed.json');
    expect(verdict(view)).toBe(expected);
    const origin = { verified: 'pass', tampered: 'fail', unverifiable: 'undetermined' }[expected];
    expect(view.report.axes.origin.result).toBe(pins === 'nothing' ? 'not-checked' : origin);
  });

  it('says what is missing where only a fingerprint is pinned', async () => {
    const { origin } = (await held(WITH.fingerprint, 'signed.json')).report.axes;
    expect(origin.answer).toContain('Bring the key');
    expect(origin.nextStep).not.toBeNull();
  });

  it('an unsigned anchor settles nothing while a key is pinned', async () => {
    const view = await held(WITH.spki, 'unsigned.json');
    expect(verdict(view)).toBe('unverifiable');
    expect(view.report.axes.completeness.result).toBe('pass');
    expect(view.report.head).toContain('not shown that a key you pinned has signed the anchor');
    expect(verdict(await held(WITH.nothing, 'unsigned.json'))).toBe('verified');
  });

  it('a signature over a part of the chain says nothing of the rest', async () => {
    const view = await held(WITH.spki, 'short.json', 'unsigned.json');
    expect(verdict(view)).toBe('unverifiable');
    expect(view.report.axes.origin.result).toBe('undetermined');
    expect(view.report.axes.origin.answer).toContain(
      'only for the first 5 of 12 entries. Yes: the anchor at 5 was signed',
    );
    expect(view.report.exposure?.parties).toEqual(['database-administrator', 'bucket-owner']);
    const whole = await held(WITH.spki, 'signed.json');
    expect(whole.report.exposure?.parties).toEqual(['database-administrator', 'bucket-owner', 'signing-key-holder']);
  });

  it('is bound to the account: the anchor of another tenant does not pass as the one of the tenant named', async () => {
    const named = (tenantId: string) => ({ ...WITH.spki, tenantId });
    expect(verdict(await held(named(TENANT), 'signed.json'))).toBe('verified');
    const other = await held(named('another-tenant'), 'signed.json');
    expect([verdict(other), failures(other)]).toEqual(['tampered', ['signature-invalid']]);
  });

  it('a tenant that is named and that nothing states was compared with nothing, and that is said', async () => {
    const rules = (view: JudgedView) =>
      view.report.findings.flatMap(({ where, severity }) =>
        where.rule?.startsWith('tenant') ? [where.rule, severity] : [],
      );
    const unstated = await held({ ...WITH.nothing, tenantId: TENANT }, 'unsigned.json');
    expect(rules(unstated)).toEqual(['tenant.not-compared', 'warning']);
    // As a key that is pinned, a tenant that is named is a demand.
    expect(verdict(unstated)).toBe('unverifiable');
    expect(unstated.report.head).toContain('nothing here states one');
    expect(unstated.trust).toMatchObject([{ kind: 'tenant', used: false }]);
    // A signature is over the account, whether it holds or not.
    for (const tenantId of [TENANT, 'another-tenant'])
      expect(rules(await held({ ...WITH.spki, tenantId }, 'signed.json'))).toEqual([]);
    expect(rules(await held(WITH.nothing, 'unsigned.json'))).toEqual([]);
  });

  it('takes a key that was given for one tenant only where the anchor is signed for its account', async () => {
    const keyFor = (tenantId: string) => trustOf({ keys: [{ signer: PACK_SIGNER, tenantId }] });
    expect(verdict(await held(keyFor(TENANT), 'signed.json'))).toBe('verified');
    expect(verdict(await held(keyFor('another-tenant'), 'signed.json'))).toBe('unverifiable');
  });

  it('a cut tail is named by its position, whatever is pinned', async () => {
    for (const pins of ['nothing', 'spki', 'wrong spki', 'fingerprint'] as const) {
      const view = await judge(files, 'cut.ndjson', WITH[pins], ['signed.json']);
      expect([verdict(view), view.report.firstBrokenSeq]).toEqual(['tampered', 10]);
      expect(failures(view)).toContain('tail-truncated');
    }
  });
});

describe('an anchor that travelled in the bundle', () => {
  const bundle = (anchor: object, head: object = {}) => ({
    'audit-chain-proof.json': proofText(CHAIN, { anchors: [anchor], head: { accountId: TENANT, ...head } }),
    'audit-chain.ndjson': ndjson(CHAIN),
  });

  it('is raised by the signature of a key that was pinned, and by nothing less', async () => {
    const signed = bundle(ANCHOR);
    expect(verdict(await judge(signed, '', WITH.nothing))).toBe('consistent-not-anchored');
    const view = await judge(signed, '', WITH.spki);
    expect(verdict(view)).toBe('verified');
    expect(view.report.axes.completeness.answer).toContain('that a key you pinned has signed');
    expect(view.report.exposure?.parties).toEqual(['database-administrator', 'signing-key-holder']);
    expect(verdict(await judge(bundle(UNSIGNED), '', WITH.spki))).toBe('consistent-not-anchored');
    const byStranger = await judge(bundle(signedAnchor(CHAIN, STRANGER, ACCOUNT)), '', WITH.spki);
    expect([verdict(byStranger), failures(byStranger)]).toEqual(['tampered', ['signature-invalid']]);
    const wrongName = await judge(signed, '', WITH['spki under another name']);
    expect([verdict(wrongName), failures(wrongName)]).toEqual(['tampered', ['key-mismatch']]);
  });

  it('is not raised by a receipt, which anybody can have made over a rewritten chain today', async () => {
    const files = { ...bundle(UNSIGNED), 'receipt.json': JSON.stringify(logReceiptFor(UNSIGNED)) };
    expect(verdict(await judge(files, '', WITH.nothing))).toBe('consistent-not-anchored');
    const view = await judge(files, '', trustOf({ logs: [LOG_SIGNER] }));
    expect(verdict(view)).toBe('consistent-not-anchored');
    expect(view.report.axes).toMatchObject({
      completeness: { result: 'undetermined' },
      independence: { result: 'pass' },
    });
    const byAnother = await judge(files, '', trustOf({ logs: [STRANGER] }));
    expect([verdict(byAnother), failures(byAnother)]).toEqual(['tampered', ['key-mismatch']]);
  });

  it('as a file of its own contradicts the chain, and never raises it', async () => {
    const chain = { 'chain.ndjson': ndjson(CHAIN) };
    const beside = (anchor: object) => ({ ...chain, 'anchor.json': JSON.stringify(anchor) });
    expect(verdict(await judge(beside(UNSIGNED), '', WITH.nothing))).toBe('consistent-not-anchored');
    expect(verdict(await judge(beside(ANCHOR), '', WITH.spki))).toBe('verified');
    const longer = await judge(beside({ ...UNSIGNED, length: 14, tipHash: 'ab'.repeat(32) }), '', WITH.nothing);
    expect([verdict(longer), failures(longer)]).toEqual(['tampered', ['tail-truncated']]);
    expect(verdict(await judge(beside({ ...UNSIGNED, more: 1 }), '', WITH.nothing))).toBe('malformed');
  });

  it('is not raised by a receipt over another anchor', async () => {
    const other = signedAnchor(CHAIN, PACK_SIGNER, ACCOUNT, { length: 5 });
    const files = { ...bundle(UNSIGNED), 'receipt.json': JSON.stringify(logReceiptFor(other)) };
    const view = await judge(files, '', trustOf({ logs: [LOG_SIGNER] }));
    expect(verdict(view)).toBe('consistent-not-anchored');
    expect(view.packs[0]).toMatchObject({ kind: 'receipt', result: 'undetermined' });
  });

  it('of a bundle that says it is of another tenant than the one named is refused', async () => {
    const named = (tenantId: string) => ({ ...WITH.spki, tenantId });
    expect(verdict(await judge(bundle(ANCHOR), '', named(TENANT)))).toBe('verified');
    expect(verdict(await judge(bundle(ANCHOR, { accountId: ACCOUNT }), '', named(TENANT)))).toBe('verified');
    const other = await judge(bundle(UNSIGNED, { accountId: 'another-tenant' }), '', named(TENANT));
    expect([verdict(other), failures(other)]).toEqual(['tampered', ['claim-differs']]);
    expect(other.report.head).toContain('another tenant than the one that you named');
  });
});

describe('trust as it is given', () => {
  it('that can not be read is said, and nothing is judged as if it had taken part', async () => {
    const files = { 'pack.json': JSON.stringify(packV2()) };
    const view = await judge(files, 'pack.json', { ...WITH.nothing, trustFiles: [{ format: 'bathyscope/trust' }] });
    expect(verdict(view)).toBe('malformed');
    expect(view.report.findings.some((one) => one.where.file === 'trust file 1')).toBe(true);
  });

  it('is judged again without another replay when it changes', async () => {
    const files = { 'chain.ndjson': ndjson(CHAIN), 'anchor.json': JSON.stringify(ANCHOR), 'pack.json': packV1() };
    await withEvidence(files, async (folder, open) => {
      const phases: string[] = [];
      const { document } = await open(join(folder, 'chain.ndjson'), {
        anchors: [join(folder, 'anchor.json')],
        onEvent: (event) => {
          if (event.type === 'progress') phases.push(event.progress.phase);
        },
      });
      const before = phases.length;
      const states = [];
      for (const pins of ['wrong spki', 'spki', 'fingerprint', 'nothing'] as const) {
        states.push((await document.setTrust(WITH[pins])).report?.verdict);
      }
      expect(states).toEqual(['tampered', 'verified', 'unverifiable', 'verified']);
      expect(phases.slice(before)).toEqual([]);
      const pack = await open(join(folder, 'pack.json'));
      expect(pack.view.report?.verdict).toBe('consistent-not-anchored');
      expect((await pack.document.row(1)).legs.find(({ id }) => id === 'row.signature')?.result).toBe('not-checked');
      expect((await pack.document.setTrust(WITH.fingerprint)).report?.verdict).toBe('verified');
      expect((await pack.document.row(1)).legs.find(({ id }) => id === 'row.signature')?.result).toBe('pass');
    });
  });

  it('shows each piece with how it was obtained, and whether it was used', async () => {
    const trust = trustOf({ keys: [{ signer: PACK_SIGNER }, { signer: STRANGER }], tenantId: TENANT });
    const pack = await judge({ 'pack.json': packV1() }, 'pack.json', trust);
    const used = (view: JudgedView) => view.trust.map(({ kind, used: was }) => [kind, was]);
    // The key of a stranger was tried and made nothing of it: it took no part.
    expect(used(pack)).toEqual([
      ['key', true],
      ['key', false],
      ['tenant', true],
    ]);
    const files = { 'chain.ndjson': ndjson(CHAIN), 'anchor.json': JSON.stringify(ANCHOR) };
    const anchored = await judge(files, 'chain.ndjson', { ...trust, tenantId: null }, ['anchor.json']);
    expect(used(anchored)).toEqual([
      ['key', true],
      ['key', false],
    ]);
    expect(used(pack)).toContainEqual(['tenant', true]);
    expect(pack.trust[0]?.provenance?.how).toBe('fixture');
    // Nothing in a bare chain says whose it is: the tenant that was named took part in nothing.
    const chain = await judge({ 'chain.ndjson': ndjson(CHAIN) }, 'chain.ndjson', trust);
    expect(used(chain).every(([, was]) => was === false)).toBe(true);
  });
});

describe('a receipt by itself', () => {
  const files = (receipt: unknown) => ({
    'receipt.json': JSON.stringify(receipt),
    'anchor.json': JSON.stringify(UNSIGNED),
    'other.json': JSON.stringify({ ...UNSIGNED, tipHash: 'ab'.repeat(32) }),
  });
  const logs = trustOf({ logs: [LOG_SIGNER] });

  it('of a public log is verified with the anchor and the key of the log', async () => {
    const sound = files(logReceiptFor(UNSIGNED));
    const view = await judge(sound, 'receipt.json', logs, ['anchor.json']);
    expect(verdict(view)).toBe('verified');
    expect(view.report.checks.find(({ id }) => id === 'log.inclusion')).toMatchObject({ result: 'pass', records: 1 });
    const candidate = await judge(sound, 'receipt.json', WITH.nothing, ['anchor.json']);
    expect([verdict(candidate), candidate.report.axes.independence.result]).toEqual(['unverifiable', 'not-checked']);
    expect(verdict(await judge(sound, 'receipt.json', trustOf({ logs: [STRANGER] }), ['anchor.json']))).toBe(
      'tampered',
    );
    expect(verdict(await judge(sound, 'receipt.json', logs, ['other.json']))).toBe('tampered');
  });

  it('made over other than canonical bytes holds against exactly those, and nothing else does', async () => {
    const { length, tipHash } = UNSIGNED;
    const text = JSON.stringify({ length, tipHash });
    const exact = Buffer.from(`${text.replace(',', ', ')}\n`);
    const given: EvidenceFiles = {
      ...files(logReceiptFor(UNSIGNED, LOG_SIGNER, {}, exact)),
      'exact.json': exact,
      'trimmed.json': exact.subarray(0, -1),
      'canonical-receipt.json': JSON.stringify(logReceiptFor(UNSIGNED)),
    };
    const over = (receipt: string, anchors: string[], exactAnchors: string[]) =>
      judge(given, receipt, logs, anchors, exactAnchors);
    const view = await over('receipt.json', [], ['exact.json']);
    expect([verdict(view), failures(view)]).toEqual(['verified', []]);
    expect(view.anchors).toMatchObject([{ bytes: 'as-is', length }]);
    expect(view.packs[0]?.computedFacts).toContainEqual({
      label: 'Held against',
      value: 'the bytes of "exact.json" as they are, not canonical',
    });
    expect(verdict(await over('receipt.json', ['exact.json'], []))).toBe('tampered');
    expect(verdict(await over('receipt.json', [], ['trimmed.json']))).toBe('tampered');
    expect(verdict(await over('canonical-receipt.json', [], ['exact.json']))).toBe('tampered');
    // With both at hand each receipt finds the bytes that it was made over.
    for (const receipt of ['receipt.json', 'canonical-receipt.json']) {
      expect(verdict(await over(receipt, ['anchor.json'], ['exact.json']))).toBe('verified');
    }
  });

  it('without the anchor that it was made over settles nothing', async () => {
    const view = await judge(files(logReceiptFor(UNSIGNED)), 'receipt.json', logs);
    expect(verdict(view)).toBe('unverifiable');
    expect(view.report.head).toContain('the anchor that it was made over is not at hand');
    expect(view.packs[0]?.questions).toEqual([]);
    const asked = view.report.checks.filter(({ id }) => id.startsWith('receipt.'));
    expect(asked.map(({ result, records }) => [result, records])).toEqual([['undetermined', 0]]);
    const { independence } = view.report.axes;
    expect([independence.result, independence.records]).toEqual(['not-checked', 0]);
    expect(independence.answer).toContain('the anchor that it was made over is not at hand');
    expect(independence.nextStep).toBe('Bring the anchor that the receipt was made over.');
  });

  it('a folder of receipts is not reproached with the parts of a dated bundle', async () => {
    const receipts = files(logReceiptFor(UNSIGNED));
    const absent = async (more: EvidenceFiles) => {
      const { report } = await judge({ ...receipts, ...more }, '', logs);
      return report.findings.filter((finding) => finding.class === 'missing-part').length;
    };
    expect(await absent({})).toBe(0);
    expect(await absent({ 'rls-policies.json': '{}' })).toBeGreaterThan(0);
    expect(await absent({ 'chain.ndjson': ndjson(CHAIN) })).toBeGreaterThan(0);
  });

  it('among several is named by its file', async () => {
    const wrong = logReceiptFor(UNSIGNED);
    wrong.receipt.logIndex = '7';
    const two = { ...files(logReceiptFor(UNSIGNED)), 'wrong.json': JSON.stringify(wrong) };
    const { report } = await judge(two, '', logs);
    expect(report.verdict).toBe('tampered');
    expect(report.head).toContain('wrong.json: The log entry over the anchor does not hold');
    expect(report.head).toContain('receipt.json: The log entry over the anchor holds by what you trust.');
  });

  it('with the next index is tampered', async () => {
    const receipt = logReceiptFor(UNSIGNED);
    receipt.receipt.logIndex = '7';
    const view = await judge(files(receipt), 'receipt.json', logs, ['anchor.json']);
    expect([verdict(view), failures(view)]).toEqual(['tampered', ['inclusion-invalid']]);
  });

  it('that can not be read is malformed', async () => {
    const view = await judge(files({ ...logReceiptFor(UNSIGNED), extra: 1 }), 'receipt.json', logs, ['anchor.json']);
    expect(verdict(view)).toBe('malformed');
  });
});

const missing = opensslMissing();
if (missing !== null) process.stderr.write(`skipped: ${missing}\n`);

describe.skipIf(missing !== null)('time stamps made by openssl', () => {
  let tsa: OpensslTsa;
  let files: EvidenceFiles;
  let root: Uint8Array;

  beforeAll(() => {
    tsa = new OpensslTsa();
    root = tsa.der('ca.pem');
    const token = tsa.stamp(tsa.issue({ purpose: 'critical,timeStamping', key: 'rsa' }), coreBytesOf(ANCHOR));
    const read = readTimestampToken(token);
    if (read.kind !== 'token') throw new Error('no token');
    const receipt = JSON.stringify(stampReceiptFor(ANCHOR, token, new Date(read.token.genTime).toISOString()));
    files = {
      'receipt.json': receipt,
      'anchor.json': JSON.stringify(ANCHOR),
      'bundle/audit-chain.ndjson': ndjson(CHAIN),
      'bundle/audit-chain-proof.json': proofText(CHAIN, { anchors: [ANCHOR], head: { accountId: TENANT } }),
      'bundle/receipt.json': receipt,
    };
  });
  afterAll(() => tsa?.remove());

  it('a receipt by itself needs the root of the auditor', async () => {
    const held = (trust: VerifierTrust) => judge(files, 'receipt.json', trust, ['anchor.json']);
    const view = await held(trustOf({ roots: [root] }));
    expect([verdict(view), view.report.axes.time.result]).toEqual(['verified', 'pass']);
    const rootless = await held(WITH.nothing);
    expect([verdict(rootless), rootless.report.axes.time.result]).toEqual(['unverifiable', 'not-checked']);
    expect(verdict(await held(trustOf({ roots: [tsa.impostorRoot()] })))).toBe('tampered');
  });

  it('say when the last length that is proven good was stamped, by an authority that is trusted', async () => {
    const early = signedAnchor(CHAIN, PACK_SIGNER, accountIdOf(TENANT), { length: 4 });
    const token = tsa.stamp(tsa.issue({ purpose: 'critical,timeStamping', key: 'rsa' }), coreBytesOf(early));
    const read = readTimestampToken(token);
    if (read.kind !== 'token') throw new Error('no token');
    const stampedAt = new Date(read.token.genTime).toISOString();
    const edited = CHAIN.map((entry, at) => (at === 7 ? { ...entry, payload: {} } : entry));
    const evidence = {
      'bundle/audit-chain.ndjson': ndjson(edited),
      'bundle/receipt.json': JSON.stringify(stampReceiptFor(early, token, stampedAt)),
      'early.json': JSON.stringify(early),
    };
    const answer = async (trust: VerifierTrust) =>
      (await judge(evidence, 'bundle', trust, ['early.json'])).report.axes.integrity.answer;
    expect(await answer(trustOf({ roots: [root] }))).toMatch(
      /Last proven good at length 4 \(stamped \d{4}-\d\d-\d\dT[\d:.]+Z\), first found bad at position 7\./,
    );
    expect(await answer(WITH.nothing)).toContain('Last proven good at length 4, first found bad at position 7.');
  });

  it('a stamp over other than canonical bytes holds against exactly those', async () => {
    const { length, tipHash, genesisHash } = ANCHOR;
    const exact = Buffer.from(JSON.stringify({ length, tipHash, genesisHash }));
    const token = tsa.stamp(tsa.issue({ purpose: 'critical,timeStamping', key: 'rsa' }), exact);
    const read = readTimestampToken(token);
    const time = read.kind === 'token' ? new Date(read.token.genTime).toISOString() : '';
    const given = {
      ...files,
      'exact.json': exact,
      'exact-receipt.json': JSON.stringify(stampReceiptFor(ANCHOR, token, time, exact)),
    };
    const held = (receipt: string, anchors: string[], exactAnchors: string[]) =>
      judge(given, receipt, trustOf({ roots: [root] }), anchors, exactAnchors);
    expect(verdict(await held('exact-receipt.json', [], ['exact.json']))).toBe('verified');
    expect(verdict(await held('exact-receipt.json', ['exact.json'], []))).toBe('tampered');
    expect(verdict(await held('receipt.json', [], ['exact.json']))).toBe('tampered');
    expect(verdict(await held('receipt.json', ['exact.json'], []))).toBe('verified');
  });

  it('a stamp over a candidate anchor of a bundle answers since when, and raises nothing by itself', async () => {
    const view = await judge(files, 'bundle', trustOf({ roots: [root] }));
    expect([verdict(view), view.report.axes.time.result]).toEqual(['consistent-not-anchored', 'pass']);
    const signed = await judge(files, 'bundle', trustOf({ roots: [root], keys: [{ signer: PACK_SIGNER }] }));
    expect(signed.report.exposure?.parties).toEqual([
      'database-administrator',
      'signing-key-holder',
      'timestamp-authority',
    ]);
    expect(verdict(await judge(files, 'bundle', WITH.nothing))).toBe('consistent-not-anchored');
  });
});
