import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { junitXml } from '../../../electron/cli/junit.ts';
import { sampleReport, tamperedReport } from './sample-report.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  if (/[<]|&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(text)) throw new Error(`not well-formed: ${text}`);
  return text.replace(/&(#(\d+)|\w+);/g, (_all, name: string, code: string | undefined) =>
    code === undefined ? (ENTITIES[name] ?? '') : String.fromCodePoint(Number(code)),
  );
}

/** A strict reader of the XML subset that a report needs: elements, double-quoted attributes, text, references. */
function parseXml(xml: string): Element {
  const start = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!xml.startsWith(start)) throw new Error('no declaration');
  // Every character must be allowed in XML 1.0.
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(xml)) throw new Error('a forbidden character');
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const stack = [root];
  let at = start.length;
  const tag = /<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/y;
  while (at < xml.length) {
    const open = stack.at(-1) ?? root;
    const next = xml.indexOf('<', at);
    const end = next < 0 ? xml.length : next;
    open.text += decode(xml.slice(at, end));
    at = end;
    if (next < 0) break;
    tag.lastIndex = at;
    const match = tag.exec(xml);
    if (match === null) throw new Error(`not well-formed at ${at}: ${xml.slice(at, at + 60)}`);
    at = tag.lastIndex;
    const [, close, name = '', attributeText = '', empty] = match;
    if (close === '/') {
      if (stack.pop()?.name !== name) throw new Error(`unbalanced ${name}`);
      continue;
    }
    const pairs = [...attributeText.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
      key,
      decode(value),
    ]);
    const element: Element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
    open.children.push(element);
    if (empty !== '/') stack.push(element);
  }
  const [only] = root.children;
  if (stack.length !== 1 || only === undefined || root.children.length !== 1) throw new Error('unbalanced');
  return only;
}

describe('JUnit XML', () => {
  it('has a suite for each input, a case for the verdict and one for each check, and counts that add up', () => {
    const root = parseXml(
      junitXml([
        { path: 'a.zip', outcome: { kind: 'report', report: tamperedReport() } },
        { path: '-', outcome: { kind: 'report', report: sampleReport() } },
        { path: 'c', outcome: { kind: 'fault', message: 'the verifier ended' } },
        { path: 'd', outcome: { kind: 'interrupted' } },
        { path: 'e', outcome: { kind: 'report', report: sampleReport({ verdict: 'verified', checks: [] }) } },
      ]),
    );
    expect(root.children.map((suite) => suite.attributes)).toEqual([
      { name: 'a.zip', tests: '2', failures: '2', errors: '0', skipped: '0' },
      { name: 'standard input', tests: '3', failures: '1', errors: '0', skipped: '1' },
      { name: 'c', tests: '1', failures: '0', errors: '1', skipped: '0' },
      { name: 'd', tests: '1', failures: '0', errors: '1', skipped: '0' },
      { name: 'e', tests: '1', failures: '0', errors: '0', skipped: '0' },
    ]);
    expect(root.attributes).toEqual({ name: 'bathyscope', tests: '8', failures: '3', errors: '2', skipped: '1' });
    const cases = root.children.flatMap((suite) => suite.children);
    expect(cases.map((testCase) => [testCase.attributes.name, testCase.children[0]?.name])).toEqual([
      ['verdict', 'failure'],
      ['chain.replay', 'failure'],
      ['verdict', 'failure'],
      ['chain.replay', undefined],
      ['chain.anchor', 'skipped'],
      ['verdict', 'error'],
      ['verdict', 'error'],
      ['verdict', undefined],
    ]);
  });

  it('puts the findings into the failure of the verdict', () => {
    const root = parseXml(junitXml([{ path: 'a', outcome: { kind: 'report', report: tamperedReport() } }]));
    const failure = root.children[0]?.children[0]?.children[0];
    expect(failure?.attributes).toEqual({ type: 'tampered', message: '8 entries replayed, 1 break.' });
    expect(failure?.text).toContain('fail payload-altered (position 4, seq 4, chain.ndjson): The payload');
  });

  it('makes an undetermined check a failure, so that a pipeline does not take it for green', () => {
    const check = { id: 'x', result: 'undetermined', records: 1, message: 'm' } as const;
    const report = sampleReport({ verdict: 'verified', checks: [check] });
    const root = parseXml(junitXml([{ path: 'a', outcome: { kind: 'report', report } }]));
    expect(root.attributes.failures).toBe('1');
  });

  it('is well-formed whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (hostile) => {
        const report = sampleReport({
          verdict: 'tampered',
          head: hostile,
          findings: [{ class: 'malformed-entry', severity: 'fail', message: hostile, where: { file: hostile } }],
          checks: [
            { id: hostile, result: 'error', records: 0, message: hostile },
            { id: hostile, result: 'not-applicable', records: 0, message: hostile },
          ],
        });
        const path = `x${hostile}`;
        const root = parseXml(
          junitXml([
            { path, outcome: { kind: 'report', report } },
            { path, outcome: { kind: 'fault', message: hostile } },
          ]),
        );
        expect(root.children.map((suite) => suite.children.length)).toEqual([3, 1]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps ordinary text as it is, and spells what XML can not hold', () => {
    const xml = junitXml([{ path: 'a & "b" <c>\u0007\uD800\uFFFE é🧪', outcome: { kind: 'interrupted' } }]);
    expect(parseXml(xml).children[0]?.attributes.name).toBe('a & "b" <c>⟨U+0007⟩⟨U+D800⟩⟨U+FFFE⟩ é🧪');
  });
});
