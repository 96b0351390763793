import { describe, expect, it, vi } from 'vitest';
import { startVerifier } from '../../../electron/main/verifier.ts';
import type { VerifierRequest } from '../../../shared/ipc/verifier.ts';
import { fakeUtilityProcess } from '../../support/fake-electron.ts';

const close: VerifierRequest = { type: 'request', requestId: 1, method: 'close' };

describe('a verifier in a utility process', () => {
  it('gets no environment, no arguments, no output and no code from strings', () => {
    const { utility, fork } = fakeUtilityProcess();
    startVerifier(utility, '/out/verifier/index.js');
    expect(fork).toHaveBeenCalledExactlyOnceWith('/out/verifier/index.js', [], {
      env: {},
      execArgv: ['--max-old-space-size=2048', '--disallow-code-generation-from-strings'],
      stdio: 'ignore',
      serviceName: 'Bathyscope verifier',
    });
  });

  it('carries messages both ways until it ends', () => {
    const { utility, child } = fakeUtilityProcess();
    const connection = startVerifier(utility, '/v.js');
    const [heard, ended] = [vi.fn(), vi.fn()];
    connection.onMessage(heard);
    connection.onExit(ended);
    connection.send(close);
    expect(child.postMessage).toHaveBeenCalledExactlyOnceWith(close);
    child.emit('message', 'hello');
    expect(heard).toHaveBeenCalledWith('hello');
    child.emit('exit', 7);
    expect(ended).toHaveBeenCalledWith(7);
    connection.send(close);
    expect(child.postMessage).toHaveBeenCalledOnce();
  });

  it('is ended by kill, and does not throw on a fatal error of its own', () => {
    const { utility, child } = fakeUtilityProcess();
    startVerifier(utility, '/v.js').kill();
    expect(child.kill).toHaveBeenCalledOnce();
    expect(() => (child as unknown as NodeJS.EventEmitter).emit('error', 'FatalError', 'v8', 'report')).not.toThrow();
  });
});
