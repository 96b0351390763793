import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../electron/node/json-document.ts';
import { encodeUtf8 } from '../../../shared/base/utf8.ts';

describe('a member that stands twice', () => {
  it('is named with the line of each that another replaces', () => {
    const gaps = fc.array(fc.constantFrom('', ' ', '\n', '\r\n', '\n\n'), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(gaps, (list) => {
        const text = `{${list.map((gap) => `${gap}"a":1`).join(',')}}`;
        const lines = [...text.matchAll(/"a"/g)].map(({ index }) => text.slice(0, index).split('\n').length);
        const { findings } = parseDocument(encodeUtf8(text), 'f');
        expect(findings.map(({ message }) => Number(/\(line (\d+)\)/.exec(message)?.[1]))).toEqual(lines.slice(0, -1));
      }),
    );
  });
});
