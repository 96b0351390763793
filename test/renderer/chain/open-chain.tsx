import { act, cleanup, render } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import { ChainScreen } from '../../../renderer/screens/chain/chain-screen.tsx';
import { RowPanel } from '../../../renderer/screens/chain/row-panel.tsx';
import { actions, connect, useAppState } from '../../../renderer/state/index.ts';
import { createFakeApi, type FakeApi, type FakeApiOptions } from '../../support/fake-api.ts';

let disconnect: (() => void) | null = null;

afterEach(() => {
  cleanup();
  disconnect?.();
  disconnect = null;
  vi.useRealTimers();
});

function Page() {
  const document = useAppState((state) => state.document);
  const target = useAppState((state) => state.target);
  const selected = useAppState((state) => state.selectedRow);
  if (document === null) return null;
  return (
    <>
      <ChainScreen document={document} target={target} />
      <aside>{selected === null ? null : <RowPanel document={document} position={selected} />}</aside>
    </>
  );
}

export interface OpenedChain {
  readonly api: FakeApi;
  readonly documentId: string;
}

/** Opens a document of a scenario and shows its Chain screen beside the detail of the selected entry. */
export async function openChain(options: FakeApiOptions): Promise<OpenedChain> {
  vi.useFakeTimers();
  const api = createFakeApi(options);
  Object.defineProperty(window, 'api', { value: api, configurable: true });
  disconnect = connect();
  render(<Page />);
  await act(() => actions.openPicked('file'));
  await settle();
  const opened = api.calls.findLast((call) => call.name === 'documentGet');
  return { api, documentId: String(opened?.argument) };
}

/** Lets timers of the screen and replies of the fake come through; no time passes outside. */
export async function settle(): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(500));
}

/** Arguments of all calls of one function of the API. */
export function argumentsOf(api: FakeApi, name: string): readonly unknown[] {
  return api.calls.filter((call) => call.name === name).map((call) => call.argument);
}
