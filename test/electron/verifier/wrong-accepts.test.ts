import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountIdOf } from '../../../shared/anchors/account-id.ts';
import { type Json, PACK_SIGNER, packV2, TENANT } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest, controlPackOf, EVIDENCE_SIGNER } from '../../fixtures/trust/control-pack.ts';
import { LOG_SIGNER } from '../../fixtures/trust/log.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import {
  type EvidenceFiles,
  indexText,
  ndjson,
  proofText,
  withEvidence,
  zipped,
} from '../../support/verifier/evidence.ts';
import { failures, type JudgedView, judge } from '../../support/verifier/judge.ts';
import { logReceiptFor, signedAnchor, trustOf } from '../../support/verifier/trust.ts';

const CHAIN = buildChain(12);
const OTHER = buildChain(12, 'other');
const ACCOUNT = accountIdOf(TENANT);
const WHOLE = { length: 12, tipHash: CHAIN[11]?.hash ?? '' };
const STRANGE = 'ab'.repeat(32);
const NOTHING = trustOf({});
const PINNED = trustOf({ keys: [{ signer: PACK_SIGNER }] });
const LOGGED = trustOf({ logs: [LOG_SIGNER] });

const verdict = ({ report: { verdict: word } }: JudgedView) => word;
const rules = ({ report }: JudgedView) => report.findings.flatMap(({ where }) => where.rule ?? []);

/** A pack whose rows are those of the chain, or its first ones. */
const packOfChain = (rows = 12, tenant = TENANT) =>
  JSON.stringify(packV2({ rows, tenant, payload: (at) => ({ event: `event-${at}`, at }) }));

/** A control pack, unpacked in a folder of its own, over the anchor of a chain. */
function controlPackOver(chainAnchor: Json): EvidenceFiles {
  const { files, signature } = controlPackOf({ ...controlManifest(), chainAnchor });
  const named = files.map(({ name, bytes }) => [`bundle/pack/${name}`, bytes] as const);
  return { ...Object.fromEntries(named), 'bundle/pack/signature.json': signature?.bytes ?? '' };
}

describe('one chain, one verdict', () => {
  it('another proof in the bundle, with a chain of its own, leaves it unsettled', async () => {
    const own = { 'bundle/audit-chain.ndjson': ndjson(CHAIN), 'bundle/audit-chain-proof.json': proofText(CHAIN) };
    const brought = { 'anchor.json': JSON.stringify(WHOLE) };
    const beside = (text: string) =>
      judge({ ...own, ...brought, 'bundle/x/audit-chain-proof.json': text }, 'bundle', NOTHING, ['anchor.json']);
    const view = await beside(proofText(OTHER, { entries: OTHER }));
    expect([verdict(view), rules(view)]).toEqual(['unverifiable', expect.arrayContaining(['one-proof'])]);
    expect(view.report.head).toContain('1 proof of a chain was not read, so that the bundle is not settled.');
    const copied = await beside(own['bundle/audit-chain-proof.json']);
    expect([verdict(copied), rules(copied)]).toEqual(['verified', []]);
  });

  it('a pack that names another chain than the one beside it is said, and settles nothing', async () => {
    const anchor = signedAnchor(CHAIN, PACK_SIGNER, ACCOUNT);
    const beside = (pack: EvidenceFiles, more: EvidenceFiles = {}) =>
      judge(
        { 'bundle/audit-chain.ndjson': ndjson(CHAIN), ...pack, ...more, 'anchor.json': JSON.stringify(anchor) },
        'bundle',
        trustOf({
          keys: [
            { signer: PACK_SIGNER, uses: ['audit-chain'] },
            { signer: EVIDENCE_SIGNER, uses: ['control-pack'] },
          ],
        }),
        ['anchor.json'],
      );
    const rowsOf = (text: string) => ({ 'bundle/pack.json': text });
    const stated = (accountId: string) => ({
      'bundle/audit-chain-proof.json': proofText(CHAIN, { head: { accountId } }),
    });
    const core = { length: 5, tipHash: CHAIN[4]?.hash };
    for (const agreeing of [rowsOf(packOfChain()), rowsOf(packOfChain(7)), controlPackOver(core)])
      expect(verdict(await beside(agreeing, stated(TENANT)))).toBe('verified');
    const others = [
      rowsOf(JSON.stringify(packV2())),
      rowsOf(packOfChain(13)),
      controlPackOver({ ...core, tipHash: STRANGE }),
      controlPackOver({ length: 13, tipHash: STRANGE }),
    ];
    for (const other of others) {
      const unknown = await beside(other);
      expect([verdict(unknown), rules(unknown)]).toEqual(['unverifiable', expect.arrayContaining(['pack.chain'])]);
      expect(unknown.report.head).toContain('names another chain than the one that was replayed');
      const same = await beside(other, stated(TENANT));
      expect([verdict(same), failures(same)]).toEqual(['tampered', ['claim-differs']]);
    }
  });

  it('and so it is where no entry can be read again behind the replay', async () => {
    const pack = controlPackOver({ length: 5, tipHash: STRANGE });
    await withEvidence({ 'bundle/audit-chain.ndjson': ndjson(CHAIN), ...pack }, async (folder, open) => {
      const { report } = (await open(join(folder, 'bundle'), { browse: false })).view;
      expect(report?.findings.map(({ where }) => where.rule)).toContain('pack.chain');
    });
  });

  it('two packs of one tenant that name two chains contradict each other', async () => {
    const keys = [{ signer: PACK_SIGNER }, { signer: EVIDENCE_SIGNER }];
    const both = async (...packs: EvidenceFiles[]) => judge(Object.assign({}, ...packs), 'bundle', trustOf({ keys }));
    const rows = { 'bundle/rows.json': packOfChain() };
    const core = { length: 5, tipHash: CHAIN[4]?.hash };
    for (const agreeing of [{ 'bundle/b.json': packOfChain(7) }, controlPackOver(core)])
      expect(verdict(await both(rows, agreeing))).toBe('verified');
    for (const other of [
      { 'bundle/b.json': JSON.stringify(packV2()) },
      controlPackOver({ ...core, tipHash: STRANGE }),
    ]) {
      const view = await both(rows, other);
      expect([verdict(view), failures(view)]).toEqual(['tampered', ['claim-differs']]);
    }
    expect(verdict(await both(rows, { 'bundle/b.json': packOfChain(7, 'another-tenant') }))).toBe('verified');
  });

  it('an anchor of the bundle itself contradicts a pack as it contradicts a chain', async () => {
    const pack = { 'bundle/pack.json': packOfChain() };
    const beside = (anchor: object) =>
      judge({ ...pack, 'bundle/anchor.json': JSON.stringify(anchor) }, 'bundle', PINNED);
    expect(verdict(await beside(WHOLE))).toBe('verified');
    const view = await beside({ ...WHOLE, tipHash: STRANGE });
    expect([verdict(view), failures(view)]).toEqual(['tampered', ['rewritten']]);
    expect(view.report.head).toContain('The anchor "anchor.json" of the bundle itself contradicts "pack.json".');
  });

  it('a pack of another tenant than the rest is said', async () => {
    const files = {
      'audit-chain.ndjson': ndjson(CHAIN),
      'audit-chain-proof.json': proofText(CHAIN, { head: { accountId: TENANT } }),
      'pack.json': JSON.stringify(packV2({ tenant: 'another-tenant' })),
    };
    expect(rules(await judge(files, '', NOTHING))).toContain('tenant.parts-differ');
    const packs = { 'a.json': packOfChain(), 'b.json': packOfChain(12, 'another-tenant') };
    expect(rules(await judge(packs, '', PINNED))).toContain('tenant.parts-differ');
    expect(rules(await judge({ ...packs, 'b.json': packOfChain(5) }, '', PINNED))).not.toContain('tenant.parts-differ');
  });
});

describe('an anchor that was brought', () => {
  const against = async (files: EvidenceFiles, path: string, ...anchors: object[]) => {
    const named = anchors.map((anchor, at) => [`anchor-${at}.json`, JSON.stringify(anchor)] as const);
    const trust = trustOf({ keys: [{ signer: PACK_SIGNER }, { signer: EVIDENCE_SIGNER }] });
    return await judge(
      { ...files, ...Object.fromEntries(named) },
      path,
      trust,
      named.map(([name]) => name),
    );
  };

  it('an anchor that was brought is held against the rows of a pack', async () => {
    const pack = { 'pack.json': packOfChain() };
    for (const agreeing of [WHOLE, { length: 5, tipHash: CHAIN[4]?.hash ?? '', genesisHash: CHAIN[0]?.hash }])
      expect(verdict(await against(pack, 'pack.json', agreeing))).toBe('verified');
    for (const [wrong, named] of [
      [{ ...WHOLE, tipHash: STRANGE }, 'rewritten'],
      [{ ...WHOLE, genesisHash: STRANGE }, 'rewritten'],
      [{ length: 13, tipHash: STRANGE }, 'tail-truncated'],
    ] as const) {
      const view = await against(pack, 'pack.json', WHOLE, wrong);
      expect([verdict(view), failures(view)]).toEqual(['tampered', [named]]);
      expect(view.report.head).toContain('The anchor "anchor-1.json" that you brought contradicts "pack.json".');
      expect(view.report.head).not.toContain('with the files of the bundle');
      expect(view.report.checks.find(({ id }) => id === 'bundle.files')?.result).toBe('pass');
    }
  });

  it('and held against the anchor that a control pack names, where both are of one length', async () => {
    const named = { length: 12, tipHash: WHOLE.tipHash };
    const pack = controlPackOver(named);
    expect(verdict(await against(pack, 'bundle/pack', named))).toBe('verified');
    const wrong = await against(pack, 'bundle/pack', { ...named, tipHash: STRANGE });
    expect([verdict(wrong), failures(wrong)]).toEqual(['tampered', ['rewritten']]);
  });

  it('and compared with nothing settles nothing', async () => {
    const pack = controlPackOver({ length: 12, tipHash: WHOLE.tipHash });
    const longer = { length: 40, tipHash: STRANGE };
    const view = await against(pack, 'bundle/pack', longer);
    expect([verdict(view), rules(view)]).toEqual(['unverifiable', expect.arrayContaining(['anchor.not-compared'])]);
    expect(view.report.head).toContain('You brought an anchor and it was held against no chain here');
    // An anchor is of one chain, and nothing says which of two that are named.
    const two = await against(
      { 'bundle/a.json': packOfChain(), 'bundle/b.json': packOfChain(5, 'another') },
      'bundle',
      WHOLE,
    );
    expect(verdict(two)).toBe('unverifiable');
    const said = two.report.findings.find(({ where }) => where.rule === 'anchor.not-compared');
    expect(said?.message).toContain('the packs are not all known to be of one tenant');
    const receipt = { 'receipt.json': JSON.stringify(logReceiptFor(WHOLE)), 'anchor.json': JSON.stringify(WHOLE) };
    expect(rules(await judge(receipt, 'receipt.json', LOGGED, ['anchor.json']))).toEqual([]);
  });
});

describe('an anchor where packs lie together', () => {
  const keys = [{ signer: PACK_SIGNER }, { signer: EVIDENCE_SIGNER }];
  const trust = trustOf({ keys, logs: [LOG_SIGNER] });
  const against = (files: EvidenceFiles, anchor: object) =>
    judge({ ...files, 'anchor.json': JSON.stringify(anchor) }, 'bundle', trust, ['anchor.json']);
  const five = { length: 5, tipHash: CHAIN[4]?.hash ?? '' };
  const wrong = { ...WHOLE, tipHash: STRANGE };
  const rows = { 'bundle/rows.json': packOfChain() };
  const older = { 'bundle/older.json': packOfChain(5) };

  it('and an anchor is held against each of several packs of one tenant', async () => {
    for (const more of [older, { 'bundle/copy.json': packOfChain() }, controlPackOver(five)]) {
      const packs = { ...rows, ...more };
      for (const agreeing of [WHOLE, five]) expect(verdict(await against(packs, agreeing))).toBe('verified');
      const inside = await judge({ ...packs, 'bundle/anchor.json': JSON.stringify(wrong) }, 'bundle', trust);
      const brought = await against(packs, wrong);
      for (const view of [inside, brought])
        expect([verdict(view), failures(view)]).toEqual(['tampered', ['rewritten']]);
      const longer = await against(packs, { length: 13, tipHash: STRANGE });
      expect([verdict(longer), failures(longer)]).toEqual(['tampered', ['tail-truncated']]);
    }
  });

  it('and a manifest that names as long a chain does not stand in for rows that are gone', async () => {
    const view = await against({ ...older, ...controlPackOver(WHOLE) }, WHOLE);
    expect([verdict(view), failures(view)]).toEqual(['tampered', ['tail-truncated']]);
  });

  it('and a receipt beside a pack does not take the demand away', async () => {
    const receipt = { 'bundle/receipt.json': JSON.stringify(logReceiptFor(WHOLE)) };
    const view = await against({ ...controlPackOver(five), ...receipt }, WHOLE);
    expect([verdict(view), rules(view)]).toEqual(['unverifiable', expect.arrayContaining(['anchor.not-compared'])]);
    expect(verdict(await against({ ...controlPackOver(five), ...receipt }, five))).toBe('verified');
  });
});

it('a receipt over an anchor that came with it settles nothing', async () => {
  const files = {
    'bundle/receipt.json': JSON.stringify(logReceiptFor(WHOLE)),
    'bundle/anchor.json': JSON.stringify(WHOLE),
    'anchor.json': JSON.stringify(WHOLE),
  };
  const minted = await judge(files, 'bundle', LOGGED);
  expect([verdict(minted), minted.report.exposure?.parties]).toEqual(['unverifiable', ['anybody']]);
  expect(minted.report.head).toContain('That anchor came with it, so that this settles nothing by itself.');
  expect(verdict(await judge(files, 'bundle', LOGGED, ['anchor.json']))).toBe('verified');
});

it('the index of a folder is held against the files in it, never against one outside', async () => {
  const listed = { 'notes.txt': 'as listed', 'audit-chain.ndjson': ndjson(CHAIN) };
  const inside = (files: EvidenceFiles) =>
    Object.fromEntries(Object.entries(files).map(([name, content]) => [`a/${name}`, content]));
  const files = inside({ ...listed, 'bundle.json': indexText(listed) });
  expect(failures(await judge(files, ''))).toEqual([]);
  const edited = await judge({ ...files, 'a/notes.txt': 'edited', 'notes.txt': 'as listed' }, '');
  expect([verdict(edited), failures(edited)]).toEqual(['tampered', ['digest-differs']]);
  const outside = edited.report.findings.filter(({ where }) => where.rule === 'index');
  expect(outside.map(({ where }) => where.file)).toEqual(['notes.txt']);
  const { 'a/notes.txt': _gone, ...without } = files;
  expect(failures(await judge({ ...without, 'notes.txt': 'as listed' }, ''))).toEqual(['missing-part']);
});

describe('an axis', () => {
  const brought = { 'anchor.json': JSON.stringify(WHOLE) };
  const chain = { 'bundle/audit-chain.ndjson': ndjson(CHAIN) };
  const early = { length: 1, tipHash: CHAIN[0]?.hash ?? '' };

  it('what is attested of a part of the chain is said of that part, and passes nothing', async () => {
    const logged = async (anchor: typeof early) => {
      const proof = proofText(CHAIN, { anchors: [anchor] });
      const receipt = JSON.stringify(logReceiptFor(anchor));
      const files = { ...chain, 'bundle/audit-chain-proof.json': proof, 'bundle/receipt.json': receipt, ...brought };
      const view = await judge(files, 'bundle', LOGGED, ['anchor.json']);
      expect(verdict(view)).toBe('verified');
      return view.report;
    };
    const part = await logged(early);
    expect(part.axes.independence).toMatchObject({ result: 'undetermined', records: 1 });
    expect(part.axes.independence.answer).toMatch(
      /^Not for the whole chain, only for the first 1 of 12 entries\. The log/,
    );
    expect(part.axes.independence.nextStep).not.toBeNull();
    expect(part.checks.find(({ id }) => id === 'chain.independence')?.result).toBe('undetermined');
    expect((await logged(WHOLE)).axes.independence.result).toBe('pass');
  });

  it('what is attested of a pack passes nothing for the chain beside it, and adds its party all the same', async () => {
    const named = { length: 5, tipHash: CHAIN[4]?.hash };
    const receipt = JSON.stringify(logReceiptFor({ length: 5, tipHash: CHAIN[4]?.hash ?? '' }));
    const files = {
      ...chain,
      ...controlPackOver(named),
      'bundle/pack/external-anchor-receipt.json': receipt,
      ...brought,
    };
    const keys = [{ signer: EVIDENCE_SIGNER, uses: ['control-pack'] as const }];
    const { report } = await judge(files, 'bundle', trustOf({ keys, logs: [LOG_SIGNER] }), ['anchor.json']);
    expect(report.verdict).toBe('verified');
    for (const axis of ['origin', 'independence'] as const) {
      expect(report.axes[axis].result).toBe('undetermined');
      expect(report.axes[axis].answer).toMatch(/^Not for the chain, only for what lies beside it\. /);
    }
    expect(report.exposure?.parties).toEqual(['database-administrator', 'bucket-owner', 'signing-key-holder']);
  });

  it('what is attested of one of two packs is said of that one, and passes nothing', async () => {
    const unsigned = JSON.stringify({ ...packV2({ rows: 12, tenant: TENANT }), packSeal: undefined });
    const { report } = await judge({ 'a.json': packOfChain(), 'b.json': unsigned }, '', PINNED);
    expect(report.axes.origin.result).toBe('undetermined');
    expect(report.axes.origin.answer).toMatch(/^Not for all packs, only for 1 of 2\. Yes: /);
    const { report: alone } = await judge({ 'a.json': packOfChain() }, '', PINNED);
    expect(alone.axes.origin.result).toBe('pass');
  });

  it('counts the rows of each pack, and fails by those of any', async () => {
    const broken = packOfChain(5).replace('event-3', 'edited');
    const { report } = await judge({ 'a.json': packOfChain(), 'b.json': broken }, '', NOTHING);
    expect(report.verdict).toBe('tampered');
    expect(report.axes.integrity).toMatchObject({ result: 'fail', records: 17 });
    expect(report.axes.integrity.answer).toContain('17 rows of 2 packs were judged');
    expect([report.summary.rows, report.summary.breaks, report.summary.root]).toEqual([17, 1, null]);
  });
});

it('a key that was pinned for a tenant stays a demand whatever tenant the bundle states', async () => {
  const files = (accountId: string, anchor: object = WHOLE) => ({
    'bundle/audit-chain.ndjson': ndjson(CHAIN),
    'bundle/audit-chain-proof.json': proofText(CHAIN, { head: { accountId } }),
    'anchor.json': JSON.stringify(anchor),
  });
  const trust = trustOf({ keys: [{ signer: PACK_SIGNER, tenantId: TENANT }] });
  const held = (evidence: EvidenceFiles, more: object = {}) =>
    judge(evidence, 'bundle', { ...trust, ...more }, ['anchor.json']);
  const dodged = await held(files('another-tenant'));
  expect(verdict(dodged)).toBe('unverifiable');
  expect(dodged.report.axes.origin.answer).toContain('A key is pinned for another tenant than the one that the bundle');
  expect(verdict(await held(files(TENANT, signedAnchor(CHAIN, PACK_SIGNER, ACCOUNT))))).toBe('verified');
  // The auditor may say that it is of another tenant: then no key is pinned for it.
  expect(verdict(await held(files('another-tenant'), { tenantId: 'another-tenant' }))).toBe('verified');
});

it('of several anchors that contradict the first place counts, in whatever order they were brought', async () => {
  const files = {
    'chain.ndjson': ndjson(CHAIN),
    'late.json': JSON.stringify({ length: 20, tipHash: STRANGE }),
    'early.json': JSON.stringify({ length: 4, tipHash: STRANGE }),
  };
  for (const anchors of [
    ['late.json', 'early.json'],
    ['early.json', 'late.json'],
  ]) {
    const { report } = await judge(files, 'chain.ndjson', NOTHING, anchors);
    expect([report.verdict, report.firstBrokenSeq]).toEqual(['tampered', 4]);
    expect(report.axes.completeness.answer).toContain('not the chain that was anchored at 4 entries');
  }
});

it('an anchor that came with the bundle does not show how far the chain goes by now, whoever signed it', async () => {
  const signed = JSON.stringify(signedAnchor(CHAIN, PACK_SIGNER, ACCOUNT, { length: 5 }));
  const files = {
    'bundle/audit-chain.ndjson': ndjson(CHAIN.slice(0, 5)),
    'bundle/anchor.json': signed,
    'own.json': signed,
  };
  const { report } = await judge(files, 'bundle', PINNED);
  expect(report.verdict).toBe('verified');
  expect(report.axes.completeness.answer).toContain('does not show how far the chain goes by now');
  expect(report.exposure?.sentence).toContain('To cut it back to a length that the key signed earlier');
  const brought = (await judge(files, 'bundle', PINNED, ['own.json'])).report;
  expect(brought.axes.completeness.answer).toBe('Yes, against the anchor at 5 that you brought.');
  expect(brought.exposure?.sentence).not.toContain('cut it back');
});

describe('a receipt beside a chain', () => {
  const beside = (receipt: Json, accountId = TENANT) =>
    judge(
      {
        'audit-chain.ndjson': ndjson(CHAIN),
        'audit-chain-proof.json': proofText(CHAIN, { head: { accountId } }),
        'receipt.json': JSON.stringify(receipt),
      },
      '',
      LOGGED,
    );
  const ours = { accountId: ACCOUNT };

  it('for more entries than there are, or of another tenant, is said', async () => {
    const sound = await beside(logReceiptFor(WHOLE, LOG_SIGNER, ours));
    expect(rules(sound)).not.toContain('receipt.beyond-chain');
    expect(rules(sound)).not.toContain('tenant.parts-differ');
    const longer = await beside(logReceiptFor({ length: 40, tipHash: STRANGE }, LOG_SIGNER, ours));
    expect(rules(longer)).toContain('receipt.beyond-chain');
    expect(rules(await beside(logReceiptFor(WHOLE, LOG_SIGNER, ours), 'another-tenant'))).toContain(
      'tenant.parts-differ',
    );
  });
});

it('files that were not inspected are said in the report', async () => {
  const chain = { 'audit-chain.ndjson': ndjson(CHAIN) };
  const noted = async (more: EvidenceFiles) =>
    (await judge({ ...chain, ...more }, '')).report.findings.filter(({ where }) => where.rule === 'not-inspected');
  expect(await noted({})).toEqual([]);
  const hidden = { 'more.zip': zipped({ 'audit-chain.ndjson': ndjson(OTHER) }), 'notes.txt': 'seen by nobody' };
  expect(await noted(hidden)).toMatchObject([
    { severity: 'note', message: '2 files were digested and not inspected: more.zip, notes.txt.' },
  ]);
});
