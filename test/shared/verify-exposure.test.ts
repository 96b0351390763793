import { describe, expect, it } from 'vitest';
import type { AxisId, CheckResult } from '../../shared/base/verification.ts';
import { verificationReportSchema } from '../../shared/base/verification.ts';
import { type PackInput, type VerificationInput, verify } from '../../shared/verify.ts';
import type { Attestation, AttestedAxis } from '../../shared/verify-attested.ts';
import { buildChain, linesOf } from '../support/chain/build-chain.ts';
import { anchorInput, chainInput, OVER_LIMIT, verificationInput } from '../support/chain/verification-input.ts';

const ENTRIES = buildChain(9);
const CHAIN = chainInput(linesOf(ENTRIES));
const SHORT = { length: 5, tipHash: ENTRIES[4]?.hash ?? '' };
const WHOLE = { length: 9, tipHash: ENTRIES[8]?.hash ?? '' };

const PARTY = {
  completeness: 'bucket-owner',
  origin: 'signing-key-holder',
  time: 'timestamp-authority',
  independence: 'public-log',
} as const;
const AXES = ['completeness', 'origin', 'time', 'independence'] as const;
const ATTESTED: readonly AttestedAxis[] = ['origin', 'time', 'independence'];

function attestation(axis: AttestedAxis, result: CheckResult, entries: number | null): Attestation {
  const settled = result === 'pass' || result === 'fail';
  return {
    axis,
    result,
    answer: `It is ${result}.`,
    nextStep: settled ? null : 'Bring more.',
    records: settled ? 1 : 0,
    proof: axis,
    entries,
  };
}

/** Every subset of the four axes. */
const SUBSETS = Array.from({ length: 16 }, (_none, bits) => AXES.filter((_axis, at) => (bits >> at) & 1));

function chainReport(held: readonly AxisId[], more: Partial<VerificationInput> = {}) {
  const anchors = held.includes('completeness') ? [anchorInput('auditor', WHOLE, CHAIN)] : [];
  const attestations = ATTESTED.filter((axis) => held.includes(axis)).map((axis) => attestation(axis, 'pass', 9));
  return verify(verificationInput(CHAIN, { anchors, attestations, ...more }));
}

const pack = (verdict: PackInput['verdict']): PackInput => ({
  verdict,
  sentence: 'A pack.',
  rows: null,
  findings: [],
  counts: new Map(),
  checks: [],
});

/** Who stands before it: the keeper or the signer has to be among them, else nobody does. */
function partiesOf(held: readonly AxisId[]): string[] {
  const binds = held.includes('completeness') || held.includes('origin');
  const named = AXES.filter((axis) => held.includes(axis)).map((axis) => PARTY[axis]);
  return [binds ? 'database-administrator' : 'anybody', ...named];
}

describe('who could have faked it', () => {
  it.each(SUBSETS)(
    'of a chain, names one party more for each axis that holds, and anybody where no anchor and no signature does: %s %s %s %s',
    (...given) => {
      const held = given.filter((axis) => axis !== undefined);
      const { exposure } = chainReport(held);
      expect(exposure?.parties).toEqual(partiesOf(held));
      expect(exposure?.sentence).toMatch(
        held.length === 0 ? /^Anybody could have produced this, alone\. / : /together with/,
      );
    },
  );

  it.each(SUBSETS.filter((held) => held.every((axis) => axis !== 'completeness')))(
    'of a pack by itself, by what was attested of it: %s %s %s',
    (...given) => {
      const held = given.filter((axis) => axis !== undefined);
      const attestations = ATTESTED.filter((axis) => held.includes(axis)).map((axis) =>
        attestation(axis, 'pass', null),
      );
      const { exposure } = verify(verificationInput(null, { packs: [pack('verified')], attestations }));
      expect(exposure?.parties).toEqual(partiesOf(held));
      const loose = "No key that you pinned has signed it; a key that came with it could be anybody's.";
      expect(exposure?.sentence.includes(loose)).toBe(!held.includes('origin'));
    },
  );

  it('of a chain that is held against no anchor that counts, says why that is anybody', () => {
    const own = anchorInput('bundle', WHOLE, CHAIN);
    const short = anchorInput('auditor', SHORT, CHAIN, ENTRIES[4]?.hash);
    for (const [anchors, why] of [
      [[], 'no anchor was brought that it could be held against.'],
      [[own], 'the anchors that came with it could have been made with it.'],
      [[short], 'no anchor that you brought, and none that a key you pinned has signed, covers all of it.'],
      [[own, short], 'no anchor that you brought, and none that a key you pinned has signed, covers all of it.'],
    ] as const) {
      expect(chainReport([], { anchors }).exposure).toEqual({
        parties: ['anybody'],
        sentence: `Anybody could have produced this, alone. The hashes of a chain need no key, and ${why}`,
      });
    }
    const capped = chainInput([...linesOf(ENTRIES).slice(0, 5), OVER_LIMIT, ...linesOf(ENTRIES).slice(6)]);
    const anchors = [anchorInput('auditor', WHOLE, capped)];
    const attestations = [attestation('origin', 'pass', 9)];
    expect(verify(verificationInput(capped, { anchors, attestations })).exposure).toEqual({
      parties: ['anybody'],
      sentence: 'Anybody could have produced this, alone. Not every entry was shown to link to an anchor that counts.',
    });
  });

  it('a stamp and a log hold off only whoever comes later', () => {
    const sentence = (...held: AxisId[]) => chainReport(held).exposure?.sentence ?? '';
    expect(sentence('time')).toMatch(
      /^Anybody could have produced this before the time of the stamp; later, only together with the time-stamp authority\. /,
    );
    expect(sentence('independence')).toMatch(
      /^Anybody could have produced this before the log took it up; later, only together with the operator of the public log\. The log does not say when that was\. /,
    );
    expect(sentence('time', 'independence')).toContain('before the time of the stamp and before the log took it up');
    expect(sentence('completeness', 'time', 'independence')).toBe(
      'This could still have been produced by whoever can write to the database, or had it in hand on its way to you, together with whoever keeps the place that the anchor came from and the time-stamp authority and the operator of the public log. Before the time of the stamp the authority is not needed. Before the log took it up its operator is not needed.',
    );
  });

  it('of receipts by themselves: anybody, until each holds by its own proof', () => {
    const receipt = (verdict: PackInput['verdict']): PackInput => ({ ...pack(verdict), isReceipt: true });
    const open = verify(
      verificationInput(null, {
        packs: [receipt('unverifiable')],
        attestations: [attestation('time', 'not-checked', null)],
      }),
    );
    expect(open.exposure?.parties).toEqual(['anybody']);
    expect(open.exposure?.sentence).toMatch(
      /^Anybody could have produced this, alone\. A receipt says nothing of who made/,
    );
    const settled = [attestation('time', 'pass', null), attestation('independence', 'pass', null)];
    const two = (second: PackInput['verdict']) =>
      verify(verificationInput(null, { packs: [receipt('verified'), receipt(second)], attestations: settled }))
        .exposure;
    expect(two('verified')?.parties).toEqual(['anybody', 'timestamp-authority', 'public-log']);
    expect(two('unverifiable')?.parties).toEqual(['anybody']);
    // A key of the producer signs no receipt: whatever is attested, nobody stands before who made what it is over.
    const signed = [attestation('origin', 'pass', null), ...settled];
    expect(
      verify(verificationInput(null, { packs: [receipt('verified')], attestations: signed })).exposure?.parties,
    ).toEqual(['anybody', 'timestamp-authority', 'public-log']);
  });

  it('a receipt over the anchor that a pack names binds nothing else of the pack', () => {
    const overAnchor = ATTESTED.map((axis) => ({ ...attestation(axis, 'pass', null), anchorOnly: axis !== 'origin' }));
    const signed = verify(verificationInput(null, { packs: [pack('verified')], attestations: overAnchor }));
    expect(signed.axes.time.result).toBe('pass');
    expect(signed.exposure?.parties).toEqual(['database-administrator', 'signing-key-holder']);
    // Nor does it take anything from a stamp over all of it.
    const besides = [...overAnchor, attestation('time', 'pass', null)];
    const stamped = verify(verificationInput(null, { packs: [pack('verified')], attestations: besides }));
    expect(stamped.exposure?.parties).toEqual(['database-administrator', 'signing-key-holder', 'timestamp-authority']);
  });

  it.each(['undetermined', 'not-checked', 'error', 'not-applicable'] as const)(
    'nobody is added by what is %s',
    (result) => {
      const attestations = ATTESTED.map((axis) => attestation(axis, result, 9));
      expect(chainReport([], { attestations }).exposure?.parties).toEqual(['anybody']);
    },
  );

  it('nobody is added by what reaches over a part of the chain, or over one of two packs', () => {
    const part = ATTESTED.map((axis) => attestation(axis, 'pass', 8));
    expect(chainReport([], { attestations: part }).exposure?.parties).toEqual(['anybody']);
    expect(chainReport(['completeness'], { attestations: part }).exposure?.parties).toEqual([
      'database-administrator',
      'bucket-owner',
    ]);
    const packs = [pack('verified'), pack('consistent-not-anchored')];
    for (const attestations of [
      [attestation('origin', 'pass', null), attestation('origin', 'not-checked', null)],
      [attestation('origin', 'pass', null)],
    ]) {
      const two = verify(verificationInput(null, { packs, attestations }));
      expect(two.axes.origin.result).toBe('undetermined');
      expect(two.exposure?.parties).toEqual(['anybody']);
      expect(two.exposure?.sentence).toContain('has signed each of the packs');
    }
  });

  it('of a chain and a pack beside it, the weaker counts', () => {
    const signedPack = { packs: [pack('verified')], attestations: [attestation('origin', 'pass', null)] };
    expect(chainReport([], signedPack).exposure?.parties).toEqual(['anybody']);
    const loose = chainReport(['completeness'], { packs: [pack('consistent-not-anchored')] });
    expect(loose.exposure?.parties).toEqual(['anybody']);
    expect(loose.exposure?.sentence).toContain('has signed what stands beside the chain');
    // The anchor stands before the chain, the key before the pack: both are needed for all of it.
    expect(chainReport(['completeness'], signedPack).exposure?.parties).toEqual([
      'database-administrator',
      'bucket-owner',
      'signing-key-holder',
    ]);
    // What carries no verdict was not judged by itself, and makes nothing weaker.
    expect(chainReport(['completeness'], { packs: [pack(null)] }).exposure?.parties).toEqual([
      'database-administrator',
      'bucket-owner',
    ]);
  });

  it('says of text that no hash covers that anybody could have changed it', () => {
    const lines = linesOf(ENTRIES).map((line, at) =>
      at === 2 ? line.replace('"payload":{', '"payload":{"__proto__":1,') : line,
    );
    const anchored = (chain: typeof CHAIN) =>
      verify(verificationInput(chain, { anchors: [anchorInput('auditor', WHOLE, chain)] }));
    const uncovered = anchored(chainInput(lines));
    expect(uncovered.verdict).toBe('verified');
    const said = 'Text in it that no hash covers could have been changed by anybody who had it in hand.';
    expect(uncovered.exposure?.sentence).toContain(said);
    expect(
      anchored(chainInput(linesOf(ENTRIES).map((line) => line.replace('{', '{"more":1,')))).exposure?.sentence,
    ).toContain(said);
    expect(anchored(CHAIN).exposure?.sentence).not.toContain(said);
  });

  it('the keeper of an anchor is named only where the anchor came from outside the bundle', () => {
    const signed = { ...anchorInput('bundle', WHOLE, CHAIN), signature: 'pass' as const };
    const attestations = [attestation('origin', 'pass', 9), attestation('time', 'pass', 9)];
    const report = chainReport([], { anchors: [signed], attestations });
    expect(report.verdict).toBe('verified');
    expect(report.exposure?.parties).toEqual(['database-administrator', 'signing-key-holder', 'timestamp-authority']);
  });

  it('is not asked of evidence that does not hold, or of nothing', () => {
    for (const broken of [
      chainReport([], { anchors: [anchorInput('auditor', { length: 12, tipHash: 'ab'.repeat(32) }, CHAIN)] }),
      chainReport([], { anchors: [anchorInput('auditor', null, CHAIN)] }),
    ]) {
      expect(['tampered', 'malformed']).toContain(broken.verdict);
      expect(broken.exposure).toBeNull();
    }
    expect(verify(verificationInput(null)).exposure).toBeNull();
    expect(verify(verificationInput(null, { packs: [pack(null)] })).exposure).toBeNull();
  });
});

describe('the JSON contract', () => {
  it('keeps every member that was promised first, and its kind', () => {
    const report = chainReport(AXES);
    const plain = JSON.parse(JSON.stringify(report));
    expect(verificationReportSchema.safeParse(plain).success).toBe(true);
    expect(plain).toMatchObject({
      formatVersion: '1',
      verdict: expect.stringMatching(/^(verified|consistent-not-anchored|tampered|unverifiable|malformed)$/),
      firstBrokenSeq: null,
      summary: { rows: 9, breaks: 0, root: ENTRIES[8]?.hash, genesis: ENTRIES[0]?.hash },
      axes: expect.any(Object),
      findings: expect.any(Array),
      checks: expect.any(Array),
      input: { path: expect.any(String), sha256: null, kind: expect.any(String) },
      tool: { name: 'bathyscope', version: expect.any(String) },
    });
    expect(Object.keys(plain.axes)).toEqual([
      'integrity',
      'completeness',
      'origin',
      'time',
      'independence',
      'continuity',
    ]);
    for (const check of plain.checks) {
      expect(check).toEqual({
        id: expect.any(String),
        result: expect.any(String),
        records: expect.any(Number),
        message: expect.any(String),
      });
    }
    const broken = chainReport([], {
      anchors: [anchorInput('auditor', { length: 12, tipHash: 'ab'.repeat(32) }, CHAIN)],
    });
    expect(JSON.parse(JSON.stringify(broken))).toMatchObject({
      firstBrokenSeq: 9,
      findings: [
        {
          class: 'tail-truncated',
          severity: 'fail',
          message: expect.any(String),
          where: { position: 9 },
          expected: '12 entries',
          actual: '9 entries',
        },
      ],
    });
  });
});
