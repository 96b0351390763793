import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { axisIdSchema, type CheckResult, verificationReportSchema } from '../../../shared/base/verification.ts';
import { opensslMissing } from '../../fixtures/trust/openssl-tsa.ts';
import { EVIDENCE_KINDS, reportsOn } from '../../support/verifier/all-evidence.ts';

/**
 * Every check has a positive control, and reports on how many records it ran: what each came to is gathered from reports on evidence of every
 * kind, and held against the ids that the sources name.
 */
const root = fileURLToPath(new URL('../../..', import.meta.url));
const missing = opensslMissing();

/** Checks that no input of this version can make pass, and why. */
const NEVER_PASS: Readonly<Record<string, string>> = {
  'chain.continuity': 'no two bundles are compared',
  'log.witnesses': 'no key of a witness can be trusted yet',
  'log.token': 'what such a token covers is not stated',
  'ots.proof': 'that needs the headers of Bitcoin',
  'receipt.ots': 'that needs the headers of Bitcoin',
  'receipt.unread': 'it stands for a receipt that can not be read',
};
/** Checks that can not fail: they tell what is so, or stand only where something holds. */
const NEVER_FAIL: Readonly<Record<string, string>> = {
  'chain.continuity': 'no two bundles are compared',
  'chain.coverage': 'text that no hash covers is undetermined',
  'log.witnesses': 'lines that count for nothing contradict nothing',
  'log.token': 'it is not used',
  'oscal.pack': 'that no one pack lies beside it contradicts nothing',
};
/** Legs that are no check of their own, and the check that answers for them. */
const ANSWERED_BY: Readonly<Record<string, string>> = {
  'anchor.signature': 'chain.origin',
  'oscal.basis': 'manifest.signature',
};

/** Ids that the sources name: `id: 'word.word'`, the six axes, the topics of OSCAL, and the receipts by their targets. */
function idsInSources(): string[] {
  const files = ['shared', 'shared/anchors', 'electron/verifier'].flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((name) => (name.endsWith('.ts') ? [join(root, folder, name)] : [])),
  );
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const literals = texts.flatMap((text) => [...text.matchAll(/\bid(?: =|:) '([a-z]+\.[a-z-]+)'/gu)]);
  const axes = axisIdSchema.options.map((id) => `chain.${id}`);
  const topics = texts.flatMap((text) => [...text.matchAll(/new Topic\('([a-z-]+)'/gu)]).map(([, id]) => `oscal.${id}`);
  const receipts = ['tsa', 'rekor', 'ots', 'unread'].map((target) => `receipt.${target}`);
  return [...new Set([...literals.map(([, id = '']) => id), ...axes, ...topics, ...receipts])].sort();
}

describe('the checks of the whole verifier', () => {
  const named = idsInSources();
  const runHere = named.filter((id) => missing === null || !/^timestamp\.|^receipt\.tsa$/u.test(id));
  const ids = runHere.filter((id) => !Object.hasOwn(ANSWERED_BY, id));
  const kinds = EVIDENCE_KINDS.filter((kind) => missing === null || kind !== 'time stamps');

  /** What each check came to anywhere. */
  async function resultsOfAll(): Promise<ReadonlyMap<string, ReadonlySet<CheckResult>>> {
    const results = new Map<string, Set<CheckResult>>();
    for (const kind of kinds) {
      for (const { id, result } of (await reportsOn(kind)).flatMap(({ checks }) => checks)) {
        results.set(id, (results.get(id) ?? new Set<CheckResult>()).add(result));
      }
    }
    return results;
  }

  it.each(kinds)('over %s never pass over no records, and neither does an axis', async (kind) => {
    const reports = await reportsOn(kind);
    expect(reports.length).toBeGreaterThan(10);
    for (const report of reports) {
      verificationReportSchema.parse(report);
      const empty = [...report.checks, ...Object.values(report.axes)].filter(({ records }) => records === 0);
      expect(empty.filter(({ result }) => result === 'pass').map(({ id }) => id)).toEqual([]);
    }
  });

  it('are those that the sources name, all of them and no other', async () => {
    expect(ids.length).toBeGreaterThan(40);
    expect(named).toEqual(expect.arrayContaining([...Object.keys(ANSWERED_BY), ...Object.values(ANSWERED_BY)]));
    expect([...(await resultsOfAll()).keys()].sort()).toEqual(ids);
  });

  it.each(ids)('%s passes over records somewhere, and fails somewhere', async (id) => {
    const seen = (await resultsOfAll()).get(id) ?? new Set<CheckResult>();
    expect([id, 'passes', seen.has('pass')]).toEqual([id, 'passes', !Object.hasOwn(NEVER_PASS, id)]);
    expect([id, 'fails', seen.has('fail')]).toEqual([id, 'fails', !Object.hasOwn(NEVER_FAIL, id)]);
    const open = seen.has('undetermined') || seen.has('not-checked');
    if (Object.hasOwn(NEVER_FAIL, id)) expect([id, 'is open', open]).toEqual([id, 'is open', true]);
  });
});
