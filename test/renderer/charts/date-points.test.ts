import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datePoints } from '../../../renderer/charts/date-points.ts';

const dates = {
  evidence: '2026-06-28T06:00:00Z',
  bundleName: '2026-06-28',
  file: '2026-06-29T17:42:10Z',
  opened: '2026-11-22T09:30:00Z',
};

describe('datePoints', () => {
  it('puts the dates in order on one axis to scale', () => {
    const points = datePoints(dates);
    expect(points.map((point) => point.key)).toEqual(['bundleName', 'evidence', 'file', 'opened']);
    expect(points.map((point) => point.number)).toEqual([1, 2, 3, 4]);
    expect(points[0]?.share).toBe(0);
    expect(points[3]?.share).toBe(1);
    expect(points[2]?.share).toBeCloseTo(0.0118, 3);
  });

  it('stacks marks that would cover each other', () => {
    expect(datePoints(dates).map((point) => point.level)).toEqual([0, 1, 2, 0]);
  });

  it('keeps what is no date in the list, and off the axis', () => {
    const points = datePoints({ ...dates, evidence: 'last\u202Esummer' });
    expect(points.at(-1)).toMatchObject({ key: 'evidence', share: null, daysBeforeOpened: null });
  });

  it('says a date that lies after the opening as such', () => {
    const points = datePoints({ ...dates, evidence: '2026-11-25T09:30:00Z' });
    expect(points.find((point) => point.key === 'evidence')?.daysBeforeOpened).toBe(-3);
  });

  it('leaves out what is absent, and does not divide by nothing', () => {
    const points = datePoints({ evidence: null, bundleName: null, file: null, opened: dates.opened });
    expect(points).toMatchObject([{ key: 'opened', share: 0, level: 0 }]);
  });

  it('places any dates between 0 and 1, rising', () => {
    const day = fc
      .date({ min: new Date('1971-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
    fc.assert(
      fc.property(day, day, fc.option(day), fc.option(day), (opened, file, evidence, bundleName) => {
        const shares = datePoints({ opened, file, evidence, bundleName }).map((point) => point.share ?? Number.NaN);
        for (const [index, share] of shares.entries()) {
          expect(share).toBeGreaterThanOrEqual(shares[index - 1] ?? 0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
