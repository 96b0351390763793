import fc from 'fast-check';
import { referenceEntryHash } from '../../reference/canonical.ts';
import { jsonText } from './json-text.ts';

/** One row of a generated chain: how it is written, and what was done to it. */
interface RowPlan {
  readonly payload: string;
  readonly order: readonly number[];
  readonly space: string;
  readonly extra: string;
  readonly damage:
    | 'none'
    | 'payload'
    | 'hash'
    | 'prevHash'
    | 'seq'
    | 'drop'
    | 'twice'
    | 'garbage'
    | 'blank'
    | 'escape-name'
    | 'upper-hash';
  readonly at: number;
}

/** Payloads that look like those of a real log, which the kernel takes, beside all odd ones. */
function payload(): fc.Arbitrary<string> {
  const plain = fc
    .record({
      actor: fc.constantFrom('m.okafor', 'd.fernández', '漢字 🚢', 'tab\\there', 'q\\"uote', 'back\\\\slash'),
      amount: fc.oneof(fc.integer(), fc.double({ min: -1e6, max: 1e6, noNaN: true })),
      event: fc.constantFrom('login', 'export', ''),
      meta: fc.record({ a: fc.array(fc.integer({ min: 0, max: 9 })), b: fc.boolean(), c: fc.constant(null) }),
    })
    .map(({ actor, amount, event, meta }) => {
      const number = Object.is(amount, -0) ? '0' : String(amount);
      return `{"actor":"${actor}","amount":${number},"event":"${event}","meta":${JSON.stringify(meta)}}`;
    });
  const shuffled = fc
    .shuffledSubarray(['"zeta":1', '"alpha":"x"', '"mid":{"y":1,"x":2}', '"a":[]', '"ab":{}', '"Z":true', '"":0'], {
      minLength: 2,
    })
    .map((members) => `{${members.join(',')}}`);
  return fc.oneof(
    { weight: 4, arbitrary: plain },
    { weight: 3, arbitrary: shuffled },
    { weight: 2, arbitrary: jsonText() },
  );
}

function rowPlan(): fc.Arbitrary<RowPlan> {
  const harmless = fc.constant('none' as const);
  const harm = fc.constantFrom(
    'payload' as const,
    'hash' as const,
    'prevHash' as const,
    'seq' as const,
    'drop' as const,
    'twice' as const,
    'garbage' as const,
    'blank' as const,
    'escape-name' as const,
    'upper-hash' as const,
  );
  return fc.record({
    payload: payload().map((text) => text.replaceAll(/[\r\n]/g, ' ')),
    order: fc.oneof(
      { weight: 5, arbitrary: fc.constant([0, 1, 2, 3]) },
      fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    ),
    space: fc.constantFrom('', '', '', ' ', '\t', '\r'),
    extra: fc.constantFrom('', '', '', '', ',"id":7', ',"hash":"x"', ',"__proto__":1'),
    damage: fc.oneof({ weight: 12, arbitrary: harmless }, harm),
    at: fc.nat(),
  });
}

/** The texts of the rows of a chain, sound but for what the plan does to some. */
export function oddRows(most: number): fc.Arbitrary<string[]> {
  return fc.array(rowPlan(), { maxLength: most, size: 'max' }).map((plans) => {
    const rows: string[] = [];
    let prevHash: string | null = null;
    plans.forEach((plan, seq) => {
      let hash: string;
      try {
        hash = referenceEntryHash(prevHash, plan.payload);
      } catch {
        hash = '00'.repeat(32);
      }
      rows.push(...writeRow(plan, seq, prevHash, hash));
      prevHash = hash;
    });
    return rows;
  });
}

function writeRow(plan: RowPlan, seq: number, prevHash: string | null, hash: string): string[] {
  const { damage, space } = plan;
  const stray = `${plan.at % 10}`.repeat(64);
  const members = [
    `"seq":${space}${damage === 'seq' ? seq + 1 + (plan.at % 9) : seq}`,
    `"prevHash"${space}:${JSON.stringify(damage === 'prevHash' ? stray : prevHash)}`,
    `${damage === 'escape-name' ? '"\\u0070ayload"' : '"payload"'}:${damage === 'payload' ? `[${plan.payload}]` : plan.payload}`,
    `"hash":"${damage === 'hash' ? stray : damage === 'upper-hash' ? hash.toUpperCase() : hash}"`,
  ];
  const body = plan.order.map((at) => members[at]).join(`${space},`);
  const row = `${space}{${body}${plan.extra}${space}}`;
  if (damage === 'drop') return [];
  if (damage === 'twice') return [row, row];
  if (damage === 'garbage') return [row.slice(0, plan.at % row.length)];
  if (damage === 'blank') return ['  ', row];
  return [row];
}
