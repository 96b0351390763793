import { describe, expect, it } from 'vitest';
import { referenceCanonicalize, referenceEntryHash, referencePayloadHash } from './canonical.ts';
import { referenceAnchorBreak, referenceFirstBroken, referenceReplay } from './replay.ts';

const VECTOR = [
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

function vectorLines(): string[] {
  return VECTOR.map(([payload, hash], seq) => {
    const before = VECTOR[seq - 1]?.[1] ?? null;
    return `{"seq":${seq},"prevHash":${JSON.stringify(before)},"payload":${payload},"hash":"${hash}"}`;
  });
}

/** A chain of `count` entries with payload `{"n":position}`. */
function chain(count: number): string[] {
  const lines: string[] = [];
  let prevHash: string | null = null;
  for (let seq = 0; seq < count; seq += 1) {
    const hash: string = referencePayloadHash(prevHash, { n: seq });
    lines.push(JSON.stringify({ seq, prevHash, payload: { n: seq }, hash }));
    prevHash = hash;
  }
  return lines;
}

describe('canonical form of the reference', () => {
  it('reproduces the three hashes of the test vector', () => {
    let before: string | null = null;
    for (const [payload, hash] of VECTOR) {
      expect(referenceEntryHash(before, payload)).toBe(hash);
      before = hash;
    }
  });

  it.each([
    [
      'integer-like keys come first, in numeric order',
      '{"b":1,"10":2,"9":3,"01":4,"4294967294":5,"4294967295":6}',
      '{"9":3,"10":2,"4294967294":5,"01":4,"4294967295":6,"b":1}',
    ],
    [
      'a member named __proto__ is lost at any depth',
      '{"a":{"__proto__":{"x":1},"y":2},"__proto__":3}',
      '{"a":{"y":2}}',
    ],
    ['the last of several equal keys counts', '{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
    ['keys sort by UTF-16 unit', '{"\\uffff":1,"\\ud83e\\uddea":2,"z":3}', '{"z":3,"\u{1F9EA}":2,"\uFFFF":1}'],
    ['numbers print as doubles', '[1.0,1e0,-0,2.50,90071992547409931234]', '[1,1,0,2.5,90071992547409940000]'],
    ['a lone surrogate is escaped', '["\\udbff"]', '["\\udbff"]'],
  ])('%s', (_name, text, canonical) => {
    expect(referenceCanonicalize(JSON.parse(text))).toBe(canonical);
  });

  it('has no form for a number that overflows, even below __proto__', () => {
    expect(() => referenceCanonicalize(JSON.parse('{"a":1e400}'))).toThrow(RangeError);
    expect(() => referenceCanonicalize(JSON.parse('{"__proto__":[-1e400]}'))).toThrow(RangeError);
  });
});

describe('replay of the reference', () => {
  it('finds nothing in the vector and names its ends', () => {
    expect(referenceReplay(vectorLines())).toMatchObject({
      rows: 3,
      firstBroken: null,
      firstMalformed: null,
      genesis: VECTOR[0][1],
      tip: VECTOR[2][1],
    });
  });

  it('reports positions, not labels: a deleted entry breaks where the next one stands', () => {
    const lines = chain(10);
    lines.splice(6, 1);
    expect(referenceReplay(lines).firstBroken).toBe(6);
  });

  it('reports an edited payload at its own position', () => {
    const lines = chain(8).map((line, at) => (at === 4 ? line.replace('"n":4', '"n":5') : line));
    expect(referenceReplay(lines).firstBroken).toBe(4);
  });

  it.each([
    ['not JSON', '{"seq":1'],
    ['no object', '[1]'],
    ['no payload', JSON.stringify({ seq: 1, prevHash: null, hash: 'x' })],
    ['a number for a hash', JSON.stringify({ seq: 1, prevHash: null, payload: 1, hash: 2 })],
  ])('calls an entry malformed and broken when it is %s', (_name, line) => {
    const lines = chain(3);
    lines[1] = line;
    expect(referenceReplay(lines)).toMatchObject({ firstMalformed: 1, firstBroken: 1 });
  });

  it('says null for the ends of nothing', () => {
    expect(referenceReplay([])).toEqual({
      rows: 0,
      firstBroken: null,
      firstMalformed: null,
      tip: null,
      genesis: null,
      hashes: [],
    });
  });
});

describe('anchors against the reference', () => {
  const lines = chain(12);
  const whole = referenceReplay(lines);
  const anchor = { length: 12, tipHash: whole.tip ?? '', genesisHash: whole.genesis ?? '' };

  it('agrees with the chain it was minted over', () => {
    expect(referenceAnchorBreak(whole, anchor)).toBeNull();
  });

  it('reports a cut tail at the smaller length', () => {
    const cut = referenceReplay(lines.slice(0, 10));
    expect(cut.firstBroken).toBeNull();
    expect(referenceFirstBroken(cut, [anchor])).toBe(10);
  });

  it('reports an extension at the length of the anchor', () => {
    expect(referenceFirstBroken(whole, [{ length: 9, tipHash: whole.hashes[8] ?? '' }])).toBe(9);
  });

  it('reports genesis before length, and length before tip', () => {
    const other = 'f'.repeat(64);
    expect(referenceAnchorBreak(whole, { length: 3, tipHash: other, genesisHash: other })).toBe(0);
    expect(referenceAnchorBreak(whole, { length: 3, tipHash: other })).toBe(3);
    expect(referenceAnchorBreak(whole, { length: 12, tipHash: other })).toBe(11);
  });

  it('lets the entries speak before the anchor', () => {
    const edited = lines.map((line, at) => (at === 7 ? line.replace('"n":7', '"n":8') : line));
    expect(referenceFirstBroken(referenceReplay(edited), [{ ...anchor, genesisHash: 'f'.repeat(64) }])).toBe(7);
  });
});
