import { describe, expect, it } from 'vitest';
import { groupFindings } from '../../../renderer/evidence/finding-groups.ts';
import { type RailPart, railParts } from '../../../renderer/frame/rail-parts.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { auditorAnchor, fakeDocument } from '../../support/fake/document.ts';
import { PACKS } from '../fixtures/packs.ts';
import { TRUST_USES } from '../fixtures/trust.ts';

const partsOf = (document: DocumentView): Map<string, RailPart> =>
  new Map(railParts(document, groupFindings(document)).map((part) => [part.screen, part]));

describe('railParts', () => {
  it('lists parts that the bundle lacks as not present', () => {
    const parts = partsOf(fakeDocument('empty', 'd'));
    const absent = [...parts.values()].filter((part) => !part.present).map((part) => part.screen);
    expect(absent).toEqual(['chain', 'isolation', 'retention', 'encryption', 'proof', 'packs']);
  });

  it('claims no absence before the bundle was listed, nor when the tool failed', () => {
    for (const state of ['opening', 'error'] as const) {
      const parts = partsOf({ ...fakeDocument('empty', 'd'), state });
      expect([...parts.values()].every((part) => part.present)).toBe(true);
    }
  });

  it('counts findings of the chain apart from those of files', () => {
    const parts = partsOf(fakeDocument('edited', 'd'));
    expect(parts.get('chain')?.findings).toEqual({ count: 4, worst: 'fail', ofWorst: 3, exact: true });
    expect(parts.get('files')).toMatchObject({ items: 8, findings: { count: 1, worst: 'fail' } });
    expect(parts.get('findings')?.findings).toEqual({ count: 5, worst: 'fail', ofWorst: 4, exact: true });
  });

  it('shows beside the shape of a failure how many fail, and not how many were found', () => {
    const base = fakeDocument('three-file', 'd');
    const [file] = base.files;
    if (file === undefined) throw new Error('the fixture has files');
    const found = (severity: 'fail' | 'warning' | 'note', message: string) =>
      ({ class: 'missing-part', severity, message, where: {} }) as const;
    const findings = [found('note', 'a'), found('fail', 'b'), found('warning', 'c'), found('note', 'd')];
    const parts = partsOf({ ...base, files: [{ ...file, findings }] });
    expect(parts.get('files')?.findings).toEqual({ count: 4, worst: 'fail', ofWorst: 1, exact: true });
    expect(parts.get('findings')?.findings).toEqual({ count: 4, worst: 'fail', ofWorst: 1, exact: true });
  });

  it('counts nothing for a chain that is not there', () => {
    const edited = fakeDocument('edited', 'd');
    const parts = partsOf({ ...edited, chainFile: null, progress: { ...edited.progress, rows: 0 }, packs: [] });
    expect(parts.get('chain')).toMatchObject({ present: false, findings: null });
    expect(parts.get('findings')?.findings).toEqual({ count: 5, worst: 'fail', ofWorst: 4, exact: true });
  });

  it('counts the packs with their findings, and has them there', () => {
    const packs = partsOf({ ...fakeDocument('empty', 'd'), packs: [...PACKS] }).get('packs');
    expect(packs).toMatchObject({ present: true, items: 3, findings: { count: 1, worst: 'fail' } });
  });

  it('shows how many anchors, keys and other inputs the auditor brought, and no candidate', () => {
    expect(partsOf(fakeDocument('three-file', 'd')).get('trust')?.items).toBe(0);
    const brought = { ...fakeDocument('three-file', 'd', [auditorAnchor('three-file', 'a')]), trust: [...TRUST_USES] };
    expect(partsOf(brought).get('trust')?.items).toBe(4);
  });
});
