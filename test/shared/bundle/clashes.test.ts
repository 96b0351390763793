import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameClashes } from '../../../shared/bundle/clashes.ts';
import { foldedName } from '../../../shared/bundle/paths.ts';

function clashes(...names: string[]): [number, string][] {
  return nameClashes(
    names.map((name) => ({ name })),
    'zip',
  ).map(({ position, fault }) => [position, fault.rule]);
}

describe('nameClashes', () => {
  it('names every member of a clash', () => {
    expect(clashes('a', 'b', 'a', 'a')).toEqual([
      [0, 'zip.name.duplicate'],
      [2, 'zip.name.duplicate'],
      [3, 'zip.name.duplicate'],
    ]);
    expect(clashes('x', 'X', 'y')).toEqual([
      [0, 'zip.name.case-fold'],
      [1, 'zip.name.case-fold'],
    ]);
    expect(clashes('e\u0301', '\u00e9')).toEqual([
      [0, 'zip.name.normalization'],
      [1, 'zip.name.normalization'],
    ]);
    expect(clashes('a/b', 'A', 'a-b')).toEqual([[1, 'zip.name.file-as-folder']]);
    expect(clashes('a', 'a/')).toEqual([[0, 'zip.name.file-as-folder']]);
  });

  it('says all that is wrong with a member', () => {
    expect(clashes('a', 'a', 'A')).toEqual([
      [0, 'zip.name.duplicate'],
      [0, 'zip.name.case-fold'],
      [1, 'zip.name.duplicate'],
      [1, 'zip.name.case-fold'],
      [2, 'zip.name.case-fold'],
    ]);
  });

  it('lets folders be named twice', () => {
    expect(clashes('a/', 'a/', 'A/', 'a/b', 'A/c')).toEqual([]);
  });

  it('names exactly the files that share a key with another file or with a folder', () => {
    const names = fc.array(fc.stringMatching(/^[aAeEb](\/[aAb])?\/?$/), { maxLength: 12 });
    fc.assert(
      fc.property(names, (list) => {
        const key = (name: string): string => foldedName(name.replace(/\/$/, ''));
        const expected = list.flatMap((name, position) => {
          if (name.endsWith('/')) return [];
          const clashing = list.some((other, at) => {
            if (at === position) return false;
            return other.endsWith('/')
              ? `${key(other)}/`.startsWith(`${key(name)}/`)
              : key(other) === key(name) || key(other).startsWith(`${key(name)}/`);
          });
          return clashing ? [position] : [];
        });
        expect([...new Set(clashes(...list).map(([position]) => position))]).toEqual(expected);
      }),
    );
  });

  it('takes tens of thousands of entries with one name', () => {
    const count = 60_000;
    expect(clashes(...Array.from({ length: count }, () => 'same'))).toHaveLength(count);
    expect(clashes(...Array.from({ length: count }, () => 'same'), 'SAME', 'same/below')).toHaveLength(3 * count + 2);
  });
});
