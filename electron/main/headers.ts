/** Where the page runs. The loopback page talks to its host, so it may connect to its own origin and to nothing else. */
export type Shell = 'electron' | 'loopback';

/**
 * Powers of the browser that the page never needs; each is refused to it and to whatever it might embed. Only names that
 * Chromium knows on every system: it complains of others on the console.
 */
const REFUSED_FEATURES = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'keyboard-map',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'publickey-credentials-create',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

/** The Content Security Policy (https://www.w3.org/TR/CSP3/) of every reply, word for word; docs/threat-model.md gives the reasons. */
export function contentSecurityPolicy(shell: Shell): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    `connect-src ${shell === 'loopback' ? "'self'" : "'none'"}`,
    "object-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/**
 * The headers of every reply of `app://` and of the loopback host, errors included. Callers add the type of the content.
 * SECURITY: test/electron/main/headers.test.ts (the words), test/e2e/chromium/security-headers.test.ts (what they do).
 */
export function responseHeaders(shell: Shell): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(shell),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': REFUSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
    'cache-control': 'no-store',
  };
}
