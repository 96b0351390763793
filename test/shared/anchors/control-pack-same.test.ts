import { describe, expect, it } from 'vitest';
import { type ControlPackJudgement, judgeControlPack } from '../../../shared/anchors/control-pack.ts';
import { finished } from '../../../shared/base/steps.ts';
import { EVIDENCE_KEY_ID, EVIDENCE_SIGNER } from '../../fixtures/trust/control-pack.ts';
import { hostilePack } from '../../fixtures/trust/hostile-packs.ts';
import { pinned } from '../../fixtures/trust/keys.ts';
import { referenceSha256 } from '../../reference/canonical.ts';

/*
 * What a pack is judged to be, down to the last letter, for packs that are the same on every machine: the digests were taken of the judge as it
 * was when it went through a pack in one piece. Whoever changes how a pack is read holds it to them; a change of words or rules changes them too.
 */

const GROUPS = 24;
const IN_A_GROUP = 50;
const KEYS = [pinned(EVIDENCE_SIGNER, EVIDENCE_KEY_ID)];

function judged(seed: number): ControlPackJudgement {
  const tenant = [null, 'harbour-clinic', 'other'][seed % 3] ?? null;
  return finished(judgeControlPack(hostilePack(seed), { keys: seed % 4 === 0 ? [] : KEYS, expectedTenantId: tenant }));
}

/** All of a judgement as one text; maps in the order in which they were filled. */
function textOf(judgement: ControlPackJudgement): string {
  return JSON.stringify(judgement, (_key, value: unknown) => (value instanceof Map ? [...value] : value));
}

describe('damaged control packs', () => {
  it.each(Array.from({ length: GROUPS }, (_none, at) => at))('are judged as they always were: group %i', (group) => {
    const all = Array.from({ length: IN_A_GROUP }, (_none, at) => judged(group * IN_A_GROUP + at));
    expect({
      verdicts: all.map(({ verdict }) => verdict[0]).join(''),
      findings: all.reduce((sum, { findings }) => sum + findings.length, 0),
      digest: referenceSha256(all.map(textOf).join('\n')),
    }).toMatchSnapshot();
  });
});
