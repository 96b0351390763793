import { describe, expect, it } from 'vitest';
import { parseLaunch, parseSecondInstance } from '../../../electron/main/launch.ts';

describe('the command line', () => {
  it('names files and folders, and passes over what Chromium adds', () => {
    const argv = ['electron', '--inspect=0', '/app', '--remote-debugging-port=0', 'a.zip', '/b', '-x'];
    expect(parseLaunch(argv, false, '/work')).toEqual({ paths: ['/work/a.zip', '/b'], sampleId: null });
  });

  it('may name a sample', () => {
    expect(parseLaunch(['bathyscope', '--sample', 'cut', 'a.zip'], true, '/work')).toEqual({
      paths: ['/work/a.zip'],
      sampleId: 'cut',
    });
    expect(parseLaunch(['bathyscope', '--sample'], true, '/work')).toEqual({ paths: [], sampleId: null });
  });
});

describe('a second instance', () => {
  it('hands over what it was asked to open', () => {
    expect(parseSecondInstance({ paths: ['/a.zip'], sampleId: null })).toEqual({ paths: ['/a.zip'], sampleId: null });
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    { paths: '/a' },
    { paths: [1], sampleId: null },
    { paths: [], sampleId: null, x: 1 },
  ])('that hands over %j opens nothing', (data) => {
    expect(parseSecondInstance(data)).toEqual({ paths: [], sampleId: null });
  });
});
