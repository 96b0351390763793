import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../shared/base/limits.ts';
import { controlManifest, controlPackOf, EVIDENCE_SIGNER } from '../fixtures/trust/control-pack.ts';
import type { EvidenceFiles } from '../support/verifier/evidence.ts';
import { type JudgedView, judge } from '../support/verifier/judge.ts';
import { trustOf } from '../support/verifier/trust.ts';
import { buildZip, type ZipEntrySpec } from '../support/zip-builder.ts';

const MIB = 1024 * 1024;
const KEY = trustOf({ keys: [{ signer: EVIDENCE_SIGNER }] });
const PACK = controlPackOf(controlManifest());
const SIGNATURE = PACK.signature?.bytes ?? '';
const ENTRIES: readonly ZipEntrySpec[] = PACK.files.map(({ name, bytes }) => ({ name, data: bytes, method: 8 }));

const zip = (...more: ZipEntrySpec[]) => buildZip({ entries: [...ENTRIES, ...more] }).bytes;
const failed = ({ report }: JudgedView) =>
  report.findings.flatMap(({ severity, where }) => (severity === 'fail' ? [[where.rule, where.file]] : []));
const open = (files: EvidenceFiles) => judge(files, '', KEY);
const beside = (bytes: Uint8Array) => open({ 'pack.zip': bytes, 'pack.sig.json': SIGNATURE });

describe('a hostile archive inside a bundle', () => {
  it.each<[string, ZipEntrySpec, string, string]>([
    [
      'a name that climbs',
      { name: '../../etc/cron.d/x', data: 'x' },
      'zip.name.traversal',
      'pack.zip › ../../etc/cron.d/x',
    ],
    ['an absolute name', { name: '/etc/passwd', data: 'x' }, 'zip.name.absolute', 'pack.zip › /etc/passwd'],
    ['a name twice', { name: 'manifest.json', data: '{}' }, 'zip.name.duplicate', 'pack.zip › manifest.json'],
    [
      'a wrong checksum',
      { name: 'note.txt', data: 'x', central: { crc32: 1 }, local: { crc32: 1 } },
      'zip.data.crc',
      'pack.zip › note.txt',
    ],
    [
      'two descriptions of one entry',
      { name: 'note.txt', data: 'x', local: { name: 'nope.txt' } },
      'zip.header.name',
      'pack.zip › note.txt',
    ],
    [
      'an entry that is a link',
      { name: 'l', data: '/etc', central: { madeBy: 0x314, externalAttributes: 0xa1ff0000 } },
      'zip.entry.link',
      'pack.zip › l',
    ],
  ])('with %s is refused by the same rule as by itself, naming both', async (_what, entry, rule, file) => {
    const view = await beside(zip(entry));
    expect(failed(view)).toContainEqual([rule, file]);
    expect(['malformed', 'tampered', 'unverifiable']).toContain(view.report.verdict);
    for (const { message, where } of view.report.findings) {
      if (where.rule === rule) expect(message).toContain('pack.zip');
    }
  });

  it('whose manifest has a broken checksum is not judged by the bytes that came before it', async () => {
    const entries = ENTRIES.map((entry) =>
      entry.name === 'manifest.json' ? { ...entry, central: { crc32: 7 }, local: { crc32: 7 } } : entry,
    );
    const view = await beside(buildZip({ entries }).bytes);
    expect(failed(view)).toContainEqual(['zip.data.crc', 'pack.zip › manifest.json']);
    expect([view.report.verdict, view.packs]).toEqual(['malformed', []]);
  });

  it('whose manifest hides behind a refused name is not passed over', async () => {
    const entries = ENTRIES.map((entry) => ({ ...entry, name: `../${String(entry.name)}` }));
    const view = await open({ 'pack.zip': buildZip({ entries }).bytes });
    expect(failed(view)).toContainEqual(['zip.name.traversal', 'pack.zip › ../manifest.json']);
    expect(view.report.verdict).toBe('malformed');
  });

  it('that is a bomb is not inflated', async () => {
    const bomb = { name: 'bomb', data: Buffer.alloc(80 * MIB), method: 8 };
    const view = await beside(zip(bomb));
    expect(failed(view)).toContainEqual(['zipRatio', 'pack.zip › bomb']);
    expect(view.files.find(({ name }) => name === 'pack.zip › bomb')?.sha256).toBeNull();
  });

  it('that would inflate to more than its cap below the ratio is not opened', async () => {
    // Understated sizes are held against what is stated; here the statement itself passes the cap.
    const size = LIMITS.nestedInflatedBytes / 4 + 1;
    const stored = Buffer.alloc(Math.ceil(size / LIMITS.zipRatio) + 1);
    const entry = (name: string): ZipEntrySpec => ({ name, method: 8, stored, local: { size }, central: { size } });
    const view = await beside(zip(entry('a'), entry('b'), entry('c'), entry('d')));
    expect(failed(view)).toEqual([['nestedInflatedBytes', 'pack.zip']]);
    expect([view.report.verdict, view.packs]).toEqual(['unverifiable', []]);
  });

  it('with more files than are listed is not opened', async () => {
    const many = Array.from({ length: LIMITS.nestedFiles }, (_none, at) => ({ name: `f/${at}`, data: '' }));
    const view = await beside(zip(...many));
    expect(failed(view)).toEqual([['nestedFiles', 'pack.zip']]);
    expect([view.report.verdict, view.files.length]).toEqual(['unverifiable', 2]);
  });

  it('shares its caps with all others: what they hold together is bounded', async () => {
    const half = zip({ name: 'filler.bin', data: Buffer.alloc(LIMITS.nestedBytes / 2) });
    const files = { 'a.zip': half, 'a.sig.json': SIGNATURE, 'b.zip': half, 'b.sig.json': SIGNATURE };
    const view = await open(files);
    expect(failed(view)).toContainEqual(['nestedBytes', 'b.zip']);
    expect(view.packs.map(({ file }) => file)).toEqual(['a.zip › manifest.json']);
  });

  it('stays a file among thousands of archives and signatures in one folder', async () => {
    const many: EvidenceFiles = Object.fromEntries(
      Array.from({ length: 1_500 }, (_none, at) => [
        [`${at}.zip`, buildZip({ entries: [] }).bytes],
        [`${at}.json`, SIGNATURE],
      ]).flat() as [string, string | Uint8Array][],
    );
    const view = await open(many);
    expect([view.packs, view.report.verdict]).toEqual([[], 'unverifiable']);
    expect(view.files).toHaveLength(3_000);
  });

  it('bounds what is inflated only to see whether a pack is in it', async () => {
    const size = 60 * 1024;
    const heads = Array.from({ length: 900 }, (_none, at) => ({
      name: `${at}`,
      data: Buffer.alloc(size, 32),
      method: 8,
    }));
    const filler = buildZip({ entries: heads }).bytes;
    const files = Object.fromEntries(Array.from({ length: 6 }, (_none, at) => [`${at}.zip`, filler]));
    const view = await open(files);
    const stopped = view.report.findings.filter(({ where }) => where.rule === 'nestedInflatedBytes');
    const looked = Math.ceil((LIMITS.nestedInflatedBytes - 900 * size) / (900 * size));
    expect(stopped).toHaveLength(6 - looked);
    expect(stopped.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it('above a cap without a signature is a file that was not opened, which is said and lowers nothing', async () => {
    const view = await open({ 'big.zip': zip({ name: 'filler.bin', data: Buffer.alloc(LIMITS.nestedBytes) }) });
    expect(failed(view)).toEqual([]);
    expect(view.report.findings).toContainEqual(
      expect.objectContaining({ class: 'limit-exceeded', severity: 'warning' }),
    );
    expect(view.report.verdict).toBe('unverifiable');
  });

  it('that is cut off, or is no archive behind its first bytes, stays a file or says so', async () => {
    const cut = zip().slice(0, -30);
    expect(failed(await beside(cut))).toContainEqual(['zip.end.missing', 'pack.zip']);
    const alone = await open({ 'pack.zip': cut });
    expect([failed(alone), alone.report.verdict]).toEqual([[], 'unverifiable']);
  });

  it('is opened one level deep, however often it holds itself', async () => {
    let deep = zip();
    for (let level = 0; level < 5; level += 1) deep = zip({ name: 'again.zip', data: deep });
    const view = await beside(deep);
    expect(view.files.filter(({ name }) => name.split('›').length > 2)).toEqual([]);
    expect(view.packs).toHaveLength(1);
  });

  it('with a name of a thousand letters still lets its files be named', async () => {
    const name = `${'a'.repeat(200)}.zip`;
    const view = await open({ [name]: zip({ name: '../x', data: 'x' }) });
    expect(failed(view)[0]?.[1]).toMatch(/^a{60}… › \.\.\/x$/);
  });
});
