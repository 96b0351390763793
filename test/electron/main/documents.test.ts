import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenDocument } from '../../../electron/main/document.ts';
import { MAX_OPEN_DOCUMENTS } from '../../../electron/main/documents.ts';
import type { GivenPiece } from '../../../electron/main/given-trust.ts';
import type { Result } from '../../../shared/base/result.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import type { DocumentView } from '../../../shared/ipc/model.ts';
import { NO_VERIFIER_TRUST, type VerifierTrust } from '../../../shared/ipc/verifier.ts';
import { createTestBroker, type TestBroker } from '../../support/broker.ts';
import type { FakeVerifier } from '../../support/fake-verifier.ts';
import { anchorView, doneView } from '../../support/views.ts';

let broker: TestBroker;
beforeEach(() => {
  broker = createTestBroker();
  broker.onStart = (verifier) => verifier.shows(doneView(verifier.init.documentId));
});
afterEach(() => broker.remove());

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function open(
  path = '/evidence/bundle.zip',
): Promise<{ view: DocumentView; document: OpenDocument; verifier: FakeVerifier }> {
  const view = value(await broker.documents.open(broker.source(path), null));
  const verifier = broker.verifiers.at(-1);
  if (verifier === undefined) throw new Error('no verifier was started');
  return { view, document: value(broker.documents.get(view.id)), verifier };
}

const lastShown = (): DocumentView | undefined =>
  broker.events.filter((event) => event.type === 'document').at(-1)?.document;

describe('opening', () => {
  it('starts a verifier of its own for each document, under ids that say nothing', async () => {
    const first = await open('/evidence/a.zip');
    const second = await open('/evidence/b.zip');
    expect(first.view.id).not.toBe(second.view.id);
    expect(first.view.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(broker.verifiers.map((verifier) => verifier.init.path)).toEqual(['/evidence/a.zip', '/evidence/b.zip']);
    expect(first.verifier.init.spoolFolder).not.toBe(second.verifier.init.spoolFolder);
    expect(broker.documents.ids).toEqual([first.view.id, second.view.id]);
  });

  it('shows the first view of the verifier and never the path', async () => {
    const { view } = await open('/evidence/secret-folder/bundle.zip');
    expect(view.report?.verdict).toBe('verified');
    expect(JSON.stringify([view, broker.events, await broker.recents.list()])).not.toContain('secret-folder');
  });

  it('refuses one document too many and frees its source', async () => {
    for (let count = 0; count < MAX_OPEN_DOCUMENTS; count += 1) await open();
    const source = broker.source('/evidence/more.zip');
    expect(await broker.documents.open(source, null)).toMatchObject({ ok: false, error: { code: 'too-many-open' } });
    expect(source.released).toBe(1);
  });

  it('notes the bundle and its verdict among the recent ones, but no sample', async () => {
    await open('/evidence/a.zip');
    value(await broker.documents.open(broker.source('/samples/healthy'), 'healthy'));
    await vi.waitFor(async () => {
      expect(await broker.recents.list()).toMatchObject([{ name: 'a.zip', verdict: 'verified', reachable: true }]);
    });
  });
});

describe('a verifier that fails', () => {
  it('leaves the state error and no verdict when it crashes, even after it had one', async () => {
    const { view, document, verifier } = await open();
    verifier.shows(doneView(view.id, 'verified', [anchorView('a')]));
    verifier.ends(1);
    expect(lastShown()).toMatchObject({ id: view.id, state: 'error', report: null, anchors: [{ result: 'error' }] });
    expect(lastShown()?.error).toContain('ended unexpectedly');
    expect(value(await document.forward(CHANNELS.documentGet, { documentId: view.id }))).toEqual(lastShown());
  });

  it('gives state error when it crashes before it has shown anything', async () => {
    broker.onStart = (verifier) => verifier.ends(134);
    const { view } = await open();
    expect(view).toMatchObject({ state: 'error', report: null });
  });

  it('removes what the verifier spooled', async () => {
    const { verifier } = await open();
    writeFileSync(join(verifier.init.spoolFolder, 'rows.index'), 'x');
    verifier.ends(1);
    await vi.waitFor(() => expect(existsSync(verifier.init.spoolFolder)).toBe(false));
  });

  it('gives no rows afterwards, and a new verifier on restart', async () => {
    const { view, document, verifier } = await open();
    verifier.ends(1);
    const rows = { documentId: view.id, from: 0, count: 10 };
    expect(await document.forward(CHANNELS.rowsGet, rows)).toMatchObject({ error: { code: 'verifier-ended' } });
    const restarted = value(await document.forward(CHANNELS.replayRestart, { documentId: view.id }));
    expect(restarted).toMatchObject({ id: view.id, state: 'done', report: { verdict: 'verified' } });
    expect(broker.verifiers).toHaveLength(2);
    expect(broker.verifiers[1]?.init.path).toBe(verifier.init.path);
  });

  it('starts one verifier only when a restart is asked for twice', async () => {
    const { view, document, verifier } = await open();
    verifier.ends(1);
    const ask = () => document.forward(CHANNELS.replayRestart, { documentId: view.id });
    await Promise.all([ask(), ask()]);
    expect(broker.verifiers).toHaveLength(2);
  });

  it.each([
    ['speaks of another document', { type: 'document', document: doneView('another') }],
    ['says that a document was opened', { type: 'opened', documentId: 'x' }],
    ['gives a command', { type: 'command', command: 'open-file' }],
  ])('is ended when it %s', async (_, event) => {
    const { view, verifier } = await open();
    broker.events.length = 0;
    verifier.says({ type: 'event', event });
    expect(verifier.killed).toBe(true);
    expect(broker.events).toMatchObject([
      { type: 'document', document: { id: view.id, state: 'error', report: null } },
    ]);
  });
});

describe('cancelling', () => {
  it('takes the answer of a verifier that answers', async () => {
    const { view, document, verifier } = await open();
    verifier.answer = (request) =>
      verifier.replies(request.requestId, { ...doneView(view.id), state: 'cancelled', report: null });
    const cancelled = value(await document.forward(CHANNELS.replayCancel, { documentId: view.id }));
    expect(cancelled.state).toBe('cancelled');
    expect(verifier.killed).toBe(false);
  });

  it('ends a verifier that does not answer, without a verdict', async () => {
    const { view, document, verifier } = await open();
    verifier.shows(doneView(view.id, 'verified', [anchorView('a')]));
    const cancelled = value(await document.forward(CHANNELS.replayCancel, { documentId: view.id }));
    expect(verifier.killed).toBe(true);
    expect(cancelled).toMatchObject({ state: 'cancelled', report: null, anchors: [{ result: 'not-checked' }] });
    expect(lastShown()).toEqual(cancelled);
    await vi.waitFor(() => expect(existsSync(verifier.init.spoolFolder)).toBe(false));
  });
});

describe('anchors', () => {
  it('are handed over by path, kept over a restart and freed when they are removed', async () => {
    const { view, document, verifier } = await open();
    const anchor = broker.source('/anchors/a.json');
    verifier.answer = (request) =>
      verifier.replies(request.requestId, doneView(view.id, 'verified', [anchorView('a')]));
    value(await document.addAnchors([anchor], 'canonical'));
    expect(verifier.requests.at(-1)).toMatchObject({
      method: 'add-anchors',
      anchors: [{ path: '/anchors/a.json', bytes: 'canonical' }],
    });
    verifier.ends(1);
    value(await document.forward(CHANNELS.replayRestart, { documentId: view.id }));
    const second = broker.verifiers[1];
    expect(second?.init.anchors).toEqual([{ path: '/anchors/a.json', bytes: 'canonical' }]);
    if (second !== undefined) second.answer = (request) => second.replies(request.requestId, doneView(view.id));
    expect(anchor.released).toBe(0);
    value(await document.removeAnchor('a'));
    expect(anchor.released).toBe(1);
  });

  it('that were handed over together belong each to its own file, and are taken away one by one', async () => {
    const { view, document, verifier } = await open();
    const [one, two] = [broker.source('/anchors/8.json'), broker.source('/anchors/16.json')];
    const views = ['a', 'b'].map((id) => ({ ...anchorView(id), bytes: 'as-is' as const }));
    verifier.answer = (request) => verifier.replies(request.requestId, doneView(view.id, 'verified', views));
    value(await document.addAnchors([one, two], 'as-is'));
    verifier.answer = (request) => verifier.replies(request.requestId, doneView(view.id, 'verified', views.slice(1)));
    value(await document.removeAnchor('a'));
    expect([one.released, two.released]).toEqual([1, 0]);
    verifier.ends(1);
    value(await document.forward(CHANNELS.replayRestart, { documentId: view.id }));
    expect(broker.verifiers[1]?.init.anchors).toEqual([{ path: '/anchors/16.json', bytes: 'as-is' }]);
  });

  it('are freed at once when the verifier does not take them', async () => {
    const { document, verifier } = await open();
    const anchor = broker.source('/anchors/a.json');
    verifier.answer = (request) =>
      verifier.says({ type: 'reply-fault', requestId: request.requestId, error: { code: 'x', message: 'y' } });
    expect(await document.addAnchors([anchor], 'canonical')).toMatchObject({ ok: false });
    expect(anchor.released).toBe(1);
  });
});

describe('trust', () => {
  const trust = (label: string): VerifierTrust => ({ ...NO_VERIFIER_TRUST, trustFiles: [{ label }] });
  const answers = (verifier: FakeVerifier, view: DocumentView): void => {
    verifier.answer = (request) => verifier.replies(request.requestId, view);
  };

  it('is given to a verifier when it starts, and as it is by then', async () => {
    const { document, verifier, view } = await open();
    expect(verifier.init.trust).toEqual(NO_VERIFIER_TRUST);
    answers(verifier, doneView(view.id));
    await broker.documents.setTrust(trust('first'));
    verifier.ends(1);
    value(await document.forward(CHANNELS.replayRestart, { documentId: view.id }));
    expect(broker.verifiers[1]?.init.trust).toEqual(trust('first'));
    expect((await open()).verifier.init.trust).toEqual(trust('first'));
  });

  it('is given to every open document when it changes, and the page is told of the outcome', async () => {
    const opened = [await open('/evidence/a.zip'), await open('/evidence/b.zip')];
    for (const { verifier, view } of opened) answers(verifier, doneView(view.id, 'tampered'));
    broker.events.length = 0;
    await broker.documents.setTrust(trust('first'));
    for (const { verifier } of opened)
      expect(verifier.requests).toMatchObject([{ method: 'set-trust', trust: trust('first') }]);
    expect(broker.events).toMatchObject(
      opened.map(({ view }) => ({ type: 'document', document: { id: view.id, report: { verdict: 'tampered' } } })),
    );
  });

  it('is never overtaken by what was trusted before', async () => {
    const { verifier, view } = await open();
    const asked: number[] = [];
    verifier.answer = ({ requestId }) => asked.push(requestId);
    const changes = ['first', 'second', 'third'].map((label) => broker.documents.setTrust(trust(label)));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    verifier.answer = ({ requestId }) => verifier.replies(requestId, doneView(view.id));
    verifier.replies(asked[0] ?? 0, doneView(view.id));
    await Promise.all(changes);
    expect(verifier.requests.at(-1)).toMatchObject({ method: 'set-trust', trust: trust('third') });
  });

  it('takes the verdict away when a verifier does not take changed trust', async () => {
    const { document, verifier, view } = await open();
    verifier.answer = ({ requestId }) =>
      verifier.says({ type: 'reply-fault', requestId, error: { code: 'internal', message: 'No.' } });
    await broker.documents.setTrust(trust('first'));
    expect(verifier.killed).toBe(true);
    expect(lastShown()).toMatchObject({ id: view.id, state: 'error', report: null });
    expect(lastShown()?.error).toContain('What you trust changed');
    value(await document.forward(CHANNELS.replayRestart, { documentId: view.id }));
    expect(broker.verifiers[1]?.init.trust).toEqual(trust('first'));
  });

  it('takes the verdict away when the answer is a view of another document', async () => {
    const { verifier, view } = await open();
    answers(verifier, doneView('another'));
    await broker.documents.setTrust(trust('first'));
    expect(lastShown()).toMatchObject({ id: view.id, state: 'error', report: null });
  });

  it('does not hold up what is closed meanwhile', async () => {
    const { verifier, view } = await open();
    verifier.answer = ({ method }) => {
      if (method === 'close') verifier.ends(0);
    };
    const changed = broker.documents.setTrust(trust('first'));
    await broker.documents.close(view.id);
    await changed;
    expect(broker.documents.ids).toEqual([]);
  });
});

describe('trust for one document', () => {
  const signature = (path: string) => {
    const source = broker.source(path);
    return { source, piece: { kind: 'signature' as const, source, sha256: 'a'.repeat(64) } };
  };
  const tenant = { kind: 'tenant' as const, tenantId: 'harbour-clinic' };

  it('is kept over a restart with a new verifier, and its files are freed when the document is closed', async () => {
    const { view, document, verifier } = await open();
    verifier.answer = ({ requestId }) => verifier.replies(requestId, doneView(view.id));
    const { source, piece } = signature('/given/pack.sig.json');
    value(await document.giveTrust((given) => ({ ok: true, value: [...given, piece, tenant] })));
    verifier.ends(1);
    value(await document.forward(CHANNELS.replayRestart, { documentId: view.id }));
    expect(broker.verifiers[1]?.init.trust).toMatchObject({
      signatures: ['/given/pack.sig.json'],
      tenantId: 'harbour-clinic',
    });
    expect(source.released).toBe(0);
    await broker.documents.close(view.id);
    expect(source.released).toBe(1);
  });

  it('that a verifier refuses changes nothing: what counted before is judged with again', async () => {
    const { view, document, verifier } = await open();
    verifier.answer = ({ requestId }) => verifier.replies(requestId, doneView(view.id));
    value(await document.giveTrust((given) => ({ ok: true, value: [...given, tenant] })));
    const { piece } = signature('/given/bad.sig.json');
    verifier.answer = (request) => {
      if (request.method === 'set-trust' && request.trust.signatures.length > 0)
        verifier.says({
          type: 'reply-fault',
          requestId: request.requestId,
          error: { code: 'evidence-unreadable', message: 'bad.sig.json can not be read.' },
        });
      else verifier.replies(request.requestId, doneView(view.id));
    };
    expect(await document.giveTrust((given) => ({ ok: true, value: [...given, piece] }))).toMatchObject({
      error: { message: 'bad.sig.json can not be read.' },
    });
    expect(verifier.killed).toBe(false);
    expect(verifier.requests.at(-1)).toMatchObject({
      method: 'set-trust',
      trust: { tenantId: 'harbour-clinic', signatures: [] },
    });
    expect(lastShown()).toMatchObject({ state: 'done', report: { verdict: 'verified' } });
  });

  it('is refused when the verifier has ended, and the next one starts without it', async () => {
    const { view, document, verifier } = await open();
    verifier.ends(1);
    expect(await document.giveTrust((given) => ({ ok: true, value: [...given, tenant] }))).toMatchObject({
      error: { code: 'verifier-ended' },
    });
    value(await document.forward(CHANNELS.replayRestart, { documentId: view.id }));
    expect(broker.verifiers[1]?.init.trust.tenantId).toBeNull();
  });
});

describe('custody', () => {
  const log = async () => (await broker.custody.page(1, 100)).entries.map(({ event, detail }) => `${event} ${detail}`);

  it('tells of a document from opening to closing: names and digests, no paths', async () => {
    const { view, document, verifier } = await open('/evidence/secret-folder/bundle.zip');
    const anchor = { ...anchorView('a'), length: 1, tipHash: 'a'.repeat(64) };
    const judged = doneView(view.id, 'tampered', [anchor]);
    verifier.answer = ({ requestId }) => verifier.replies(requestId, judged);
    value(await document.addAnchors([broker.source('/anchors/secret-folder/june.json')], 'canonical'));
    verifier.shows({ ...judged, trust: [trustUse(true, 'b'), trustUse(false, 'c')] });
    verifier.shows({ ...judged, trust: [trustUse(true, 'b'), trustUse(false, 'c')] });
    verifier.answer = ({ requestId }) => verifier.replies(requestId, doneView(view.id));
    value(await document.removeAnchor('a'));
    await broker.documents.close(view.id);
    const entries = await log();
    expect(entries.map((entry) => entry.split(' ')[0])).toEqual([
      'document.opened',
      'document.judged',
      'anchor.added',
      'document.judged',
      'anchor.removed',
      'document.closed',
    ]);
    // Digest of {"length":1,"tipHash":"aa…"} as its canonical text.
    const digest = createHash('sha256')
      .update(`{"length":1,"tipHash":"${'a'.repeat(64)}"}`)
      .digest('hex');
    expect(entries[2]).toContain('file: june.json');
    expect(entries[2]).toContain(`digest: ${digest}`);
    expect(entries[3]).toContain('verdict: tampered');
    expect(entries[3]).toContain(`anchors: auditor ${digest}`);
    expect(entries[3]).toMatch(/; trust: key b{64}$/);
    expect(entries.join()).not.toContain('secret-folder');
    expect(entries.every((entry) => entry.includes(view.id) && entry.includes('name: bundle.zip'))).toBe(true);
  });

  it('tells of what was given for one document: digests and texts, no paths', async () => {
    const { view, document, verifier } = await open();
    verifier.answer = ({ requestId }) => verifier.replies(requestId, doneView(view.id));
    const source = broker.source('/given/secret-folder/pack.sig.json');
    const pieces: readonly GivenPiece[] = [
      { kind: 'signature', source, sha256: 'a'.repeat(64) },
      { kind: 'tenant', tenantId: 'harbour\u202e-clinic' },
      { kind: 'key-fingerprint', fingerprint: 'b'.repeat(64), keyId: 'harbour-clinic/1' },
    ];
    for (const piece of pieces) value(await document.giveTrust((given) => ({ ok: true, value: [...given, piece] })));
    value(await document.giveTrust(() => ({ ok: true, value: [] })));
    expect(source.released).toBe(1);
    const entries = await log();
    const told = [
      `file: pack.sig.json; digest: ${'a'.repeat(64)}; document: ${view.id}; kind: signature`,
      `document: ${view.id}; kind: tenant; tenant: harbour⟨U+202E⟩-clinic`,
      `fingerprint: ${'b'.repeat(64)}; document: ${view.id}; keyId: harbour-clinic/1; kind: key-fingerprint`,
    ].map((detail) => `name: bundle.zip; ${detail}`);
    expect(entries.filter((entry) => entry.startsWith('given.'))).toEqual([
      ...told.map((detail) => `given.added ${detail}`),
      ...told.map((detail) => `given.removed ${detail}`),
    ]);
    expect(entries.join()).not.toContain('secret-folder');
  });

  it('tells of what was given or taken away before the verdict that rests on it, though the verdict comes first', async () => {
    const { view, document, verifier } = await open();
    const anchor = { ...anchorView('a'), length: 1, tipHash: 'a'.repeat(64) };
    const answers = (shown: DocumentView) => {
      verifier.answer = ({ requestId }) => {
        verifier.shows(shown);
        verifier.replies(requestId, shown);
      };
    };
    answers(doneView(view.id, 'tampered', [anchor]));
    value(await document.addAnchors([broker.source('/anchors/june.json')], 'canonical'));
    answers(doneView(view.id, 'verified'));
    value(await document.removeAnchor('a'));
    answers({ ...doneView(view.id, 'verified'), trust: [trustUse(true, 'b')] });
    const pin: GivenPiece = { kind: 'key-fingerprint', fingerprint: 'b'.repeat(64), keyId: null };
    value(await document.giveTrust((given) => ({ ok: true, value: [...given, pin] })));
    expect((await log()).map((entry) => entry.split(' ')[0])).toEqual([
      'document.opened',
      'document.judged',
      'anchor.added',
      'document.judged',
      'anchor.removed',
      'document.judged',
      'given.added',
      'document.judged',
    ]);
  });

  it('takes back in the log what the verifier did not take', async () => {
    const { view, document, verifier } = await open();
    verifier.answer = ({ requestId, method }) => {
      if (method === 'set-trust')
        verifier.says({ type: 'reply-fault', requestId, error: { code: 'x', message: 'No.' } });
    };
    const pin: GivenPiece = { kind: 'key-fingerprint', fingerprint: 'b'.repeat(64), keyId: null };
    expect(await document.giveTrust((given) => ({ ok: true, value: [...given, pin] }))).toMatchObject({ ok: false });
    const told = (await log()).map((entry) => entry.split(' ')[0] ?? '').filter((event) => event.startsWith('given'));
    expect(told).toEqual(['given.added', 'given.removed']);
    await broker.documents.close(view.id);
  });

  it('tells when there is no verdict, and of a judgement that is made again', async () => {
    const { view, document, verifier } = await open();
    verifier.ends(1);
    value(await document.forward(CHANNELS.replayRestart, { documentId: view.id }));
    const second = broker.verifiers[1];
    second?.shows({ ...doneView(view.id), state: 'running', report: null });
    second?.shows(doneView(view.id));
    expect((await log()).map((entry) => entry.split(' ')[0])).toEqual([
      'document.opened',
      'document.judged',
      'document.not-judged',
      'document.judged',
      'document.judged',
    ]);
  });
});

const trustUse = (used: boolean, digit: string): DocumentView['trust'][number] => ({
  kind: 'key',
  label: 'key',
  fingerprint: digit.repeat(64),
  provenance: null,
  used,
});

describe('closing', () => {
  it('asks the verifier to end, then frees source and anchors, then knows the document no more', async () => {
    const source = broker.source('/evidence/a.zip', false);
    const view = value(await broker.documents.open(source, null));
    const [verifier] = broker.verifiers;
    if (verifier === undefined) throw new Error('no verifier was started');
    broker.events.length = 0;
    await broker.documents.close(view.id);
    expect(verifier.killed).toBe(false);
    expect(source.released).toBe(1);
    expect(broker.events).toEqual([]);
    expect(broker.documents.get(view.id)).toMatchObject({ ok: false, error: { code: 'document-unknown' } });
    await vi.waitFor(() => expect(existsSync(verifier.init.spoolFolder)).toBe(false));
  });

  it('ends a verifier that does not end by itself', async () => {
    const { view, verifier } = await open();
    verifier.answer = () => undefined;
    await broker.documents.close(view.id);
    expect(verifier.killed).toBe(true);
  });
});
