import { describe, expect, it } from 'vitest';
import { packV2 } from '../../fixtures/trust/chain-pack.ts';
import { controlManifest, controlPackOf, EVIDENCE_SIGNER } from '../../fixtures/trust/control-pack.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import { anchorText, type EvidenceFiles, ndjson, zipped } from '../../support/verifier/evidence.ts';
import { failures, type JudgedView, judge } from '../../support/verifier/judge.ts';
import { trustOf } from '../../support/verifier/trust.ts';
import { buildZip } from '../../support/zip-builder.ts';

const KEY = trustOf({ keys: [{ signer: EVIDENCE_SIGNER }] });
const CHAIN = buildChain(12);

function packOf(tenantId = 'harbour-clinic') {
  const pack = controlPackOf({ ...controlManifest(), tenantId });
  const files = Object.fromEntries(pack.files.map(({ name, bytes }) => [name, bytes]));
  return { files, zip: zipped(files), signature: pack.signature?.bytes ?? new Uint8Array() };
}
const ONE = packOf();
const TWO = packOf('lagoon-clinic');

const verdict = ({ report }: JudgedView) => report.verdict;
const rules = ({ report }: JudgedView) =>
  report.findings.flatMap(({ severity, where }) => (severity === 'note' ? [] : (where.rule ?? '')));
const inZip = (files: EvidenceFiles) => ({ 'outer.zip': zipped(files) });

describe('a pack in an archive of the bundle, its signature beside it', () => {
  const given: EvidenceFiles = { 'pack.zip': ONE.zip, 'pack.sig.json': ONE.signature };

  it.each([
    ['a folder', given, ''],
    ['a zip', inZip(given), 'outer.zip'],
    ['a folder in a zip', inZip({ 'june/pack.zip': ONE.zip, 'june/pack.sig.json': ONE.signature }), 'outer.zip'],
    ['a folder, under other names', { 'evidence.zip': ONE.zip, 'detached.json': ONE.signature }, ''],
  ] as const)('is judged as %s', async (_how, files, path) => {
    const view = await judge(files, path, KEY);
    expect([verdict(view), failures(view), rules(view)]).toEqual(['verified', [], []]);
    expect(view.packs.map(({ kind, result }) => [kind, result])).toEqual([['control-pack', 'pass']]);
    expect(verdict(await judge(files, path, trustOf({ keyFingerprints: [EVIDENCE_SIGNER.fingerprint] })))).toBe(
      'verified',
    );
    expect(verdict(await judge(files, path))).toBe('consistent-not-anchored');
  });

  it('lists its files under the name of the archive, each with its digest and at its index', async () => {
    const view = await judge(given, '', KEY);
    expect(view.files.map(({ name, status }) => [name, status])).toEqual([
      ['pack.sig.json', 'used'],
      ['pack.zip', 'used'],
      ...Object.keys(ONE.files).map((name) => [`pack.zip › ${name}`, 'used']),
    ]);
    expect(view.files.map(({ index }) => index)).toEqual(view.files.map((_file, at) => at));
    expect(view.files.every(({ sha256 }) => sha256 !== null)).toBe(true);
    expect(view.files[view.packs[0]?.fileIndex ?? -1]?.name).toBe('pack.zip › manifest.json');
    // The files of the archive are no files of the folder: its digest stays the one over what lies in it.
    const alone = await judge({ 'pack.zip': ONE.zip, 'pack.sig.json': ONE.signature, 'x/empty.txt': '' }, '', KEY);
    expect(alone.report.input.sha256).not.toBe(view.report.input.sha256);
  });

  it('names the archive and the file where something does not hold', async () => {
    const manifest = controlManifest();
    manifest.summary = { ...manifest.summary, controlsReady: 3 };
    const lie = controlPackOf(manifest);
    const zip = zipped(Object.fromEntries(lie.files.map(({ name, bytes }) => [name, bytes])));
    const view = await judge({ 'pack.zip': zip, 'pack.sig.json': lie.signature?.bytes ?? '' }, '', KEY);
    expect(verdict(view)).toBe('tampered');
    expect(view.report.findings.filter(({ severity }) => severity === 'fail').map(({ where }) => where.file)).toContain(
      'pack.zip › manifest.json',
    );
  });

  it('falls to the signature of another pack, by the same name or as the only one', async () => {
    for (const name of ['pack.sig.json', 'other.json']) {
      const view = await judge({ 'pack.zip': ONE.zip, [name]: TWO.signature }, '', KEY);
      expect([verdict(view), failures(view)]).toEqual(['tampered', ['signature-invalid']]);
    }
  });

  it('takes each its own where several lie beside each other', async () => {
    const files = { 'a.zip': ONE.zip, 'a.sig.json': ONE.signature, 'b.zip': TWO.zip, 'b.sig.json': TWO.signature };
    const view = await judge(files, '', KEY);
    expect([verdict(view), view.packs.map(({ result }) => result)]).toEqual(['verified', ['pass', 'pass']]);
    const swapped = { ...files, 'a.sig.json': TWO.signature, 'b.sig.json': ONE.signature };
    expect(verdict(await judge(swapped, '', KEY))).toBe('tampered');
  });

  it.each<[string, EvidenceFiles]>([
    ['two archives and one signature', { 'a.zip': ONE.zip, 'b.zip': ONE.zip, 'sig.json': ONE.signature }],
    ['one archive and two signatures', { 'a.zip': ONE.zip, 'one.json': ONE.signature, 'two.json': ONE.signature }],
    [
      'one beside it and one in it',
      { 'a.zip': zipped({ ...ONE.files, 's.json': ONE.signature }), 'a.sig.json': ONE.signature },
    ],
    [
      'two packs in the archive',
      {
        'a.zip': zipped({
          ...Object.fromEntries(Object.entries(ONE.files).map(([name, bytes]) => [`one/${name}`, bytes])),
          ...Object.fromEntries(Object.entries(TWO.files).map(([name, bytes]) => [`two/${name}`, bytes])),
        }),
        'a.sig.json': ONE.signature,
      },
    ],
    ['a manifest that lies beside it unpacked', { ...ONE.files, 'a.zip': TWO.zip, 'sig.json': TWO.signature }],
  ])('takes no signature where it is not clear which: %s', async (_what, files) => {
    const view = await judge(files, '', KEY);
    expect(verdict(view)).not.toBe('verified');
    expect(rules(view)).toContain('signature.unclear');
    const archived = view.packs.find(({ file }) => file.startsWith('a.zip'));
    expect(archived?.questions.find(({ id }) => id === 'manifest.signature')?.result).toBe('not-checked');
  });
});

describe('other archives of a bundle', () => {
  it('an audit-chain pack in one is judged, as one document or as its files', async () => {
    const pack = packV2();
    const key = trustOf({});
    const whole = await judge({ 'sent.zip': zipped({ 'pack.json': JSON.stringify(pack) }) }, '', key);
    expect(whole.packs.map(({ kind, file }) => [kind, file])).toEqual([['audit-chain-pack', 'sent.zip › pack.json']]);
    const bare = await judge(
      { 'sent.zip': zipped({ 'receipts.json': String(pack.files[0].contents), 'README.md': 'x' }) },
      '',
      key,
    );
    expect(bare.packs.map(({ kind }) => kind)).toEqual(['audit-chain-pack']);
    expect(verdict(bare)).toBe('unverifiable');
  });

  it('that hold no pack stay files, and weigh nothing', async () => {
    const chain = { 'chain.ndjson': ndjson(CHAIN), 'a.json': anchorText(CHAIN) };
    const files = {
      'b/chain.ndjson': chain['chain.ndjson'],
      'b/notes.zip': zipped({ '../x': '1', 'a.txt': 'a' }),
      'a.json': chain['a.json'],
    };
    const view = await judge(files, 'b', trustOf({}), ['a.json']);
    expect([verdict(view), rules(view)]).toEqual(['verified', []]);
    expect(view.files.map(({ name, status }) => [name, status])).toEqual([
      ['chain.ndjson', 'used'],
      ['notes.zip', 'read'],
    ]);
  });

  it('that hold other evidence beside a pack say that it was not judged', async () => {
    const zip = zipped({ ...ONE.files, 'rls-policies.json': '{}' });
    const view = await judge({ 'pack.zip': zip, 'pack.sig.json': ONE.signature }, '', KEY);
    expect([view.chainFile, verdict(view)]).toEqual([null, 'verified']);
    expect(rules(view)).toEqual(['nested.part']);
  });

  it('that hold a chain beside a pack leave the bundle unsettled, but for a copy of the one that is replayed', async () => {
    const zip = zipped({ ...ONE.files, 'audit-chain.ndjson': ndjson(CHAIN) });
    const pack = { 'b/pack.zip': zip, 'b/pack.sig.json': ONE.signature };
    const view = await judge(pack, 'b', KEY);
    expect([view.chainFile, verdict(view), rules(view)]).toEqual([null, 'unverifiable', ['one-chain']]);
    expect(view.report.head).toContain('1 file of entries was not replayed, so that the bundle is not settled.');
    const beside = await judge({ ...pack, 'b/chain.ndjson': ndjson(CHAIN) }, 'b', KEY);
    expect(rules(beside)).not.toContain('one-chain');
  });

  it('that hold a chain and no pack leave the bundle unsettled, a compressed one too; notes leave it as it is', async () => {
    const beside = (inside: EvidenceFiles) =>
      judge(
        { 'b/chain.ndjson': ndjson(CHAIN), 'b/earlier.zip': zipped(inside), 'a.json': anchorText(CHAIN) },
        'b',
        trustOf({}),
        ['a.json'],
      );
    for (const chain of [{ 'x/chain.ndjson': ndjson(CHAIN.slice(0, 3)) }, { 'chain.ndjson.gz': '\u001f\u008b' }]) {
      const view = await beside(chain);
      expect([verdict(view), rules(view)]).toEqual(['unverifiable', ['one-chain']]);
    }
    expect(verdict(await beside({ 'notes.txt': 'read me', 'list.json': '{"a":1}' }))).toBe('verified');
  });

  it('in an archive of the bundle are listed and not opened', async () => {
    const zip = zipped({ ...ONE.files, 'deeper.zip': TWO.zip, 'deeper.sig.json': TWO.signature });
    const view = await judge({ 'pack.zip': zip }, '', KEY);
    const deeper = view.files.find(({ name }) => name === 'pack.zip › deeper.zip');
    expect(deeper?.description).toContain('this one is not');
    expect(view.files.some(({ name }) => name.includes('deeper.zip ›'))).toBe(false);
    expect(view.packs).toHaveLength(1);
  });

  it('are told apart from a file with a name like theirs', async () => {
    const spoof = 'pack.zip › auditor-summary.txt';
    const { 'auditor-summary.txt': _summary, ...rest } = ONE.files;
    const files = { 'pack.zip': zipped(rest), 'pack.sig.json': ONE.signature, [spoof]: 'another summary' };
    const view = await judge(files, '', KEY);
    expect(rules(view)).toContain('nested.name');
    expect(view.files.find(({ name }) => name === spoof)?.status).toBe('read');
  });
});

describe('the zip of a control pack', () => {
  const names = Object.keys(ONE.files).sort();
  const asProduced = () =>
    buildZip({
      entries: names.map((name) => ({
        name,
        data: ONE.files[name] ?? '',
        method: 8,
        dosDate: 0x21,
        dosTime: 0,
        central: { madeBy: 20, externalAttributes: 0 },
      })),
    }).bytes;
  const noteOf = (view: JudgedView) => view.report.findings.filter(({ where }) => where.rule === 'control.zip');

  it('as the producer writes it gives no note', async () => {
    const files = { 'pack.zip': asProduced(), 's.sig': ONE.signature };
    expect(noteOf(await judge(files, 'pack.zip', { ...KEY, signatures: ['s.sig'] }))).toEqual([]);
  });

  it('that was packed again verifies, with one note of what differs', async () => {
    const entries = [...names].reverse().map((name) => ({
      name,
      data: ONE.files[name] ?? '',
      dosDate: 0x5a21,
      local: { extra: Uint8Array.of(1, 0, 1, 0, 9) },
      central: { madeBy: 0x314, externalAttributes: 0x81a40000, comment: name === 'manifest.json' ? 'x' : '' },
    }));
    const again = buildZip({ entries: [...entries, { name: 'controls/', dosDate: 0x21 }] }).bytes;
    const files = {
      'again.zip': again,
      'folder/again.zip': again,
      'folder/s.json': ONE.signature,
      's.sig': ONE.signature,
    };
    const ways: [string, typeof KEY][] = [
      ['again.zip', { ...KEY, signatures: ['s.sig'] }],
      ['folder', KEY],
    ];
    for (const [path, trust] of ways) {
      const view = await judge(files, path, trust);
      expect([verdict(view), noteOf(view).length, noteOf(view)[0]?.severity]).toEqual(['verified', 1, 'note']);
      for (const words of [
        'order of their names',
        'are folders',
        'not deflated',
        'a date other',
        'extra fields',
        'comments',
        'versions other',
        'file attributes',
      ]) {
        expect(noteOf(view)[0]?.message).toContain(words);
      }
    }
  });

  it('is looked at only where the zip is the pack: not in a folder, and not where a bundle holds it among other things', async () => {
    const folder = Object.fromEntries(Object.entries(ONE.files).map(([name, bytes]) => [`p/${name}`, bytes]));
    expect(noteOf(await judge(folder, 'p', KEY))).toEqual([]);
    const bundle = zipped({ ...folder, 'audit-chain.ndjson': ndjson(CHAIN) });
    expect(noteOf(await judge({ 'bundle.zip': bundle }, 'bundle.zip', KEY))).toEqual([]);
  });
});
