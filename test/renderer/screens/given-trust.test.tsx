import { act, fireEvent, screen, within } from '@testing-library/react';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFingerprint, readKeyId, readTenant } from '../../../renderer/screens/trust/given-text.ts';
import { actions } from '../../../renderer/state/index.ts';
import type { FakeApi } from '../../support/fake-api.ts';
import { lastCall, openWindow } from '../frame/open-window.tsx';
import { main, plain } from './open-part.tsx';

const HEX = '0123456789abcdef'.repeat(4);
const COLONS = HEX.toUpperCase().replaceAll(/..(?=.)/g, '$&:');

async function openTrust(): Promise<FakeApi> {
  const api = openWindow();
  await act(() => actions.openSample('three-file'));
  await act(async () => actions.openScreen('trust'));
  return api;
}
const button = (name: string | RegExp) => within(main()).getByRole('button', { name });
const press = (name: string | RegExp) => act(async () => void fireEvent.click(button(name)));
const type = (name: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });
const submit = () => act(async () => void fireEvent.submit(screen.getByRole('form')));
const row = (kind: string) => within(main()).getByText(kind).closest('tr') ?? main();

describe('what is given for one bundle only', () => {
  it('is nothing at first, and the words say what could be given and how long it counts', async () => {
    await openTrust();
    expect(plain(main())).toContain('Nothing yet: no key, no signature, no tenant that it must be of.');
    expect(plain(main())).toContain('counts for this bundle only, goes into nobody’s store, and ends when');
  });

  it('lists a signature with its digest and escaped name, and takes it away by that digest', async () => {
    const api = await openTrust();
    await press('Add signature…');
    expect(lastCall(api, 'signaturePicked')).toBe('document-1');
    expect(plain(row('Detached signature'))).toContain('pack⟨U+202E⟩.sig.json');
    expect(plain(row('Detached signature'))).toContain('Given for this bundle only: it is in nobody’s store');
    expect(within(row('Detached signature')).getByRole('button', { name: /^SHA-256 of the file: / })).toBeDefined();
    await press('Remove: Detached signature pack⟨U+202E⟩.sig.json');
    expect(lastCall(api, 'signatureRemove')).toMatchObject({ documentId: 'document-1', sha256: /^[0-9a-f]{64}$/ });
    expect(screen.queryByText('Detached signature')).toBeNull();
    expect(document.activeElement?.textContent).toBe('Add signature…');
  });

  it('expects a tenant, another one, and none', async () => {
    const api = await openTrust();
    await press('Expect tenant…');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Tenant' }));
    await submit();
    expect(screen.getByRole('alert').textContent).toBe('Type the tenant as the evidence must name it.');
    type('Tenant', '  harbour-clinic ');
    await submit();
    expect(lastCall(api, 'tenantExpect')).toEqual({ documentId: 'document-1', tenantId: 'harbour-clinic' });
    expect(plain(row('Expected tenant'))).toContain('harbour-clinic');
    expect(document.activeElement).toBe(button('Expect another tenant…'));
    await press('Expect another tenant…');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Tenant' }).value).toBe('harbour-clinic');
    type('Tenant', 'lagoon-clinic');
    await submit();
    expect(within(main()).getAllByText('Expected tenant')).toHaveLength(1);
    await press('Remove: Expected tenant lagoon-clinic');
    expect(lastCall(api, 'tenantExpect')).toEqual({ documentId: 'document-1', tenantId: null });
    expect(screen.queryByText('Expected tenant')).toBeNull();
  });

  it('says at the field what is wrong with a fingerprint, and pins a right one', async () => {
    const api = await openTrust();
    await press('Pin fingerprint…');
    type('Fingerprint', COLONS.slice(0, -1));
    await submit();
    const field = screen.getByRole('textbox', { name: 'Fingerprint' });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    const [first = ''] = (field.getAttribute('aria-describedby') ?? '').split(' ');
    expect(document.getElementById(first)?.textContent).toBe('A fingerprint has 64 hexadecimal digits; here are 63.');
    expect(document.activeElement).toBe(field);
    expect(api.calls.some(({ name }) => name === 'fingerprintPin')).toBe(false);
    type('Fingerprint', ` ${COLONS}\n`);
    type('Key id (optional)', ' harbour-clinic/anchors/1 ');
    expect(field.getAttribute('aria-invalid')).toBe('false');
    await submit();
    const fingerprint = HEX;
    expect(lastCall(api, 'fingerprintPin')).toEqual({
      documentId: 'document-1',
      fingerprint,
      keyId: 'harbour-clinic/anchors/1',
    });
    expect(plain(row('Fingerprint of a key'))).toContain('Given for this bundle only: it is in nobody’s store');
    await press('Remove: Fingerprint of a key harbour-clinic/anchors/1');
    expect(lastCall(api, 'fingerprintUnpin')).toEqual({ documentId: 'document-1', fingerprint });
    expect(screen.queryByText('Fingerprint of a key')).toBeNull();
  });

  it('puts the form away with Esc, and gives the focus back', async () => {
    const api = await openTrust();
    await press('Pin fingerprint…');
    await act(
      async () => void fireEvent.keyDown(screen.getByRole('textbox', { name: 'Fingerprint' }), { key: 'Escape' }),
    );
    expect(screen.queryByRole('form')).toBeNull();
    expect(document.activeElement).toBe(button('Pin fingerprint…'));
    expect(api.calls.some(({ name }) => name === 'fingerprintPin')).toBe(false);
  });

  it('keeps the bundle when a file is refused, and says why', async () => {
    const api = await openTrust();
    api.failWith('signaturePicked', 'file-too-large');
    await press('Add signature…');
    expect(screen.getByText('The request failed: file-too-large.')).toBeDefined();
    expect(plain(main())).toContain('What you brought for this bundle');
  });
});

describe('texts that are given', () => {
  it('are the same fingerprint in any case, with any white space and colons between the digits', () => {
    const digit = fc.constantFrom(...'0123456789abcdefABCDEF');
    const between = fc.string({ unit: fc.constantFrom(' ', ':', '\n', '\t', '\u00a0'), maxLength: 3 });
    const digits = fc.array(fc.tuple(between, digit), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(digits, between, (pairs, end) => {
        const text = pairs.map((pair) => pair.join('')).join('') + end;
        const value = pairs.map(([, one]) => one.toLowerCase()).join('');
        expect(readFingerprint(text)).toEqual({ ok: true, value });
      }),
    );
  });

  it('are taken as a fingerprint only when they are 64 digits and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const read = readFingerprint(text);
        expect(read.ok).toBe(/^(?:[\s:]*[0-9a-f]){64}[\s:]*$/i.test(text));
      }),
    );
    expect(readFingerprint(`${HEX}0`)).toMatchObject({ error: { message: expect.stringContaining('here are 65') } });
    expect(readFingerprint('g')).toMatchObject({ error: { message: '“g” is no hexadecimal digit.' } });
    expect(readFingerprint('\u202e')).toMatchObject({ error: { message: expect.stringContaining('⟨U+202E⟩') } });
  });

  it('are a tenant of 1 to 200 characters without white space around it, and a name or none', () => {
    expect(readTenant(' a b ')).toEqual({ ok: true, value: 'a b' });
    expect([' \t', 'x'.repeat(201)].map((text) => readTenant(text).ok)).toEqual([false, false]);
    expect(readTenant('x'.repeat(200)).ok).toBe(true);
    expect(readKeyId('  ')).toEqual({ ok: true, value: null });
    expect([256, 257].map((length) => readKeyId('x'.repeat(length)).ok)).toEqual([true, false]);
  });
});
