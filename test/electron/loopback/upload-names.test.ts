import { resolve, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uploadSegments } from '../../../electron/loopback/upload-names.ts';

describe('uploadSegments', () => {
  it('splits what is plainly below the folder', () => {
    expect(uploadSegments('a.json', 'linux')).toEqual(['a.json']);
    expect(uploadSegments('soc2-evidence-2026-06-28/parts/ä b.json', 'linux')).toEqual([
      'soc2-evidence-2026-06-28',
      'parts',
      'ä b.json',
    ]);
  });

  it.each([
    '',
    '/etc/passwd',
    '../a',
    'a/../b',
    'a/./b',
    'a//b',
    'a/',
    'a\\b',
    'a\u0000b',
    'a\nb',
    '\ud800',
    'x'.repeat(256),
    Array(33).fill('d').join('/'),
    `${'ä'.repeat(100)}/`.repeat(6),
  ])('refuses %j', (path) => {
    expect(uploadSegments(path, 'linux')).toBeNull();
  });

  it.each(['c:a', 'a<b', 'a|b', 'a?', 'a*', 'a.', 'a ', 'name:stream'])('refuses %j on Windows only', (path) => {
    expect(uploadSegments(path, 'win32')).toBeNull();
    expect(uploadSegments(path, 'linux')).not.toBeNull();
  });

  it('never gives a path outside the folder, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.constantFrom('..', '.', '', 'a', '/', '\\')).map((parts) => parts.join('/')),
        ),
        (path) => {
          const segments = uploadSegments(path, process.platform);
          if (segments !== null)
            expect(resolve('/uploads', ...segments).startsWith(resolve('/uploads') + sep)).toBe(true);
        },
      ),
    );
  });
});
