import { describe, expect, it } from 'vitest';
import { refusedSwitch } from '../../../electron/main/switches.ts';

describe('switches', () => {
  it.each([
    'no-sandbox',
    'disable-web-security',
    'remote-debugging-port',
    'remote-debugging-pipe',
    'load-extension',
    'host-resolver-rules',
    'proxy-server',
    'js-flags',
  ])('names %s as refused', (name) => {
    expect(refusedSwitch({ hasSwitch: (asked) => asked === name })).toBe(name);
  });

  it('has nothing against others', () => {
    expect(refusedSwitch({ hasSwitch: (asked) => asked === 'force-device-scale-factor' })).toBeNull();
  });
});
