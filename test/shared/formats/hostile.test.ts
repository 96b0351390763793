import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../shared/base/limits.ts';
import { finished } from '../../../shared/base/steps.ts';
import { parseAnchor } from '../../../shared/formats/anchor.ts';
import { readEvidencePart } from '../../../shared/formats/evidence-part.ts';
import { parseRlsPolicies } from '../../../shared/formats/rls-policies.ts';
import { parseWormRetention } from '../../../shared/formats/worm-retention.ts';
import { EXAMPLES, load } from './evidence-files.ts';

const FILE = 'rls-policies.json';

function withRoles(roles: unknown): object {
  return { ...load(FILE), roles };
}

describe('members that JavaScript treats in a special way', () => {
  const text = JSON.stringify(load(FILE));

  it.each([
    ['at the top', text.replace('{', '{"__proto__":{"polluted":true},'), '/__proto__'],
    ['in a record', text.replace('"roles":[{', '"roles":[{"__proto__":{"superuser":false},'), '/roles/0/__proto__'],
    ['in the head', text.replace('"server":{', '"server":{"__proto__":null,'), '/server/__proto__'],
  ])('reports __proto__ %s as an unknown member', (_where, hostile, pointer) => {
    const read = finished(parseRlsPolicies(JSON.parse(hostile), FILE));
    expect(read.findings.map((finding) => finding.where.pointer)).toEqual([pointer]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(read.value === null ? null : Object.getPrototypeOf(read.value)).toBe(Object.prototype);
  });

  it('does not take an inherited member for one of the document', () => {
    const role = { ...(load(FILE).roles as object[])[0] };
    Reflect.deleteProperty(role, 'superuser');
    const inherits = Object.assign(Object.create({ format: 'bathyscope/rls-policies' }), { formatVersion: '1' });
    expect(finished(parseRlsPolicies(inherits, FILE)).value).toBeNull();
    expect(finished(parseRlsPolicies(withRoles([role]), FILE)).findings[0]?.where.pointer).toBe('/roles/0/superuser');
  });

  it('spells out hidden characters of hostile member names', () => {
    const read = finished(parseRlsPolicies({ ...load(FILE), 'ab\u202Ecd': 1 }, FILE));
    expect(read.findings[0]?.where.pointer).toBe('/ab⟨U+202E⟩cd');
    expect(JSON.stringify(read.findings)).not.toContain('\u202E');
  });
});

describe('bounds', () => {
  it('keeps the other records and sections when one record is bad, and counts what it left out', () => {
    const roles = load(FILE).roles as { superuser: unknown }[];
    const bad = roles.map((role, index) => (index === 1 ? { ...role, superuser: 'no' } : role));
    const read = finished(parseRlsPolicies(withRoles(bad), FILE));
    expect(read.findings.map((finding) => finding.where.pointer)).toEqual(['/roles/1/superuser']);
    expect(read.findings[0]).toMatchObject({ expected: 'true or false', actual: '"no"' });
    expect(read.value?.roles).toEqual(load(FILE).roles === null ? [] : roles.filter((_role, index) => index !== 1));
    expect(read.rejected).toEqual(new Map([['roles', 1]]));
    expect(read.value?.relations).toEqual(load(FILE).relations);
    const part = finished(readEvidencePart('rls-policies', withRoles(bad), FILE));
    expect(part.status).toBe('malformed');
    expect(part.tables.find((table) => table.id === 'roles')).toMatchObject({ total: roles.length });
  });

  it('keeps the other facts of a bucket when one is bad', () => {
    const value = load('worm-retention.json');
    Object.assign(value.bucket as object, { versioning: { state: 'value', value: 'Enabled' } });
    const read = finished(parseWormRetention(value, 'worm-retention.json'));
    expect(read.value?.bucket?.versioning).toBeUndefined();
    expect(read.value?.bucket?.objectLock?.state).toBe('value');
    expect(read.findings.every((finding) => finding.where.pointer?.startsWith('/bucket/versioning/'))).toBe(true);
  });

  it('keeps 1 000 findings and counts the others exactly', () => {
    const read = finished(parseRlsPolicies(withRoles(Array.from({ length: 2_345 }, () => 1)), FILE));
    expect(read.findings).toHaveLength(LIMITS.findingsPerClass);
    expect(read.counts.get('malformed-file')).toBe(2_345);
    expect(read.rejected.get('roles')).toBe(2_345);
  });

  it('answers a list of a million bad elements with one finding', () => {
    const policy = { ...(load(FILE).policies as object[])[0], roles: Array.from({ length: 1_000_000 }, () => 1) };
    const read = finished(parseRlsPolicies({ ...load(FILE), policies: [policy] }, FILE));
    expect(read.findings.map((finding) => finding.where.pointer)).toEqual(['/policies/0/roles']);
    expect(read.counts.get('malformed-file')).toBe(1);
  });

  it('refuses a section above its bound, and still reads what lies below the bound', () => {
    const context = { name: 'app.tenant_id', value: null };
    const read = finished(
      parseRlsPolicies({ ...load(FILE), contexts: Array.from({ length: 1_001 }, () => context) }, FILE),
    );
    expect(read.findings).toMatchObject([{ where: { pointer: '/contexts' }, expected: 'at most 1000 elements' }]);
    expect(read.value?.contexts).toHaveLength(1_000);
    expect(read.rejected.get('contexts')).toBe(1);
  });

  it.each([
    ['a name that is empty', ''],
    ['a name that is too long', 'x'.repeat(1_025)],
  ])('refuses %s', (_what, database) => {
    const value = load(FILE);
    Object.assign(value.server as object, { database });
    expect(finished(parseRlsPolicies(value, FILE)).findings[0]?.where.pointer).toBe('/server/database');
  });

  it.each([
    '2026-06-28',
    '2026-02-30T00:00:00Z',
    '2026-06-28T10:15Z',
    '2026-06-28T10:15:00+02:00',
    `2026-06-28T10:15:00.${'1'.repeat(30)}Z`,
  ])('refuses the instant %s', (collectedAt) => {
    const read = finished(parseRlsPolicies({ ...load(FILE), collectedAt }, FILE));
    expect(read.findings).toHaveLength(1);
    expect(read.findings[0]?.where.pointer).toBe('/collectedAt');
  });

  it('says once that a text breaks several rules', () => {
    const value = { ...load('audit-chain-proof.json'), entriesFile: '/'.repeat(2_000) };
    const proof = EXAMPLES.find(({ file }) => file === 'audit-chain-proof.json');
    expect(proof?.parse(value, 'p.json').findings.map((finding) => finding.where.pointer)).toEqual(['/entriesFile']);
  });

  it.each([-1, 1.5, 2 ** 53, '3'])('refuses %s as a number of bytes', (size) => {
    const value = load('worm-retention.json');
    Object.assign((value.versions as object[])[0] ?? {}, { size });
    const read = finished(parseWormRetention(value, 'worm-retention.json'));
    expect(read.findings[0]?.where.pointer).toBe('/versions/0/size');
  });
});

describe('rules across members', () => {
  it('warns of a section that is neither there nor accounted for', () => {
    const value = load(FILE);
    delete value.triggers;
    expect(finished(parseRlsPolicies(value, FILE)).findings).toMatchObject([
      { class: 'missing-part', severity: 'warning', where: { pointer: '/triggers', rule: 'section-missing' } },
    ]);
  });

  it('finds a section that is there and listed as missing', () => {
    const value = load(FILE);
    value.sessions = [];
    expect(finished(parseRlsPolicies(value, FILE)).findings).toMatchObject([{ where: { pointer: '/notRead/0' } }]);
  });

  it('compares the counts of listings with the versions that are there', () => {
    const value = load('worm-retention.json');
    (value.versions as unknown[]).pop();
    expect(finished(parseWormRetention(value, 'worm-retention.json')).findings).toMatchObject([
      { class: 'claim-differs', expected: '40', actual: '39', where: { pointer: '/versions' } },
    ]);
  });

  it.each<[string, { readonly head?: object; readonly [member: string]: unknown }, string[]]>([
    ['both kinds of entries', { entries: [] }, ['/entriesFile']],
    ['a hash of a chain without entries', { head: { entryCount: 0 } }, ['/head/genesisHash', '/head/tipHash']],
    ['no hash of a chain with entries', { head: { tipHash: null } }, ['/head/tipHash']],
    ['a folder in the name of the entries', { entriesFile: '../audit-chain.ndjson' }, ['/entriesFile']],
    [
      'entries that were not streamed',
      { entries: [{ seq: 0 }], entriesFile: undefined },
      ['/entries', '/entriesSha256'],
    ],
  ])('finds %s', (_what, change, pointers) => {
    const example = EXAMPLES.find(({ file }) => file === 'audit-chain-proof.json');
    const value = load('audit-chain-proof.json');
    const changed = { ...value, ...change, head: { ...(value.head as object), ...change.head } };
    const plain: unknown = JSON.parse(JSON.stringify(changed));
    const found = example?.parse(plain, 'p.json').findings.map((finding) => finding.where.pointer);
    expect(found).toEqual(expect.arrayContaining(pointers));
  });

  it.each(['/etc/passwd', '../up', 'a/../b', 'a//b', 'a\\b', './a', 'a/'])('refuses %s in the index', (name) => {
    const value = load('bundle.json');
    Object.assign((value.files as object[])[1] ?? {}, { name });
    const index = EXAMPLES.find(({ file }) => file === 'bundle.json');
    expect(index?.parse(value, 'bundle.json').findings[0]?.where.pointer).toBe('/files/1/name');
  });

  it('finds a file that the index names twice, or the index itself', () => {
    const index = EXAMPLES.find(({ file }) => file === 'bundle.json');
    const value = load('bundle.json');
    const files = value.files as object[];
    Object.assign(files[1] ?? {}, { name: 'audit-chain-proof.json' });
    Object.assign(files[2] ?? {}, { name: 'bundle.json' });
    const messages = index?.parse(value, 'bundle.json').findings.map((finding) => finding.message);
    expect(messages).toEqual([expect.stringContaining('twice'), expect.stringContaining('itself')]);
  });

  it('takes an anchor whole or not at all', () => {
    const anchor = (load('audit-chain-proof.json').anchors as object[])[1] ?? {};
    expect(parseAnchor(anchor, 'anchor.json')).toMatchObject({ value: anchor, findings: [] });
    for (const [pointer, change] of [
      ['/length', { length: 0 }],
      ['/tipHash', { tipHash: 'ABCDEF' }],
      ['/sigV', { sigV: 1 }],
      ['/sigAccountId', { sigAccountId: 'clinic' }],
      ['/note', { note: 'x' }],
    ] as const) {
      const read = parseAnchor({ ...anchor, ...change }, 'anchor.json');
      expect(read.value).toBeNull();
      expect(read.findings.map((finding) => finding.where.pointer)).toEqual([pointer]);
    }
  });
});

describe('work against size', () => {
  it.each([
    ['good records', (load(FILE).policies as object[])[0]],
    ['bad records', { odd: [1, 2, 3] }],
  ])('grows in proportion to the number of %s', (_what, record) => {
    const steps = (length: number): number => {
      let reads = 0;
      const counting = (value: unknown): unknown =>
        typeof value === 'object' && value !== null
          ? new Proxy(value, {
              get: (target, key) => {
                reads += 1;
                return counting(Reflect.get(target, key));
              },
            })
          : value;
      const value = { ...load(FILE), policies: Array.from({ length }, () => record) };
      finished(parseRlsPolicies(counting(value), FILE));
      return reads;
    };
    const small = steps(2_000) - steps(0);
    const large = steps(8_000) - steps(0);
    expect(large).toBeGreaterThan(small);
    expect(large).toBeLessThan(small * 4.2);
  });
});
