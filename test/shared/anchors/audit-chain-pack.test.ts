import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../../electron/node/hasher.ts';
import { accountIdOf } from '../../../shared/anchors/account-id.ts';
import { judgeAuditChainPack, type PackJudgement, packRowJudgement } from '../../../shared/anchors/audit-chain-pack.ts';
import type { PinnedKey } from '../../../shared/anchors/signed-by.ts';
import { readAuditChainPack } from '../../../shared/formats/audit-chain-pack-read.ts';
import {
  anchorSignature,
  editReceipts,
  envelope,
  type Json,
  KEY_ID,
  PACK_SIGNER,
  packHead,
  packRows,
  packV1,
  packV2,
  refresh,
  STRANGER,
  sealV1,
  sealV2,
  TENANT,
} from '../../fixtures/trust/chain-pack.ts';
import { pinned } from '../../fixtures/trust/keys.ts';

const KEYS = [pinned(PACK_SIGNER, KEY_ID)];
const FILE = 'pack.json';

interface Given {
  readonly keys?: readonly PinnedKey[];
  readonly tenant?: string | null;
}

function judge(pack: Json | string, { keys = KEYS, tenant = null }: Given = {}): PackJudgement {
  const text = typeof pack === 'string' ? pack : JSON.stringify(pack);
  const trust = { keys, expectedTenantId: tenant, sha256: nodeSha256 };
  return judgeAuditChainPack(readAuditChainPack(text, FILE), trust, FILE);
}

const classes = (judgement: PackJudgement): string[] => [...judgement.counts.keys()].sort();
const leg = (judgement: PackJudgement, id: string) => judgement.legs.find((found) => found.id === id);

describe('a sound pack', () => {
  it.each([
    ['version 1', packV1()],
    ['version 2', packV2()],
  ])('of %s verifies with the pinned key', (_version, pack) => {
    const judged = judge(pack, { tenant: TENANT });
    expect(judged).toMatchObject({ verdict: 'verified', firstBroken: null, findings: [] });
    expect(judged.states).toEqual(['genesis', ...Array(5).fill('verified')]);
    expect(judged.checks.every((check) => check.result === 'pass' && check.records === 6)).toBe(true);
    expect(judged.claims.every((claim) => claim.agrees)).toBe(true);
  });

  it('is consistent and not anchored without a key of the auditor: key taken from the bundle, only a warning (immudb auditor.go)', () => {
    const judged = judge(packV2(), { keys: [] });
    expect(judged.verdict).toBe('consistent-not-anchored');
    expect(leg(judged, 'pack.seal')).toMatchObject({ result: 'not-checked', reason: 'no-pinned-key' });
    expect(leg(judged, 'pack.candidate-key')).toMatchObject({ result: 'not-checked', actual: PACK_SIGNER.fingerprint });
    expect(judged.checks.find((check) => check.id === 'row.signature')).toMatchObject({
      result: 'not-checked',
      records: 0,
    });
  });

  it('shows a redacted row as not disclosed, row 0 included', () => {
    for (const redacted of [0, 2]) {
      const judged = judge(packV2({ redacted }));
      expect(judged.verdict).toBe('verified');
      expect(judged.states[redacted]).toBe('anchor-confirmed-original-not-disclosed');
      expect(judged.checks.find((check) => check.id === 'row.link')?.records).toBe(5);
    }
  });

  it('has no check that passes over no row: where every payload is masked, no hash was made again', () => {
    const judged = judge(packV2({ rows: 1, redacted: 0 }));
    expect(judged.checks.find((check) => check.id === 'row.link')).toMatchObject({ result: 'not-checked', records: 0 });
    expect(judged.checks.find((check) => check.id === 'row.anchor')).toMatchObject({ result: 'pass', records: 1 });
  });

  it('gives the legs of one row as they were judged', () => {
    const pack = readAuditChainPack(JSON.stringify(packV2()), FILE);
    const trust = { keys: KEYS, expectedTenantId: null, sha256: nodeSha256 };
    expect(packRowJudgement(pack, 3, trust)).toMatchObject({ state: 'verified', breaksChain: false });
    expect(packRowJudgement(pack, 6, trust)).toBeNull();
  });
});

describe('row legs, one by one', () => {
  /** Damage to row 3, sealed again by the producer's own key, so that only the row can tell. */
  it.each<[string, (rows: Json[]) => void, string, string, number | null]>([
    [
      'the payload is edited',
      (rows) => {
        rows[3].raw.payload.amount = 9;
      },
      'row.link',
      'payload-altered',
      3,
    ],
    [
      'the hash is replaced',
      (rows) => {
        rows[3].hash = 'ab'.repeat(32);
      },
      'row.link',
      'payload-altered',
      3,
    ],
    [
      'prevHash is another',
      (rows) => {
        rows[3].prevHash = 'ab'.repeat(32);
      },
      'row.previous',
      'link-broken',
      3,
    ],
    [
      'raw names another predecessor',
      (rows) => {
        rows[3].raw.prevHash = 'ab'.repeat(32);
      },
      'row.raw-previous',
      'link-broken',
      3,
    ],
    [
      'the anchor has another length',
      (rows) => {
        rows[3].anchor.length = 9;
      },
      'row.anchor',
      'anchor-invalid',
      null,
    ],
    [
      'the anchor has another tip',
      (rows) => {
        rows[3].anchor.tipHash = 'ab'.repeat(32);
      },
      'row.anchor',
      'anchor-invalid',
      null,
    ],
    [
      'the anchor names another first row',
      (rows) => {
        rows[3].anchor.genesisHash = 'ab'.repeat(32);
      },
      'row.genesis',
      'genesis-invalid',
      null,
    ],
    [
      'the signature is of another row',
      (rows) => {
        rows[3].anchor.sig = rows[2].anchor.sig;
      },
      'row.signature',
      'signature-invalid',
      null,
    ],
    [
      'the label is another',
      (rows) => {
        rows[3].seq = 7;
      },
      'row.sequence',
      'entry-missing',
      3,
    ],
    [
      'the row is removed',
      (rows) => {
        rows.splice(3, 1);
      },
      'row.previous',
      'link-broken',
      3,
    ],
    [
      'the row stands twice',
      (rows) => {
        rows.splice(3, 0, rows[3]);
      },
      'row.sequence',
      'sequence-duplicated',
      4,
    ],
  ])('%s', (_what, damage, id, findingClass, firstBroken) => {
    const judged = judge(packV2({}, (head) => damage(head.receipts)));
    expect(judged.verdict).toBe('tampered');
    expect(judged.checks.find((check) => check.id === id)?.result).toBe('fail');
    expect(classes(judged)).toContain(findingClass);
    expect(judged.firstBroken).toBe(firstBroken);
    const at = judged.findings.filter((finding) => finding.where.rule === id).map((finding) => finding.where.position);
    expect(at[0]).toBe(firstBroken ?? 3);
    expect(judged.states[0]).toBe('genesis');
  });

  it('names the row that was edited although the seal is broken too (Caisson verify-pack: sealed pack loses row localisation)', () => {
    const edited = refresh(
      editReceipts(packV2(), (head) => {
        head.receipts[3].raw.payload.amount = 1;
      }),
    );
    const judged = judge(edited);
    expect(judged).toMatchObject({ verdict: 'tampered', firstBroken: 3 });
    expect(judged.states.map((state) => state === 'tampered')).toEqual([false, false, false, true, false, false]);
    expect(leg(judged, 'pack.seal')).toMatchObject({ result: 'fail', reason: 'signature-invalid' });
    expect(judged.claims.find((claim) => claim.agrees === false && claim.where.position === 3)).toMatchObject({
      stated: 'pass',
      computed: 'fail',
    });
  });

  it('value bytes edited, hash tree untouched: immudb 2063', () => {
    const judged = judge(
      packV1({}, (head) => {
        head.receipts[1].raw.payload.step = 99;
      }),
    );
    expect(judged).toMatchObject({ verdict: 'tampered', firstBroken: 1 });
  });

  it('only first and last link of a proof checked, middle swapped: immudb GHSA-672p-m5jq-mrh8', () => {
    const other = packRows({ payload: (position) => ({ other: position }) });
    const judged = judge(
      packV2({}, (head) => {
        head.receipts[2] = other[2];
      }),
    );
    expect(judged).toMatchObject({ verdict: 'tampered', firstBroken: 2 });
    expect(judged.states[3]).toBe('tampered');
  });
});

describe('what the producer\u2019s verifiers leave open', () => {
  it('version 1 takes the key in the pack: rewritten and signed again throughout', () => {
    const judged = judge(packV1({ signer: STRANGER }));
    expect(judged).toMatchObject({ verdict: 'tampered', firstBroken: null });
    expect(classes(judged)).toContain('key-mismatch');
    expect(leg(judged, 'pack.seal')).toMatchObject({ reason: 'key-mismatch', actual: STRANGER.fingerprint });
    expect(judge(packV1({ signer: STRANGER }), { keys: [] }).verdict).toBe('consistent-not-anchored');
  });

  it('version 1 takes a key of small order', () => {
    const identity = Buffer.concat([Buffer.from('302a300506032b657003210001', 'hex'), Buffer.alloc(31)]);
    const constant = Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]).toString('base64');
    const pack = JSON.parse(packV1());
    pack.anchorAuth.publicKeySpkiBase64 = identity.toString('base64');
    pack.packSeal.sig = constant;
    for (const row of pack.receipts) row.anchor.sig = constant;
    for (const keys of [KEYS, []]) {
      const judged = judge(pack, { keys });
      expect(judged.verdict).toBe('tampered');
      expect(leg(judged, 'pack.candidate-key')?.message).toContain('small order');
    }
  });

  it('version 2 takes a seal account that is not the mapped tenant id, as long as rows and seal agree', () => {
    const judged = judge(packV2({ account: accountIdOf('somebody-else') }));
    expect(judged.verdict).toBe('tampered');
    expect(leg(judged, 'pack.account')).toMatchObject({ result: 'fail', expected: accountIdOf(TENANT) });
    expect(judged.states.every((state) => state === 'tampered')).toBe(true);
  });

  it('both take row anchors signed over a genesis hash that is not row 0', () => {
    const judged = judge(packV2({ genesis: 'ef'.repeat(32) }));
    expect(judged.verdict).toBe('tampered');
    expect(judged.counts.get('genesis-invalid')).toBe(6);
    expect(judged.checks.find((check) => check.id === 'row.signature')?.result).toBe('pass');
  });

  it('both take __proto__ in a payload without a word', () => {
    const text = packV1().replace('"step":2', '"__proto__":{"amount":5},"step":2');
    const judged = judge(text);
    expect(judged.verdict).toBe('verified');
    expect(judged.findings).toMatchObject([
      { class: 'not-fully-committed', severity: 'warning', where: { position: 2, rule: 'uncovered.proto-member' } },
    ]);
  });

  it('version 2 stops at payloads that are sound but deep, and at wide ones', () => {
    const deep = JSON.parse(`${'['.repeat(200)}1${']'.repeat(200)}`);
    const wide = Array.from({ length: 20_000 }, (_none, index) => index);
    const judged = judge(packV2({ rows: 2, payload: (position) => (position === 0 ? deep : wide) }));
    expect(judged).toMatchObject({ verdict: 'verified', findings: [] });
  });

  it('both refuse a pack that honestly says that it is broken (honest "broken" report rejected as malformed)', () => {
    const honest = packV2({}, (head) => {
      head.receipts[4].raw.payload.amount = 7;
      head.receipts[4].checks.linkRecompute = 'fail';
      head.chainVerification = { valid: false, brokenAt: 4 };
    });
    const judged = judge(honest);
    expect(judged).toMatchObject({ verdict: 'tampered', firstBroken: 4 });
    expect(judged.claims.every((claim) => claim.agrees)).toBe(true);
    expect(classes(judged)).toEqual(['payload-altered']);
  });
});

describe('seal, account and keys', () => {
  it('unsealed log passes although a verification key was given: systemd 15425', () => {
    const head = packHead(1, packRows());
    const judged = judge(JSON.stringify(head));
    expect(judged.verdict).toBe('unverifiable');
    expect(leg(judged, 'pack.seal')).toMatchObject({ result: 'not-checked', reason: 'unsealed' });
    const { packSeal: _gone, ...unsealed } = packV2();
    expect(judge(unsealed).verdict).toBe('unverifiable');
  });

  it('unsigned item accepted because signature is null: ai-memory-mcp 1907', () => {
    const judged = judge(
      packV2({}, (head) => {
        for (const member of ['sig', 'keyId', 'sigV', 'sigAccountId']) delete head.receipts[2].anchor[member];
      }),
    );
    expect(judged.verdict).toBe('unverifiable');
    expect(judged.states[2]).toBe('unverifiable');
    expect(judged.states[3]).toBe('verified');
  });

  it('newest rows deleted: valid prefix = valid chain (mobula 59): the seal binds the length', () => {
    const cut = JSON.parse(packV1());
    cut.receipts.length = 4;
    expect(leg(judge(cut), 'pack.complete')).toMatchObject({ result: 'fail', class: 'tail-truncated' });
    cut.chainLength = 4;
    const judged = judge(cut);
    expect(judged.verdict).toBe('tampered');
    expect(leg(judged, 'pack.complete')?.result).toBe('pass');
    expect(leg(judged, 'pack.seal')).toMatchObject({ result: 'fail' });
  });

  it('metadata outside the hash: date and producer rewritten (agentmetry 75)', () => {
    const pack = JSON.parse(packV1());
    for (const [member, value] of [
      ['generatedAt', '2020-01-01T00:00:00.000Z'],
      ['chainVerification', { valid: false, brokenAt: 2 }],
      ['tenantId', 'harbour-clinic-2'],
    ] as const) {
      expect(leg(judge({ ...pack, [member]: value }), 'pack.seal'), member).toMatchObject({ result: 'fail' });
    }
  });

  it('top-level fields not bound by the pack hash: helm-ai-kernel 852', () => {
    const judged = judge(JSON.stringify({ ...JSON.parse(packV1()), producerVersion: '9.9' }));
    expect(judged.verdict).toBe('verified');
    expect(judged.findings).toMatchObject([{ class: 'not-fully-committed', severity: 'warning' }]);
    const twice = judge(packV1().replace('{', '{"generatedAt":"2001-01-01T00:00:00.000Z",'));
    expect(twice.findings).toMatchObject([{ class: 'not-fully-committed' }]);
  });

  it('tenant identity taken from the answer itself: immudb UUID advisory', () => {
    const other = judge(packV2(), { tenant: 'another-clinic' });
    expect(other.verdict).toBe('tampered');
    expect(other.findings).toMatchObject([
      { expected: 'another-clinic', actual: TENANT, where: { rule: 'pack.tenant' } },
    ]);
    const upper = '0F9D2C44-7A1B-4E0C-8D3E-C5A2B7E6F001';
    expect(judge(packV2({ tenant: upper }), { tenant: upper.toLowerCase() }).verdict).toBe('verified');
  });

  it('refuses two key names in one pack', () => {
    const judged = judge(
      packV2({}, (head) => {
        head.anchorAuth.keyId = 'other/1';
      }),
    );
    expect(leg(judged, 'pack.key-ids')).toMatchObject({ result: 'fail', class: 'key-mismatch' });
    expect(judge(packV2(), { keys: [pinned(PACK_SIGNER, 'k2')] }).verdict).toBe('tampered');
  });

  it('says what the producer thinks of an uncommon account, and judges all the same', () => {
    const judged = judge(packV2({ tenant: '11111111-1111-0111-c111-111111111111' }));
    expect(judged.verdict).toBe('verified');
    expect(judged.findings).toMatchObject([{ class: 'encoding-note', where: { rule: 'pack.account-version' } }]);
  });
});

describe('files of the envelope', () => {
  it('extra file added after sealing: notnet 197', () => {
    const pack = packV2();
    pack.files.push({ name: 'letter.txt', contents: 'All is well.' });
    const judged = judge(pack);
    expect(judged.verdict).toBe('tampered');
    expect(classes(judged)).toEqual(['unexpected-file']);
  });

  it('a listed file that is not there', () => {
    const pack = packV2();
    pack.files.pop();
    expect(classes(judge(pack))).toEqual(['missing-part']);
  });

  it('two files of one name', () => {
    const pack = packV2();
    pack.files.push(pack.files[1]);
    expect(judge(pack).verdict).toBe('tampered');
  });

  it('white space in receipts.json is sealed', () => {
    const pack = packV2();
    pack.files[0].contents += '\n';
    expect(classes(judge(pack))).toEqual(['digest-differs']);
    expect(leg(judge(refresh(pack)), 'pack.seal')?.result).toBe('fail');
  });

  it('a text without UTF-8 form has no digest', () => {
    const pack = packV2();
    pack.files[1].contents = 'note \ufffd';
    const sealed = sealV2(refresh(pack), PACK_SIGNER, accountIdOf(TENANT));
    expect(judge(sealed).verdict).toBe('verified');
    expect(judge(JSON.stringify(sealed).replace('\ufffd', '\\ud800')).verdict).toBe('tampered');
  });

  it('the stated digest of the manifest is compared', () => {
    expect(classes(judge({ ...packV2(), sha256: 'ab'.repeat(32) }))).toEqual(['digest-differs']);
  });

  it('bare files of version 2 are not complete', () => {
    const bare = packV2().files[0].contents;
    expect(judge(bare).verdict).toBe('unverifiable');
    expect(leg(judge(bare), 'pack.files-listed')?.result).toBe('undetermined');
  });
});

describe('bad input', () => {
  it('reports all bad paths, and judges what is left', () => {
    const pack = packV2({}, (head) => {
      head.receipts[1].verifiedAt = 'now';
      head.receipts[2].more = 1;
      delete head.receipts[4].hash;
      head.generatedAt = 5;
    });
    const judged = judge(pack);
    const pointers = judged.findings
      .filter((finding) => finding.class === 'malformed-file')
      .map((finding) => finding.where.pointer);
    expect(pointers.sort()).toEqual(['/generatedAt', '/receipts/1/verifiedAt', '/receipts/2/more', '/receipts/4/hash']);
    expect(judged.verdict).toBe('unverifiable');
    expect(judged.states).toEqual(['genesis', 'verified', 'verified', 'verified', 'unverifiable', 'unverifiable']);
  });

  it('says so for a version that it does not know', () => {
    const judged = judge({ ...packHead(1, packRows()), formatVersion: 3 });
    expect(judged.verdict).toBe('malformed');
    expect(judged.findings).toMatchObject([{ where: { rule: 'format-version' } }]);
  });

  it('does not recurse into what it refuses', () => {
    const deep = `${'['.repeat(9_000)}${']'.repeat(9_000)}`;
    for (const text of [`{"formatVersion":${deep}}`, `{"formatVersion":1,"receipts":${deep}}`, `{"files":${deep}}`]) {
      expect(['malformed', 'unverifiable', 'tampered']).toContain(judge(text).verdict);
    }
  });

  it('never passes over no rows', () => {
    expect(judge(packV2({ rows: 0 })).verdict).toBe('unverifiable');
    expect(judge(sealV1(packHead(1, []))).verdict).toBe('unverifiable');
    expect(judge(envelope('{'))).toMatchObject({ verdict: 'malformed' });
    for (const text of ['', '[]', '{}', '{"files":[]}', 'null', '{"formatVersion":2,"manifest":null}']) {
      expect(['malformed', 'unverifiable', 'tampered'], text).toContain(judge(text).verdict);
    }
  });

  it('never throws, and never verifies, whatever is changed', () => {
    const pack = packV2({ rows: 3, redacted: 1 });
    const places = allPlaces(pack);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (place, value) => {
        const changed = replaceAt(pack, place, value);
        if (JSON.stringify(changed) !== JSON.stringify(pack)) expect(judge(changed).verdict).not.toBe('verified');
      }),
      { numRuns: 150 },
    );
    const receipts = JSON.parse(pack.files[0].contents);
    const inner = allPlaces(receipts);
    fc.assert(
      fc.property(fc.constantFrom(...inner), fc.jsonValue({ maxDepth: 2 }), (place, value) => {
        const changed = replaceAt(receipts, place, value);
        const files = [{ ...pack.files[0], contents: JSON.stringify(changed) }, pack.files[1]];
        if (files[0].contents !== pack.files[0].contents) {
          expect(judge(refresh({ ...pack, files })).verdict).not.toBe('verified');
        }
      }),
      { numRuns: 150 },
    );
  });

  it('old entries re-sealed with today\u2019s key: systemd 28885', () => {
    const judged = judge(
      packV2({}, (head) => {
        const { anchor } = head.receipts[2];
        const core = { length: anchor.length, tipHash: 'ab'.repeat(32), genesisHash: anchor.genesisHash };
        head.receipts[2].anchor = { ...core, ...anchorSignature(core, accountIdOf(TENANT), PACK_SIGNER) };
      }),
    );
    expect(judged.states[2]).toBe('tampered');
    expect(classes(judged)).toContain('anchor-invalid');
  });

  it('reads each row once: work grows with the rows, not with their square', () => {
    const hashed = (rows: number): number => {
      let calls = 0;
      const counting = {
        ...nodeSha256,
        hexOfText: (text: string) => {
          calls += 1;
          return nodeSha256.hexOfText(text);
        },
      };
      const pack = readAuditChainPack(packV1({ rows }), FILE);
      judgeAuditChainPack(pack, { keys: [], expectedTenantId: null, sha256: counting }, FILE);
      return calls;
    };
    expect(hashed(200)).toBe(10 * hashed(20));
  });
});

type Place = readonly (string | number)[];

function allPlaces(value: Json, path: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.keys(value).flatMap((key) =>
    allPlaces(value[key], [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function replaceAt(value: Json, [first, ...rest]: Place, put: unknown): Json {
  if (first === undefined) return put;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[first] = replaceAt(value[first], rest, put);
  return copy;
}
