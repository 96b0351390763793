import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, responseHeaders } from '../../../electron/main/headers.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'none'; " +
  "object-src 'none'; frame-src 'none'; worker-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

describe('the headers of every reply', () => {
  it('carry exactly the policy that was decided', () => {
    expect(contentSecurityPolicy('electron')).toBe(POLICY);
    expect(contentSecurityPolicy('loopback')).toBe(POLICY.replace("connect-src 'none'", "connect-src 'self'"));
  });

  it('are the same in both shells but for that policy', () => {
    const { 'content-security-policy': app, ...electron } = responseHeaders('electron');
    const { 'content-security-policy': page, ...loopback } = responseHeaders('loopback');
    expect(app).not.toBe(page);
    expect(electron).toEqual(loopback);
    expect(electron).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });

  it.each(['camera', 'microphone', 'geolocation', 'usb', 'serial', 'hid', 'display-capture', 'clipboard-read'])(
    'refuse %s to everybody',
    (feature) => {
      const policy = responseHeaders('electron')['permissions-policy']?.split(', ') ?? [];
      expect(policy).toContain(`${feature}=()`);
      expect(policy.every((entry) => entry.endsWith('=()'))).toBe(true);
    },
  );
});
