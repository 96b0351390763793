import { describe, expect, it } from 'vitest';
import { faultGroups, faultRange, touches } from '../../../renderer/screens/chain/fault-groups.ts';
import { readNumber } from '../../../renderer/screens/chain/go-to.tsx';
import type { Finding } from '../../../shared/base/finding.ts';
import { findingAt } from '../../support/fake/findings.ts';

const fileFinding: Finding = { class: 'unsafe-entry', severity: 'fail', message: 'A name.', where: { file: '../x' } };
const tail: Finding = { class: 'tail-truncated', severity: 'fail', message: 'Fewer entries.', where: {} };

describe('faultGroups', () => {
  it('takes what concerns the chain, worst first, each class from the first position on', () => {
    const findings = [
      findingAt('not-fully-committed', 2, 2),
      findingAt('payload-altered', 90, 90),
      fileFinding,
      findingAt('payload-altered', 10, 10),
      tail,
    ];
    const groups = faultGroups({ findings, findingCounts: { 'unsafe-entry': 1 } });
    expect(groups.map((group) => [group.class, group.severity, group.count])).toEqual([
      ['payload-altered', 'fail', 2],
      ['tail-truncated', 'fail', 1],
      ['not-fully-committed', 'warning', 1],
    ]);
    expect(groups[0]?.findings.map((finding) => finding.where.position)).toEqual([10, 90]);
  });

  it('counts exactly what was not kept one by one', () => {
    const findings = [findingAt('link-broken', 3, 3)];
    expect(faultGroups({ findings, findingCounts: { 'link-broken': 48_211 } })[0]?.count).toBe(48_211);
    expect(faultGroups({ findings: [], findingCounts: { 'link-broken': 7 } })[0]).toMatchObject({
      count: 7,
      findings: [],
    });
  });
});

describe('the place of a fault', () => {
  it('is a position, a range, or the whole chain', () => {
    expect(faultRange(findingAt('link-broken', 8_204, 8_204))).toBe('8\u202f204');
    expect(faultRange(findingAt('link-broken', 20_011, 20_019))).toBe('20\u202f011 – 20\u202f019');
    expect(faultRange(tail)).toBe('whole chain');
  });

  it('touches every entry of its range and no other', () => {
    const fault = findingAt('link-broken', 5, 7);
    expect([4, 5, 6, 7, 8, null].map((position) => touches(fault, position))).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(touches(tail, 0)).toBe(false);
  });
});

describe('readNumber', () => {
  it('reads numbers as people write and paste them', () => {
    for (const text of ['41984', '41 984', '41\u202f984', '41,984', "41'984", ' 41.984 '])
      expect(readNumber(text)).toBe(41_984);
  });

  it('takes nothing that is not a whole number', () => {
    for (const text of ['', '-1', '1e3', '0x10', 'seq 4', '9'.repeat(16)]) expect(readNumber(text)).toBeNull();
  });
});
