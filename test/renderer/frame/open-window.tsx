import { cleanup, render } from '@testing-library/react';
import { afterEach } from 'vitest';
import { App } from '../../../renderer/frame/app.tsx';
import { connect } from '../../../renderer/state/index.ts';
import { createFakeApi, type FakeApi, type FakeApiOptions } from '../../support/fake-api.ts';
import { type HeldTrust, holdTrust } from '../fixtures/trust.ts';

let disconnect: (() => void) | null = null;

afterEach(() => {
  cleanup();
  disconnect?.();
  disconnect = null;
});

/** Opens the whole window over a fake API; nothing is open in it yet. */
export function openWindow(options: FakeApiOptions = {}, trust: HeldTrust = holdTrust()): FakeApi {
  const api = Object.assign(createFakeApi(options), trust);
  Object.defineProperty(window, 'api', { value: api, configurable: true });
  disconnect = connect();
  render(<App />);
  return api;
}

/** The argument of the latest call of a function of the API; undefined when it was not called. */
export function lastCall(api: FakeApi, name: string): unknown {
  return api.calls.findLast((call) => call.name === name)?.argument;
}
