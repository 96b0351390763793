import { open as openFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VerificationReport } from '../../shared/base/verification.ts';
import { ArrayFramer } from '../../shared/chain/framing/array.ts';
import { LineFramer } from '../../shared/chain/framing/lines.ts';
import { referenceCanonicalize, referencePayloadHash } from '../reference/canonical.ts';
import { referenceReplay } from '../reference/replay.ts';
import { buildChain, type TestEntry } from '../support/chain/build-chain.ts';
import { reportOfBytes } from '../support/chain/verification-input.ts';
import { anchorText, ndjson, proofText, withEvidence } from '../support/verifier/evidence.ts';

type Judge = (bytes: Uint8Array | string) => Promise<VerificationReport>;

/** Judges many contents of one file against one anchor. */
async function judging(name: string, anchor: string | null, run: (judge: Judge) => Promise<void>): Promise<void> {
  await withEvidence({ 'anchor.json': anchor ?? '' }, async (folder, open) => {
    const path = join(folder, name);
    const anchors = anchor === null ? [] : [join(folder, 'anchor.json')];
    await run(async (bytes) => {
      await writeFile(path, bytes);
      const { document, view } = await open(path, { anchors, browse: false });
      await document.close();
      if (view.report === null) throw new Error(view.error ?? 'no report');
      return view.report;
    });
  });
}

/** Three entries with all that a hash does not cover, and names and texts that are written in odd ways. */
function oddChain(): { text: string; entries: TestEntry[] } {
  const payloads = [
    '{"n":0.1000000000000000055511151231257827,"e":1e3,"\\u0061":"\\u00e9"}',
    '{"__proto__":{"x":1},"a":[{"b":1,"b":2}],"t":"\u{1F9EA}"}',
    '[-0,true,null,"\\ud800"]',
  ];
  let prevHash: string | null = null;
  const entries: TestEntry[] = [];
  const lines = payloads.map((text, seq) => {
    const payload: unknown = JSON.parse(text);
    const hash = referencePayloadHash(prevHash, payload);
    const line = `{"id":"${seq}", "seq":${seq},"prevHash":${JSON.stringify(prevHash)},"payload":${text},"hash":"${hash}"}`;
    entries.push({ seq, prevHash, payload, hash });
    prevHash = hash;
    return line;
  });
  return { text: `${lines.join('\n')}\n`, entries };
}

/** What the entries of a text say, as far as a hash can cover it; null when it is not a list of entries. */
function committed(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const rows = text.split('\n').filter((line) => /[^ \t\r]/.test(line));
    const entries = rows.map((line) => {
      const entry = JSON.parse(line);
      const members = ['seq', 'prevHash', 'payload', 'hash'];
      if (!members.every((member) => Object.hasOwn(entry, member))) throw new SyntaxError('not an entry');
      return referenceCanonicalize(members.map((member) => entry[member]));
    });
    return entries.join('\n');
  } catch {
    return null;
  }
}

describe('one bit of an anchored chain', () => {
  const samples = [
    ['plain', { text: ndjson(buildChain(3)), entries: buildChain(3) }],
    ['odd', oddChain()],
  ] as const;

  function anchorOf(entries: readonly TestEntry[]) {
    return { length: entries.length, tipHash: entries.at(-1)?.hash ?? '' };
  }

  function flip(bytes: Buffer, bit: number): Buffer {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return flipped;
  }

  it.each(samples)('never flips unseen: %s', (_name, { text, entries }) => {
    const bytes = Buffer.from(text);
    const before = committed(bytes);
    const healthy = reportOfBytes(bytes, new LineFramer(), anchorOf(entries));
    expect(healthy.verdict).toBe('verified');
    let outside = 0;
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = flip(bytes, bit);
      const report = reportOfBytes(flipped, new LineFramer(), anchorOf(entries));
      const place = `bit ${bit & 7} at ${bit >> 3}: ${flipped.toString('latin1', (bit >> 3) - 10, (bit >> 3) + 10)}`;
      if (committed(flipped) === before) {
        // Nothing that is hashed has changed: it verifies still, and what is not hashed is said to be there.
        expect(report.verdict, place).toBe('verified');
        outside += 1;
      } else {
        expect(['tampered', 'malformed'], place).toContain(report.verdict);
        expect(
          report.findings.some(({ severity }) => severity === 'fail'),
          place,
        ).toBe(true);
        expect(report.axes.integrity.result === 'pass' && report.axes.completeness.result === 'pass', place).toBe(
          false,
        );
      }
    }
    expect(outside > 0).toBe((healthy.findingCounts['not-fully-committed'] ?? 0) > 0);
  });

  it.each(samples)('is judged the same in a file of its own: %s', async (_name, { text, entries }) => {
    const bytes = Buffer.from(text);
    await judging('chain.ndjson', anchorText(entries), async (judge) => {
      const healthy = await judge(bytes);
      for (let bit = 0; bit < bytes.length * 8; bit += 29) {
        const report = await judge(flip(bytes, bit));
        expect(report.verdict).toBe(reportOfBytes(flip(bytes, bit), new LineFramer(), anchorOf(entries)).verdict);
        expect(report.input.sha256).not.toBe(healthy.input.sha256);
      }
    });
  });
});

describe('a chain that ends too early', () => {
  const chain = buildChain(3);
  const anchor = { length: 3, tipHash: chain[2]?.hash ?? '' };
  const bytes = Buffer.from(ndjson(chain));

  it('is consistent only when it ends where an entry ends', () => {
    for (let end = 0; end <= bytes.length; end += 1) {
      const whole = end > 0 && (bytes[end - 1] === 0x0a || bytes[end] === 0x0a);
      const { verdict } = reportOfBytes(bytes.subarray(0, end), new LineFramer(), null);
      const broken = end === 0 ? 'unverifiable' : 'malformed';
      expect(verdict, `cut at ${end}`).toBe(whole ? 'consistent-not-anchored' : broken);
    }
  });

  it('never agrees with the anchor of the whole one', () => {
    for (let end = 0; end < bytes.length - 1; end += 1) {
      const { verdict } = reportOfBytes(bytes.subarray(0, end), new LineFramer(), anchor);
      expect(['tampered', 'malformed'], `cut at ${end}`).toContain(verdict);
    }
  });

  it('is never consistent as an array', () => {
    const array = Buffer.from(JSON.stringify(chain, null, 1));
    for (const held of [anchor, null]) {
      for (let end = 0; end < array.length; end += 1) {
        const { verdict } = reportOfBytes(array.subarray(0, end), new ArrayFramer(), held);
        expect(['tampered', 'malformed', 'unverifiable'], `cut at ${end}`).toContain(verdict);
      }
    }
  });

  it('is never consistent as a proof', async () => {
    const proof = Buffer.from(proofText(chain, { entries: chain, rest: { zzz: 1 } }));
    const start = proof.indexOf('"anchors"');
    await judging('audit-chain-proof.json', anchorText(chain), async (judge) => {
      for (let end = 0; end < proof.length; end += end < start || end % 2 === 0 ? 3 : 1) {
        const { verdict } = await judge(proof.subarray(0, end));
        expect(['tampered', 'malformed', 'unverifiable'], `cut at ${end}`).toContain(verdict);
      }
    });
  });
});

describe('any damage', () => {
  it('never verifies what the plain reference refuses, and verifies what it accepts', () => {
    const entries = buildChain(6);
    const text = ndjson(entries);
    const damage = fc.array(
      fc.record({
        at: fc.nat(text.length),
        remove: fc.nat(30),
        insert: fc.oneof(
          fc.constantFrom(
            '',
            '\n',
            '"',
            '{',
            '}',
            ',',
            '0',
            '\\',
            '\u0000',
            '\uFEFF',
            '"hash":"x",',
            '"__proto__":{},',
            '"payload":1,',
            '\r',
          ),
          fc.nat(text.length).map((from) => text.slice(from, from + 40)),
        ),
      }),
      { minLength: 1, maxLength: 3 },
    );
    const anchor = { length: 6, tipHash: entries[5]?.hash ?? '' };
    fc.assert(
      fc.property(damage, (steps) => {
        const damaged = steps.reduce(
          (now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove),
          text,
        );
        const report = reportOfBytes(Buffer.from(damaged), new LineFramer(), anchor);
        const lines = damaged
          .replace(/^\uFEFF/, '')
          .split('\n')
          .filter((line) => /[^ \t\r]/.test(line));
        const reference = referenceReplay(lines);
        const sound = reference.firstBroken === null && reference.rows === 6 && reference.tip === entries[5]?.hash;
        expect(report.verdict === 'verified').toBe(sound);
        if (reference.firstBroken !== null) expect(report.firstBrokenSeq).toBe(reference.firstBroken);
      }),
      { numRuns: 4_000 },
    );
  });
});

describe('members of an entry', () => {
  const chain = buildChain(3);
  const [first = ''] = ndjson(chain.slice(1)).split('\n');
  const rest = (line: string) => `${ndjson(chain.slice(0, 1))}${line}\n${ndjson(chain.slice(2))}`;
  const evil = '{"event":"evil","at":1}';
  const cases: readonly (readonly [string, string, string, string | null])[] = [
    [
      'a payload before the payload',
      first.replace('"payload"', `"payload":${evil},"payload"`),
      'verified',
      'not-fully-committed',
    ],
    ['a payload behind the payload', first.replace(/\}$/, `,"payload":${evil}}`), 'tampered', 'payload-altered'],
    [
      'a payload behind it, its name escaped',
      first.replace(/\}$/, `,"p\\u0061yload":${evil}}`),
      'tampered',
      'payload-altered',
    ],
    [
      'a payload below __proto__',
      first.replace('{', `{"__proto__":{"payload":${evil}},`),
      'verified',
      'not-fully-committed',
    ],
    ['all members below __proto__', `{"__proto__":${first}}`, 'malformed', 'malformed-entry'],
    [
      'escaped names',
      first.replace('"hash"', '"h\\u0061sh"').replace('"seq"', '"\\u0073\\u0065\\u0071"'),
      'verified',
      null,
    ],
    ['a name in capitals', first.replace('"payload"', '"PAYLOAD"'), 'malformed', 'malformed-entry'],
    ['a name with a space', first.replace('"hash"', '"hash "'), 'malformed', 'malformed-entry'],
    ['a fifth member', first.replace('{', '{"created_at":"2026-01-01",'), 'verified', 'not-fully-committed'],
    [
      'a constructor',
      first.replace('{', '{"constructor":{"prototype":{"hash":1}},'),
      'verified',
      'not-fully-committed',
    ],
    ['another order', JSON.stringify(Object.fromEntries(Object.entries(chain[1] ?? {}).reverse())), 'verified', null],
    [
      'a hash in capitals',
      first.replace(/"hash":"[^"]*"/, (hash) => hash.toUpperCase().replace('HASH', 'hash')),
      'tampered',
      'hash-replaced',
    ],
    ['a label as text', first.replace('"seq":1', '"seq":"1"'), 'malformed', 'malformed-entry'],
    ['a label as a fraction', first.replace('"seq":1', '"seq":1.0'), 'verified', null],
    [
      'a label that is one only as a double',
      first.replace('"seq":1', '"seq":1.00000000000000000001'),
      'verified',
      'not-fully-committed',
    ],
    ['trailing data', `${first} null`, 'malformed', 'malformed-entry'],
    ['two entries in one line', `${first}${first}`, 'malformed', 'malformed-entry'],
    ['a byte order mark inside', `\uFEFF${first}`, 'malformed', 'malformed-entry'],
    [
      'deep nesting',
      first.replace('"event-1"', '['.repeat(100_000) + ']'.repeat(100_000)),
      'unverifiable',
      'limit-exceeded',
    ],
    ['a number out of range', first.replace('"at":1', '"at":1e999'), 'malformed', 'malformed-entry'],
  ];

  it.each(cases)('%s', async (_name, line, verdict, findingClass) => {
    await judging('chain.ndjson', anchorText(chain), async (judge) => {
      const report = await judge(rest(line));
      expect(report.verdict).toBe(verdict);
      expect(report.findings[0]?.class ?? null).toBe(findingClass);
      expect(report.findings.filter(({ severity }) => severity === 'fail').length).toBeLessThanOrEqual(1);
    });
  });

  it('in bytes that are not UTF-8, in whatever place', async () => {
    await judging('chain.ndjson', anchorText(chain), async (judge) => {
      const bytes = Buffer.from(ndjson(chain));
      for (const bad of [0x80, 0xc0, 0xff]) {
        for (let at = 0; at < bytes.length; at += 15) {
          const broken = Buffer.concat([bytes.subarray(0, at), Buffer.of(bad), bytes.subarray(at)]);
          const report = await judge(broken);
          expect(report.verdict, `byte ${at}`).toBe('malformed');
          expect(report.findings[0]?.where.rule).toBe('entry.utf-8');
        }
      }
    });
  });
});

describe('very large', () => {
  it('a line of 300 MB is passed over, and what follows is read', async () => {
    const chain = buildChain(2);
    await withEvidence({ 'c.ndjson': ndjson(chain.slice(0, 1)) }, async (folder, open) => {
      const path = join(folder, 'c.ndjson');
      const handle = await openFile(path, 'r+');
      const { size } = await handle.stat();
      // The line is a hole in the file: zeros that take no room.
      await handle.write('\n', size + 300 * 1024 * 1024);
      await handle.write('rubbish\n', size + 300 * 1024 * 1024 + 1);
      await handle.close();
      const { view } = await open(path);
      expect(view.report).toMatchObject({ verdict: 'malformed', summary: { rows: 3 } });
      expect(view.report?.findingCounts).toEqual({ 'limit-exceeded': 1, 'malformed-entry': 1 });
    });
  });
});
