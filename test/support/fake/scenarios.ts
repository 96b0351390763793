import type { FakeChain } from './chain.ts';

/** What a fake document is like. */
export const FAKE_SCENARIOS = [
  'healthy',
  'edited',
  'row-deleted',
  'running',
  'cancelled',
  'error',
  'malformed',
  'huge',
  'three-file',
  'empty',
] as const;
export type FakeScenario = (typeof FAKE_SCENARIOS)[number];

const NO_FAULTS = { faults: [], deletedAt: null } as const;

/** The chain of each scenario; null where the bundle has none. */
export const FAKE_CHAINS: Readonly<Record<FakeScenario, FakeChain | null>> = {
  healthy: { total: 41_984, ...NO_FAULTS },
  edited: {
    total: 41_984,
    faults: [
      { from: 5, to: 5, class: 'not-fully-committed' },
      { from: 8_204, to: 8_204, class: 'payload-altered' },
      { from: 20_011, to: 20_019, class: 'hash-replaced' },
      { from: 31_000, to: 31_000, class: 'malformed-entry' },
    ],
    deletedAt: null,
  },
  'row-deleted': { total: 999, faults: [{ from: 6, to: 6, class: 'entry-missing' }], deletedAt: 6 },
  running: {
    total: 10_000_000,
    faults: [{ from: 1_204_881, to: 1_204_881, class: 'payload-altered' }],
    deletedAt: null,
  },
  cancelled: {
    total: 10_000_000,
    faults: [{ from: 1_204_881, to: 1_204_881, class: 'payload-altered' }],
    deletedAt: null,
  },
  error: null,
  malformed: null,
  huge: {
    total: 10_000_000,
    faults: [
      { from: 5, to: 7, class: 'not-fully-committed' },
      { from: 1_204_881, to: 1_204_881, class: 'payload-altered' },
      { from: 3_000_000, to: 3_000_040, class: 'hash-replaced' },
      { from: 6_412_007, to: 6_412_007, class: 'entry-missing' },
      { from: 7_100_000, to: 7_100_600, class: 'not-fully-committed' },
      { from: 8_888_888, to: 8_888_888, class: 'malformed-entry' },
      { from: 9_999_999, to: 9_999_999, class: 'payload-altered' },
    ],
    deletedAt: null,
  },
  'three-file': { total: 128, ...NO_FAULTS },
  empty: null,
};

/** How many entries are known at first: all of them, unless the replay is under way or was stopped. */
export function knownRows(scenario: FakeScenario): number {
  if (scenario === 'running' || scenario === 'cancelled') return 6_412_000;
  return FAKE_CHAINS[scenario]?.total ?? 0;
}
