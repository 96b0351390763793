import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../shared/base/limits.ts';
import { SNIFF_BYTES } from '../../../shared/formats/registry.ts';
import {
  editReceipts,
  type Json,
  PACK_SIGNER,
  packHead,
  packRows,
  packV1,
  packV2,
  STRANGER,
  TENANT,
} from '../../fixtures/trust/chain-pack.ts';
import { controlManifest, controlPackOf, EVIDENCE_KEY_ID, EVIDENCE_SIGNER } from '../../fixtures/trust/control-pack.ts';
import { LOG_SIGNER } from '../../fixtures/trust/log.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import { type EvidenceFiles, ndjson, withEvidence, zipped } from '../../support/verifier/evidence.ts';
import { failures, judge } from '../../support/verifier/judge.ts';
import { logReceiptFor, trustOf } from '../../support/verifier/trust.ts';

const KEY = trustOf({ keys: [{ signer: EVIDENCE_SIGNER }] });
const NOTHING = trustOf({});

/** The files of a control pack and its signature by itself. */
function controlPack(manifest: Json = controlManifest(), signer = EVIDENCE_SIGNER) {
  const pack = controlPackOf(manifest, { signer });
  const files = Object.fromEntries(pack.files.map(({ name, bytes }) => [name, bytes]));
  return { files, signature: pack.signature?.bytes ?? new Uint8Array() };
}

const inFolder = (name: string, files: EvidenceFiles): EvidenceFiles =>
  Object.fromEntries(Object.entries(files).map(([file, content]) => [`${name}/${file}`, content]));

describe('a control pack', () => {
  const { files, signature } = controlPack();
  const brought = { ...KEY, signatures: ['pack.sig.json'] };
  const all = {
    'pack.zip': zipped(files),
    'with.zip': zipped({ ...files, 'pack.sig.json': signature }),
    ...inFolder('folder', files),
    ...inFolder('whole', { ...files, 'signature.json': signature }),
    'pack.sig.json': signature,
  };

  it.each([
    ['a zip, the signature brought', 'pack.zip', brought],
    ['a folder, the signature brought', 'folder', brought],
    ['a zip, the signature in it', 'with.zip', KEY],
    ['a folder, the signature in it', 'whole', KEY],
    [
      'a zip, its key pinned by the fingerprint',
      'with.zip',
      trustOf({ keyFingerprints: [EVIDENCE_SIGNER.fingerprint] }),
    ],
    [
      'a zip, key and name pinned',
      'with.zip',
      trustOf({ keys: [{ signer: EVIDENCE_SIGNER, keyId: EVIDENCE_KEY_ID }] }),
    ],
    ['a zip of the tenant named', 'with.zip', { ...KEY, tenantId: 'harbour-clinic' }],
  ])('is verified as %s', async (_how, path, trust) => {
    const view = await judge(all, path, trust);
    const { report, packs } = view;
    expect([report.verdict, failures(view)]).toEqual(['verified', []]);
    expect(report.axes.origin.result).toBe('pass');
    expect(packs.map(({ kind, result }) => [kind, result])).toEqual([['control-pack', 'pass']]);
  });

  it.each([
    ['without a pin', 'with.zip', NOTHING, 'consistent-not-anchored', []],
    ['without a signature', 'pack.zip', KEY, 'unverifiable', []],
    ['with a wrong key', 'with.zip', trustOf({ keys: [{ signer: STRANGER }] }), 'tampered', ['key-mismatch']],
    [
      'with a wrong fingerprint',
      'with.zip',
      trustOf({ keyFingerprints: [STRANGER.fingerprint] }),
      'tampered',
      ['key-mismatch'],
    ],
    [
      'under another name',
      'with.zip',
      trustOf({ keys: [{ signer: EVIDENCE_SIGNER, keyId: 'x/1' }] }),
      'tampered',
      ['key-mismatch'],
    ],
    ['of another tenant', 'with.zip', { ...KEY, tenantId: 'another' }, 'tampered', ['claim-differs']],
    [
      'with a key for anchors only',
      'with.zip',
      trustOf({ keys: [{ signer: EVIDENCE_SIGNER, uses: ['audit-chain'] }] }),
      'consistent-not-anchored',
      [],
    ],
  ] as const)('%s', async (_how, path, trust, verdict, classes) => {
    const view = await judge(all, path, trust);
    expect([view.report.verdict, failures(view)]).toEqual([verdict, classes]);
  });

  it('a signature that is brought stands in the place of the one inside', async () => {
    const byStranger = {
      ...controlPack(controlManifest(), STRANGER).files,
      'signature.json': controlPack(controlManifest(), STRANGER).signature,
    };
    const evidence = { 'pack.zip': zipped(byStranger), 'pack.sig.json': signature };
    expect((await judge(evidence, 'pack.zip', KEY)).report.verdict).toBe('tampered');
    expect((await judge(evidence, 'pack.zip', brought)).report.verdict).toBe('verified');
  });

  it('is held against the one of several brought signatures that holds, whatever their order', async () => {
    const stranger = controlPack(controlManifest(), STRANGER).signature;
    const evidence = { 'pack.zip': zipped(files), 'pack.sig.json': signature, 'other.sig.json': stranger };
    for (const signatures of [
      ['pack.sig.json', 'other.sig.json'],
      ['other.sig.json', 'pack.sig.json'],
    ]) {
      for (const trust of [KEY, trustOf({ keyFingerprints: [EVIDENCE_SIGNER.fingerprint] })]) {
        const view = await judge(evidence, 'pack.zip', { ...trust, signatures });
        expect([view.report.verdict, failures(view)]).toEqual(['verified', []]);
        const used = view.trust.filter(({ kind }) => kind === 'signature').map(({ label, used }) => [label, used]);
        expect(Object.fromEntries(used)).toEqual({ 'pack.sig.json': true, 'other.sig.json': false });
      }
    }
    const strange = JSON.stringify({ ...JSON.parse(Buffer.from(signature).toString()), more: 1 });
    const first = { ...KEY, signatures: ['strange.sig.json', 'pack.sig.json'] };
    const whole = await judge({ ...evidence, 'strange.sig.json': strange }, 'pack.zip', first);
    expect([whole.report.verdict, failures(whole)]).toEqual(['verified', []]);
    expect(whole.report.findings).toContainEqual(
      expect.objectContaining({ severity: 'warning', where: { file: 'strange.sig.json', rule: 'signature.form' } }),
    );
    const neither = {
      ...trustOf({ keyFingerprints: ['ab'.repeat(32)] }),
      signatures: ['other.sig.json', 'pack.sig.json'],
    };
    expect((await judge(evidence, 'pack.zip', neither)).report.verdict).toBe('tampered');
  });

  it('needs the name of the very fingerprint that its key has', async () => {
    const { fingerprint } = EVIDENCE_SIGNER;
    const both = {
      ...trustOf({ keyFingerprints: [fingerprint, STRANGER.fingerprint] }),
      signatures: ['pack.sig.json'],
    };
    const named = (keyIds: Record<string, string>) => judge(all, 'pack.zip', { ...both, keyIds });
    expect((await named({ [STRANGER.fingerprint]: 'x/1' })).report.verdict).toBe('verified');
    expect((await named({ [fingerprint]: EVIDENCE_KEY_ID })).report.verdict).toBe('verified');
    expect((await named({ [fingerprint]: 'x/1' })).report.verdict).toBe('tampered');
  });

  it.each([
    ['no JSON', 'not a signature'],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0])],
    ['another document', '{"format":"bathyscope/trust"}'],
    ['an empty file', ''],
  ])('says of %s that was brought as a signature that it is none, with a pack and without', async (_what, content) => {
    const trust = { ...KEY, signatures: ['bad.json'] };
    const withPack = await judge({ 'pack.zip': zipped(files), 'bad.json': content }, 'pack.zip', trust);
    expect(withPack.report.verdict).toBe('malformed');
    expect(withPack.report.findings).toContainEqual(
      expect.objectContaining({ severity: 'fail', where: expect.objectContaining({ file: 'bad.json' }) }),
    );
    const without = await judge({ 'c.ndjson': ndjson(buildChain(3)), 'bad.json': content }, 'c.ndjson', {
      ...NOTHING,
      signatures: ['bad.json'],
    });
    expect([without.report.verdict, failures(without)]).toEqual(['consistent-not-anchored', []]);
    expect(without.report.findings).toContainEqual(
      expect.objectContaining({
        class: 'malformed-file',
        severity: 'warning',
        message: expect.stringContaining('You brought it as a detached signature, and it is none'),
        where: { file: 'bad.json', rule: 'signature.form' },
      }),
    );
  });

  it('whose signed manifest lies about readiness is tampered, however soundly signed', async () => {
    const manifest = controlManifest('1');
    manifest.controls[2].readiness = 'ready';
    manifest.summary = { ...manifest.summary, controlsReady: 3, controlsWithGaps: 0 };
    const lie = controlPack(manifest);
    const view = await judge({ 'p.zip': zipped(lie.files), 's.json': lie.signature }, 'p.zip', {
      ...KEY,
      signatures: ['s.json'],
    });
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['claim-differs']]);
    expect(view.report.axes.origin.result).toBe('pass');
    expect(view.report.head).toContain('differ');
  });

  it('a lie is not hidden behind warnings, of which a pack can make as many as it likes', async () => {
    const lying = controlManifest();
    lying.controls[2].readiness = 'ready';
    const ids = Array.from({ length: LIMITS.findingsPerClass + 1 }, () => lying.controls[1].controlId);
    const [cell] = lying.crosswalkRollup.cells;
    lying.crosswalkRollup.cells.push({
      ...cell,
      reference: 'ELSEWHERE',
      status: 'ready',
      canonicalControlIds: ids,
      evidencePointers: ids,
    });
    const pack = controlPack(lying);
    const view = await judge(inFolder('whole', { ...pack.files, 'signature.json': pack.signature }), 'whole', KEY);
    expect([view.report.verdict, failures(view)]).toEqual(['tampered', ['claim-differs']]);
    expect(view.report.findingCounts['claim-differs']).toBe(LIMITS.findingsPerClass + 2);
  });

  it('that is not whole says what is missing of it', async () => {
    const { 'controls/AUDIT.IMMUTABLE-LOG.json': _gone, ...rest } = files;
    const { report } = await judge(inFolder('whole', { ...rest, 'signature.json': signature }), 'whole', KEY);
    expect(report.verdict).toBe('unverifiable');
    expect(report.head).toContain('controls/AUDIT.IMMUTABLE-LOG.json is not in the pack.');
  });

  it('names a byte order mark before its manifest, and its place', async () => {
    const marked = {
      ...files,
      'manifest.json': Buffer.concat([Buffer.from('\uFEFF'), files['manifest.json'] ?? new Uint8Array()]),
    };
    const { report } = await judge(inFolder('whole', { ...marked, 'signature.json': signature }), 'whole', KEY);
    expect(report.verdict).toBe('malformed');
    expect(report.findings.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('a byte order mark stands where a JSON value is expected (character 0)'),
    );
  });

  it('is known by its manifest where that is longer than what is looked at of a file', async () => {
    const long = controlManifest();
    const [first] = long.controls;
    const controls = Array.from({ length: 200 }, (_none, at) => ({ ...first, controlId: `MORE-${at}` }));
    long.controls.push(...controls);
    long.summary = {
      ...long.summary,
      totalControls: 203,
      controlsReady: 202,
      totalEvidenceItems: 203,
      posture: '202 of 203 controls evidence-ready',
    };
    const pack = controlPack(long);
    const manifest = Buffer.from(pack.files['manifest.json'] ?? []).toString();
    expect(manifest.indexOf('"framework":{')).toBeGreaterThan(SNIFF_BYTES);
    const view = await judge(inFolder('whole', { ...pack.files, 'signature.json': pack.signature }), 'whole', KEY);
    expect([view.report.verdict, failures(view)]).toEqual(['verified', []]);
  });

  it('a receipt inside is judged against the anchor that the manifest names, and no other', async () => {
    const manifest = controlManifest();
    const withReceipt = (anchor: Json) => ({
      'p.zip': zipped({
        ...files,
        'signature.json': signature,
        'external-anchor-receipt.json': JSON.stringify(logReceiptFor(anchor)),
      }),
    });
    const trust = { ...trustOf({ keys: [{ signer: EVIDENCE_SIGNER }], logs: [LOG_SIGNER] }) };
    const same = await judge(withReceipt(manifest.chainAnchor), 'p.zip', trust);
    expect(same.report.axes.independence.result).toBe('pass');
    // It is over the anchor alone: a pack that names the same anchor needs the log for nothing.
    expect(same.report.exposure?.parties).toEqual(['database-administrator', 'signing-key-holder']);
    const other = await judge(withReceipt({ ...manifest.chainAnchor, length: 20 }), 'p.zip', trust);
    expect(other.report.verdict).toBe('tampered');
    expect(other.report.axes.independence.result).toBe('fail');
  });

  it('a receipt inside over other than canonical bytes holds where the auditor brings those bytes', async () => {
    const { length, tipHash, genesisHash } = controlManifest().chainAnchor;
    const exact = Buffer.from(JSON.stringify({ length, tipHash, genesisHash }));
    const receipt = logReceiptFor({ length, tipHash, genesisHash }, LOG_SIGNER, {}, exact);
    const pack = { ...files, 'signature.json': signature, 'external-anchor-receipt.json': JSON.stringify(receipt) };
    const given = {
      'p.zip': zipped(pack),
      'anchor.json': exact,
      'other.json': exact.toString().replace(tipHash, '99'.repeat(32)),
    };
    const trust = trustOf({ keys: [{ signer: EVIDENCE_SIGNER }], logs: [LOG_SIGNER] });
    const axis = async (anchors: string[], exactAnchors: string[]) =>
      (await judge(given, 'p.zip', trust, anchors, exactAnchors)).report.axes.independence.result;
    expect(await axis([], ['anchor.json'])).toBe('pass');
    expect(await axis(['anchor.json'], [])).toBe('fail');
    expect(await axis([], [])).toBe('fail');
    expect(await axis([], ['other.json'])).toBe('fail');
  });

  it('a blocked report in its place proves nothing', async () => {
    const blocked = {
      formatVersion: '2',
      tenantId: 'harbour-clinic',
      framework: { id: 'soc2', title: 'SOC 2', version: '2017' },
      blocked: true,
      unresolved: [{ controlId: 'A.1', collectorId: 'substrate.rls-force', reason: 'no connection' }],
    };
    for (const name of ['manifest.json', 'blocked-2026-06-28.json']) {
      const { report, packs } = await judge({ [name]: JSON.stringify(blocked) }, name, NOTHING);
      expect([report.verdict, packs[0]?.kind, packs[0]?.tables[0]?.total]).toEqual([
        'unverifiable',
        'blocked-report',
        1,
      ]);
      expect(report.findings.map(({ where }) => where.file ?? name).every((file) => file === name)).toBe(true);
    }
  });

  it('a manifest is the file of that name, and only without one another file that looks like it', async () => {
    const { 'manifest.json': manifest = '', ...others } = files;
    const renamed = { ...others, 'signature.json': signature, 'a.json': manifest };
    expect((await judge({ 'p.zip': zipped(renamed) }, 'p.zip', KEY)).report.verdict).toBe('verified');
    const lie = JSON.stringify({ ...JSON.parse(Buffer.from(manifest).toString()), tenantId: 'someone-else' });
    const both = { ...renamed, 'a.json': lie, 'manifest.json': manifest };
    const view = await judge({ 'p.zip': zipped(both) }, 'p.zip', KEY);
    expect([view.report.axes.origin.result, failures(view)]).toEqual(['pass', ['unexpected-file']]);
  });

  it('is not reproached with the parts of a dated bundle, which it is not', async () => {
    const absent = async (more: object) => {
      const pack = zipped({ ...files, 'signature.json': signature, ...more });
      const { report } = await judge({ 'p.zip': pack }, 'p.zip', KEY);
      return report.findings.filter((finding) => finding.class === 'missing-part').length;
    };
    expect(await absent({})).toBe(0);
    expect(await absent({ 'rls-policies.json': '{}' })).toBeGreaterThan(0);
  });

  it('counts once in its sentence what contradicts it, and what trust contradicts as well', async () => {
    const manifest = JSON.parse(Buffer.from(files['manifest.json'] ?? '').toString());
    const lie = { ...manifest, summary: { ...manifest.summary, controlsWithGaps: 99 } };
    const lying = zipped({ ...files, 'manifest.json': JSON.stringify(lie) });
    const { report } = await judge({ 'p.zip': lying }, 'p.zip', NOTHING);
    expect(report.findings.map(({ where }) => where.rule)).toEqual(['summary.line', 'control.derived']);
    expect(report.head).toContain(
      'It does not hold: 1 finding contradicts it, 1 statement of it differs from what was derived here.',
    );
    const pack = { 'p.zip': zipped({ ...files, 'signature.json': signature }) };
    const foreign = await judge(pack, 'p.zip', trustOf({ keyFingerprints: [STRANGER.fingerprint] }));
    expect(foreign.report.verdict).toBe('tampered');
    expect(foreign.report.head).toContain('It does not hold: 1 finding contradicts it.');
  });

  it('says which check could not be run', async () => {
    const { report } = await judge({ 'p.zip': zipped(files) }, 'p.zip', KEY);
    expect(report.verdict).toBe('unverifiable');
    expect(report.head).toContain('A check that it needs could not be run: No signature was supplied.');
  });

  it('takes a file for one pack only', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_none, at) => [`copy-${at}.json`, files['manifest.json'] ?? '']),
    );
    const { packs } = await judge({ 'p.zip': zipped({ ...files, ...many }) }, 'p.zip', NOTHING);
    expect(packs.filter(({ kind }) => kind === 'control-pack')).toHaveLength(1);
  });
});

describe('packs and other evidence in one bundle', () => {
  const chain = buildChain(8);
  const anchor = JSON.stringify({ length: 8, tipHash: chain[7]?.hash });

  it('are all judged, and the worst counts', async () => {
    const broken = editReceipts(packV2(), (head) => {
      head.receipts[3].raw.payload.amount = 99;
    });
    const bundle = (pack: Json) => ({
      ...inFolder('bundle', { 'audit-chain.ndjson': ndjson(chain), 'pack.json': JSON.stringify(pack) }),
      'anchor.json': anchor,
    });
    const trust = trustOf({ keys: [{ signer: PACK_SIGNER, tenantId: TENANT }] });
    const ofChain = packV2({ rows: 8, payload: (at) => ({ event: `event-${at}`, at }) });
    expect((await judge(bundle(ofChain), 'bundle', NOTHING, ['anchor.json'])).report.verdict).toBe(
      'consistent-not-anchored',
    );
    const { report, packs } = await judge(bundle(broken), 'bundle', trust, ['anchor.json']);
    expect(report.verdict).toBe('tampered');
    expect(report.head).toContain('An audit-chain pack of 6 rows. It does not hold');
    expect(packs[0]?.findings.some((one) => one.class === 'payload-altered' && one.where.position === 3)).toBe(true);
    expect(report.axes.integrity.result).toBe('pass');
  });

  it('a control pack in the same folder hides no chain and no other pack', async () => {
    const { files } = controlPack();
    const tampered = packV1().replace('entry.made', 'entry.mado');
    const { report, packs } = await judge(
      inFolder('bundle', { ...files, 'audit-chain.ndjson': ndjson(chain), 'chain-pack.json': tampered }),
      'bundle',
      NOTHING,
    );
    expect(packs.map(({ kind }) => kind).sort()).toEqual(['audit-chain-pack', 'control-pack']);
    expect([report.verdict, report.summary.rows]).toEqual(['tampered', 8]);
  });

  it('keeps no more of all packs together than of one document', async () => {
    const filler = ' '.repeat(12 * 1024 * 1024);
    const big = packV1() + filler;
    const { report, packs } = await judge(
      inFolder('bundle', { 'a.json': big, 'b.json': big, 'c.json': big, 'd.json': packV1() }),
      'bundle',
      NOTHING,
    );
    expect(packs.map(({ file }) => file)).toEqual(['a.json', 'b.json', 'd.json']);
    expect(report.findings.filter((one) => one.class === 'limit-exceeded').map((one) => one.where.file)).toEqual([
      'c.json',
    ]);
    expect(report.verdict).toBe('unverifiable');
  });
});

describe('what is said of a pack', () => {
  const key = trustOf({ keys: [{ signer: PACK_SIGNER }] });
  const edited = editReceipts(packV2(), (head) => {
    head.receipts[3].raw.payload.amount = 99;
  });
  it.each([
    ['sound', JSON.stringify(packV2({ redacted: 2 })), key],
    ['no pin', packV1(), NOTHING],
    ['edited', JSON.stringify(edited), key],
    ['another key', packV1({ signer: STRANGER }), trustOf({ keyFingerprints: [PACK_SIGNER.fingerprint] })],
    ['of another tenant', packV1(), trustOf({ keys: [{ signer: PACK_SIGNER }], tenantId: 'another' })],
    ['no original disclosed', JSON.stringify(packV2({ rows: 1, redacted: 0 })), key],
    ['unsealed', JSON.stringify(packHead(1, packRows())), key],
    ['unsealed, no pin', JSON.stringify(packHead(1, packRows())), NOTHING],
  ])('%s', async (_name, text, trust) => {
    const { report } = await judge({ 'pack.json': text }, 'pack.json', trust);
    expect(report.head).toMatchSnapshot();
  });

  it('calls no row verified that nobody signed', async () => {
    const { packs } = await judge({ 'pack.json': packV1({ signer: STRANGER }) }, 'pack.json', NOTHING);
    const states = packs[0]?.tables[0]?.rows.map((row) => row[1]);
    expect(states?.length).toBeGreaterThan(1);
    expect(new Set(states)).toEqual(new Set(['recomputed']));
  });

  it('says of the rows of a pack that they were judged, and of a chain that there is none', async () => {
    const { report } = await judge({ 'pack.json': JSON.stringify(edited) }, 'pack.json', NOTHING);
    expect(report.axes.integrity).toMatchObject({
      result: 'fail',
      records: 6,
      answer: 'There is no chain of its own to replay. 6 rows of the pack were judged by the rules of packs: 1 fails.',
    });
    const sound = await judge({ 'pack.json': JSON.stringify(packV2()) }, 'pack.json', NOTHING);
    expect(sound.report.axes.integrity).toMatchObject({ result: 'not-applicable', records: 0 });
    expect(report.axes.continuity.result).toBe('not-checked');
  });

  it('the plain rows give first broken position, ends and counts; the legs stand in the checks', async () => {
    const { report } = await judge({ 'pack.json': JSON.stringify(edited) }, 'pack.json', key);
    expect(report.firstBrokenSeq).toBe(3);
    expect(report.summary).toMatchObject({ rows: 6, breaks: 1 });
    const link = report.checks.find(({ id }) => id === 'row.link');
    expect(link).toMatchObject({ result: 'fail', records: 6 });
    // The file that was edited, and the one that was not.
    const digests = report.checks.find(({ id }) => id === 'pack.file-digest');
    expect(digests).toMatchObject({ result: 'fail', records: 2 });
    expect(digests?.message).toBe('receipts.json has another digest than the manifest lists.');
    expect(report.checks.find(({ id }) => id === 'pack.seal')).toMatchObject({ result: 'pass', records: 1 });
    expect(report.checks.every(({ result, records }) => result !== 'pass' || records > 0)).toBe(true);
  });

  it('a masked row is "not disclosed" in the chain screen: never verified, never tampered by itself', async () => {
    await withEvidence({ 'pack.json': JSON.stringify(packV2({ redacted: 2 })) }, async (folder, open) => {
      const { document } = await open(join(folder, 'pack.json'), { trust: key });
      const page = await document.rows({ documentId: 'document-1', from: 0, count: 6 });
      expect(page.rows.map(({ state }) => state)).toEqual([
        'recomputed',
        'recomputed',
        'not-disclosed',
        'recomputed',
        'recomputed',
        'recomputed',
      ]);
      const masked = await document.row(2);
      expect([masked.computedHash, masked.command]).toEqual([null, null]);
    });
  });
});
