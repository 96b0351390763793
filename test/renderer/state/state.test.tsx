import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actions, appState, connect } from '../../../renderer/state/index.ts';
import { success } from '../../../shared/base/result.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { fakeDocument } from '../../support/fake/document.ts';
import { createFakeApi, type FakeApi } from '../../support/fake-api.ts';

let api: FakeApi;
let disconnect: () => void;

beforeEach(() => {
  api = createFakeApi({ scenario: 'running' });
  Object.defineProperty(window, 'api', { value: api, configurable: true });
  disconnect = connect();
});

afterEach(() => disconnect());

const closed = () => api.calls.filter((call) => call.name === 'documentClose').map((call) => call.argument);

function later<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe('opening', () => {
  it('closes the former bundle after the next one is there', async () => {
    await actions.openSample('healthy');
    const former = appState().document?.id;
    await actions.openSample('edited');
    expect(closed()).toEqual([former]);
    expect(appState().document?.name).toContain('edited');
  });

  it('keeps the bundle that is open when the next one fails or the reader changes their mind', async () => {
    await actions.openSample('healthy');
    api.failWith('openPicked', 'file-unreadable');
    await actions.openPicked('file');
    expect(appState().notice).toContain('file-unreadable');
    api.openPicked = async () => success(null);
    await actions.openPicked('file');
    expect(appState().document?.name).toBe('soc2-evidence-2026-06-28.zip');
    expect(closed()).toEqual([]);
  });

  it('shows the one that was asked for last, whichever answers first, and closes the other', async () => {
    const slow = later<{ ok: true; value: DocumentView }>();
    api.openPicked = () => slow.promise;
    const first = actions.openPicked('file');
    await actions.openSample('healthy');
    const shown = appState().document?.id;
    slow.resolve(success(fakeDocument('edited', 'late')));
    await first;
    expect(appState().document?.id).toBe(shown);
    expect(closed()).toEqual(['late']);
  });

  it('takes events that overtook the reply', async () => {
    const slow = later<{ ok: true; value: DocumentView }>();
    api.openPicked = () => slow.promise;
    api.failWith('documentGet', 'gone');
    const opening = actions.openPicked('file');
    api.emit({ type: 'document', document: fakeDocument('edited', 'x') });
    slow.resolve(success({ ...fakeDocument('edited', 'x'), state: 'opening', report: null }));
    await opening;
    expect(appState().document?.state).toBe('done');
  });
});

describe('replies and events', () => {
  it('asks again when an event came between a request and its reply', async () => {
    await actions.openRecent('recent-1');
    const id = appState().document?.id ?? '';
    const real = api.anchorPicked;
    api.anchorPicked = async (documentId) => {
      const reply = await real(documentId);
      api.emit({ type: 'document', document: { ...fakeDocument('running', id), anchors: [] } });
      return reply;
    };
    await actions.addAnchorsPicked('file', 'canonical');
    expect(appState().document?.anchors).toHaveLength(1);
  });

  it('counts progress on while work is unfinished, and not after', async () => {
    await actions.openRecent('recent-1');
    const { document } = appState();
    if (document === null) throw new Error('a document is open');
    const progress = { ...document.progress, rows: 7_000_000 };
    api.emit({ type: 'progress', documentId: document.id, progress });
    expect(appState().document?.progress.rows).toBe(7_000_000);
    api.advance(document.id, 10_000_000);
    api.emit({ type: 'progress', documentId: document.id, progress });
    expect(appState().document?.progress.rows).toBe(10_000_000);
  });

  it('follows commands of the menu', async () => {
    api.emit({ type: 'command', command: 'keys' });
    expect(appState().keysShown).toBe(true);
    await actions.openSample('healthy');
    api.emit({ type: 'command', command: 'close' });
    expect(appState().document).toBeNull();
  });

  it('hears nothing after it was disconnected', async () => {
    await actions.openSample('healthy');
    disconnect();
    const id = appState().document?.id ?? '';
    api.emit({ type: 'document', document: fakeDocument('edited', id) });
    expect(appState().document?.name).toBe('soc2-evidence-2026-06-28.zip');
  });
});
