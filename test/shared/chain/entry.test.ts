import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../shared/base/utf8.ts';
import { entryHash, readEntry } from '../../../shared/chain/entry.ts';
import { referenceEntryHash } from '../../reference/canonical.ts';
import { replayLines, testSha256 } from '../../support/chain/build-chain.ts';
import { jsonText } from '../../support/chain/json-text.ts';

const HASH = 'ab'.repeat(32);

function read(text: string) {
  return readEntry(encodeUtf8(text));
}

function entryText(members: Record<string, string>): string {
  const all = { seq: '0', prevHash: 'null', payload: '1', hash: `"${HASH}"`, ...members };
  return `{${Object.entries(all)
    .map(([name, value]) => `"${name}":${value}`)
    .join(',')}}`;
}

describe('the stated test vector', () => {
  const vector = [
    [
      '{"event":"locked","artifactId":"art-1","version":1}',
      '18fafb786980e410df115469a6e6509a52275259f6bc1236c7e75b060e88830e',
    ],
    [
      '{"event":"superseded","artifactId":"art-1","version":2}',
      '7237153e90c82d730a025546fa6ec1653d0ae577107dacef398ffbbd8c2058ed',
    ],
    [
      '{"event":"locked","artifactId":"art-2","version":1}',
      '2a0154b44e0ca82969fd0e430b61d9bf04135ea8027982bedd239c713c4ff418',
    ],
  ] as const;

  it('reproduces, entry by entry and as a chain', () => {
    const lines = vector.map(([payload, hash], seq) => {
      const prevHash = vector[seq - 1]?.[1] ?? null;
      expect(entryHash(testSha256, prevHash, read(entryText({ payload })).payloadText)).toBe(hash);
      return JSON.stringify({ seq, prevHash, payload: JSON.parse(payload), hash });
    });
    const { totals, findings } = replayLines(lines);
    expect(findings).toEqual([]);
    expect(totals).toMatchObject({ rows: 3, firstBroken: null, tip: vector[2][1] });
  });
});

describe('reading an entry', () => {
  it('hashes any payload as the plain reference does', () => {
    fc.assert(
      fc.property(jsonText(), fc.option(fc.constant(HASH)), (payload, prevHash) => {
        const ours = entryHash(testSha256, prevHash, read(entryText({ payload })).payloadText);
        const reference = () => referenceEntryHash(prevHash, payload);
        if (ours === undefined) expect(reference).toThrow(RangeError);
        else expect(ours).toBe(reference());
      }),
      { numRuns: 1_500 },
    );
  });

  it.each([
    ['a member missing', '{"seq":0,"prevHash":null,"hash":"x"}', 'entry.shape'],
    ['another name', entryText({}).replace('"payload"', '"Payload"'), 'entry.shape'],
    ['an array', '[]', 'entry.shape'],
    ['text for a label', entryText({ seq: '"0"' }), 'entry.shape'],
    ['half a label', entryText({ seq: '0.5' }), 'entry.shape'],
    ['a negative label', entryText({ seq: '-1' }), 'entry.shape'],
    ['a label beyond exact integers', entryText({ seq: '9007199254740993' }), 'entry.shape'],
    ['a number for a hash', entryText({ hash: '1' }), 'entry.shape'],
    ['false for a predecessor', entryText({ prevHash: 'false' }), 'entry.shape'],
    ['an infinite number', entryText({ payload: '[1e400]' }), 'entry.number-range'],
    ['an infinite number below __proto__', entryText({ payload: '{"__proto__":1e400}' }), 'entry.number-range'],
    ['a byte order mark', `\uFEFF${entryText({})}`, 'json.syntax'],
    ['something behind', `${entryText({})} {}`, 'json.trailing'],
    ['nothing', '', 'json.syntax'],
  ])('is malformed: %s', (_name, text, rule) => {
    expect(read(text).problem).toMatchObject({ rule, limit: false });
  });

  it('takes nothing longer than a hash for one', () => {
    const long = JSON.stringify('a'.repeat(129));
    expect(read(entryText({ hash: long }))).toMatchObject({ hash: undefined, problem: { rule: 'entry.shape' } });
    expect(read(entryText({ prevHash: long }))).toMatchObject({
      prevHash: undefined,
      problem: { rule: 'entry.shape' },
    });
    expect(read(entryText({ hash: JSON.stringify('a'.repeat(128)) })).problem).toBeNull();
  });

  it('takes -0, 0.0 and escaped names for what they are', () => {
    expect(Object.is(read(entryText({ seq: '-0' })).seq, 0)).toBe(true);
    expect(read(entryText({ seq: '0.0' })).seq).toBe(0);
    expect(read(entryText({}).replace('"seq"', '"\\u0073eq"'))).toMatchObject({ seq: 0, problem: null });
  });

  it('calls what passes a cap undetermined, not wrong', () => {
    const deep = entryText({ payload: '['.repeat(100_000) });
    expect(read(deep).problem).toMatchObject({ rule: 'json.depth', limit: true });
  });
});

describe('what the hash of an entry does not cover', () => {
  const cases: readonly (readonly [string, string, string[]])[] = [
    ['__proto__ in the payload', entryText({ payload: '{"a":[{"__proto__":5}]}' }), ['proto-member']],
    ['__proto__ beside the four', entryText({ __proto: '1' }).replace('"__proto"', '"__proto__"'), ['proto-member']],
    ['__proto__ written with escapes', entryText({ payload: '{"\\u005f_proto__":5}' }), ['proto-member']],
    [
      'a payload that stands twice',
      entryText({}).replace('"payload"', '"payload":"gone","payload"'),
      ['earlier-duplicate'],
    ],
    ['a hash that stands twice', entryText({}).replace('"hash"', '"hash":"gone","hash"'), ['earlier-duplicate']],
    ['a duplicate deep down', entryText({ payload: '[{"a":1,"b":2,"\\u0061":3}]' }), ['earlier-duplicate']],
    ['digits beyond a double', entryText({ payload: '[0.1000000000000000055511151231257827]' }), ['number-precision']],
    ['minus zero', entryText({ payload: '[-0]' }), ['number-precision']],
    ['a label that is nearly its number', entryText({ seq: '0.0000000000000000000000001e-400' }), ['number-precision']],
    ['another spelling of the same number', entryText({ payload: '[1.0,1e0,100e-2]' }), []],
    ['white space and escapes', entryText({ payload: ' { "\\u0061" : "\\/" } ' }), []],
    ['a fifth member', entryText({ id: '1' }), ['extra-member']],
  ];

  it.each(cases)('%s', (_name, text, reasons) => {
    expect(read(text).uncovered.map((part) => part.reason)).toEqual(reasons);
  });

  it('is listed for two hundred thousand places in one entry', () => {
    const payload = `{${'"a":1,'.repeat(200_000)}"a":1}`;
    expect(read(entryText({ payload })).uncovered).toHaveLength(200_000);
  });

  it('can be replaced, part by part, without a change of the hash', () => {
    fc.assert(
      fc.property(jsonText(), (payload) => {
        const text = entryText({ payload });
        const entry = read(text);
        // A number that no double holds is refused wherever it stands, so an entry with one has no hash to keep.
        fc.pre(entry.problem === null);
        for (const part of entry.uncovered.filter((one) => one.reason !== 'number-precision')) {
          const name = JSON.stringify(part.subject);
          const changed = read(`${text.slice(0, part.start)}${name}:"changed"${text.slice(part.end)}`);
          expect(changed.payloadText).toBe(entry.payloadText);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('says what a number counts as', () => {
    const messages = (payload: string) => {
      const entry = { seq: 0, prevHash: null, hash: referenceEntryHash(null, payload) };
      const line = JSON.stringify(entry).replace('{', `{"payload":${payload},`);
      return replayLines([line]).findings.map((finding) => [finding.class, finding.severity, finding.message]);
    };
    const at = (what: string) => `The entry at position 0 carries text that its hash does not cover: ${what}.`;
    expect(messages('-0')).toEqual([['not-fully-committed', 'warning', at('the number -0, which counts as 0')]]);
    expect(messages('9007199254740993')).toEqual([
      ['not-fully-committed', 'warning', at('the number 9007199254740993, which counts as 9007199254740992')],
    ]);
  });
});
