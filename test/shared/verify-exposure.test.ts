import { describe, expect, it } from 'vitest';
import type { AxisId, CheckResult } from '../../shared/base/verification.ts';
import { verificationReportSchema } from '../../shared/base/verification.ts';
import { type PackInput, type VerificationInput, verify } from '../../shared/verify.ts';
import type { Attestation, AttestedAxis } from '../../shared/verify-attested.ts';
import { buildChain, linesOf } from '../support/chain/build-chain.ts';
import { anchorInput, chainInput, verificationInput } from '../support/chain/verification-input.ts';

const ENTRIES = buildChain(9);
const CHAIN = chainInput(linesOf(ENTRIES));
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

describe('who could have faked it', () => {
  it.each(SUBSETS)(
    'names whoever writes the database, and one party more for each axis that holds: %s %s %s %s',
    (...given) => {
      const held = given.filter((axis) => axis !== undefined);
      const { exposure } = chainReport(held);
      expect(exposure?.parties).toEqual(['database-administrator', ...held.map((axis) => PARTY[axis])]);
      expect(exposure?.sentence).toContain(held.length === 0 ? 'alone' : 'together with');
    },
  );

  it.each(SUBSETS.filter((held) => held.every((axis) => axis !== 'completeness')))(
    'of a pack by itself, by what was attested of it: %s %s %s',
    (...given) => {
      const held = given.filter((axis) => axis !== undefined);
      const attestations = ATTESTED.filter((axis) => held.includes(axis)).map((axis) =>
        attestation(axis, 'pass', null),
      );
      const report = verify(verificationInput(null, { packs: [pack('verified')], attestations }));
      expect(report.exposure?.parties).toEqual(['database-administrator', ...held.map((axis) => PARTY[axis])]);
    },
  );

  it.each(['undetermined', 'not-checked', 'error', 'not-applicable'] as const)(
    'nobody is added by what is %s',
    (result) => {
      const attestations = ATTESTED.map((axis) => attestation(axis, result, 9));
      expect(chainReport([], { attestations }).exposure?.parties).toEqual(['database-administrator']);
    },
  );

  it('nobody is added by what reaches over a part of the chain, or over one of two packs', () => {
    const part = ATTESTED.map((axis) => attestation(axis, 'pass', 8));
    expect(chainReport([], { attestations: part }).exposure?.parties).toEqual(['database-administrator']);
    const packs = [pack('verified'), pack('consistent-not-anchored')];
    const attestations = [attestation('origin', 'pass', null), attestation('origin', 'not-checked', null)];
    const two = verify(verificationInput(null, { packs, attestations }));
    expect(two.axes.origin.result).toBe('pass');
    expect(two.exposure?.parties).toEqual(['database-administrator']);
    const besides = verify(
      verificationInput(CHAIN, { packs: [pack('verified')], attestations: [attestation('origin', 'pass', null)] }),
    );
    expect(besides.exposure?.parties).toEqual(['database-administrator']);
  });

  it('the keeper of an anchor is named only where the anchor came from outside the bundle', () => {
    const signed = { ...anchorInput('bundle', WHOLE, CHAIN), signature: 'pass' as const };
    const report = chainReport([], { anchors: [signed], attestations: [attestation('time', 'pass', 9)] });
    expect(report.verdict).toBe('verified');
    expect(report.exposure?.parties).toEqual(['database-administrator', 'timestamp-authority']);
  });

  it('is not asked of evidence that does not hold', () => {
    for (const broken of [
      chainReport([], { anchors: [anchorInput('auditor', { length: 12, tipHash: 'ab'.repeat(32) }, CHAIN)] }),
      chainReport([], { anchors: [anchorInput('auditor', null, CHAIN)] }),
    ]) {
      expect(['tampered', 'malformed']).toContain(broken.verdict);
      expect(broken.exposure).toBeNull();
    }
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
