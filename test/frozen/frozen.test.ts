import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { NO_VERIFIER_TRUST } from '../../shared/ipc/verifier.ts';
import { openForTest } from '../support/verifier/open-document.ts';

/** One input with what is brought to it, and what has to come out for as long as this program reads its format. */
interface FrozenCase {
  readonly input: string;
  readonly anchors?: readonly string[];
  readonly signature?: string;
  readonly trusted: boolean;
  readonly expect: {
    readonly verdict: string;
    readonly firstBrokenSeq: number | null;
    /** Axes with another result than `not-checked` and `not-applicable`. */
    readonly axes: Readonly<Record<string, string>>;
    /** Kind and result of each pack. */
    readonly packs: readonly string[];
    /** Classes of failures and warnings, each once, sorted. */
    readonly findings: readonly string[];
  };
}

const FOLDER = fileURLToPath(new URL('inputs/', import.meta.url));
const CASES = JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8')) as FrozenCase[];
const TRUST_FILE: unknown = JSON.parse(readFileSync(`${FOLDER}trust.json`, 'utf8'));

const nameOf = ({ input, anchors = [], trusted }: FrozenCase) =>
  [input, ...anchors, trusted ? 'trust.json' : 'no trust'].join(', ');

async function outcome({ input, anchors = [], signature, trusted }: FrozenCase): Promise<FrozenCase['expect']> {
  const { document, view } = await openForTest(FOLDER + input, {
    anchors: anchors.map((name) => FOLDER + name),
    browse: false,
    trust: {
      ...NO_VERIFIER_TRUST,
      trustFiles: trusted ? [TRUST_FILE] : [],
      signatures: signature === undefined ? [] : [FOLDER + signature],
    },
  });
  await document.close();
  const { report } = view;
  if (report === null) throw new Error(`no report: ${view.error}`);
  const settled = Object.values(report.axes).filter(
    ({ result }) => !['not-checked', 'not-applicable'].includes(result),
  );
  const found = report.findings.filter(({ severity }) => severity !== 'note');
  return {
    verdict: report.verdict,
    firstBrokenSeq: report.firstBrokenSeq,
    axes: Object.fromEntries(settled.map(({ id, result }) => [id, result])),
    packs: view.packs.map(({ kind, result }) => `${kind}: ${result}`),
    findings: [...new Set(found.map(({ severity, class: findingClass }) => `${findingClass}: ${severity}`))].sort(),
  };
}

describe('a frozen input', () => {
  it.each(CASES.map((one) => [nameOf(one), one] as const))('is judged as ever: %s', async (_name, one) => {
    expect(await outcome(one)).toEqual(one.expect);
  });

  it('of each kind is among the cases', () => {
    const named = CASES.flatMap(({ input, anchors = [], signature }) => [input, ...anchors, signature ?? '']);
    const brought = new Set([...named, 'trust.json', 'tsa-root.der']);
    expect(readdirSync(FOLDER).filter((name) => !brought.has(name))).toEqual([]);
  });
});
