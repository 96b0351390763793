import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountIdOf, hasCommonUuidVersion } from '../../../shared/anchors/account-id.ts';
import {
  anchorCoreBytes,
  anchorDigest,
  anchorSignatureLeg,
  anchorSignedBytes,
} from '../../../shared/anchors/anchor-signature.ts';
import { legFindings, worstOf } from '../../../shared/anchors/leg.ts';
import type { Anchor } from '../../../shared/formats/anchor.ts';
import { pinned, signerOf } from '../../fixtures/trust/keys.ts';
import { referenceCanonicalize } from '../../reference/canonical.ts';

const SIGNER = signerOf('anchor signer');
const OTHER = signerOf('another signer');
const KEY_ID = 'tenant/anchors/1';
const ACCOUNT = accountIdOf('tenant-a');
const CORE: Anchor = { length: 12, tipHash: 'ab'.repeat(32), genesisHash: 'cd'.repeat(32) };

function signedAnchor(core: Anchor = CORE, signer = SIGNER, accountId = ACCOUNT): Anchor {
  const envelope = { domain: 'caisson.audit-chain.anchor.v2', v: 2, accountId, anchor: core };
  const sig = signer.sign(referenceCanonicalize(envelope)).toString('base64');
  return { ...core, sig, keyId: KEY_ID, sigV: 2, sigAccountId: accountId };
}

function without(anchor: Anchor, member: keyof Anchor): Anchor {
  const rest = { ...anchor };
  Reflect.deleteProperty(rest, member);
  return rest;
}

const keys = [pinned(SIGNER, KEY_ID)];
const check = (anchor: Anchor, pins = keys) => anchorSignatureLeg(anchor, { accountId: ACCOUNT, keys: pins });

describe('account ids', () => {
  it.each([
    ['clinic-ostrava', 'bb714c08-0df5-86d3-90b2-d5c1a9a134d9'],
    ['0F9D2C44-7A1B-4E0C-8D3E-C5A2B7E6F001', '0f9d2c44-7a1b-4e0c-8d3e-c5a2b7e6f001'],
    ['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'],
  ])('maps %s to %s', (tenant, account) => {
    expect(accountIdOf(tenant)).toBe(account);
  });

  it('maps every tenant to a UUID that maps to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (tenant) => {
        const account = accountIdOf(tenant);
        expect(account).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(accountIdOf(account.toUpperCase())).toBe(account);
        if (account !== tenant.toLowerCase()) expect(hasCommonUuidVersion(account)).toBe(true);
      }),
    );
    expect(hasCommonUuidVersion('00000000-0000-0000-0000-000000000000')).toBe(false);
  });
});

describe('core bytes of an anchor', () => {
  it('are the canonical text without the signature members', () => {
    expect(Buffer.from(anchorCoreBytes(signedAnchor())).toString()).toBe(referenceCanonicalize(CORE));
    expect(anchorDigest(signedAnchor())).toBe(createHash('sha256').update(referenceCanonicalize(CORE)).digest('hex'));
    const plain: Anchor = { length: 1, tipHash: 'ab'.repeat(32) };
    expect(Buffer.from(anchorSignedBytes(plain, ACCOUNT)).toString()).toBe(
      referenceCanonicalize({ domain: 'caisson.audit-chain.anchor.v2', v: 2, accountId: ACCOUNT, anchor: plain }),
    );
  });
});

describe('the signature leg', () => {
  it('passes with the pinned key, named or not', () => {
    expect(check(signedAnchor())).toMatchObject({ result: 'pass' });
    expect(check(signedAnchor(), [pinned(SIGNER)])).toMatchObject({ result: 'pass' });
    expect(check(signedAnchor(), [pinned(OTHER), pinned(SIGNER)])).toMatchObject({ result: 'pass' });
  });

  const unsigned = CORE;
  const good = signedAnchor();
  it.each([
    ['no key is pinned', good, [], 'not-checked', 'no-pinned-key', undefined],
    ['the anchor has no signature', unsigned, keys, 'not-checked', 'unsigned', undefined],
    ['the key has another name', good, [pinned(SIGNER, 'k2')], 'fail', 'key-mismatch', 'key-mismatch'],
    ['the signature has no version', without(good, 'sigV'), keys, 'not-checked', 'legacy', undefined],
    ['the signature names no account', without(good, 'sigAccountId'), keys, 'not-checked', 'legacy', undefined],
    [
      'the account is another',
      signedAnchor(CORE, SIGNER, accountIdOf('b')),
      keys,
      'fail',
      'account',
      'signature-invalid',
    ],
    ['the signature is cut', { ...good, sig: 'AAAA' }, keys, 'fail', 'malformed-signature', 'signature-invalid'],
    ['it is not base64', { ...good, sig: '!!' }, keys, 'fail', 'malformed-signature', 'signature-invalid'],
    ['the length was changed', { ...good, length: 11 }, keys, 'fail', 'signature-invalid', 'signature-invalid'],
    ['another key signed', signedAnchor(CORE, OTHER), keys, 'fail', 'signature-invalid', 'signature-invalid'],
  ] as const)('when %s', (_when, anchor, pins, result, reason, findingClass) => {
    const leg = check(anchor, [...pins]);
    expect(leg).toMatchObject({ result, reason });
    expect(legFindings([leg], {}).map((finding) => finding.class)).toEqual(findingClass ? [findingClass] : []);
  });

  it('wrong key passes (sometimes): systemd 11524', () => {
    const candidate = pinned(OTHER);
    for (let round = 0; round < 40; round += 1) {
      const anchor = signedAnchor({ ...CORE, length: round + 1 }, OTHER);
      const leg = anchorSignatureLeg(anchor, { accountId: ACCOUNT, keys, candidate });
      expect(leg).toMatchObject({ result: 'fail', reason: 'key-mismatch', actual: OTHER.fingerprint });
    }
  });

  it('fails for any change of what is signed', () => {
    const anchor = signedAnchor();
    fc.assert(
      fc.property(fc.nat(63), fc.constantFrom('tipHash', 'genesisHash'), (at, member) => {
        const text = anchor[member as 'tipHash'];
        const digit = ((Number.parseInt(text.charAt(at), 16) + 1) % 16).toString(16);
        const changed = { ...anchor, [member]: text.slice(0, at) + digit + text.slice(at + 1) };
        expect(check(changed)).toMatchObject({ result: 'fail', class: 'signature-invalid' });
      }),
      { numRuns: 30 },
    );
    expect(check(without(anchor, 'genesisHash'))).toMatchObject({ result: 'fail' });
  });
});

describe('several legs', () => {
  it('are as good as the worst, and nothing is as good as no check', () => {
    expect(worstOf([])).toBe('not-checked');
    expect(worstOf(['pass', 'not-applicable'])).toBe('pass');
    expect(worstOf(['pass', 'undetermined', 'fail'])).toBe('fail');
    expect(worstOf(['pass', 'not-checked'])).toBe('not-checked');
    expect(worstOf(['not-applicable'])).toBe('not-applicable');
  });
});
