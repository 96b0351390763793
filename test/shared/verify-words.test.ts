import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type ChainInput, type VerificationInput, verify } from '../../shared/verify.ts';
import { buildChain, linesOf } from '../support/chain/build-chain.ts';
import { anchorInput, chainInput, OVER_LIMIT, verificationInput } from '../support/chain/verification-input.ts';

const ENTRIES = buildChain(20);
const LINES = linesOf(ENTRIES);
const SOUND = chainInput(LINES);
const EDITED = chainInput(LINES.map((line, at) => (at === 7 ? line.replace('event-7', 'edited') : line)));
const TIP = { length: 20, tipHash: ENTRIES[19]?.hash ?? '' };
const EARLIER = { length: 12, tipHash: ENTRIES[11]?.hash ?? '' };
const OTHER = { length: 20, tipHash: 'ab'.repeat(32) };
const PROTO = chainInput(
  LINES.map((line, at) => (at === 2 ? line.replace('{"event"', '{"__proto__":1,"event"') : line)),
);
const CAPPED = chainInput([...LINES.slice(0, 5), OVER_LIMIT, ...LINES.slice(6)]);
const FRAMED: ChainInput = {
  ...SOUND,
  framing: [
    {
      rule: 'framing.truncated',
      message: "the file ends before the array's closing bracket",
      byteOffset: 9,
      note: false,
    },
  ],
};
const differs: VerificationInput['bundleFindings'] = [
  { class: 'claim-differs', severity: 'fail', message: 'm', where: {} },
];
const refused: VerificationInput['bundleFindings'] = [
  { class: 'unsafe-entry', severity: 'fail', message: 'm', where: {} },
];

function brought(chain: ChainInput, ...anchors: Parameters<typeof anchorInput>[1][]): Partial<VerificationInput> {
  return {
    anchors: anchors.map((anchor) => anchorInput('auditor', anchor, chain, ENTRIES[(anchor?.length ?? 1) - 1]?.hash)),
  };
}

const STATES: readonly (readonly [string, ChainInput | null, Partial<VerificationInput>])[] = [
  ['sound, nothing brought', SOUND, {}],
  ['sound, complete', SOUND, brought(SOUND, TIP)],
  ['sound, extended', SOUND, brought(SOUND, EARLIER)],
  ['sound, two short anchors', SOUND, brought(SOUND, { length: 3, tipHash: ENTRIES[2]?.hash ?? '' }, EARLIER)],
  ['sound, complete and extended', SOUND, brought(SOUND, EARLIER, TIP)],
  ['sound, another chain', SOUND, brought(SOUND, OTHER)],
  ['sound, only its own anchors', SOUND, { anchors: [anchorInput('bundle', TIP, SOUND)] }],
  ['sound, contradicted by its own anchor', SOUND, { anchors: [anchorInput('bundle', OTHER, SOUND)] }],
  ['sound, an anchor that is none', SOUND, brought(SOUND, null)],
  ['sound, an anchor that is none and one that is', SOUND, brought(SOUND, null, TIP)],
  ['tail cut', chainInput(LINES.slice(0, 15)), brought(chainInput(LINES.slice(0, 15)), TIP)],
  ['edited', EDITED, {}],
  ['edited, tip anchored', EDITED, brought(EDITED, TIP)],
  ['edited, anchored before its end', EDITED, brought(EDITED, EARLIER)],
  ['one row deleted', chainInput(LINES.filter((_, at) => at !== 4)), {}],
  ['an unreadable row', chainInput(LINES.map((line, at) => (at === 6 ? line.slice(0, 40) : line))), {}],
  ['beyond the caps', CAPPED, brought(CAPPED, TIP)],
  ['not fully committed', PROTO, {}],
  ['no entries', chainInput([]), {}],
  ['no entries, anchored', chainInput([]), brought(chainInput([]), TIP)],
  ['gave out at once', chainInput([], false), {}],
  ['gave out', chainInput(LINES, false), brought(chainInput(LINES, false), TIP)],
  ['broken frame', FRAMED, {}],
  ['no chain', null, {}],
  ['claims differ', SOUND, { bundleFindings: differs }],
  ['files refused', SOUND, { bundleFindings: refused }],
];

describe('head sentences', () => {
  it.each(STATES)('%s', (_name, chain, more) => {
    const { verdict, head, axes } = verify(verificationInput(chain, more));
    expect([
      verdict,
      head.replaceAll('\u2009', ' '),
      axes.integrity.answer,
      axes.completeness.answer,
    ]).toMatchSnapshot();
  });
});

const AVOIDED =
  /\b(?:compliant|compliance|certified|secured?|guarantee[sd]?|tamper-proof|oops|please|invalid|valid)\b/i;

describe('words that are avoided', () => {
  it('stand in no text of any report', () => {
    for (const [, chain, more] of STATES) {
      const report = verify(verificationInput(chain, more));
      const texts = [
        report.head,
        ...Object.values(report.axes).flatMap(({ question, answer, shows, doesNotShow, nextStep }) => [
          question,
          answer,
          shows,
          doesNotShow,
          nextStep ?? '',
        ]),
        ...report.checks.map((check) => check.message),
        ...report.findings.map((finding) => finding.message),
      ];
      for (const text of texts) expect(text).not.toMatch(AVOIDED);
    }
  });

  it('stand in no text that the engine holds', () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const folders = ['shared/chain', 'shared/chain/framing', 'electron/verifier'];
    const files = folders.flatMap((folder) =>
      readdirSync(`${root}${folder}`)
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${folder}/${name}`),
    );
    const top = readdirSync(`${root}shared`).filter((name) => /^verify.*\.ts$/.test(name));
    for (const file of [...files, ...top.map((name) => `shared/${name}`)]) {
      const code = readFileSync(root + file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');
      // Words of our own classes, such as 'anchor-invalid', are names and not sentences.
      const texts = (code.match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? []).filter((text) => text.includes(' '));
      for (const text of texts) expect(text, file).not.toMatch(AVOIDED);
    }
  });
});
