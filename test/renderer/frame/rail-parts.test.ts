import { describe, expect, it } from 'vitest';
import { groupFindings } from '../../../renderer/evidence/finding-groups.ts';
import { type RailPart, railParts } from '../../../renderer/frame/rail-parts.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { fakeDocument } from '../../support/fake/document.ts';

const partsOf = (document: DocumentView): Map<string, RailPart> =>
  new Map(railParts(document, groupFindings(document)).map((part) => [part.screen, part]));

describe('railParts', () => {
  it('lists parts that the bundle lacks as not present', () => {
    const parts = partsOf(fakeDocument('empty', 'd'));
    const absent = [...parts.values()].filter((part) => !part.present).map((part) => part.screen);
    expect(absent).toEqual(['chain', 'isolation', 'retention', 'proof']);
  });

  it('claims no absence before the bundle was listed, nor when the tool failed', () => {
    for (const state of ['opening', 'error'] as const) {
      const parts = partsOf({ ...fakeDocument('empty', 'd'), state });
      expect([...parts.values()].every((part) => part.present)).toBe(true);
    }
  });

  it('counts findings of the chain apart from those of files', () => {
    const parts = partsOf(fakeDocument('edited', 'd'));
    expect(parts.get('chain')?.findings).toEqual({ count: 4, worst: 'fail' });
    expect(parts.get('files')).toMatchObject({ items: 8, findings: { count: 1, worst: 'fail' } });
    expect(parts.get('findings')?.findings).toEqual({ count: 5, worst: 'fail' });
  });

  it('shows how many anchors the auditor brought', () => {
    expect(partsOf(fakeDocument('three-file', 'd')).get('trust')?.items).toBe(0);
  });
});
