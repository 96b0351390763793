import { describe, expect, it } from 'vitest';
import { anchorItems } from '../../../electron/loopback/client/anchor-items.ts';

const paths = (given: readonly string[]) =>
  anchorItems(given.map((path) => ({ path, file: { name: path, size: 1 } }))).map(({ path }) => path);

describe('what of a pick or drop is an anchor', () => {
  it('is every single file, whatever its name', () => {
    expect(paths(['anchor.json', 'mail attachment.txt'])).toEqual(['anchor.json', 'mail attachment.txt']);
  });

  it('is of a folder what is named by its length and lies directly in it', () => {
    const folder = [
      's/000000000008.json',
      's/8.json.bak',
      's/x8.json',
      's/deep/16.json',
      `s/${'1'.repeat(17)}.json`,
      's/.json',
    ];
    expect(paths(folder)).toEqual(['s/000000000008.json']);
  });
});
