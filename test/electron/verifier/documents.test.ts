import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { VerificationReport } from '../../../shared/base/verification.ts';
import { documentViewSchema } from '../../../shared/ipc/model.ts';
import { referenceSha256 } from '../../reference/canonical.ts';
import { buildChain } from '../../support/chain/build-chain.ts';
import {
  anchorText,
  type EvidenceFiles,
  indexText,
  ndjson,
  proofText,
  withEvidence,
  zipped,
} from '../../support/verifier/evidence.ts';

const CHAIN = buildChain(50);
const ENTRIES = ndjson(CHAIN);
const ANCHOR = anchorText(CHAIN);
const FILES: EvidenceFiles = {
  'audit-chain.ndjson': ENTRIES,
  'audit-chain-proof.json': proofText(CHAIN, { rest: { entriesSha256: referenceSha256(ENTRIES) } }),
};
const BUNDLE: EvidenceFiles = { ...FILES, 'bundle.json': indexText(FILES) };

function inFolder(files: EvidenceFiles, folder: string): EvidenceFiles {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));
}

interface Form {
  readonly name: string;
  readonly files: EvidenceFiles;
  readonly path: string;
  readonly kind: string;
}

const FORMS: readonly Form[] = [
  { name: 'lines', files: { 'c.ndjson': ENTRIES }, path: 'c.ndjson', kind: 'ndjson' },
  {
    name: 'lines with CRLF and no end',
    files: { 'c.ndjson': ENTRIES.trimEnd().replaceAll('\n', '\r\n') },
    path: 'c.ndjson',
    kind: 'ndjson',
  },
  { name: 'an array', files: { 'c.json': JSON.stringify(CHAIN) }, path: 'c.json', kind: 'json-array' },
  {
    name: 'an array, set wide',
    files: { 'c.json': JSON.stringify(CHAIN, null, 2) },
    path: 'c.json',
    kind: 'json-array',
  },
  {
    name: 'a proof with its entries',
    files: { 'audit-chain-proof.json': proofText(CHAIN, { entries: CHAIN }) },
    path: 'audit-chain-proof.json',
    kind: 'json-document',
  },
  { name: 'a folder', files: inFolder(BUNDLE, 'f'), path: 'f', kind: 'folder' },
  { name: 'a folder without index', files: inFolder(FILES, 'f'), path: 'f', kind: 'folder' },
  { name: 'a zip', files: { 'b.zip': zipped(BUNDLE) }, path: 'b.zip', kind: 'zip' },
  { name: 'a zip of a folder', files: { 'b.zip': zipped(inFolder(BUNDLE, 'soc2')) }, path: 'b.zip', kind: 'zip' },
];

describe('a sound chain', () => {
  it.each(FORMS)('is the same in every form: $name', async ({ files, path, kind }) => {
    await withEvidence({ ...files, 'anchor.json': ANCHOR }, async (folder, open) => {
      const bare = (await open(join(folder, path))).view;
      documentViewSchema.parse(bare);
      expect(bare.state).toBe('done');
      expect(bare.report).toMatchObject({
        verdict: 'consistent-not-anchored',
        firstBrokenSeq: null,
        summary: { rows: 50, breaks: 0, root: CHAIN[49]?.hash, genesis: CHAIN[0]?.hash },
        input: { kind },
      });
      expect(bare.report?.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
      const anchored = (await open(join(folder, path), { anchors: [join(folder, 'anchor.json')] })).view;
      expect(anchored.report?.verdict).toBe('verified');
      const plain = (await open(join(folder, path), { anchors: [join(folder, 'anchor.json')], browse: false })).view;
      expect(plain.report).toEqual(anchored.report);
    });
  });

  it('has the digest that sha256sum gives, and for a folder the one of the list of digests', async () => {
    await withEvidence({ ...inFolder(BUNDLE, 'f'), 'c.ndjson': ENTRIES }, async (folder, open) => {
      expect((await open(join(folder, 'c.ndjson'))).view.report?.input).toEqual({
        path: 'c.ndjson',
        sha256: referenceSha256(ENTRIES),
        kind: 'ndjson',
        bytes: Buffer.byteLength(ENTRIES),
      });
      const lines = Object.entries(BUNDLE)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, content]) => `${referenceSha256(String(content))}  ${name}\n`);
      const { report, files } = (await open(join(folder, 'f'))).view;
      expect(report?.input).toMatchObject({ path: 'f', sha256: referenceSha256(lines.join('')), bytes: null });
      const stated = files.map((file) => [file.name, file.sha256 === file.statedSha256]);
      expect(stated).toEqual([
        ['audit-chain-proof.json', true],
        ['audit-chain.ndjson', true],
        ['bundle.json', false],
      ]);
    });
  });
});

async function reportOf(files: EvidenceFiles, anchored = true): Promise<VerificationReport> {
  const reports: VerificationReport[] = [];
  await withEvidence({ ...inFolder(files, 'f'), 'anchor.json': ANCHOR }, async (folder, open) => {
    const anchors = anchored ? [join(folder, 'anchor.json')] : [];
    const { report, error } = (await open(join(folder, 'f'), { anchors })).view;
    if (report === null) throw new Error(error ?? 'no report');
    reports.push(report);
  });
  const [report] = reports;
  if (report === undefined) throw new Error('nothing was opened');
  return report;
}

describe('claims of a bundle', () => {
  it('are compared, and hold when they do', async () => {
    const report = await reportOf(BUNDLE);
    expect(report.claims.map(({ agrees }) => agrees)).toEqual(new Array(report.claims.length).fill(true));
    expect(report.claims.length).toBe(3 + 1 + 4);
  });

  it.each([
    ['number of entries', { entryCount: 49 }, 'claim-differs'],
    ['first hash', { genesisHash: 'ab'.repeat(32) }, 'claim-differs'],
    ['last hash', { tipHash: 'ab'.repeat(32) }, 'claim-differs'],
  ])('that differ are said, though everything recomputes: %s', async (_name, head, of) => {
    const report = await reportOf({ ...FILES, 'audit-chain-proof.json': proofText(CHAIN, { head }) });
    expect(report).toMatchObject({ verdict: 'tampered', firstBrokenSeq: null, summary: { breaks: 0 } });
    expect(report.findings).toMatchObject([{ class: of, severity: 'fail' }, { severity: 'note' }, {}, {}, {}]);
  });

  it('about the file of entries and about every file are compared with what was read', async () => {
    const wrong = proofText(CHAIN, { rest: { entriesSha256: 'ab'.repeat(32) } });
    const proof = await reportOf({ ...FILES, 'audit-chain-proof.json': wrong });
    expect(proof.findingCounts['digest-differs']).toBe(1);
    const index = indexText(FILES, (files) => {
      for (const file of files) file.bytes += 1;
      files.push({ name: 'gone.json', sha256: 'ab'.repeat(32), bytes: 1 });
    });
    const indexed = await reportOf({ ...FILES, 'bundle.json': index, 'extra.txt': 'x' });
    expect(indexed.findingCounts).toMatchObject({ 'digest-differs': 2, 'unexpected-file': 2 });
    expect(
      indexed.findings.filter(({ class: of, severity }) => of === 'missing-part' && severity === 'fail'),
    ).toHaveLength(1);
    expect(indexed.verdict).toBe('tampered');
  });

  it('about what could not be read contradict nothing', async () => {
    const long = `{"seq":49,"pad":"${'x'.repeat(17_000_000)}"}\n`;
    const entries = ndjson(CHAIN.slice(0, 49)) + long;
    const report = await reportOf({
      ...FILES,
      'audit-chain.ndjson': entries,
      'audit-chain-proof.json': proofText(CHAIN),
    });
    expect(report.verdict).toBe('unverifiable');
    expect(report.claims.find(({ subject }) => subject === 'Hash of the last entry')).toMatchObject({
      computed: null,
      agrees: null,
    });
  });

  it('of anchors lower a verdict and never raise it', async () => {
    const own = { length: 50, tipHash: CHAIN[49]?.hash };
    const agreeing = { ...FILES, 'audit-chain-proof.json': proofText(CHAIN, { anchors: [own] }) };
    expect((await reportOf(agreeing, false)).verdict).toBe('consistent-not-anchored');
    const contradicting = {
      ...FILES,
      'audit-chain-proof.json': proofText(CHAIN, { anchors: [own, { ...own, length: 60 }] }),
    };
    expect(await reportOf(contradicting)).toMatchObject({ verdict: 'tampered', firstBrokenSeq: 50 });
  });

  it('of more anchors than are compared are said to be more', async () => {
    const own = { length: 50, tipHash: CHAIN[49]?.hash };
    const anchors = Array.from({ length: 1_001 }, () => own);
    const report = await reportOf({ ...FILES, 'audit-chain-proof.json': proofText(CHAIN, { anchors }) });
    expect(report.findings).toContainEqual(expect.objectContaining({ class: 'limit-exceeded', severity: 'warning' }));
    expect(report.verdict).toBe('verified');
  });
});

describe('which file is replayed', () => {
  const other = buildChain(50, 'other');

  it('the one that lies beside the proof and that it names, in whatever folder another has that name', async () => {
    const report = await reportOf({
      'a/audit-chain.ndjson': ndjson(other),
      'b/audit-chain.ndjson': ENTRIES,
      'b/audit-chain-proof.json': FILES['audit-chain-proof.json'] ?? '',
    });
    expect(report.summary.root).toBe(CHAIN[49]?.hash);
    expect(report.findings).toContainEqual(
      expect.objectContaining({ class: 'unexpected-file', where: expect.objectContaining({ rule: 'one-chain' }) }),
    );
  });

  it('never another one in silence when the named one is missing', async () => {
    const named = proofText(other).replace('audit-chain.ndjson', 'entries.ndjson');
    const report = await reportOf({ 'audit-chain.ndjson': ndjson(other), 'audit-chain-proof.json': named }, false);
    expect(report.verdict).toBe('tampered');
    expect(report.findings[0]).toMatchObject({
      class: 'missing-part',
      severity: 'fail',
      where: { pointer: '/entriesFile' },
    });
  });

  it('none when a proof that names another file is opened by itself', async () => {
    await withEvidence({ 'audit-chain-proof.json': proofText(CHAIN) }, async (folder, open) => {
      const { report } = (await open(join(folder, 'audit-chain-proof.json'))).view;
      expect(report).toMatchObject({ verdict: 'unverifiable', summary: { rows: 0 } });
    });
  });

  it('the entries in the proof before any file', async () => {
    const report = await reportOf({
      'audit-chain.ndjson': ndjson(other),
      'audit-chain-proof.json': proofText(CHAIN, { entries: CHAIN }),
    });
    expect(report.axes.integrity.result).toBe('pass');
    expect(report.findingCounts['unexpected-file']).toBe(1);
    expect(report.verdict).toBe('unverifiable');
    expect(report.head).toContain('1 file of entries was not replayed, so that the bundle is not settled.');
  });

  it('none that is compressed, which is said and leaves the bundle unsettled', async () => {
    const report = await reportOf({ 'earlier/audit-chain.NDJSON.gz': '\u001f', ...FILES });
    expect(report.findings).toContainEqual(
      expect.objectContaining({ class: 'unexpected-file', where: expect.objectContaining({ rule: 'one-chain' }) }),
    );
    expect([report.axes.completeness.result, report.verdict]).toEqual(['pass', 'unverifiable']);
    const alone = await reportOf({ 'chain.jsonl.zst': 'x' }, false);
    expect(alone.verdict).toBe('unverifiable');
    expect(alone.head).toMatch(/^The entries in the bundle are compressed, which this version does not open;/);
  });

  it('a copy of the one that is replayed is no other', async () => {
    const report = await reportOf({ 'copy/audit-chain.ndjson': ENTRIES, ...FILES });
    expect(report.findings.filter(({ where }) => where.rule === 'one-chain')).toEqual([]);
    expect(report.verdict).toBe('verified');
  });
});

describe('whose evidence it is', () => {
  it('is said not to be known where parts state different tenants', async () => {
    const files = {
      'audit-chain.ndjson': ENTRIES,
      'audit-chain-proof.json': proofText(CHAIN, { head: { accountId: 'acme' } }),
    };
    const [same, other] = await Promise.all(
      ['acme', 'harbour'].map((tenantId) =>
        reportOf({ ...files, 'bundle.json': JSON.stringify({ ...JSON.parse(indexText(files)), tenantId }) }),
      ),
    );
    const rules = (report = same) => report?.findings.filter(({ where }) => where.rule === 'tenant.parts-differ');
    expect(rules(same)).toEqual([]);
    expect(rules(other)).toEqual([
      expect.objectContaining({ severity: 'warning', expected: 'acme', actual: 'harbour' }),
    ]);
  });
});

describe('a malformed part', () => {
  it.each([
    ['rls-policies.json', '{'],
    ['worm-retention.json', '['.repeat(20_000)],
    ['bundle.json', Buffer.from([0xff, 0xfe])],
    [
      'rls-policies.json',
      `{"format":"bathyscope/rls-policies","formatVersion":"1","x":${'['.repeat(9_000)}${']'.repeat(9_000)}}`,
    ],
    ['audit-chain-proof.json', `${proofText(CHAIN)} {}`],
    ['audit-chain-proof.json', proofText(CHAIN).replace('"format"', '"format":1,"format"')],
  ])('leaves the chain readable and the verdict malformed: %s', async (name, content) => {
    const report = await reportOf({ 'audit-chain.ndjson': ENTRIES, [name]: content });
    expect(report).toMatchObject({ verdict: 'malformed', summary: { rows: 50, breaks: 0 } });
    expect(report.axes.integrity.result).toBe('pass');
  });

  it('is not called absent', async () => {
    const report = await reportOf({ 'audit-chain.ndjson': ENTRIES, 'rls-policies.json': '{' });
    const absent = report.findings.filter(({ class: of }) => of === 'missing-part').map(({ where }) => where.file);
    expect(absent.sort()).toEqual([
      'audit-chain-proof.json',
      'bundle.json',
      'field-encryption.json',
      'worm-retention.json',
    ]);
  });
});

describe('entries inside a proof', () => {
  const inline = proofText(CHAIN, { entries: CHAIN });
  const cases: readonly (readonly [string, string, string])[] = [
    ['a second list behind', inline.replace(/\}$/, ',"entries":[]}'), 'malformed'],
    ['a second list before', inline.replace('{', '{"entries":[],'), 'malformed'],
    ['a second list written with escapes', inline.replace(/\}$/, ',"\\u0065ntries":[]}'), 'malformed'],
    ['something behind the document', `${inline}]`, 'malformed'],
    ['a list that never ends', inline.slice(0, inline.indexOf(']', inline.indexOf('"entries"'))), 'malformed'],
    ['an entry too many commas', inline.replace('"entries":[', '"entries":[,'), 'malformed'],
    ['a byte order mark', `\uFEFF${inline}`, 'verified'],
  ];

  it.each(cases)('%s', async (_name, text, verdict) => {
    await withEvidence({ 'audit-chain-proof.json': text, 'anchor.json': ANCHOR }, async (folder, open) => {
      const { report } = (
        await open(join(folder, 'audit-chain-proof.json'), { anchors: [join(folder, 'anchor.json')] })
      ).view;
      if (verdict === 'malformed') expect(['malformed', 'tampered']).toContain(report?.verdict);
      else expect(report?.verdict).toBe(verdict);
    });
  });
});
