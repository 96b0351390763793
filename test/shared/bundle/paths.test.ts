import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseNameOf, foldedName, nameFaults } from '../../../shared/bundle/paths.ts';

const rules = (name: string): string[] => nameFaults(name, 'zip').map(({ rule }) => rule);

describe('nameFaults', () => {
  it.each([
    ['', 'zip.name.empty'],
    ['..', 'zip.name.traversal'],
    ['a/..', 'zip.name.traversal'],
    ['../', 'zip.name.traversal'],
    ['a\\..\\b', 'zip.name.traversal'],
    ['/', 'zip.name.absolute'],
    ['//host/share', 'zip.name.absolute'],
    ['\\\\host\\share', 'zip.name.backslash'],
    ['C:', 'zip.name.drive'],
    ['z:x', 'zip.name.drive'],
    ['a\tb', 'zip.name.control'],
    ['a\u0085b', 'zip.name.control'],
    ['a\u2028b', 'zip.name.control'],
    ['a\u061cb', 'zip.name.bidi'],
    ['a\u2066b', 'zip.name.bidi'],
    ['a\u00adb', 'zip.name.invisible'],
    ['a\ufeffb', 'zip.name.invisible'],
    ['a\u{e0041}b', 'zip.name.invisible'],
    ['a\u3164b', 'zip.name.invisible'],
    ['a\ud800b', 'zip.name.invisible'],
    ['a//b', 'zip.name.segment'],
    ['a//', 'zip.name.segment'],
    ['a/./b', 'zip.name.segment'],
    [`${'a/'.repeat(32)}b`, 'nameDepth'],
  ])('refuses each unsafe name by its own rule: %j', (name, rule) => {
    expect(rules(name)).toContain(rule);
    expect(nameFaults(name, 'zip').every(({ refuses, severity }) => refuses && severity === 'fail')).toBe(true);
  });

  it.each(['a', 'a.json', 'a/b/c', 'folder/', 'a..b', '..a', 'größe-北京.json', 'e\u0301', 'a b', '-rf', '~', '$(x)'])(
    'lets %j pass',
    (name) => {
      expect(rules(name)).toEqual([]);
    },
  );

  it.each(['CON', 'nul.json', 'folder/COM1', 'a.', 'a /b', 'a?b', 'ab:stream', '...', 'aux/b'])(
    'warns of %j',
    (name) => {
      expect(nameFaults(name, 'folder')).toMatchObject([
        { rule: 'folder.name.windows', severity: 'warning', refuses: false },
      ]);
    },
  );

  it('lets no name pass that resolves outside the bundle', () => {
    const names = fc
      .array(fc.constantFrom('..', '.', '/', '\\', 'a', 'C:', ' '), { maxLength: 8 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(names, (name) => {
        if (nameFaults(name, 'zip').some(({ refuses }) => refuses)) return;
        const encoded = name.split('/').map(encodeURIComponent).join('/');
        expect(new URL(encoded, 'file:///bundle/').pathname.startsWith('/bundle/')).toBe(true);
      }),
    );
  });
});

describe('baseNameOf', () => {
  it('takes what follows the last slash', () => {
    expect(['a', 'a/b', 'a/b/c.json', 'a/'].map(baseNameOf)).toEqual(['a', 'b', 'c.json', '']);
  });
});

describe('foldedName', () => {
  it('folds case and composition, and nothing else', () => {
    expect(foldedName('É/K')).toBe(foldedName('e\u0301/\u212a'));
    expect(foldedName('σ')).toBe(foldedName('Σ'));
    expect(foldedName('straße')).toBe(foldedName('STRASSE'));
    expect(foldedName('STRAẞE')).toBe(foldedName('strasse'));
    expect(foldedName('ﬁ')).toBe(foldedName('FI'));
    expect(foldedName('a')).not.toBe(foldedName('á'));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(foldedName(foldedName(name))).toBe(foldedName(name));
        expect(foldedName(name.normalize('NFD'))).toBe(foldedName(name.normalize('NFC')));
        expect(foldedName(name.toUpperCase())).toBe(foldedName(name));
      }),
    );
  });

  it('gives one key to every character and its cases', () => {
    const unlike: string[] = [];
    for (let point = 0; point < 0x11_0000; point += 1) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const name = String.fromCodePoint(point);
      const keys = [name, foldedName(name), name.toUpperCase(), name.toLowerCase()].map((one) => foldedName(one));
      if (new Set(keys).size > 1) unlike.push(point.toString(16));
    }
    expect(unlike).toEqual([]);
  });
});
