import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildChain } from '../../support/chain/build-chain.ts';
import { anchorText, ndjson, proofText, withEvidence, zipped } from '../../support/verifier/evidence.ts';
import { openForTest } from '../../support/verifier/open-document.ts';

const CHAIN = buildChain(50);
const LARGE_CHAIN = buildChain(20_000);
const LARGE = ndjson(LARGE_CHAIN);

describe('what the tool can not do', () => {
  it('names no path when something can not be read', async () => {
    await withEvidence({ 'c.ndjson': ndjson(CHAIN) }, async (folder, open) => {
      const missing = join(folder, 'secret-place', 'c.ndjson');
      for (const view of [
        (await open(missing)).view,
        (await open(join(folder, 'c.ndjson'), { anchors: [missing] })).view,
        (await open(join(folder, 'c.ndjson'), { anchors: [folder] })).view,
      ]) {
        expect(view.state).toBe('error');
        expect(view.report).toBeNull();
        expect(view.error).not.toContain(folder);
        expect(view.error).not.toContain('secret-place');
      }
      const { document } = await open(join(folder, 'c.ndjson'));
      const refused = document.addAnchors([{ path: missing, bytes: 'canonical' }]);
      await expect(refused).rejects.toThrow('ENOENT');
      await expect(refused).rejects.not.toThrow('secret-place');
      expect(document.view.report?.verdict).toBe('consistent-not-anchored');
    });
  });

  it('says of no file that it lacks what it could not look for', async () => {
    const zip = zipped({ 'audit-chain.ndjson': ndjson(CHAIN) });
    const gzip = Uint8Array.of(0x1f, 0x8b, 8, 0);
    await withEvidence({ 'cut.zip': zip.slice(0, -30), 'c.ndjson.gz': gzip }, async (folder, open) => {
      const cut = (await open(join(folder, 'cut.zip'))).view.report;
      expect(cut?.findings.map(({ class: of }) => of)).toEqual(['malformed-file']);
      expect(cut?.head).toContain('what it holds is not known');
      const packed = (await open(join(folder, 'c.ndjson.gz'))).view.report;
      expect(packed).toMatchObject({ verdict: 'unverifiable' });
      expect(packed?.head).toContain('an archive that this version does not open');
    });
  });

  it('names an encoding that is not read, as some shells write it unasked', async () => {
    const wide = (text: string, mark = '\ufeff') => Buffer.from(mark + text, 'utf16le');
    const files = {
      'c.ndjson': wide(ndjson(CHAIN)),
      'c.json': wide(JSON.stringify(CHAIN)),
      'big.json': wide(JSON.stringify(CHAIN)).swap16(),
      'f/c.ndjson': ndjson(CHAIN),
      'f/readme.txt': wide('For people.'),
    };
    await withEvidence(files, async (folder, open) => {
      const reports = await Promise.all(
        ['c.ndjson', 'c.json', 'big.json', 'f'].map(async (name) => (await open(join(folder, name))).view.report),
      );
      const encodings = reports.map((report) => report?.findings.filter(({ where }) => where.rule === 'file.encoding'));
      expect(encodings.map((found) => found?.length)).toEqual([1, 1, 1, 0]);
      expect(encodings[0]?.[0]?.message).toContain('"c.ndjson" is written in UTF-16');
      expect(reports.map((report) => report?.verdict)).toEqual([
        'malformed',
        'unverifiable',
        'unverifiable',
        'consistent-not-anchored',
      ]);
      for (const report of reports.slice(1, 3)) expect(report?.head).toContain('is written in UTF-16');
    });
  });

  it.skipIf(process.platform === 'win32')('calls a path that is no file the choice of the user', async () => {
    await withEvidence({ 'c.ndjson': ndjson(CHAIN) }, async (folder, open) => {
      for (const path of ['/dev/null', join(folder, 'missing')]) {
        const { view } = await open(path);
        expect(view).toMatchObject({ state: 'error', report: null, wrongUse: true });
        expect(view.error).toContain('Nothing was verified.');
      }
    });
  });

  it('leaves out no anchor when it is started again after one could not be read', async () => {
    await withEvidence({ 'c.ndjson': ndjson(CHAIN) }, async (folder, open) => {
      const anchor = join(folder, 'anchor.json');
      const { document, view } = await open(join(folder, 'c.ndjson'), { anchors: [anchor] });
      expect(view.state).toBe('error');
      await document.restart();
      while (['opening', 'running'].includes(document.view.state)) await new Promise((done) => setTimeout(done, 5));
      expect(document.view.state).toBe('error');
      await writeFile(anchor, anchorText(CHAIN));
      await document.restart();
      while (['opening', 'running'].includes(document.view.state)) await new Promise((done) => setTimeout(done, 5));
      expect(document.view.report?.verdict).toBe('verified');
    });
  });

  it('ends as an error when the spool can not be written, with no verdict', async () => {
    await withEvidence({ 'c.ndjson': ndjson(CHAIN) }, async (folder) => {
      let spoolFolder = '';
      const { view, document } = await openForTest(join(folder, 'c.ndjson'), {
        onEvent: (event, self) => {
          if (event.type !== 'document' || event.document.state !== 'opening' || spoolFolder !== '') return;
          spoolFolder = (Reflect.get(self, 'init') as { spoolFolder: string }).spoolFolder;
          Object.assign(Reflect.get(self, 'init') as object, { spoolFolder: join(spoolFolder, 'gone') });
        },
      });
      expect(view).toMatchObject({ state: 'error', report: null });
      expect(view.error).not.toContain(spoolFolder);
      expect(view.error).toContain('in the folder for temporary files can not be written: the system answers ENOENT, ');
      await document.close();
    });
  });
});

describe('a file that gives out before its end', () => {
  it('in a zip is neither cut off nor consistent, and contradicts no claim', async () => {
    const files = { 'audit-chain.ndjson': LARGE, 'audit-chain-proof.json': proofText(LARGE_CHAIN) };
    const zip = Buffer.from(zipped(files));
    // Far into the deflated entries: what stands before still inflates.
    zip.fill(0xff, 400_000, 400_010);
    await withEvidence({ 'b.zip': zip, 'anchor.json': anchorText(LARGE_CHAIN) }, async (folder, open) => {
      const { view, document } = await open(join(folder, 'b.zip'), { anchors: [join(folder, 'anchor.json')] });
      const classes = Object.keys(view.report?.findingCounts ?? {});
      expect(view.report?.verdict).not.toBe('verified');
      expect(view.report?.verdict).not.toBe('consistent-not-anchored');
      expect(classes).not.toContain('tail-truncated');
      expect(classes).not.toContain('claim-differs');
      if (view.report?.summary.breaks === 0) {
        expect(view.report).toMatchObject({ verdict: 'malformed', summary: { root: null } });
        expect(view.report.axes.integrity.result).toBe('undetermined');
        expect(view.report.axes.completeness.result).toBe('undetermined');
      }
      const rows = await document.rows({ documentId: 'document-1', from: 0, count: 3 });
      expect(rows.rows.map(({ seq }) => seq)).toEqual([0, 1, 2]);
    });
  });

  it('because of a wrong checksum is malformed, though every entry was seen', async () => {
    const files = { 'audit-chain.ndjson': ndjson(CHAIN) };
    const zip = Buffer.from(zipped(files));
    const central = zip.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    for (const at of [14, central + 16]) zip.writeUInt32LE((zip.readUInt32LE(at) ^ 1) >>> 0, at);
    await withEvidence({ 'b.zip': zip, 'anchor.json': anchorText(CHAIN) }, async (folder, open) => {
      const { view } = await open(join(folder, 'b.zip'), { anchors: [join(folder, 'anchor.json')] });
      expect(view.report).toMatchObject({ verdict: 'malformed', summary: { root: null, breaks: 0 } });
      expect(view.report?.findings[0]).toMatchObject({ severity: 'fail' });
    });
  });

  it('because it changed while it was read is no chain to be judged', async () => {
    await withEvidence({ 'c.ndjson': LARGE, 'anchor.json': anchorText(LARGE_CHAIN) }, async (folder, open) => {
      const path = join(folder, 'c.ndjson');
      let changed: Promise<void> | null = null;
      const { view } = await open(path, {
        anchors: [join(folder, 'anchor.json')],
        onEvent: (event) => {
          if (event.type === 'progress' && event.progress.phase === 'replaying') changed ??= appendFile(path, '\n');
        },
      });
      await changed;
      expect(view.report?.verdict).toBe('malformed');
      expect(view.report?.findings[0]).toMatchObject({ class: 'unreadable-file', severity: 'fail' });
      expect(view.files[0]).toMatchObject({ status: 'unreadable', sha256: null });
    });
  });
});
