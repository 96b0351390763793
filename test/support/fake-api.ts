import { failure, type Result, success } from '../../shared/base/result.ts';
import type { BathyscopeApi } from '../../shared/ipc/api.ts';
import type { Recent, Settings } from '../../shared/ipc/contract.ts';
import type { AppEvent } from '../../shared/ipc/events.ts';
import type { AnchorView, DocumentView, RowPage, TrustUse } from '../../shared/ipc/model.ts';
import { detailAt, nextFault, stripOf, summaryAt } from './fake/chain.ts';
import { auditorAnchor, fakeDocument } from './fake/document.ts';
import { given, without } from './fake/given.ts';
import { advanceQuery, type FakeQuery, fakeQuery } from './fake/query.ts';
import { FAKE_CHAINS, FAKE_SCENARIOS, type FakeScenario, knownRows } from './fake/scenarios.ts';
import { FakeTrust, type FakeTrustOptions } from './fake/trust.ts';

export { FAKE_SCENARIOS, type FakeScenario } from './fake/scenarios.ts';

export interface FakeApiOptions extends FakeTrustOptions {
  /** What `openPicked`, `openDropped` and `openRecent` open; `healthy` unless told. */
  readonly scenario?: FakeScenario;
  readonly shell?: 'electron' | 'loopback';
  /** Milliseconds before a reply; 0 answers in a microtask. */
  readonly latency?: number;
  /** Queries stay running until `advanceQueries`; otherwise they are done at once. */
  readonly slowQueries?: boolean;
  readonly settings?: Partial<Settings>;
}

/** The fake, with the handles that a test or a harness needs beside the interface. */
export interface FakeApi extends BathyscopeApi {
  /** Names of the functions that were called, with their argument, in order. */
  readonly calls: { readonly name: string; readonly argument: unknown }[];
  /** Texts given to `copyText`. */
  readonly copied: string[];
  /** Sends an event to every listener. */
  emit(event: AppEvent): void;
  /** Moves the replay of a running document to `rows` and tells the listeners; done when it reaches the end. */
  advance(documentId: string, rows: number): void;
  /** Moves all running queries to a share of their way (0 to 1) and tells the listeners. */
  advanceQueries(share: number): void;
  /** The next calls of this function answer with a fault of this code, until called with null. */
  failWith(name: keyof BathyscopeApi, code: string | null): void;
}

interface Opened {
  readonly scenario: FakeScenario;
  known: number;
  state: DocumentView['state'] | null;
  anchors: AnchorView[];
  given: readonly TrustUse[];
  readonly queries: Map<string, FakeQuery>;
}

const LESSONS: Readonly<Record<FakeScenario, string>> = {
  healthy: 'All entries recompute; without an anchor a cut tail stays unnoticed.',
  edited: 'One payload was changed: its hash no longer recomputes, and the place is named.',
  'row-deleted': 'One entry was taken out: one fault, not a thousand.',
  running: 'A replay under way: no verdict yet.',
  cancelled: 'A replay that was stopped: no verdict.',
  error: 'The tool could not finish: no verdict.',
  malformed: 'The input is not evidence that can be read.',
  huge: 'Ten million entries.',
  'three-file': 'Just the three files, without an index.',
  empty: 'A bundle without any known part.',
};

/**
 * An in-memory stand-in for `window.api`: same interface, no process behind it. Rows are made from their position when
 * asked for, so ten million cost nothing. Its strings include hostile ones.
 * @returns the API with test handles; every reply is a fresh object.
 */
export function createFakeApi(options: FakeApiOptions = {}): FakeApi {
  const documents = new Map<string, Opened>();
  const listeners = new Set<(event: AppEvent) => void>();
  const failing = new Map<string, string>();
  const calls: { name: string; argument: unknown }[] = [];
  const copied: string[] = [];
  const trust = new FakeTrust(options);
  let settings: Settings = { theme: 'system', density: 'normal', ...options.settings };
  let recents: Recent[] = [
    {
      id: 'recent-1',
      name: 'soc2-evidence-2026-03-31.zip',
      openedAt: '2026-11-20T14:03:00Z',
      verdict: 'consistent-not-anchored',
      reachable: true,
    },
    {
      id: 'recent-2',
      name: 'drop\u202Egpj.zip',
      openedAt: '2026-11-19T08:00:00Z',
      verdict: 'tampered',
      reachable: false,
    },
  ];
  let nextId = 1;

  async function reply<T>(name: string, argument: unknown, make: () => Result<T>): Promise<Result<T>> {
    calls.push({ name, argument });
    if (options.latency !== undefined && options.latency > 0) {
      await new Promise((resolve) => setTimeout(resolve, options.latency));
    }
    const code = failing.get(name);
    return code === undefined ? make() : failure({ code, message: `The request failed: ${code}.` });
  }

  function viewOf(id: string, opened: Opened): DocumentView {
    if (opened.scenario === 'running' && opened.known >= (FAKE_CHAINS.running?.total ?? 0)) {
      const done = fakeDocument('huge', id, opened.anchors);
      return { ...done, name: fakeDocument('running', id).name, trust: [...done.trust, ...opened.given] };
    }
    const view = fakeDocument(opened.scenario, id, opened.anchors);
    const cancelled = opened.state === 'cancelled';
    return {
      ...view,
      trust: [...view.trust, ...opened.given],
      state: opened.state ?? view.state,
      progress: {
        ...view.progress,
        rows: opened.known,
        bytesDone: opened.known * 312,
        phase: cancelled ? 'cancelled' : view.progress.phase,
      },
    };
  }

  function open(scenario: FakeScenario): Result<DocumentView> {
    const id = `document-${nextId++}`;
    const known = knownRows(scenario);
    const opened: Opened = { scenario, known, state: null, anchors: [], given: [], queries: new Map() };
    documents.set(id, opened);
    return success(viewOf(id, opened));
  }

  function withDocument<T>(documentId: string, make: (opened: Opened) => Result<T>): Result<T> {
    const opened = documents.get(documentId);
    return opened === undefined
      ? failure({ code: 'document-unknown', message: 'This document is not open.' })
      : make(opened);
  }

  function changed(id: string, opened: Opened): Result<DocumentView> {
    const document = viewOf(id, opened);
    emit({ type: 'document', document });
    return success(document);
  }

  function emit(event: AppEvent): void {
    for (const listener of listeners) listener(event);
  }

  function withQuery<T>(opened: Opened, queryId: string, make: (query: FakeQuery) => Result<T>): Result<T> {
    const query = opened.queries.get(queryId);
    return query === undefined ? failure({ code: 'query-unknown', message: 'This search is gone.' }) : make(query);
  }

  function page(opened: Opened, from: number, count: number, total: number, at: (index: number) => number): RowPage {
    const chain = FAKE_CHAINS[opened.scenario];
    const rows =
      chain === null
        ? []
        : Array.from({ length: Math.max(0, Math.min(count, total - from)) }, (_, index) =>
            summaryAt(chain, at(from + index)),
          );
    return { from, total, rows };
  }

  return {
    shell: options.shell ?? 'loopback',
    calls,
    copied,
    emit,
    failWith: (name, code) => {
      if (code === null) failing.delete(name);
      else failing.set(name, code);
    },
    advance: (documentId, rows) => {
      const opened = documents.get(documentId);
      if (opened === undefined) return;
      opened.known = Math.min(rows, FAKE_CHAINS[opened.scenario]?.total ?? 0);
      const view = viewOf(documentId, opened);
      emit({ type: 'progress', documentId, progress: view.progress });
      emit({ type: 'document', document: view });
    },
    advanceQueries: (share) => {
      for (const [documentId, opened] of documents) {
        for (const query of opened.queries.values()) {
          advanceQuery(query, share);
          emit({ type: 'query', documentId, query: query.view });
        }
      }
    },
    appInfo: () =>
      reply('appInfo', null, () =>
        success({
          name: 'Bathyscope',
          version: '0.1.0',
          shell: options.shell ?? 'loopback',
          platform: 'linux',
          samples: FAKE_SCENARIOS.map((scenario) => ({
            id: scenario,
            title: `${scenario.slice(0, 1).toUpperCase()}${scenario.slice(1).replaceAll('-', ' ')}`,
            lesson: LESSONS[scenario],
            hasAnchor: scenario === 'healthy' || scenario === 'three-file',
          })),
        }),
      ),
    settingsGet: () => reply('settingsGet', null, () => success({ ...settings })),
    settingsSet: (patch) =>
      reply('settingsSet', patch, () => {
        settings = {
          ...settings,
          ...(patch.theme && { theme: patch.theme }),
          ...(patch.density && { density: patch.density }),
        };
        return success({ ...settings });
      }),
    recentsList: () => reply('recentsList', null, () => success([...recents])),
    recentsClear: () =>
      reply('recentsClear', null, () => {
        recents = [];
        return success(null);
      }),
    copyText: (text) =>
      reply('copyText', text, () => {
        copied.push(text);
        return success(null);
      }),
    openPicked: (kind) => reply('openPicked', kind, () => open(options.scenario ?? 'healthy')),
    openDropped: (items) => reply('openDropped', items, () => open(options.scenario ?? 'healthy')),
    openSample: (sampleId) =>
      reply('openSample', sampleId, () => {
        const scenario = FAKE_SCENARIOS.find((candidate) => candidate === sampleId);
        return scenario === undefined
          ? failure({ code: 'sample-unknown', message: 'There is no such sample.' })
          : open(scenario);
      }),
    openRecent: (recentId) => reply('openRecent', recentId, () => open(options.scenario ?? 'healthy')),
    documentGet: (documentId) =>
      reply('documentGet', documentId, () => withDocument(documentId, (opened) => success(viewOf(documentId, opened)))),
    documentClose: (documentId) =>
      reply('documentClose', documentId, () => {
        documents.delete(documentId);
        return success(null);
      }),
    replayCancel: (documentId) =>
      reply('replayCancel', documentId, () =>
        withDocument(documentId, (opened) => {
          opened.state = 'cancelled';
          return changed(documentId, opened);
        }),
      ),
    replayRestart: (documentId) =>
      reply('replayRestart', documentId, () =>
        withDocument(documentId, (opened) => {
          opened.state = 'running';
          opened.known = 0;
          return changed(documentId, opened);
        }),
      ),
    anchorPicked: (request) => reply('anchorPicked', request, () => addAnchor(request.documentId)),
    anchorDropped: (request, items) => reply('anchorDropped', { request, items }, () => addAnchor(request.documentId)),
    anchorSample: (documentId) => reply('anchorSample', documentId, () => addAnchor(documentId)),
    anchorRemove: (documentId, anchorId) =>
      reply('anchorRemove', { documentId, anchorId }, () =>
        withDocument(documentId, (opened) => {
          opened.anchors = opened.anchors.filter((anchor) => anchor.id !== anchorId);
          return changed(documentId, opened);
        }),
      ),
    signaturePicked: (documentId) => reply('signaturePicked', documentId, () => give(documentId, given.signature())),
    signatureDropped: (documentId, items) =>
      reply('signatureDropped', { documentId, items }, () => give(documentId, given.signature())),
    signatureRemove: (documentId, sha256) =>
      reply('signatureRemove', { documentId, sha256 }, () => take(documentId, 'signature', sha256)),
    tenantExpect: (documentId, tenantId) =>
      reply('tenantExpect', { documentId, tenantId }, () =>
        tenantId === null ? take(documentId, 'tenant', null) : give(documentId, given.tenant(tenantId)),
      ),
    fingerprintPin: (request) =>
      reply('fingerprintPin', request, () =>
        give(request.documentId, given.fingerprint(request.fingerprint, request.keyId)),
      ),
    fingerprintUnpin: (documentId, fingerprint) =>
      reply('fingerprintUnpin', { documentId, fingerprint }, () => take(documentId, 'key-fingerprint', fingerprint)),
    rowsGet: (request) =>
      reply('rowsGet', request, () =>
        withDocument(request.documentId, (opened) => {
          if (request.queryId === undefined)
            return success(page(opened, request.from, request.count, opened.known, (index) => index));
          return withQuery(opened, request.queryId, (query) =>
            success(page(opened, request.from, request.count, query.view.kept, query.positionOf)),
          );
        }),
      ),
    rowGet: (request) =>
      reply('rowGet', request, () =>
        withDocument(request.documentId, (opened) => {
          const chain = FAKE_CHAINS[opened.scenario];
          return chain === null || request.position >= opened.known
            ? failure({ code: 'position-unknown', message: 'There is no entry at this position.' })
            : success(detailAt(chain, request.position));
        }),
      ),
    stripGet: (request) =>
      reply('stripGet', request, () =>
        withDocument(request.documentId, (opened) => {
          const chain = FAKE_CHAINS[opened.scenario];
          return success({
            total: opened.known,
            cells: chain === null ? [] : stripOf(chain, opened.known, request.cells),
          });
        }),
      ),
    faultNext: (request) =>
      reply('faultNext', request, () =>
        withDocument(request.documentId, (opened) => {
          const chain = FAKE_CHAINS[opened.scenario];
          return success(chain === null ? null : nextFault(chain, request.from, request.direction));
        }),
      ),
    queryStart: (request) =>
      reply('queryStart', request, () =>
        withDocument(request.documentId, (opened) => {
          const chain = FAKE_CHAINS[opened.scenario] ?? { total: 0, faults: [], deletedAt: null };
          const query = fakeQuery(chain, request.query, `query-${nextId++}`);
          if (options.slowQueries !== true) advanceQuery(query, 1);
          opened.queries.set(query.view.id, query);
          return success({ ...query.view });
        }),
      ),
    queryGet: (request) =>
      reply('queryGet', request, () =>
        withDocument(request.documentId, (opened) =>
          withQuery(opened, request.queryId, (query) => success({ ...query.view })),
        ),
      ),
    queryCancel: (request) =>
      reply('queryCancel', request, () =>
        withDocument(request.documentId, (opened) =>
          withQuery(opened, request.queryId, (query) => {
            query.view = { ...query.view, state: query.view.state === 'running' ? 'cancelled' : query.view.state };
            return success({ ...query.view });
          }),
        ),
      ),
    fileText: (request) =>
      reply('fileText', request, () =>
        withDocument(request.documentId, () => {
          const text = `{"note":"<img src=x onerror=alert(1)>","name":"report\u202Egpj.exe","file":${request.fileIndex}}\n`;
          return success({
            text: text.slice(request.from, request.from + request.count),
            from: request.from,
            size: text.length,
            encoding: 'utf-8',
          });
        }),
      ),
    trustGet: () => reply('trustGet', null, () => trust.view()),
    trustImportPicked: (request) => reply('trustImportPicked', request, () => trust.import(request)),
    trustImportDropped: (request, items) =>
      reply('trustImportDropped', { request, items }, () => trust.import(request)),
    trustShippedLogs: (on) => reply('trustShippedLogs', on, () => trust.switchShippedLogs(on)),
    trustRemove: (id) => reply('trustRemove', id, () => trust.remove(id)),
    trustExport: () => reply('trustExport', null, () => success(null)),
    custodyGet: (request) => reply('custodyGet', request, () => trust.custody(request)),
    custodyExport: () => reply('custodyExport', null, () => success(null)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };

  function give(documentId: string, use: TrustUse): Result<DocumentView> {
    return withDocument(documentId, (opened) => {
      opened.given = [...without(opened.given, use.kind, use.fingerprint), use];
      return changed(documentId, opened);
    });
  }

  function take(documentId: string, kind: TrustUse['kind'], fingerprint: string | null): Result<DocumentView> {
    return withDocument(documentId, (opened) => {
      opened.given = without(opened.given, kind, fingerprint);
      return changed(documentId, opened);
    });
  }

  function addAnchor(documentId: string): Result<DocumentView> {
    return withDocument(documentId, (opened) => {
      opened.anchors = [...opened.anchors, auditorAnchor(opened.scenario, `anchor-${nextId++}`)];
      return changed(documentId, opened);
    });
  }
}
