import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../electron/node/hasher.ts';
import { CancelToken } from '../../electron/verifier/cancel.ts';
import type { KernelPlan } from '../../electron/verifier/kernel-feed.ts';
import { ReplayRun } from '../../electron/verifier/replay-run.ts';
import { referencePayloadHash } from '../reference/canonical.ts';
import { buildChain } from '../support/chain/build-chain.ts';
import { jsonText } from '../support/chain/json-text.ts';
import { testKernel } from '../support/kernel.ts';
import { ndjson } from '../support/verifier/evidence.ts';

let plan: KernelPlan;
beforeAll(async () => {
  plan = { module: await testKernel(), startPool: null, segmentBytes: 4_096 };
}, 240_000);

async function replay(bytes: Uint8Array, kernel: KernelPlan | null) {
  async function* stream() {
    yield bytes;
  }
  const none = { wanted: new Set<number>(), index: null, spool: null, onProgress: () => undefined };
  const run = new ReplayRun({
    ...none,
    stream,
    name: 'chain.ndjson',
    form: 'lines',
    sha256: nodeSha256,
    token: new CancelToken(),
    kernel,
  });
  await run.run();
  return { totals: run.totals, faults: run.collector.faults, framing: run.framing };
}

/** A sound chain over payloads as they are written; null when one of them has no hash. */
function chainOver(payloads: readonly string[]): string | null {
  let prevHash: string | null = null;
  const lines: string[] = [];
  for (const [seq, payload] of payloads.entries()) {
    let hash: string;
    try {
      hash = referencePayloadHash(prevHash, JSON.parse(payload));
    } catch {
      return null;
    }
    lines.push(`{"seq":${seq},"prevHash":${JSON.stringify(prevHash)},"payload":${payload},"hash":"${hash}"}\n`);
    prevHash = hash;
  }
  return lines.join('');
}

const ODD = chainOver([
  '{"n":0.1000000000000000055511151231257827,"e":1e3,"\\u0061":"\\u00e9"}',
  '{"__proto__":{"x":1},"a":[{"b":1,"b":2}],"t":"\u{1F9EA}"}',
  '[-0,true,null,"\\ud800"]',
  '{"b":1,"a":{"10":1,"9":2,"x":[1.5,-2,1e21,"q\\"\\\\"]}}',
  '{"a":1,"b":"text","c":[1,2,{"d":null}]}',
]);

describe('the replay kernel', () => {
  it.each([
    ['plain', ndjson(buildChain(3))],
    ['odd', ODD ?? ''],
  ])(
    'sees each flipped bit as the plain path does: %s',
    async (_name, text) => {
      const bytes = Buffer.from(text);
      // A step that is prime to 8 meets every bit of a byte.
      for (let bit = 0; bit < bytes.length * 8; bit += 13) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await replay(flipped, plan), `bit ${bit & 7} at ${bit >> 3}`).toEqual(await replay(flipped, null));
      }
    },
    240_000,
  );

  it('takes payloads of any kind as the plain path does, sorted or not', async () => {
    const payload = fc.tuple(jsonText(), fc.boolean()).map(([text, plain]) => {
      const line = text.replaceAll(/[\n\r]/g, ' ');
      return plain ? JSON.stringify(JSON.parse(line)) : line;
    });
    await fc.assert(
      fc.asyncProperty(fc.array(payload, { minLength: 1, maxLength: 4 }), async (payloads) => {
        const text = chainOver(payloads);
        fc.pre(text !== null);
        const bytes = Buffer.from(text);
        expect(await replay(bytes, plan)).toEqual(await replay(bytes, null));
      }),
      { numRuns: 400 },
    );
  }, 240_000);
});
