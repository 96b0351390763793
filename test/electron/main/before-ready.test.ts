import { describe, expect, it, vi } from 'vitest';
import { EXIT_USAGE, prepare } from '../../../electron/main/before-ready.ts';
import { REFUSED_SWITCHES } from '../../../electron/main/switches.ts';
import { fakeApp, fakeProtocol } from '../../support/fake-electron.ts';

const silence = () => vi.spyOn(process.stderr, 'write').mockReturnValue(true);

describe('before ready', () => {
  it('turns on the sandbox, silences Chromium and registers the scheme, in this order', () => {
    const { app, calls } = fakeApp();
    const protocol = fakeProtocol();
    expect(prepare(app, protocol, ['electron', '.', 'a.zip'], '/work')).toEqual({
      paths: ['/work/a.zip'],
      sampleId: null,
    });
    expect(calls).toEqual([
      'enableSandbox',
      'appendSwitch host-resolver-rules MAP * ~NOTFOUND',
      'appendSwitch disable-background-networking',
      'appendSwitch disable-component-update',
      'appendSwitch disable-domain-reliability',
      'appendSwitch no-pings',
    ]);
    expect(protocol.registerSchemesAsPrivileged).toHaveBeenCalledOnce();
  });

  it.each(REFUSED_SWITCHES)('does not start packaged with --%s', (name) => {
    const written = silence();
    const { app, calls } = fakeApp({ packaged: true, switches: [name] });
    expect(prepare(app, fakeProtocol(), ['bathyscope'], '/work')).toBeNull();
    expect(calls).toEqual([`exit ${EXIT_USAGE}`]);
    expect(String(written.mock.calls[0]?.[0])).toContain(`--${name}`);
    written.mockRestore();
  });

  it('starts with them while it is developed, as a test driver needs it', () => {
    const { app, calls } = fakeApp({ switches: ['remote-debugging-port'] });
    expect(prepare(app, fakeProtocol(), ['electron', '.'], '/work')).not.toBeNull();
    expect(calls).toContain('enableSandbox');
  });

  it('hands its request to an instance that runs already, and ends', () => {
    const { app, calls } = fakeApp({ packaged: true, first: false });
    expect(prepare(app, fakeProtocol(), ['bathyscope', '/a.zip', '--sample', 'cut'], '/work')).toBeNull();
    expect(app.requestSingleInstanceLock).toHaveBeenCalledWith({ paths: ['/a.zip'], sampleId: 'cut' });
    expect(calls.at(-1)).toBe('quit');
  });
});
